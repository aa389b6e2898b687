"""Acts recorded and projected without being judged: for tests of apps below the monitor."""

from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

from django.conf import settings
from django.db import transaction

from luoshi.ledger import projections, read, record
from luoshi.ledger.book import Book
from luoshi.ledger.entry import Row


@contextmanager
def acting(at: datetime) -> Iterator[Book]:
    """As `monitor.acting`, with nothing judged."""
    book = Book(actor="测试", at=at, ledger=settings.LUOSHI_JURISDICTION)
    with transaction.atomic():
        yield book
        record.append(book.drafts, at=at, ledger=book.ledger)
        matters = list(dict.fromkeys(draft.matter for draft in book.drafts))
        rows: dict[str, list[Row]] = defaultdict(list, {m: [] for m in matters})
        for row in read.current(matters, ledger=book.ledger):
            rows[row.matter].append(row)
        projections.project(book.ledger, rows)
