"""Counting as things happen: what each matter adds to the stored numbers, before and after a change.

A matter's part in every number is a function of its row and its clocks. Whoever writes those tables asks what
the rows added before (`of`), counts the new ones (`counted`) and adds the difference, under the head lock that
every writer holds by then. So reading a number costs the same however long the history is, and a rebuild gives
the same numbers.

  received, accepted   matters by civil day
  closed               matters by the day they ended; key `spot` when that was the day they came
  open                 matters not ended, by the light that matters most among their running clocks
  due, met             limits by due day and grade; met: those of them met in time
  still                limits still running, by the civil day of their first late moment, and grade
  felt, net            ended matters by month; key: working days from receipt, or of the agency's own
  spent                hours of ended matters by month; key: where they went (`monitor.spent`)
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime, timedelta
from functools import lru_cache
from itertools import islice
from operator import itemgetter
from typing import Any, NamedTuple

from django.db import connection, transaction

from luoshi.approvals.models import Matter
from luoshi.law.calendar import Calendar
from luoshi.law.days import EPOCH, day_of_number, number
from luoshi.law.errors import NotInForce
from luoshi.ledger import follow, record
from luoshi.monitor import surroundings
from luoshi.monitor.models import Clock, Tally
from luoshi.monitor.spent import spent

Key = tuple[str, int, str, str]
ORDER = ("red_card", "yellow_card", "overdue", "yellow_warning", "blue", "green", "stopped")
RANK = {light: n for n, light in enumerate(ORDER)}
LONGEST = 9999
EAST = timedelta(hours=8)
COUNTED = "tallies"
"""The bookmark that says that everything there was has been counted."""


class Held(NamedTuple):
    """A matter's row, as far as numbers need it."""

    matter: str
    unit: str
    received_at: datetime | None
    accepted_at: datetime | None
    decided_at: datetime | None
    delivered_at: datetime | None
    ended_at: datetime | None


class Limit(NamedTuple):
    """A clock's row, as far as numbers need it."""

    matter: str
    clock: str
    instance: str
    grade: str
    unit: str
    started_at: datetime
    due_on: date | None
    due_at: datetime | None
    met_at: datetime | None
    state: str
    light: str
    paused_days: int


HELD, LIMITS = itemgetter(*Held._fields), itemgetter(*Limit._fields)


def of(ledger: str, matters: Sequence[str]) -> Counter[Key]:
    """What these matters add to every number, from their rows as they stand in the tables."""
    return total(
        map(Held._make, rows(Held, "approvals_matter", ledger, matters)),
        map(Limit._make, rows(Limit, "monitor_clock", ledger, matters)),
    )


def counted(matters: Iterable[Mapping[str, Any]], clocks: Iterable[Mapping[str, Any]]) -> Counter[Key]:
    """What matters add to every number, from the rows that were just written for them."""
    return total((Held._make(HELD(m)) for m in matters), (Limit._make(LIMITS(c)) for c in clocks))


def total(matters: Iterable[Held], limits: Iterable[Limit]) -> Counter[Key]:
    """What matters with these rows and clocks add to every number."""
    clocks: dict[str, list[Limit]] = defaultdict(list)
    found: Counter[Key] = Counter()
    for limit in limits:
        clocks[limit.matter].append(limit)
        fallen(found, limit)
    calendar = surroundings.calendar()
    for matter in matters:
        flows(found, matter)
        if matter.ended_at is None:
            found["open", 0, matter.unit, lit(clocks[matter.matter])] += 1
        else:
            lasted(found, matter, clocks[matter.matter], calendar)
    return found


def rows(of: type[Any], table: str, ledger: str, matters: Sequence[str]) -> Iterator[Sequence[Any]]:
    """Rows of these matters in the columns of `of`; moments are UTC, without a zone on SQLite."""
    columns = ", ".join(of._fields)
    postgresql = connection.vendor == "postgresql"
    chunk = max(len(matters), 1) if postgresql else 500
    for start in range(0, len(matters), chunk):
        part = list(matters[start : start + chunk])
        where = "matter = ANY(%s)" if postgresql else f"matter IN ({', '.join(['%s'] * len(part))})"
        with connection.cursor() as cursor:
            cursor.execute(
                f"SELECT {columns} FROM {table} WHERE ledger = %s AND {where}",
                [ledger, part] if postgresql else [ledger, *part],
            )
            yield from cursor.fetchall()


