"""The first page: what came in, what went out, what is due, who is late."""

from datetime import date, timedelta
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from luoshi.org.access import Scope
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
    last = counts.last_due(clocks, at)
    asked = request.GET.get("period", "")
    period = asked if asked in ("60", "year", "all") else ("60" if last and (today - last).days < counts.WINDOW else "all")
    since = {"60": today - timedelta(days=counts.WINDOW), "year": date(today.year, 1, 1), "all": None}[period]
    end = last if last and last < today - timedelta(days=counts.WINDOW) else today
    rows = _units(
        counts.lights_by_unit(clocks), counts.punctuality(clocks, since, today, at), _names(request)
    )
    shown = {
        "flows": counts.flows(matters, today),
        "dues": counts.dues(clocks, today, at),
        "rows": rows[:MOST],
        "more": max(len(rows) - MOST, 0),
        "longest": max((row["open"] for row in rows), default=0),
        "period": period,
        "periods": (("60", _("近 60 日")), ("year", _("今年")), ("all", _("全部"))),
        "lights": ("green", "blue", "yellow_warning", "yellow_card", "red_card", "stopped"),
        "trend": _trend(counts.trend(counts.by_day(clocks, end, at), end)),
        "trend_end": end if end != today else None,
        "may_open": held.may("matters.see"),
        "may_import": held.may("imports.do") and not held.read_only,
        "unit_bound": _bound(held.scope("overview.see")),
    }
    return render(request, "luoshi/overview.html", shown)


def _bound(scope: Scope) -> bool:
    return not scope.all


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


def _trend(rows: list[dict[str, Any]]) -> dict[str, Any] | None:
    """What the chart is drawn from, or None when no day has enough to compare."""
    if not any(row["rate"].share is not None for row in rows):
        return None
    told = []
    for row in rows:
        it = row["rate"]
        if it.share is None:
            words = f"{says.day(row['day'])} {_('样本不足')}（{it.of}）"
            told.append({"day": says.day(row["day"], year=False), "rate": None, "low": None, "high": None, "told": words})
            continue
        low, high = round(it.low * 100, 1), round(it.high * 100, 1)
        words = f"{says.day(row['day'])}  {it.share * 100:.1f}%（{low:.1f}–{high:.1f}%）  {it.met} / {it.of}"
        told.append({
            "day": says.day(row["day"], year=False), "rate": round(it.share * 100, 1), "low": low, "high": high, "told": words,
        })  # fmt: skip
    return {"title": _("近 60 日按期率"), "rows": told}


def light_words() -> list[tuple[str, str]]:
    return [(name, lights.light(name).word) for name in lights.ORDER[:6]]
