"""发文字号: the unit's word, the year in 〔〕, the number in sequence, without leading zeros (GB/T 9704-2012, 7.2.5)."""

from datetime import datetime
from typing import Any

from luoshi.documents.models import Numbering
from luoshi.ledger.book import Book
from luoshi.ledger.entry import SHANGHAI


def said(number: dict[str, Any]) -> str:
    """春建许受〔2026〕12号."""
    return f"{number['word']}〔{number['year']}〕{number['n']}号"


def following(book: Book, word: str, at: datetime) -> dict[str, Any]:
    """The next number under a word in the year of `at`, held until the transaction ends.

    If the issue fails, the number is free again; papers already in this book are counted.
    """
    year = at.astimezone(SHANGHAI).year
    Numbering.objects.bulk_create(
        [Numbering(ledger=book.ledger, word=word, year=year)], ignore_conflicts=True
    )
    row = Numbering.objects.select_for_update().get(ledger=book.ledger, word=word, year=year)
    taken = [d.payload.get("number") for d in book.drafts]
    n = (
        row.last
        + 1
        + sum(isinstance(t, dict) and (t.get("word"), t.get("year")) == (word, year) for t in taken)
    )
    return {"word": word, "year": year, "n": n}
