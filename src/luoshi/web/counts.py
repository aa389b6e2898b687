"""What the overview counts, each in one query over stored results. Overdue is `due_at <= now`, nothing else."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from math import sqrt
from typing import Any

from django.db.models import Count, Q, QuerySet

from luoshi.approvals.models import Matter
from luoshi.monitor.models import Clock
from luoshi.monitor.reports import lateness
from luoshi.web import says

SMALL = 10  # fewer than this and a rate is not drawn: too little to compare
WINDOW = 60


@dataclass(frozen=True, slots=True)
class Rate:
    """Share in time with its 95 % interval (Wilson 1927); None where the sample is too small."""

    met: int
    of: int
    share: float | None
    low: float | None
    high: float | None


def rate(met: int, of: int, *, least: int = SMALL) -> Rate:
    if of < least:
        return Rate(met, of, None, None, None)
    z = 1.96
    p = met / of
    middle = (p + z * z / (2 * of)) / (1 + z * z / of)
    half = z / (1 + z * z / of) * sqrt(p * (1 - p) / of + z * z / (4 * of * of))
    return Rate(met, of, p, max(middle - half, 0.0), min(middle + half, 1.0))


def midnight(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, tzinfo=says.SHANGHAI)


def flows(matters: QuerySet[Matter], day: date) -> dict[str, int]:
    """Received and closed on `day` and on the same weekday a week before."""
    a, b = midnight(day), midnight(day + timedelta(days=1))
    week = timedelta(days=7)
    recent = matters.filter(Q(received_at__gte=a - week) | Q(ended_at__gte=a - week))
    found: dict[str, int] = recent.aggregate(
        received=Count("pk", filter=Q(received_at__gte=a, received_at__lt=b)),
        received_before=Count("pk", filter=Q(received_at__gte=a - week, received_at__lt=b - week)),
        closed=Count("pk", filter=Q(ended_at__gte=a, ended_at__lt=b)),
        closed_before=Count("pk", filter=Q(ended_at__gte=a - week, ended_at__lt=b - week)),
    )
    return found


def dues(clocks: QuerySet[Clock], day: date, now: datetime) -> dict[str, Any]:
    """Due today (of those, met), and what is open and overdue."""
    today = clocks.filter(due_on=day).aggregate(
        n=Count("pk"), met=Count("pk", filter=Q(met_at__isnull=False))
    )
    late = clocks.filter(met_at__isnull=True, due_at__lte=now).aggregate(
        n=Count("pk"), statutory=Count("pk", filter=Q(grade=Clock.Grade.STATUTORY)),
        matters=Count("matter", distinct=True),
    )  # fmt: skip
    return {
        "due": today["n"], "due_met": today["met"],
        "overdue": late["n"], "overdue_statutory": late["statutory"], "overdue_matters": late["matters"],
    }  # fmt: skip


def recent(clocks: QuerySet[Clock], day: date, now: datetime) -> bool:
    """Has anything fallen due in the last sixty days? If not, the whole record is shown first."""
    return clocks.filter(due_at__gt=midnight(day - timedelta(days=WINDOW)), due_at__lte=now).exists()


def lights_by_unit(clocks: QuerySet[Clock]) -> dict[str, dict[str, int]]:
    """Open clocks by unit and light."""
    rows = clocks.filter(met_at__isnull=True).values_list("unit", "light").annotate(n=Count("pk")).order_by()
    found: dict[str, dict[str, int]] = {}
    for unit, light, n in rows:
        found.setdefault(unit, {})[light] = n
    return found


def punctuality(clocks: QuerySet[Clock], since: date | None, now: datetime) -> list[dict[str, Any]]:
    """By unit, of limits due from `since` on: met in time, late, open and overdue, and their sum `due`.

    The sums of `luoshi report lateness`, over the limits of each unit together. What is open and
    overdue counts however long ago it fell due: an old debt does not leave the page with its month.
    """
    found: dict[str, dict[str, Any]] = {}

    def of(unit: str) -> dict[str, Any]:
        return found.setdefault(unit, {"unit": unit, "due": 0, "met": 0, "late": 0, "open_overdue": 0})

    for row in lateness(by="unit", since=since, at=now, clocks=clocks):
        of(row["unit"])["met"] += row["met"]
        of(row["unit"])["late"] += row["late"]
    still = clocks.filter(met_at__isnull=True, due_at__lte=now).order_by()
    for unit, n in still.values_list("unit").annotate(n=Count("pk")):
        of(unit)["open_overdue"] = n
    for it in found.values():
        it["due"] = it["met"] + it["late"] + it["open_overdue"]
    return list(found.values())


def by_day(clocks: QuerySet[Clock], since: date | None, now: datetime) -> list[tuple[date, int, int]]:
    """(due day, met in time, fell due) from `since` to now, days with nothing due left out, oldest first."""
    fallen = clocks.filter(due_at__lte=now, due_on__isnull=False)
    if since:
        fallen = fallen.filter(due_on__gte=since)
    counted = (
        fallen.order_by()
        .values_list("due_on")
        .annotate(met=Count("pk", filter=Q(state=Clock.State.MET)), n=Count("pk"))
    )
    return sorted(counted)


@dataclass(frozen=True, slots=True)
class Point:
    """A stretch of due days, both included, and its rate."""

    since: date
    until: date
    rate: Rate


def trend(days: Sequence[tuple[date, int, int]]) -> list[Point]:
    """The rate over the record: seven days ending on each day, or weeks, months, years where it is longer."""
    if not days:
        return []
    first, last = days[0][0], days[-1][0]
    span = (last - first).days
    if span <= WINDOW + 15:
        return sliding(days, first, last)
    groups: dict[date, tuple[int, int]] = {}
    for day, met, n in days:
        key = _begin(day, span)
        a, b = groups.get(key, (0, 0))
        groups[key] = (a + met, b + n)
    found, key, end = [], _begin(first, span), _begin(last, span)
    while key <= end:
        after = _next(key, span)
        found.append(Point(key, after - timedelta(days=1), rate(*groups.get(key, (0, 0)))))
        key = after
    return found


def sliding(days: Sequence[tuple[date, int, int]], first: date, last: date) -> list[Point]:
    """Each day with the rate of the seven days that end on it."""
    per_day = {day: (met, n) for day, met, n in days}
    found = []
    for i in range((last - first).days + 1):
        day = first + timedelta(days=i)
        seven = [per_day.get(day - timedelta(days=j), (0, 0)) for j in range(7)]
        found.append(
            Point(day - timedelta(days=6), day, rate(sum(m for m, _ in seven), sum(n for _, n in seven)))
        )
    return found


def _begin(day: date, span: int) -> date:
    """The first day of the week, month or year that a day is counted in."""
    if span <= 400:
        return day - timedelta(days=day.weekday())
    return day.replace(day=1) if span <= 3000 else day.replace(month=1, day=1)


def _next(begin: date, span: int) -> date:
    if span <= 400:
        return begin + timedelta(days=7)
    if span <= 3000:
        return (begin + timedelta(days=32)).replace(day=1)
    return begin.replace(year=begin.year + 1)
