"""One matter: its clocks, why each date is what it is, what happened, its cards."""

from datetime import date, datetime
from typing import Any

from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from luoshi.law.errors import CouldNot
from luoshi.law.event import EVENTS
from luoshi.law.registry import CLOCKS
from luoshi.ledger import read
from luoshi.monitor.models import Clock
from luoshi.monitor.why import why
from luoshi.web import lights, says
from luoshi.web.access import access, access_matter, access_units, now, standing_of
from luoshi.web.doing import case_of, detail, doing

FEW = 6  # clocks drawn; while any runs, the finished ones are folded away


@access("matters.see")
def matter(request: HttpRequest, name: str) -> HttpResponse:
    """`?clock=N` chooses which clock the "why" panel explains; by default the one that matters most."""
    found = access_matter(request, name)
    at = now(request)
    on = says.as_day(at)
    assert on is not None
    trouble = ""
    rows = read.current([found.matter], ledger=found.ledger)
    try:
        told = why(found.matter, at=at, ledger=found.ledger, state=found, rows=rows)
    except CouldNot as failure:
        told, trouble = {}, str(failure)
    clocks = [shown_clock(one, on, at) for one in told.get("clocks", ())]
    clocks.sort(key=lambda c: (not c["open"], c["weight"]))
    for i, clock in enumerate(clocks):
        clock["number"] = i
    case = case_of(found, rows, told.get("clocks", ()))
    shown = {
        "matter": found,
        "case": case,
        "doing": doing(request, case),
        "unit_name": unit_name(request, found.unit),
        "clocks": [c for c in clocks if c["open"]][:FEW] or clocks[:FEW],
        "all_clocks": clocks,
        "chosen": _chosen(clocks, request.GET.get("clock", "")),
        "entries": [
            shown_entry(one) | detail(case, one, at)
            for one in sorted(told.get("entries", ()), key=_newest, reverse=True)
            if not hidden(request, one)
        ],
        "cards": [
            card | {"told": arithmetic(card["arithmetic"]), "clock": says.clock_name(card["clock"])}
            for card in told.get("cards", ())
        ],
        "effects": [shown_effect(one, at) for one in told.get("effects", ()) if one["citation"]],
        "trouble": trouble,
        "on": on,
        "head_light": next((c for c in clocks if c["open"]), None),
    }
    return render(request, "luoshi/matter.html", shown)


def unit_name(request: HttpRequest, name: str) -> str:
    """The unit in the reader's language; looked up only where it may differ from what is on record."""
    own = standing_of(request).unit
    if own is not None and name in (own.name, own.code):
        return own.said()
    if not says.english():
        return name
    unit = access_units(request).filter(Q(name=name) | Q(code=name)).first()
    return unit.said() if unit else name


def hidden(request: HttpRequest, entry: dict[str, Any]) -> bool:
    """Who looked at who applied is for those who supervise, and for those who work on the case."""
    event = EVENTS.get(entry["kind"])
    seen = standing_of(request)
    return bool(event and event.visibility == "supervision") and not (
        seen.may("looks.see") or seen.may("cases.work")
    )


def shown_effect(one: dict[str, Any], at: datetime) -> dict[str, Any]:
    """What the law brought about: what happened, as of when, and the words of the article."""
    event, facts = EVENTS[one["kind"]], one["arithmetic"]
    clock = CLOCKS[facts["clock"]] if facts.get("clock") in CLOCKS else None
    return one | {
        "told": event.told(),
        "since": facts.get("effective_at", ""),
        "text": clock.citation.text if clock else "",
    }


def _newest(entry: dict[str, Any]) -> tuple[str, int]:
    return entry["happened_at"], entry["position"]


def _chosen(clocks: list[dict[str, Any]], asked: str) -> dict[str, Any] | None:
    if asked.isdigit() and int(asked) < len(clocks):
        return clocks[int(asked)]
    return clocks[0] if clocks else None


def shown_clock(one: dict[str, Any], on: date, at: datetime) -> dict[str, Any]:
    """A clock of `why()` with what the page adds: its name, its light, what is used of it."""
    due_at = says.as_moment(one["due_at"])
    is_open = one["met_at"] is None
    overdue = bool(is_open and due_at and due_at <= at)
    light = one["light"]
    if not is_open:
        light = "late" if one["late_by"] else "done"
    elif overdue and light not in ("red_card", "yellow_card"):
        light = "overdue"
    grade = str(Clock.Grade(one["grade"]).label)
    return one | {
        "name": one["title"] if one["grade"] != Clock.Grade.STATUTORY else f"{grade} · {one['title']}",
        "open": is_open,
        "overdue": overdue,
        "light_shown": light,
        "weight": lights.RANK.get(one["light"], 9) - (10 if overdue else 0),
        "used_told": used_told(one, on),
        "late_told": late_told(due_at, says.as_moment(one["met_at"])) if one["late_by"] else "",
    }


def used_told(clock: dict[str, Any], on: date) -> str:
    """已用 12 / 15 个工作日"""
    amount, per = clock["amount"], str(clock["per"] or "")
    if amount is None:
        return ""
    whole = says.period(amount + (clock["extended"] or 0), per)
    end = says.as_day(clock["met_at"]) if clock["met_at"] else on
    counted = [d["counted"] for d in clock["days"] if d["counted"] is not None and d["day"] <= str(end)]
    used = counted[-1] if counted else 0
    return _("已用 %(used)s / %(whole)s") % {"used": used, "whole": whole} if clock["days"] else whole


def late_told(due_at: datetime | None, met_at: datetime | None) -> str:
    """晚 3 日 4 小时"""
    if due_at is None or met_at is None:
        return ""
    minutes = max(int((met_at - due_at).total_seconds() // 60), 1)
    if minutes < 60:
        return _("晚 %(n)s 分钟") % {"n": minutes}
    if minutes < 1440:
        return _("晚 %(h)s 小时") % {"h": minutes // 60}
    return _("晚 %(d)s 日 %(h)s 小时") % {"d": minutes // 1440, "h": minutes % 1440 // 60}


def shown_entry(one: dict[str, Any]) -> dict[str, Any]:
    """What a line of the timeline says: a source's own name of a step, else the event's sentence."""
    event = EVENTS.get(one["kind"])
    named = event is None or one["title"] != event.said() or one["kind"].startswith("clocks.")
    return one | {
        "sentence": one["title"] if named else one["sentence"],
        "internal": bool(event and event.binds == "internal"),
    }


def arithmetic(facts: dict[str, Any]) -> str:
    """The sum that a card rests on, in a sentence."""
    if not facts.get("due_on"):
        return ""
    amount = (facts.get("amount") or 0) + (facts.get("extended") or 0)
    told = _("%(since)s 起 %(period)s") % {
        "since": says.day(facts.get("since")),
        "period": says.period(amount, facts.get("per") or ""),
    }
    if facts.get("paused"):
        told += _("，扣除暂停 %(n)s 日") % {"n": facts["paused"]}
    return told + _("，到 %(due)s 为止") % {"due": says.day(facts["due_on"])}
