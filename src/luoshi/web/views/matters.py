"""Unit → matters: the list, with its filters in the address, and the same list as Excel."""

from collections.abc import Iterator
from datetime import date
from itertools import islice
from typing import Any

from django.db.models import QuerySet
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from luoshi.approvals.models import Matter
from luoshi.monitor.models import Clock
from luoshi.org.models import Unit
from luoshi.web import excel, lights, lists, says
from luoshi.web.access import access, access_clocks, access_matters, access_units, now, standing_of

UNITS_LISTED = 500


@access("matters.see")
def matters(request: HttpRequest) -> HttpResponse:
    at, today = now(request), _today(request)
    wanted = lists.read(request.GET)
    units = list(access_units(request)[:UNITS_LISTED])
    rows = lists.matters(access_matters(request), wanted, today=today, now=at, units=units)
    page = lists.page(rows, request.GET)
    clocks = lists.clocks_of(list(page.object_list), access_clocks(request))
    names = unit_names(units)
    held = standing_of(request)
    shown = {
        "wanted": wanted,
        "page": page,
        "rows": [_row(m, clocks.get(m.matter, []), names, request) for m in page.object_list],
        "units": units,
        "unit_name": names.get(wanted.unit, wanted.unit),
        "known_unit": wanted.unit in names,
        "states": Matter.State.choices,
        "lights": light_choices(),
        "may_import": held.may("imports.do") and not held.read_only,
    }
    return render(request, "luoshi/matters.html", shown)


def light_choices() -> list[tuple[str, str]]:
    return [
        ("overdue", _("超期未办结")),
        ("was_late", _("超期（含已办结）")),
        ("due_today", _("今日到期")),
        ("open", _("计时中")),
        *[
            (name, lights.light(name).word)
            for name in lights.ORDER
            if name in lists.LIGHTS and name != "overdue"
        ],
    ]


def unit_names(units: list[Unit]) -> dict[str, str]:
    """What matters may call a unit → its name in the reader's language."""
    return {key: unit.said() for unit in units for key in (unit.code, unit.name)}


def _today(request: HttpRequest) -> date:
    today = says.as_day(now(request))
    assert today is not None
    return today


def _row(matter: Matter, clocks: list[Clock], names: dict[str, str], request: HttpRequest) -> dict[str, Any]:
    return {
        "matter": matter,
        "unit": names.get(matter.unit, matter.unit),
        **lists.summary(clocks, now(request)),
    }


@access("matters.see")
def matters_excel(request: HttpRequest) -> FileResponse:
    """All rows that the filters select, not only the page shown."""
    wanted = lists.read(request.GET)
    units = list(access_units(request)[:UNITS_LISTED]) if wanted.unit else []
    rows = lists.matters(
        access_matters(request), wanted, today=_today(request), now=now(request), units=units
    )
    head = [
        (_("编号"), 26), (_("事项"), 36), (_("单位"), 26), (_("状态"), 12), (_("收件"), 17), (_("受理"), 17),
        (_("办结"), 17), (_("时限"), 18), (_("到期日"), 12), (_("灯"), 12),
    ]  # fmt: skip
    return excel.answer(_("办件"), head, _lines(request, rows))


def _lines(request: HttpRequest, rows: QuerySet[Matter]) -> Iterator[list[Any]]:
    states, grades = dict(Matter.State.choices), dict(Clock.Grade.choices)
    clocks_seen = access_clocks(request)
    stream = rows.iterator(chunk_size=500)
    while some := list(islice(stream, 500)):
        clocks = lists.clocks_of(some, clocks_seen)
        for m in some:
            told = lists.summary(clocks.get(m.matter, []), now(request))
            clock = told["clock"]
            yield [
                says.source_of(m.matter), m.item, m.unit, states.get(m.state, m.state), m.received_at, m.accepted_at,
                m.ended_at, clock_name(clock, grades) if clock else "", told["due_on"],
                lights.light(told["light"]).word if told["light"] else "",
            ]  # fmt: skip


def clock_name(clock: Clock, grades: dict[str, Any]) -> str:
    return f"{grades.get(clock.grade, clock.grade)} · {clock.clock}"
