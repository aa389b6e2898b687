"""How a person's act is recorded and judged at once: `with acting(actor=…, at=…) as book`."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

from django.conf import settings
from django.db import transaction

from luoshi.law.errors import OnRecord
from luoshi.ledger.book import Book
from luoshi.monitor import store
from luoshi.monitor.models import Clock


@contextmanager
def acting(*, actor: str, at: datetime, ledger: str | None = None) -> Iterator[Book]:
    """Collect what is done; on leaving, record it, judge the touched matters, write what follows.

    All in one transaction: either the act with its consequences stands, or nothing does. Of an act that is
    refused on record, the attempt stands.
    """
    ledger = ledger or settings.LUOSHI_JURISDICTION
    book = Book(
        actor=actor,
        at=at,
        ledger=ledger,
        hold=lambda matter: store.lock(ledger, [matter]),
        limits=lambda matter: list(Clock.objects.filter(ledger=ledger, matter=matter)),
    )
    refused: OnRecord | None = None
    with transaction.atomic():
        try:
            yield book
        except OnRecord as refusal:
            refused = refusal
            book.drafts[:] = [draft for draft in book.drafts if draft.kind in refusal.kinds]
        if book.drafts:
            matters = list(dict.fromkeys(d.matter for d in book.drafts))
            store.lock(ledger, matters)
            book.outcomes.extend(store.settle(ledger, matters, book.drafts, at=at))
    if refused is not None:
        raise refused
