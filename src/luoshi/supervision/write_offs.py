"""Drawing a sample of a unit's write-offs: what was written off, what came again, and whether one was found false."""

from datetime import date, datetime, time, timedelta

from luoshi.inspections import actions, terms
from luoshi.inspections.sampling import WriteOff
from luoshi.ledger.book import Book
from luoshi.ledger.entry import SHANGHAI
from luoshi.org.actor import Actor
from luoshi.org.bodies import body
from luoshi.tasks.records import Claim


def population(*, ledger: str, unit: str, since: date, until: date) -> list[WriteOff]:
    """The write-offs of a unit in these days, both included. A second claim, or one opened again, is repeated."""
    first = datetime.combine(since, time(), SHANGHAI)
    last = datetime.combine(until + timedelta(days=1), time(), SHANGHAI)
    claims = Claim.objects.filter(
        ledger=ledger, unit_name=unit, state__in=("verified", "reopened"), decided_at__gte=first, decided_at__lt=last
    )  # fmt: skip
    return sorted(
        WriteOff(one.matter, one.instance, repeated=one.instance != "1" or one.state == "reopened")
        for one in claims
    )


def falsified(*, ledger: str, unit: str, on: date) -> bool:
    """Was a write-off of the unit opened again as false within the days of watching?"""
    days = terms.parameter(terms.SAMPLE, "watched_days", on)
    since = datetime.combine(on - timedelta(days=days), time(), SHANGHAI)
    return Claim.objects.filter(
        ledger=ledger, unit_name=unit, false_claim=True, reopened_at__gte=since
    ).exists()


def draw(*, book: Book, by: Actor, unit: str, since: date, until: date) -> str:
    """Draw a sample of a unit's write-offs in these days (see `inspections.actions.draw`)."""
    of = body(unit)
    return actions.draw(
        book=book, by=by, unit=of.code, since=since, until=until,
        population=population(ledger=book.ledger, unit=of.name, since=since, until=until),
        falsified=falsified(ledger=book.ledger, unit=of.name, on=until),
    )  # fmt: skip
