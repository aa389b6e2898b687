"""Giving the applicant the code with which the portal shows them their case."""

from luoshi.approvals.actor import Actor
from luoshi.approvals.acts.base import begin, put
from luoshi.ledger.book import Book
from luoshi.sealed import codes
from luoshi.sealed.events import CODE_GIVEN


class QueryCode(str):
    """A code as it is told, once: whoever has it shows it and keeps it nowhere."""

    __slots__ = ()


def give_code(*, book: Book, by: Actor, matter: str, keep: bool = False) -> QueryCode:
    """A new query code. Earlier ones end, unless another paper carries one and they are to be kept."""
    case = begin("give_code", book=book, by=by, matter=matter)
    put(book, case, by, CODE_GIVEN.kind, keep="yes" if keep else "")
    return QueryCode(codes.give(matter, at=book.at, ledger=book.ledger, keep=keep))