def flows(found: Counter[Key], matter: Held) -> None:
    """In, taken on, and out, each on its day."""
    came = day_of(matter.received_at) if matter.received_at else 0
    if matter.received_at:
        found["received", came, matter.unit, ""] += 1
    if matter.accepted_at:
        found["accepted", day_of(matter.accepted_at), matter.unit, ""] += 1
    if matter.ended_at:
        ended = day_of(matter.ended_at)
        found["closed", ended, matter.unit, "spot" if ended == came else ""] += 1


def lit(limits: Sequence[Limit]) -> str:
    """The light that matters most among the clocks that run."""
    running = [limit.light for limit in limits if limit.met_at is None]
    return min(running, key=lambda light: RANK.get(light, len(ORDER)), default="green")


def fallen(found: Counter[Key], limit: Limit) -> None:
    if limit.due_on is not None:
        due = number(limit.due_on)
        found["due", due, limit.unit, limit.grade] += 1
        if limit.state == "met":
            found["met", due, limit.unit, limit.grade] += 1
    if limit.met_at is None and limit.due_at is not None:
        found["still", day_of(limit.due_at), limit.unit, limit.grade] += 1


def lasted(found: Counter[Key], matter: Held, limits: Sequence[Limit], calendar: Calendar) -> None:
    """How long an ended matter took, and where the time went."""
    if matter.received_at is None or matter.ended_at is None or matter.ended_at < matter.received_at:
        return
    came, ended = day_of(matter.received_at), day_of(matter.ended_at)
    month = month_of(ended)
    try:
        felt = calendar.before(ended) - calendar.before(came)
        begun = calendar.before(day_of(matter.accepted_at)) if matter.accepted_at else None
        net = None if begun is None else calendar.before(ended) - begun
    except NotInForce:  # history from before there was a calendar of working days
        return
    found["felt", month, matter.unit, str(min(felt, LONGEST))] += 1
    if net is not None:
        stopped = max((limit.paused_days for limit in limits), default=0)
        found["net", month, matter.unit, str(min(max(net - stopped, 0), LONGEST))] += 1
    for part, hours in spent(matter, limits).items():
        if hours:
            found["spent", month, matter.unit, part] += hours


def day_of(moment: datetime) -> int:
    """The day number of the civil day in China of a moment told in UTC."""
    return (moment + EAST).toordinal() - EPOCH


@lru_cache(4096)
def month_of(day: int) -> int:
    """The day number of the first of the month that a day number lies in."""
    return number(day_of_number(day).replace(day=1))


def add(ledger: str, deltas: Mapping[Key, int]) -> None:
    """Move the numbers; a number that comes to nothing goes. In a fixed order, so that writers never cross."""
    changed = sorted((key, n) for key, n in deltas.items() if n)
    if not changed:
        return
    with connection.cursor() as cursor:
        cursor.executemany(
            "INSERT INTO monitor_tally (ledger, name, day, unit, key, n) VALUES (%s, %s, %s, %s, %s, %s) "
            "ON CONFLICT (ledger, name, day, unit, key) DO UPDATE SET n = monitor_tally.n + excluded.n",
            [(ledger, *key, n) for key, n in changed],
        )
        if gone := [(ledger, *key) for key, n in changed if n < 0]:
            cursor.executemany(
                "DELETE FROM monitor_tally WHERE ledger = %s AND name = %s AND day = %s AND unit = %s AND key = %s "
                "AND n = 0",
                gone,
            )


def complete(ledger: str) -> bool:
    """Count what was there before there were numbers, once; whether there was anything to do."""
    if follow.bookmark(COUNTED, ledger=ledger):
        return False
    with transaction.atomic():
        record.lock(ledger)
        Tally.objects.filter(ledger=ledger).delete()
        names = Matter.objects.filter(ledger=ledger).order_by("matter").values_list("matter", flat=True)
        known = Clock.objects.filter(ledger=ledger).exclude(matter__in=names).values_list("matter", flat=True)
        found: Counter[Key] = Counter()
        for some in (names, known.distinct()):
            for part in batched(some.iterator(chunk_size=2000), 2000):
                found.update(of(ledger, part))
        add(ledger, found)
        follow.advance(COUNTED, 1, ledger=ledger)
    return True


def batched(names: Iterable[str], n: int) -> Iterator[list[str]]:
    it = iter(names)
    while part := list(islice(it, n)):
        yield part
