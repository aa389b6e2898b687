"""The follower: judging what bulk intake appended."""

from collections.abc import Callable
from datetime import datetime

from django.conf import settings
from django.db import transaction

from luoshi.ledger import collector, read
from luoshi.ledger import follow as ledger_follow
from luoshi.monitor import store

NAME = "monitor"
BATCH = 4000


def catch_up(
    *,
    at: datetime,
    ledger: str | None = None,
    progress: Callable[[int], None] | None = None,
    batch_of: int = BATCH,
) -> int:
    """Judge everything appended since the bookmark, `batch_of` entries at a time; how many entries were read.

    Each batch is judged, written and bookmarked in one transaction: a follower that is killed
    resumes with nothing lost or doubled.
    """
    ledger = ledger or settings.LUOSHI_JURISDICTION
    done = 0
    while ledger_follow.bookmark(NAME, ledger=ledger) < read.head(ledger=ledger)[0]:
        with collector.spared(), transaction.atomic():
            batch = next(ledger_follow.follow(NAME, ledger=ledger, limit=batch_of), None)
            if batch is None:  # another follower was quicker
                break
            matters = read.touched(batch, ledger=ledger)
            store.lock(ledger, matters)
            store.settle(ledger, matters, (), at=at)
            ledger_follow.advance(NAME, batch[-1].position, ledger=ledger)
        done += len(batch)
        if progress:
            progress(done)
    return done
