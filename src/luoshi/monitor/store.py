"""Writing a judgement down: effects into the ledger, clocks into their table, states into theirs.

Everything happens in the caller's transaction. The order is fixed: matters are locked first, the
ledger's head last.
"""

import zlib
from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from typing import Any

from django.db import connection

from luoshi.approvals import projection as approvals
from luoshi.engine.frame import moment
from luoshi.law.days import day_of_number
from luoshi.ledger import bulk, projections, read, record, sql
from luoshi.ledger.entry import VOIDED, Draft, Row, as_row
from luoshi.ledger.record import Outcome
from luoshi.monitor import projection, tallies
from luoshi.monitor.judge import Judgement, judge
from luoshi.monitor.models import Clock, Wake

BUCKETS = 1024
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def lock(ledger: str, matters: Iterable[str]) -> None:
    """Hold these matters until the transaction ends, in a fixed order; SQLite holds everything anyway."""
    if connection.vendor != "postgresql":
        return
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_advisory_xact_lock(%s, b) FROM unnest(%s::int[]) WITH ORDINALITY AS t(b, n) ORDER BY n",
            [space(ledger), sorted({bucket(m) for m in matters})],
        )


def lock_free(ledger: str, matters: Sequence[str]) -> list[str]:
    """Hold those of these matters that nobody else holds, without waiting; which they are."""
    if connection.vendor != "postgresql":
        return list(matters)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT b FROM unnest(%s::int[]) AS t(b) WHERE pg_try_advisory_xact_lock(%s, b)",
            [sorted({bucket(m) for m in matters}), space(ledger)],
        )
        held = {b for (b,) in cursor.fetchall()}
    return [m for m in matters if bucket(m) in held]


def space(ledger: str) -> int:
    return zlib.crc32(ledger.encode()) & 0x7FFFFFFF


def bucket(matter: str) -> int:
    """Matters share a bounded number of locks, so that a large batch does not exhaust the server's."""
    return zlib.crc32(matter.encode()) % BUCKETS


def swept_at(ledger: str) -> datetime:
    """Up to which moment every due rung has been swept."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT swept_at FROM monitor_watermark WHERE ledger = %s", [ledger])
        found = cursor.fetchone()
    if found is None:
        return EPOCH
    moment: datetime = datetime.fromisoformat(found[0]) if isinstance(found[0], str) else found[0]
    return moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)


def swept(ledger: str, at: datetime) -> None:
    """Everything due by `at` has been swept. Under the head lock, as every writer of clocks reads it there."""
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO monitor_watermark (ledger, swept_at) VALUES (%s, %s) "
            "ON CONFLICT (ledger) DO UPDATE SET swept_at = excluded.swept_at",
            [ledger, connection.ops.adapt_datetimefield_value(at)],
        )


def settle(ledger: str, matters: Sequence[str], drafts: Sequence[Draft], *, at: datetime) -> list[Outcome]:
    """Record what was done to these matters, judge them, and write everything that follows.

    `matters` are locked by the caller. The rules run before the head is locked, so that others
    wait only while positions are given out; the watermark is read again under that lock, since a
    clock written now must not come due before a moment already swept.
    """
    rows = read.current(matters, ledger=ledger)
    known = {row.occasion for row in rows}
    new = [d for d in drafts if record.stored_occasion(d.occasion) not in known]
    seen = [*rows, *(as_row(ledger, d, n) for n, d in enumerate(new))]
    as_of = max(at, swept_at(ledger))
    judgement = judge(seen, at=as_of, ledger=ledger)
    record.lock(ledger)
    if (now := swept_at(ledger)) > as_of:
        judgement = judge(seen, at=now, ledger=ledger)
    effects = [d for d in judgement.effects if record.stored_occasion(d.occasion) not in known]
    outcomes = record.append([*drafts, *effects], at=at, ledger=ledger) if drafts or effects else []
    fresh = at_positions(ledger, [o.position for o in outcomes if o.state != "duplicate"])
    moved = tallies.of(ledger, matters)
    clocks = write(ledger, matters, judgement)
    held = project(ledger, matters, rows, fresh)
    moved.subtract(tallies.counted(held, clocks))
    tallies.add(ledger, {key: -n for key, n in moved.items()})
    return outcomes[: len(drafts)]


def project(
    ledger: str, matters: Sequence[str], rows: Iterable[Row], fresh: Sequence[Row]
) -> list[dict[str, Any]]:
    """Bring the ordinary tables to what the entries say; the rows of the matters as written."""
    replaced = {row.corrects for row in fresh if row.corrects is not None}
    by_matter: dict[str, list[Row]] = defaultdict(list, {m: [] for m in matters})
    for row in rows:
        if row.position not in replaced and (row.corrects is None or row.corrects not in replaced):
            by_matter[row.matter].append(row)
    for row in fresh:
        if row.kind != VOIDED:
            by_matter[row.matter].append(row)
    for held in by_matter.values():
        held.sort(key=lambda row: row.position)
    held_rows = approvals.project(ledger, by_matter)
    projections.project(ledger, by_matter)
    projection.project(by_matter.values())
    return held_rows


def at_positions(ledger: str, positions: Sequence[int]) -> list[Row]:
    """The entries at these positions."""
    return [Row._make(row) for row in sql.select(sql.LIST, "position", positions, ledger)]


def write(ledger: str, matters: Sequence[str], judgement: Judgement) -> list[dict[str, Any]]:
    """Replace the stored clocks of these matters, and the moments at which they must be looked at again;
    the rows of the clocks as written."""
    clocks = [stored(ledger, clock) for clock in judgement.clocks]
    bulk.replace(Clock, ledger, matters, clocks)
    wakes = ({"ledger": ledger, "matter": m, "at": moment(at)} for m, at in judgement.wakes.items())
    bulk.replace(Wake, ledger, matters, wakes)
    return clocks


def at_or_none(value: int | None) -> datetime | None:
    return None if value is None else moment(value)


def stored(ledger: str, clock: dict[str, Any]) -> dict[str, Any]:
    """A row of the table from a row of the relation."""
    due = clock["due_day"]
    return {
        "ledger": ledger,
        "matter": clock["matter"],
        "clock": clock["clock"],
        "instance": clock["instance"],
        "grade": clock["grade"],
        "unit": clock["unit"] or "",
        "item": clock["item"] or "",
        "law": clock["law"] or "",
        "started_at": moment(clock["started"]),
        "started_on": day_of_number(clock["start_day"]),
        "amount": clock["amount"],
        "per": clock["per"] or "",
        "extended": clock["extended"],
        "due_on": None if due is None else day_of_number(due),
        "due_at": at_or_none(clock["due"]),
        "provisional": clock["provisional"],
        "met_at": at_or_none(clock["met"]),
        "state": clock["state"],
        "light": clock["light"],
        "paused_days": clock["paused_days"],
        "next_at": at_or_none(clock["next"]),
    }
