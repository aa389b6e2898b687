"""The sweep: what time alone brings about. It finds due clocks by an index and lets the rule decide."""

from dataclasses import dataclass, field
from datetime import datetime

from django.conf import settings
from django.db import transaction

from luoshi.ledger import read, record
from luoshi.ledger.entry import Draft
from luoshi.monitor import follow, store
from luoshi.monitor.judge import judge
from luoshi.monitor.models import Clock, Watermark

BATCH = 1000


@dataclass(slots=True)
class Swept:
    """What a sweep did: matters looked at, effects recorded (or that would be)."""

    at: datetime
    matters: int = 0
    effects: list[Draft] = field(default_factory=list)
    recorded: int = 0


def due(ledger: str, at: datetime, *, limit: int = BATCH) -> list[str]:
    """Matters with a rung due by `at` that no sweep has passed yet, the longest due first.

    The lower bound keeps the look-up flat: index entries of rungs already fired lie before it.
    """
    clocks = Clock.objects.filter(ledger=ledger, next_at__gt=store.swept_at(ledger), next_at__lte=at)
    found = clocks.order_by("next_at").values_list("matter", flat=True)[:limit]
    return list(dict.fromkeys(found))


def sweep(*, at: datetime, ledger: str | None = None) -> Swept:
    """Bring everything up to `at`; safe to run twice, in several processes, and after a crash."""
    ledger = ledger or settings.LUOSHI_JURISDICTION
    done = Swept(at)
    before, _ = read.head(ledger=ledger)
    follow.catch_up(at=at, ledger=ledger)
    while True:
        with transaction.atomic():
            found = due(ledger, at)
            matters = store.lock_free(ledger, found)
            if found and not matters:  # others hold them all: wait for one, then look again
                store.lock(ledger, found[:1])
            elif matters:
                store.settle(ledger, matters, (), at=at)
                done.matters += len(matters)
        if not found and passed(ledger, at):
            break
    after, _ = read.head(ledger=ledger)
    done.recorded = after - before
    return done


def passed(ledger: str, at: datetime) -> bool:
    """Move the watermark to `at` if nothing is due before it; under the head lock, as every writer reads it."""
    if store.swept_at(ledger) >= at:
        return True
    with transaction.atomic():
        record.lock(ledger)
        if due(ledger, at, limit=1):
            return False
        Watermark.objects.update_or_create(ledger=ledger, defaults={"swept_at": at})
        return True


def rehearse(*, at: datetime, ledger: str | None = None) -> Swept:
    """What a sweep would do, without doing it."""
    ledger = ledger or settings.LUOSHI_JURISDICTION
    matters = due(ledger, at, limit=100_000)
    rows = read.current(matters, ledger=ledger)
    known = {row.occasion for row in rows}
    effects = [d for d in judge(rows, at=at, ledger=ledger).effects if d.occasion not in known]
    return Swept(at, matters=len(matters), effects=effects)
