"""The first page: what came in, what went out, what is due, who is late."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from luoshi.web import counts, lights, says
from luoshi.web.access import access, access_clocks, access_matters, access_units, now, standing_of

MOST = 40  # units drawn on the overview; the rest are one link away


@access("overview.see")
def overview(request: HttpRequest) -> HttpResponse:
    """`?period=60|year|all` chooses what the table of units looks at; by default the first that has any."""
    at = now(request)
    today = says.as_day(at)
    assert today is not None
    clocks = access_clocks(request, "overview.see")
    matters = access_matters(request, "overview.see")
    held = standing_of(request)
    asked = request.GET.get("period", "")
    period = (
        asked if asked in ("60", "year", "all") else ("60" if counts.recent(clocks, today, at) else "all")
    )
    since = {"60": today - timedelta(days=counts.WINDOW), "year": date(today.year, 1, 1), "all": None}[period]
    rows = _units(counts.lights_by_unit(clocks), counts.punctuality(clocks, since, at), _names(request))
    shown = {
        "flows": counts.flows(matters, today),
        "dues": counts.dues(clocks, today, at),
        "rows": rows[:MOST],
        "more": max(len(rows) - MOST, 0),
        "longest": max((row["open"] for row in rows), default=0),
        "period": period,
        "periods": (("60", _("近 60 日")), ("year", _("今年")), ("all", _("全部"))),
        "lights": lights.DRAWN,
        "trend": _trend(counts.trend(counts.by_day(clocks, since, at))),
        "may_open": held.may("matters.see"),
        "may_import": held.may("imports.do") and not held.read_only,
        "unit_bound": not held.scope("overview.see").all,
    }
    return render(request, "luoshi/overview.html", shown)


def _names(request: HttpRequest) -> dict[str, str]:
    """How matters name a unit → what it is called in the reader's language."""
    return {
        key: unit.said()
        for unit in access_units(request).only("code", "name", "name_en")
        for key in (unit.code, unit.name)
    }


def _units(
    open_by: dict[str, dict[str, int]], fallen: list[dict[str, Any]], names: dict[str, str]
) -> list[dict[str, Any]]:
    """One row a unit, those with most that needs a person first. By risk, not as a ranking."""
    by_unit = {row["unit"]: row for row in fallen}
    rows = []
    for unit in open_by.keys() | by_unit.keys():
        row = by_unit.get(unit, {})
        lit = open_by.get(unit, {})
        rate = counts.rate(row.get("met", 0), row.get("due", 0))
        rows.append({
            "unit": unit, "name": names.get(unit, unit) or _("（未写单位）"),
            "counts": lit, "open": sum(lit.values()), "due": row.get("due", 0), "late": row.get("late", 0),
            "open_overdue": row.get("open_overdue", 0), "rate": rate, "span": _span(rate),
            "href": f"{reverse('matters')}?{urlencode({'unit': unit})}",
            "late_href": f"{reverse('matters')}?{urlencode({'unit': unit, 'light': 'was_late'})}",
        })  # fmt: skip
    return sorted(
        rows,
        key=lambda r: (
            -r["counts"].get("red_card", 0), -r["counts"].get("yellow_card", 0), -r["open_overdue"], -r["late"],
            -r["open"], r["name"],
        ),
    )  # fmt: skip


def _span(rate: counts.Rate) -> dict[str, float] | None:
    """Where the interval and the point stand on the small scale, in per cent."""
    if rate.share is None or rate.low is None or rate.high is None:
        return None
    return {"low": rate.low * 100, "high": rate.high * 100, "at": rate.share * 100}


def _trend(points: Sequence[counts.Point]) -> dict[str, Any] | None:
    """What the chart is drawn from, or None when no stretch has enough to compare."""
    if not any(point.rate.share is not None for point in points):
        return None
    this_year = all(point.until.year == says.today().year for point in points)
    rows = []
    for point in points:
        it = point.rate
        span = (
            says.day(point.until)
            if point.since == point.until
            else f"{says.day(point.since)}–{says.day(point.until)}"
        )
        row: dict[str, Any] = {
            "day": says.day(point.until, year=False) if this_year else f"{point.since:%Y-%m}",
            "rate": None,
            "low": None,
            "high": None,
        }
        if it.share is None or it.low is None or it.high is None:
            row["told"] = _("%(span)s  样本不足（%(n)s）") % {"span": span, "n": it.of}
        else:
            low, high = round(it.low * 100, 1), round(it.high * 100, 1)
            row |= {"rate": round(it.share * 100, 1), "low": low, "high": high}
            row["told"] = f"{span}  {it.share * 100:.1f}% ({low:.1f}–{high:.1f}%)  {it.met} / {it.of}"
        rows.append(row)
    return {"title": _("按期率"), "rows": rows}
