"""What the page of a case says of working on it: who holds it, what may be done now, and why the rest may not."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from luoshi.approvals import queries, telling
from luoshi.approvals.actor import Actor
from luoshi.approvals.case import Ask, Case, passed
from luoshi.approvals.models import Matter
from luoshi.ledger.entry import Row
from luoshi.web import says
from luoshi.web.access import acting_as, now, standing_of

ORDER = (
    "take_over", "give_opinion", "decide_extension", "decide_fast_lane", "grant_identity", "see_identity", "decline",
    "accept", "resume", "notify_corrections", "supplement", "commit", "decide", "deliver", "finish_step",
    "request_extension", "explain", "pause", "invite", "make_up", "check_commitment", "hand_over", "take_back",
    "request_fast_lane", "correct_on_spot", "decline_commitment", "give_code", "ask_identity", "refuse_acceptance", "withdraw",
)  # fmt: skip
"""Answers to others first, then the way a case goes, then what is rare."""
PROMINENT = 2


@dataclass(slots=True)
class Limit:
    """A time limit as the page has just told it."""

    clock: str
    instance: str
    grade: str
    unit: str
    per: str
    started_on: date
    extended: int
    due_on: date | None
    due_at: datetime | None
    provisional: bool
    met_at: datetime | None


def limits(clocks: Iterable[Mapping[str, Any]]) -> list[Limit]:
    """The clocks of `why()` as the rules of acts read them."""
    made = []
    for one in clocks:
        begun = says.as_day(one["started_on"])
        assert begun is not None
        made.append(
            Limit(
                one["clock"], one["instance"], one["grade"], "", one["per"] or "", begun, one["extended"] or 0,
                says.as_day(one["due_on"]), says.as_moment(one["due_at"]), bool(one["provisional"]),
                says.as_moment(one["met_at"]),
            )
        )  # fmt: skip
    return made


def case_of(found: Matter, rows: Sequence[Row], clocks: Iterable[Mapping[str, Any]]) -> Case:
    return queries.case(found.matter, ledger=found.ledger, limits=limits(clocks), rows=rows)


def doing(request: HttpRequest, case: Case) -> dict[str, Any]:
    """For those who work on cases: what may be done now, and for the rest of what their role does, why not."""
    if not standing_of(request).may("cases.work"):
        return {"may": [], "prominent": [], "why_not": [], "late": None, "waits": waits(case)}
    by, at = acting_as(request), now(request)
    told = sorted(queries.may(case, by, at), key=lambda chance: ORDER.index(chance.act))
    may = [c for c in told if c.allowed]
    return {
        "may": may, "prominent": may[:PROMINENT], "waits": waits(case), "late": late(case, told, by, at),
        "why_not": [c for c in told if not c.allowed and c.ever],
    }  # fmt: skip


def late(case: Case, told: Sequence[queries.Chance], by: Actor, at: datetime) -> queries.Chance | None:
    """The extension that can no longer be had is said in the open, not folded away."""
    if case.decision is None or not passed(case.decision, at):
        return None
    names = ("decide_extension", "request_extension") if case.asked("extension") else ("request_extension",)
    return next((c for c in told if c.act in names and c.ever and not c.allowed), None)


def waits(case: Case) -> list[str]:
    """What was asked and is not answered, in sentences."""
    return [sentence(ask) for ask in case.asks if ask.open]


def sentence(ask: Ask) -> str:
    to = {"unit": ask.unit, "post": f" {ask.post}" if ask.post else ""}
    words = {
        "hand_over": _("已提出移交给%(unit)s%(post)s，等对方接收；接收前仍由移出方负责。"),
        "extension": _("已申请延期，等负责人决定；批准前期限不变。"),
        "opinion": _("已征求%(unit)s意见，等反馈；到期未回的视为无意见。"),
        "fast_lane": _("已申请特事特办，等负责人决定。"),
        "identity": _("有人申请查看申请人信息，等另一人同意。"),
    }
    return words[ask.kind] % to


def detail(case: Case, entry: Mapping[str, Any], at: datetime) -> dict[str, Any]:
    """The particulars of an entry and the files it names."""
    payload = entry["payload"]
    told = payload.get("attachments")
    files = [
        {"title": f.get("title", ""), "href": reverse("attachment", args=(case.matter, f["digest"]))}
        for f in (told if isinstance(told, list) else ())
        if isinstance(f, dict) and len(str(f.get("digest", ""))) == 64
    ]
    return {"detail": telling.detail(entry["kind"], payload, case.material, at), "files": files}
