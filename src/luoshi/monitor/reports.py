"""Lateness: how many limits fell due, were met, were missed, are open. Read from what was judged."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.db.models import Count, F, Q, QuerySet

from luoshi.law.days import day_of_number
from luoshi.ledger.follow import follow as every
from luoshi.monitor.models import Clock

GROUPS = {"unit": ("unit", "clock"), "item": ("unit", "item", "clock"), "clock": ("clock",)}


def lateness(
    *,
    by: str = "unit",
    since: date | None = None,
    until: date | None = None,
    at: datetime,
    past: bool = False,
    ledger: str | None = None,
    clocks: QuerySet[Clock] | None = None,
) -> list[dict[str, Any]]:
    """Rows of unit, clock, due, met, late, open_overdue, open (and item), ordered by name.

    due = met + late + open; open_overdue is a part of open. `since` and `until` are due days, both
    included. With `past`, only what had happened by `at` counts, whenever it was recorded: the
    whole ledger is judged anew for that moment; otherwise the stored clocks are read.
    """
    ledger = ledger or settings.LUOSHI_JURISDICTION
    if past:
        from luoshi.engine.surroundings import micros

        return summed(judged(ledger, at), by, since, until, micros(at))
    rows = Clock.objects.filter(ledger=ledger) if clocks is None else clocks
    if since:
        rows = rows.filter(due_on__gte=since)
    if until:
        rows = rows.filter(due_on__lte=until)
    names = GROUPS[by]
    counts = (
        rows.order_by()
        .values(*names)
        .annotate(
            n=Count("id"),
            met=Count(
                "id", filter=Q(met_at__isnull=False) & (Q(due_at__isnull=True) | Q(met_at__lt=F("due_at")))
            ),
            late=Count("id", filter=Q(met_at__gte=F("due_at"))),
            open_overdue=Count("id", filter=Q(met_at__isnull=True, due_at__lte=at)),
            open=Count("id", filter=Q(met_at__isnull=True)),
        )
        .order_by(*names)
    )
    return [line(c, c["n"], c["met"], c["late"], c["open_overdue"], c["open"], by) for c in counts]


def line(
    names: Mapping[str, Any], due: int, met: int, late: int, open_overdue: int, still_open: int, by: str
) -> dict[str, Any]:
    """One row of the report, its keys in the order readers expect."""
    row: dict[str, Any] = {"unit": names.get("unit"), "clock": names["clock"]}
    if by == "item":
        row["item"] = names["item"]
    return row | {"due": due, "met": met, "late": late, "open_overdue": open_overdue, "open": still_open}


def judged(ledger: str, at: datetime) -> Iterable[dict[str, Any]]:
    """Every clock as it stood at `at`, from the whole ledger."""
    from luoshi.engine import judging
    from luoshi.engine.surroundings import lawful
    from luoshi.monitor import surroundings

    rows = [row for batch in every("", ledger=ledger, limit=20_000) for row in batch]
    world = surroundings.world(at=at, ledger=ledger)
    return judging.judged(rows, lawful(), world, ("time_limit",))["time_limit"]


def summed(
    clocks: Iterable[Mapping[str, Any]], by: str, since: date | None, until: date | None, now: int
) -> list[dict[str, Any]]:
    """The same counts over rows of the relation."""
    sums: dict[tuple[str, ...], list[int]] = {}
    for clock in clocks:
        due_on = None if clock["due_day"] is None else day_of_number(clock["due_day"])
        if (since and (due_on is None or due_on < since)) or (until and (due_on is None or due_on > until)):
            continue
        counts = sums.setdefault(tuple(clock[name] or "" for name in GROUPS[by]), [0, 0, 0, 0, 0])
        done, due = clock["met"] is not None, clock["due"]
        late = done and due is not None and clock["met"] >= due
        for place, holds in enumerate(
            (True, done and not late, late, not done and due is not None and due <= now, not done)
        ):
            counts[place] += holds
    rows = []
    for key in sorted(sums):
        due, met, late, open_overdue, still_open = sums[key]
        names = dict(zip(GROUPS[by], key, strict=True))
        rows.append(line(names, due, met, late, open_overdue, still_open, by))
    return rows
