"""What the page of one task shows besides its clocks: what may be done, the curve, its family, its orders, its evidence."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from luoshi.law.event import EVENTS
from luoshi.tasks import queries
from luoshi.tasks.figures import said
from luoshi.tasks.models import Node
from luoshi.tasks.plan import Plan, points
from luoshi.tasks.task import Task
from luoshi.web import says, task_telling
from luoshi.web.access import acting_as, now, standing_of

ORDER = (
    "receipt", "reply_co", "verify", "send_back", "decide_inflation", "publish", "assign", "progress", "claim",
    "answer_order", "break_down", "ask_co", "explain_inflation", "issue_order", "lift_order", "chase", "reopen", "archive",
    "amend", "cancel",
)  # fmt: skip
"""What somebody waits for first, then the way a task goes, then what is rare."""
FIRST = frozenset(ORDER[: ORDER.index("break_down")])
PROMINENT = 2
REPORTED = ("tasks.progressed", "tasks.claimed")


def doing(request: HttpRequest, task: Task) -> dict[str, Any]:
    """What may be done now, and for the rest of what this person's role does, why not."""
    if not standing_of(request).may("tasks.work"):
        return {"may": [], "prominent": [], "why_not": []}
    told = sorted(
        queries.may(task, acting_as(request), now(request)), key=lambda chance: ORDER.index(chance.act)
    )
    may = [c for c in told if c.allowed]
    return {
        "may": may,
        "prominent": may[:PROMINENT],
        "why_not": [c for c in told if c.ever and not c.allowed],
    }


def curve(plan: Plan, entries: Iterable[Mapping[str, Any]], today: date) -> dict[str, Any] | None:
    """Plan against what was reported, day by day; None where nothing is counted or no time is set."""
    foreseen = points(plan)
    if plan.since is None or not foreseen:
        return None
    reported: dict[str, float] = {}
    for entry in sorted(entries, key=lambda e: e["position"]):
        quantity = entry["payload"].get("quantity")
        if entry["kind"] in REPORTED and isinstance(quantity, str) and quantity:
            on = says.as_day(entry["local_at"])
            reported[on.isoformat() if on else ""] = float(quantity)
    actual = [[plan.since.isoformat(), 0.0], *([day, n] for day, n in reported.items() if day)]
    words = "，".join(f"{day} {n:g}" for day, n in actual[1:])
    return {
        "plan": [[plan.since.isoformat(), 0.0], *([on.isoformat(), float(n)] for on, n in foreseen)],
        "actual": actual, "today": today.isoformat(), "per": plan.per,
        "words": {"plan": _("计划"), "actual": _("实际"), "today": _("今天")},
        "told": _("计划到 %(day)s 达到 %(n)s %(per)s；已反馈：%(words)s") % {
            "day": says.day(foreseen[-1][0]), "n": said(foreseen[-1][1]), "per": plan.per, "words": words or "0",
        },
    }  # fmt: skip


def family(node: Node) -> tuple[list[Node], list[Node]]:
    """Those above, root first, and the parts below, in one query."""
    above = list(filter(None, node.path.split("/")))
    found = queries.family(node)
    by = {one.matter: one for one in found}
    return [by[m] for m in above if m in by], sorted(
        (n for n in found if n.parent == node.matter), key=lambda n: n.n
    )


def shown_entry(entry: Mapping[str, Any], task: Task) -> dict[str, Any]:
    """A line of the story: the event's words, what it says in particular, the files it names."""
    event = EVENTS.get(entry["kind"])
    told = entry["payload"].get("attachments")
    files = [
        {"title": f.get("title", ""), "href": reverse("task-file", args=(task.matter, f["digest"]))}
        for f in (told if isinstance(told, list) else ())
        if isinstance(f, dict) and len(str(f.get("digest", ""))) == 64
    ]
    sentence = entry["title"] if entry["kind"].startswith("clocks.") or event is None else event.told()
    if entry["kind"].startswith("clocks."):
        sentence += f" · {says.clock_name(str(entry['payload'].get('clock') or ''))}"
    who = " · ".join(filter(None, (task_telling.who(entry), entry["officer"])))
    to = entry["to_unit"] if entry["kind"] in task_telling.TO_UNIT else ""
    detail = " · ".join(
        filter(None, (f"→ {to}" if to else "", task_telling.detail(entry["kind"], entry["payload"])))
    )
    return {**entry, "sentence": sentence, "detail": detail, "files": files, "unit": who}


def hidden(entry: Mapping[str, Any], *, watches: bool) -> bool:
    """Leads about a unit are not for the unit; that a limit was set or met is told by the limits themselves."""
    event = EVENTS.get(entry["kind"])
    return entry["kind"].startswith("clocks.") or bool(
        event and event.visibility == "supervision" and not watches
    )


def evidence(entries: Sequence[Mapping[str, Any]], task: Task) -> list[dict[str, Any]]:
    """Every file that was handed in, the newest first, with the act it came with."""
    return [
        {**file, "on": entry["happened_at"], "act": EVENTS[entry["kind"]].said(), "digest": digest(entry, n)}
        for entry in entries
        for n, file in enumerate(shown_entry(entry, task)["files"])
    ]


def digest(entry: Mapping[str, Any], n: int) -> str:
    held = [
        f
        for f in entry["payload"]["attachments"]
        if isinstance(f, dict) and len(str(f.get("digest", ""))) == 64
    ]
    return str(held[n]["digest"])[:12]


def stages(task: Task) -> list[dict[str, Any]]:
    """The way a task goes, and how far this one is: 立项 → 交办 → 签收 → 办理 → 申报 → 核验销号 → 归档."""
    told: Sequence[tuple[Any, datetime | None]] = (
        (_("立项"), task.drafted_at), (_("审核发布"), task.published_at), (_("交办"), task.assigned_at),
        (_("签收"), task.receipted_at), (_("办理"), task.progressed_at), (_("申报"), task.claimed_at),
        (_("核验销号"), task.verified_at),
    )  # fmt: skip
    return [{"word": word, "at": at} for word, at in told]
