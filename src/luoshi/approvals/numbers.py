"""Office numbers: one sequence a unit and year, without gaps."""

from datetime import datetime
from typing import Any

from luoshi.approvals.models import Numbering
from luoshi.ledger import read
from luoshi.ledger.book import Book
from luoshi.ledger.entry import SHANGHAI


def name(office: Any, year: Any, n: Any) -> str:
    """530101-2026-00318; "" for what is no number."""
    fine = isinstance(office, str) and type(year) is int and type(n) is int and 0 < n < 2**31
    return f"{office}-{year}-{n:05}" if fine else ""


def receipt(matter: str) -> str:
    """The occasion of a receipt: a number is given once."""
    return f"{matter}:received"


def following(book: Book, office: str, at: datetime) -> dict[str, Any]:
    """The next number of an office in the year of `at`, held until the transaction ends.

    Whoever receives next in the same office waits here. If this act fails, its number is free again.
    """
    year = at.astimezone(SHANGHAI).year
    Numbering.objects.bulk_create(
        [Numbering(ledger=book.ledger, office=office, year=year)], ignore_conflicts=True
    )
    row = Numbering.objects.select_for_update().get(ledger=book.ledger, office=office, year=year)
    n, drafted = row.last + 1, {draft.occasion for draft in book.drafts}
    while (occasion := receipt(name(office, year, n))) in drafted or read.by_occasion(
        occasion, ledger=book.ledger
    ):
        n += 1
    return {"office": office, "year": year, "n": n}
