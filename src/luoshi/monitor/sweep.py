"""The sweep: what time alone brings about. It finds due clocks by an index and lets the rule decide."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.conf import settings
from django.db import connection, transaction

from luoshi.ledger import read, record
from luoshi.ledger.entry import Draft
from luoshi.monitor import follow, store
from luoshi.monitor import settings as office
from luoshi.monitor.judge import judge
from luoshi.monitor.models import Clock

BATCH = 1000
INSTANT = timedelta(microseconds=1)
DUE = "SELECT matter FROM {0} WHERE ledger = %s AND {1} > %s AND {1} <= %s ORDER BY {1} LIMIT %s"
RUNGS, WAKES = DUE.format("monitor_clock", "next_at"), DUE.format("monitor_wake", "at")


@dataclass(slots=True)
class Swept:
    """What a sweep did: matters looked at, effects recorded (or that would be)."""

    at: datetime
    matters: int = 0
    effects: list[Draft] = field(default_factory=list)
    recorded: int = 0


def due(ledger: str, at: datetime, *, since: datetime | None = None, limit: int = BATCH) -> list[str]:
    """Matters with a rung or another effect due by `at` that no sweep has passed yet, the longest due first.

    The lower bound (`since`, else the watermark) keeps the look-up flat: index entries of rungs already
    fired lie before it. Written out, since this is asked all the time and putting it together costs more than asking it.
    """
    moment = connection.ops.adapt_datetimefield_value
    span = [ledger, moment(store.swept_at(ledger) if since is None else since), moment(at), limit]
    with connection.cursor() as cursor:
        cursor.execute(RUNGS, span)
        found = cursor.fetchall()
        cursor.execute(WAKES, span)
        return list(dict.fromkeys(matter for (matter,) in (*found, *cursor.fetchall())))


def sweep(*, at: datetime, ledger: str | None = None) -> Swept:
    """Bring everything up to `at`; safe to run twice, in several processes, and after a crash."""
    ledger = ledger or settings.LUOSHI_JURISDICTION
    done = Swept(at)
    before, _ = read.head(ledger=ledger)
    follow.catch_up(at=at, ledger=ledger)
    for turn in office.turns(ledger, after=store.swept_at(ledger), until=at):
        bring(ledger, turn - INSTANT, done)  # by the values that held until then
        anew(ledger, turn)
    bring(ledger, at, done)
    after, _ = read.head(ledger=ledger)
    done.recorded = after - before
    return done


def anew(ledger: str, at: datetime) -> None:
    """Judge every open clock at a moment from which another threshold holds, and put its rungs where they now are."""
    opened = Clock.objects.filter(ledger=ledger, met_at__isnull=True).exclude(grade="source")
    matters = sorted(set(opened.values_list("matter", flat=True)))
    for start in range(0, len(matters), BATCH):
        with transaction.atomic():
            chunk = matters[start : start + BATCH]
            store.lock(ledger, chunk)
            store.settle(ledger, chunk, (), at=at)


def bring(ledger: str, at: datetime, done: Swept) -> None:
    """Bring about what is due by `at`."""
    while not passed(ledger, at):
        with transaction.atomic():
            found = due(ledger, at)
            matters = store.lock_free(ledger, found)
            if found and not matters:  # others hold them all: wait for one, then look again
                store.lock(ledger, found[:1])
            elif matters:
                store.settle(ledger, matters, (), at=at)
                done.matters += len(matters)


def passed(ledger: str, at: datetime) -> bool:
    """Move the watermark to `at` if nothing is due before it; under the head lock, as every writer reads it."""
    with transaction.atomic():
        record.lock(ledger)
        since = store.swept_at(ledger)
        if since < at:
            if due(ledger, at, since=since, limit=1):
                return False
            store.swept(ledger, at)
        return True


def rehearse(*, at: datetime, ledger: str | None = None) -> Swept:
    """What a sweep would do, without doing it."""
    ledger = ledger or settings.LUOSHI_JURISDICTION
    matters = due(ledger, at, limit=100_000)
    rows = read.current(matters, ledger=ledger)
    known = {row.occasion for row in rows}
    effects = [d for d in judge(rows, at=at, ledger=ledger).effects if d.occasion not in known]
    return Swept(at, matters=len(matters), effects=effects)
