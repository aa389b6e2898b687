"""What the overview counts, each in one query over stored results. Overdue is `due_at <= now`, nothing else."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from math import sqrt
from typing import Any

from django.db.models import Count, Max, Q, QuerySet

from luoshi.approvals.models import Matter
from luoshi.monitor.models import Clock
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
    """Due today (of those, met), open and overdue, and the last day on which anything was due before now."""
    today = clocks.filter(due_on=day).aggregate(n=Count("pk"), met=Count("pk", filter=Q(met_at__isnull=False)))
    late = clocks.filter(met_at__isnull=True, due_at__lte=now).aggregate(
        n=Count("pk"), statutory=Count("pk", filter=Q(grade=Clock.Grade.STATUTORY)),
        matters=Count("matter", distinct=True),
    )  # fmt: skip
    return {
        "due": today["n"], "due_met": today["met"],
        "overdue": late["n"], "overdue_statutory": late["statutory"], "overdue_matters": late["matters"],
    }  # fmt: skip


def last_due(clocks: QuerySet[Clock], now: datetime) -> date | None:
    """The latest due day that has passed: where the record ends when nothing is recent."""
    latest = clocks.filter(due_at__lte=now).aggregate(last=Max("due_at"))["last"]
    return says.as_day(latest - timedelta(microseconds=1)) if latest else None


def lights_by_unit(clocks: QuerySet[Clock]) -> dict[str, dict[str, int]]:
    """Open clocks by unit and light."""
    rows = clocks.filter(met_at__isnull=True).values_list("unit", "light").annotate(n=Count("pk")).order_by()
    found: dict[str, dict[str, int]] = {}
    for unit, light, n in rows:
        found.setdefault(unit, {})[light] = n
    return found


def punctuality(clocks: QuerySet[Clock], since: date | None, until: date, now: datetime) -> list[dict[str, Any]]:
    """By unit, of what fell due in [since, until]: due, met in time, late, open and overdue, and the rate."""
    fallen = clocks.filter(due_at__lte=min(now, midnight(until + timedelta(days=1))))
    if since:
        fallen = fallen.filter(due_at__gt=midnight(since))
    rows = fallen.order_by().values("unit").annotate(
        due=Count("pk"), met=Count("pk", filter=Q(state=Clock.State.MET)),
        late=Count("pk", filter=Q(state=Clock.State.LATE)),
        open_overdue=Count("pk", filter=Q(met_at__isnull=True)),
    )  # fmt: skip
    return [dict(row) for row in rows]


def by_day(clocks: QuerySet[Clock], until: date, now: datetime) -> list[tuple[date, int, int]]:
    """(day, met in time, fell due) for the due days of the window, days with nothing due left out."""
    since = until - timedelta(days=WINDOW + 6)
    rows = (
        clocks.filter(due_at__lte=now, due_on__gt=since, due_on__lte=until)
        .order_by()
        .values_list("due_on")
        .annotate(met=Count("pk", filter=Q(state=Clock.State.MET)), n=Count("pk"))
    )
    return sorted(rows)


def trend(days: Iterable[tuple[date, int, int]], until: date) -> list[dict[str, Any]]:
    """One row a day: the rate over the seven days ending there, None where too little fell due."""
    per_day = {day: (met, n) for day, met, n in days}
    found = []
    for back in range(WINDOW - 1, -1, -1):
        day = until - timedelta(days=back)
        seven = [per_day.get(day - timedelta(days=i), (0, 0)) for i in range(7)]
        it = rate(sum(m for m, _ in seven), sum(n for _, n in seven))
        found.append({"day": day, "rate": it})
    return found
