"""What every act does: take hold of the matter, read it with what this book holds already, write entries."""

from typing import Any

from luoshi.inspections import beside, reading
from luoshi.inspections.beside import Kept
from luoshi.inspections.reading import Held
from luoshi.law.errors import CouldNot
from luoshi.law.typed import Files, told
from luoshi.law.words import say
from luoshi.ledger import read
from luoshi.ledger.book import Book
from luoshi.ledger.numbering import begun
from luoshi.org.actor import Actor
from luoshi.org.bodies import OFFICE, office, unit_of

READ = {
    "rectification": beside.rectification,
    "campaign": beside.campaign,
    "sample": beside.sample,
    "research": beside.research,
}


def held(book: Book, matter: str) -> Held:
    """The inspection as this book leaves it, kept from everybody else until the book is closed."""
    book.hold(matter)
    rows = [*read.current([matter], ledger=book.ledger), *book.written(matter)]
    it = reading.inspection(book.ledger, matter, rows)
    if it.inspection is None:
        raise none(matter)
    return it


def kept(book: Book, matter: str) -> Kept:
    """What comes of inspections (a rectification, a campaign, a sample, research), likewise."""
    book.hold(matter)
    rows = [*read.current([matter], ledger=book.ledger), *book.written(matter)]
    sort = matter.partition(":")[0]
    if sort not in READ:
        raise none(matter)
    found = READ[sort](book.ledger, matter, rows)
    if getattr(found, sort) is None:
        raise none(matter)
    return found


def none(matter: str) -> CouldNot:
    return CouldNot(say(f"没有 {matter}：请核对编号", f"There is no {matter}: check its number"))


def begin(book: Book, by: Actor, matter: str, name: str, *, unit: str = "", **values: Any) -> str:
    """The first entry of a matter under its new number."""
    book.record(
        matter=matter, kind=f"inspections.{name}", occasion=begun(matter), officer=by.name, source=by.source,
        unit=unit or unit_of(by), payload=told(**values),
    )  # fmt: skip
    return matter


def put(
    book: Book, by: Actor, matter: str, size: int, kind: str, *, unit: str, to_unit: str = "", files: Files = (),
    **values: Any,
) -> None:  # fmt: skip
    """One more entry; `size` is how many the matter has on record."""
    payload = told(**values)
    if files:
        payload["attachments"] = [dict(one) for one in files]
    kind = kind if "." in kind else f"inspections.{kind}"
    n = size + sum(draft.matter == matter for draft in book.drafts)
    book.record(
        matter=matter, kind=kind, occasion=f"{matter}:{kind}:{n}", unit=unit, to_unit=to_unit, officer=by.name,
        source=by.source, payload=payload,
    )  # fmt: skip


def of_office(by: Actor) -> None:
    """Inspections of the city are the efficiency office's; a district's office acts within its district."""
    if by.standing.read_only or not any(role in OFFICE for role, _ in by.standing.held):
        raise CouldNot(say("由效能办（督查机构）办理", "This is for the efficiency office"))


def of_team(it: Held, by: Actor) -> None:
    """The lead inspector, the team, or the office."""
    assert it.inspection is not None
    if by.standing.read_only or not (by.name in (it.inspection.lead, *it.team) or office(by)):
        raise CouldNot(
            say(
                f"由督查组（组长 {it.inspection.lead}）或效能办办理",
                f"This is for the team (led by {it.inspection.lead}) or the efficiency office",
            )
        )
