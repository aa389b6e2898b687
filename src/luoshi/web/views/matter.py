"""One matter: its clocks, why each date is what it is, what happened, its cards."""

from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from luoshi.law.errors import CouldNot
from luoshi.monitor.models import Clock
from luoshi.org.models import Unit
from luoshi.web import says
from luoshi.web.access import access, access_matter, access_units, now

OPEN_CLOCKS = 6  # more clocks than this and the finished ones are folded away


@access("matters.see")
def matter(request: HttpRequest, name: str) -> HttpResponse:
    """`?clock=N` chooses which clock the "why" panel explains; by default the one that matters most."""
    from luoshi.monitor.why import why

    found = access_matter(request, name)
    on = says.as_day(now(request))
    assert on is not None
    trouble = ""
    try:
        told = why(found.matter)
    except CouldNot as failure:
        told, trouble = {}, str(failure)
    clocks = [shown_clock(one, on, now(request).isoformat()) for one in told.get("clocks", ())]
    clocks.sort(key=lambda c: (not c["open"], c["weight"]))
    for i, clock in enumerate(clocks):
        clock["number"] = i
    chosen = _chosen(clocks, request.GET.get("clock", ""))
    unit = access_units(request).filter(name=found.unit).first() or _unit_by_code(request, found.unit)
    entries = [shown_entry(one) for one in reversed(told.get("entries", ()))]
    shown = {
        "matter": found,
        "unit_name": unit.said() if unit else found.unit,
        "clocks": clocks if len(clocks) <= OPEN_CLOCKS else [c for c in clocks if c["open"]][:OPEN_CLOCKS] or clocks[:1],
        "more_clocks": clocks,
        "chosen": chosen,
        "entries": entries,
        "cards": told.get("cards", ()),
        "effects": [{"title": "", "sentence": "", "citation": "", **one, "at": one.get("effective_at") or one.get("happened_at")} for one in told.get("effects", ())],
        "trouble": trouble,
        "on": on,
        "head_light": _head(clocks),
    }
    return render(request, "luoshi/matter.html", shown)


def _unit_by_code(request: HttpRequest, code: str) -> Unit | None:
    return access_units(request).filter(code=code).first() if code else None


def _chosen(clocks: list[dict[str, Any]], asked: str) -> dict[str, Any] | None:
    if asked.isdigit() and int(asked) < len(clocks):
        return clocks[int(asked)]
    return clocks[0] if clocks else None


def _head(clocks: list[dict[str, Any]]) -> dict[str, Any] | None:
    """The chip beside the title: that of the first open clock."""
    return next((c for c in clocks if c["open"] and c["light_shown"]), None)


def shown_clock(one: dict[str, Any], on: date, now_text: str) -> dict[str, Any]:
    """A clock of `why()` with what the page adds: name, light, sentence of what is used and left."""
    from luoshi.web.lights import RANK

    grades = dict(Clock.Grade.choices)
    clock = dict(one)
    met, due_at = clock.get("met_at"), says.as_moment(clock.get("due_at"))
    moment = says.as_moment(now_text)
    assert moment is not None
    is_open = not met and clock.get("state") not in ("met", "late")
    overdue = bool(is_open and due_at and due_at <= moment)
    light = str(clock.get("light") or "")
    if not is_open:
        light = "late" if clock.get("state") == "late" else "done"
    elif overdue and light not in ("red_card", "yellow_card"):
        light = "overdue"
    title = says.of_pair(clock.get("title")) or str(clock.get("clock", ""))
    grade = str(grades.get(clock.get("grade"), clock.get("grade", "")))
    named = title if title != clock.get("clock") else str(clock.get("clock"))
    clock |= {
        "name": f"{grade} · {named}" if named else grade,
        "instance_shown": clock.get("instance") or "",
        "open": is_open,
        "overdue": overdue,
        "light_shown": light,
        "weight": RANK.get(str(clock.get("light")), 9) - (10 if overdue else 0),
        "used_told": used_told(clock),
        "start_iso": str(says.as_day(clock.get("started_on")) or ""),
    }
    return clock


def used_told(clock: dict[str, Any]) -> str:
    """第 12 / 15 个工作日"""
    used, amount, per = clock.get("used"), clock.get("amount"), str(clock.get("per") or "")
    if not amount:
        return _("按来源写明的时刻") if clock.get("grade") == "source" else ""
    whole = amount + (clock.get("extended") or 0)
    if used is None:
        return says.period(whole, per)
    return _("已用 %(used)s / %(whole)s") % {"used": used, "whole": says.period(whole, per)}


def shown_entry(one: dict[str, Any]) -> dict[str, Any]:
    return dict(one)
