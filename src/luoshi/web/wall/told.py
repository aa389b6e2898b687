"""Everything a wall shows at one moment, for one reader: stored numbers, a range of the ledger, the tree of units."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.conf import settings
from django.db.models import Count
from django.http import HttpRequest
from django.utils.translation import gettext as _

from luoshi.law.calendar import Calendar
from luoshi.law.days import day_of_number, number
from luoshi.law.errors import NotInForce
from luoshi.ledger import seal
from luoshi.monitor import surroundings
from luoshi.monitor.models import Clock
from luoshi.monitor.numbers import Found, Sum, median, summed, total
from luoshi.web import counts, says
from luoshi.web.access import access_clocks, access_units, now, standing_of
from luoshi.web.wall import drawing, feed, mark, rows
from luoshi.web.wall.places import places

WEEK, BACK = 7, 90
"""Days; the trend looks back over the last 60 working days, never more than 90."""
DECISIONS = ("promise", "statutory", "source")
PARTS: Mapping[str, tuple[str, str]] = {
    "correction": ("补正", "Corrections"),
    "acceptance": ("受理", "Acceptance"),
    "paused": ("特别程序", "Special procedures"),
    "opinion": ("协办", "Opinions"),
    "handling": ("办理", "Handling"),
    "delivery": ("送达", "Delivery"),
}


@dataclass(frozen=True, slots=True)
class Days:
    """The days that the sums look at, as numbers."""

    today: int
    month: int
    back: int


def wall(request: HttpRequest) -> dict[str, Any]:
    """What the templates need; at most nine queries besides those for the reader's roles."""
    at = now(request)
    today = says.as_day(at)
    assert today is not None
    scope = standing_of(request).scope("wall.see")
    units = None if scope.all else scope.units
    calendar = surroundings.calendar()
    days = Days(number(today), number(three_months(today)), number(today) - BACK)
    position, minute = mark.standing(at)
    sums = summed(asked(days), ledger=settings.LUOSHI_JURISDICTION, units=units)
    tree = places(access_units(request, "wall.see").exclude(kind__in=("section", "window")))
    shown = rows.of_units(sums["open"], tree)
    happened = feed.lines(feed.latest(position, units), tree, calendar)
    return {
        "mark": mark.make(position, minute),
        "city": tree.city,
        "at": at,
        "month_day": working_day_of_month(calendar, today),
        "sealed_on": sealed_on(),
        "figures": figures(sums, overdue(request, sums["still"], at, today)),
        "felt": felt(sums),
        "felt_since": three_months(today),
        "departments": shown.departments,
        "more": shown.more,
        "longest": shown.longest,
        "districts": shown.districts,
        "lines": happened,
        "waits": waits(sums["spent"]),
        "trend": drawing.trend(
            counts.sliding(by_day(sums, days), day_of_number(days.back), today - timedelta(1))
        ),
        "said": announced(sums, happened, at),
    }


def asked(days: Days) -> dict[str, Sum]:
    """The sums a wall needs."""
    last_week = days.today - WEEK
    return {
        **{name: Sum(name, days.today, days.today) for name in ("received", "accepted")},
        "closed": Sum("closed", days.today, days.today, by=("key",)),
        "received_before": Sum("received", last_week, last_week),
        "due": Sum("due", days.today, days.today, by=("key",)),
        "met": Sum("met", days.today, days.today, by=("key",)),
        "still": Sum("still", 0, days.today, by=("key",)),
        "open": Sum("open", by=("unit", "key")),
        "felt": Sum("felt", days.month, days.today, by=("key",)),
        "net": Sum("net", days.month, days.today, by=("key",)),
        "spent": Sum("spent", days.month, days.today, by=("key",)),
        "due_by_day": Sum("due", days.back, days.today - 1, by=("day", "key")),
        "met_by_day": Sum("met", days.back, days.today - 1, by=("day", "key")),
    }


