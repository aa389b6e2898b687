"""Rebuild: every ordinary table anew from the ledger. Effects on record stand; none is decided again."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import transaction

from luoshi.approvals.models import Matter
from luoshi.ledger import follow as ledger_follow
from luoshi.ledger import projections, read
from luoshi.monitor import store, tallies
from luoshi.monitor.judge import judge
from luoshi.monitor.models import Card, Clock, Prompt, Setting, Tally, Task, Wake

OWN = (Matter, Clock, Wake, Card, Prompt, Task, Setting, Tally)


def tables() -> tuple[type[Any], ...]:
    """Every ordinary table that entries drive, those of the registered apps included."""
    return (*OWN, *projections.tables())


def rebuild(*, at: datetime, ledger: str | None = None) -> int:
    """Empty the tables and write them again from all entries, in one transaction; how many matters."""
    ledger = ledger or settings.LUOSHI_JURISDICTION
    as_of = max(at, store.swept_at(ledger))
    with transaction.atomic():
        for table in tables():
            table._default_manager.filter(ledger=ledger).delete()
        seen: set[str] = set()
        for matters in everything(ledger):
            fresh = [m for m in matters if m not in seen]
            seen.update(fresh)
            rows = read.current(fresh, ledger=ledger)
            held = store.project(ledger, fresh, rows, ())
            clocks = store.write(ledger, fresh, judge(rows, at=as_of, ledger=ledger))
            tallies.add(ledger, tallies.counted(held, clocks))
    return len(seen)


def everything(ledger: str) -> Iterator[list[str]]:
    """All matters, settings first since judging stands on them, in the order of their entries."""
    yield ["settings"]
    for batch in ledger_follow.follow("", ledger=ledger, limit=5000):
        yield read.touched(batch, ledger=ledger)
