"""Numbers of matters that begin here: one sequence a year for each kind, given once."""

from django.db import models

from luoshi.ledger import read
from luoshi.ledger.book import Book
from luoshi.ledger.entry import SHANGHAI


def begun(matter: str) -> str:
    """The occasion at which a matter begins: a number is given once."""
    return f"{matter}:begun"


def following(book: Book, kind: str, table: type[models.Model]) -> str:
    """The next matter `<kind><year>-<n>`, held until the transaction ends; `table` has a row for each that began."""
    year = book.at.astimezone(SHANGHAI).year
    book.hold(f"numbers:{kind}{year}")
    names = table._default_manager.filter(ledger=book.ledger, matter__startswith=f"{kind}{year}-")
    last = names.order_by("-matter").values_list("matter", flat=True).first()
    drafted = {draft.occasion for draft in book.drafts}
    n = int(last.rpartition("-")[2]) if last else 0
    while True:
        n += 1
        matter = f"{kind}{year}-{n:05}"
        if begun(matter) not in drafted and read.by_occasion(begun(matter), ledger=book.ledger) is None:
            return matter