def three_months(today: date) -> date:
    """The first day of the month before last."""
    return (today.replace(day=1) - timedelta(days=32)).replace(day=1)


def overdue(request: HttpRequest, still: Found, at: datetime, today: date) -> dict[str, int]:
    """Limits running past their due moment, by grade. Stored by day; those due later today are taken off again."""
    tomorrow = counts.midnight(today + timedelta(days=1))
    later = (
        access_clocks(request, "wall.see")
        .filter(met_at__isnull=True, due_at__gt=at, due_at__lt=tomorrow)
        .order_by()
        .values_list("grade")
        .annotate(n=Count("pk"))
    )
    found = {str(grade): n for (grade,), n in still.items()}
    for grade, n in later:
        found[grade] = found.get(grade, 0) - n
    return found


def figures(sums: Mapping[str, Found], late: Mapping[str, int]) -> dict[str, int]:
    def of_decisions(found: Found) -> int:
        return sum(n for (grade,), n in found.items() if grade in DECISIONS)

    return {
        "received": total(sums["received"]),
        "received_before": total(sums["received_before"]),
        "accepted": total(sums["accepted"]),
        "closed": total(sums["closed"]),
        "spot": sums["closed"].get(("spot",), 0),
        "due": of_decisions(sums["due"]),
        "met": of_decisions(sums["met"]),
        "promise": late.get(Clock.Grade.PROMISE, 0) + late.get(Clock.Grade.SOURCE, 0),
        "statutory": late.get(Clock.Grade.STATUTORY, 0),
    }


def felt(sums: Mapping[str, Found]) -> dict[str, Any]:
    """The middle of what applicants felt, and of the agency's own part; None where too few ended."""
    of = total(sums["felt"])
    few = of < counts.SMALL
    return {
        "of": of,
        "felt": None if few else median(sums["felt"]),
        "net": None if few else median(sums["net"]),
    }


def waits(spent: Found, most: int = 6) -> list[dict[str, Any]]:
    """Where the felt time went: the largest parts as shares of all."""
    of = total(spent)
    if not of:
        return []
    largest = sorted(spent.items(), key=lambda pair: (-pair[1], pair[0]))[:most]
    return drawing.bars({part(str(name)): n / of for (name,), n in largest})


def part(name: str) -> str:
    """A part of the time in words; a step of an item bears its own name."""
    return says.of_pair(PARTS[name]) if name in PARTS else name


def by_day(sums: Mapping[str, Found], days: Days) -> list[tuple[date, int, int]]:
    """(day, met, due) of the limits for decisions, oldest first."""
    found: dict[int, list[int]] = {}
    for place, name in enumerate(("met_by_day", "due_by_day")):
        for (day, grade), n in sums[name].items():
            if grade in DECISIONS:
                found.setdefault(int(day), [0, 0])[place] += n
    return [(day_of_number(day), met, due) for day, (met, due) in sorted(found.items())]


def working_day_of_month(calendar: Calendar, today: date) -> int | None:
    """本月第几个工作日; None on a day off."""
    try:
        if not calendar.working(today):
            return None
        return calendar.between(today.replace(day=1) - timedelta(days=1), today)
    except NotInForce:
        return None


def sealed_on() -> date | None:
    """The day of the last seal over the ledger."""
    last = seal.last(ledger=settings.LUOSHI_JURISDICTION)
    return says.as_day(last[0].at) if last else None


def announced(sums: Mapping[str, Found], happened: list[feed.Line], at: datetime) -> str:
    """What a screen reader hears: the latest card at once, otherwise the day's numbers every five minutes."""
    grave = next((line for line in happened if line.grave), None)
    card = f"{grave.light.word}：{grave.unit} {grave.item} {grave.what}。" if grave else ""
    if at.minute % 5 == 0 or not card:
        told = {"received": total(sums["received"]), "closed": total(sums["closed"])}
        return card + _("今日收件 %(received)s，办结 %(closed)s。") % told if at.minute % 5 == 0 else card
    return card
