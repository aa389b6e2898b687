"""Numbers of tasks and sources: one sequence a year for each, without gaps and never given twice."""

from datetime import datetime

from luoshi.ledger import read
from luoshi.ledger.book import Book
from luoshi.ledger.entry import SHANGHAI
from luoshi.tasks.events import SOURCE, TASK
from luoshi.tasks.models import Node, Source


def occasion(matter: str) -> str:
    """The occasion at which a matter begins: a number is given once."""
    return f"{matter}:begun"


def next_task(book: Book, at: datetime) -> tuple[str, int, int]:
    """The next task's matter, year and number, held until the transaction ends."""
    year = at.astimezone(SHANGHAI).year
    last = Node.objects.filter(ledger=book.ledger, year=year).order_by("-n").values_list("n", flat=True)
    return following(book, TASK, year, lambda: last.first() or 0)


def next_source(book: Book, at: datetime) -> tuple[str, int, int]:
    year = at.astimezone(SHANGHAI).year
    names = Source.objects.filter(ledger=book.ledger, matter__startswith=f"{SOURCE}{year}-")
    return following(
        book,
        SOURCE,
        year,
        lambda: max((int(m.rpartition("-")[2]) for m in names.values_list("matter", flat=True)), default=0),
    )


def following(book: Book, kind: str, year: int, last: object) -> tuple[str, int, int]:
    """The first number after the last that was not given yet, in the ledger or in this book."""
    book.hold(f"numbers:{kind}{year}")
    drafted = {draft.occasion for draft in book.drafts}
    assert callable(last)
    n = int(last()) + 1
    while True:
        matter = f"{kind}{year}-{n:05}"
        if occasion(matter) not in drafted and read.by_occasion(occasion(matter), ledger=book.ledger) is None:
            return matter, year, n
        n += 1
