"""What the joint meeting should speak of, pulled together: repeat red cards, open appeals, overdue rectifications."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings

from luoshi.inspections import queries as inspections
from luoshi.law.words import say
from luoshi.ledger.entry import SHANGHAI
from luoshi.meetings.models import Issue
from luoshi.monitor.models import Card
from luoshi.org.models import Unit

SPAN = timedelta(days=90)
REPEATED = 2
"""Red cards of one unit within the span that make it an issue."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """An issue that nobody has raised yet, with what `meetings.actions.raise_issue` needs."""

    cause: str
    title: str
    unit: str
    of: tuple[str, ...]


def candidates(*, at: datetime, ledger: str | None = None) -> list[Candidate]:
    """Everything that should come to the table and is neither there nor waiting for it."""
    ledger = ledger or settings.LUOSHI_JURISDICTION
    known = {
        (issue.cause, matter)
        for issue in Issue.objects.filter(ledger=ledger).exclude(state="decided")
        for matter in issue.of
    }
    units = dict(Unit.objects.values_list("name", "code"))
    found = [*reds(ledger, at, units), *disputes(ledger, units), *late(ledger, at)]
    return [one for one in found if not any((one.cause, matter) in known for matter in one.of)]


def reds(ledger: str, at: datetime, units: Mapping[str, str]) -> Iterable[Candidate]:
    cards = Card.objects.filter(ledger=ledger, colour="red", issued_at__gt=at - SPAN, issued_at__lte=at)
    by: dict[str, list[str]] = defaultdict(list)
    for unit, matter in cards.exclude(state="withdrawn").order_by("issued_at").values_list("unit", "matter"):
        by[unit].append(matter)
    for unit, matters in sorted(by.items(), key=lambda pair: -len(pair[1])):
        if len(matters) >= REPEATED and unit in units:
            n, days = len(matters), SPAN.days
            title = say(f"{unit} {days} 日内 {n} 张红牌", f"{unit}: {n} red cards within {days} days")
            yield Candidate("repeat_red", title, units[unit], tuple(dict.fromkeys(matters)))


def disputes(ledger: str, units: Mapping[str, str]) -> Iterable[Candidate]:
    """Cards that a unit contests and nobody has decided on."""
    open_cards = Card.objects.filter(ledger=ledger, state=Card.State.APPEALED).order_by("appealed_at")
    for unit, matter in open_cards.values_list("unit", "matter"):
        if unit in units:
            yield Candidate(
                "dispute",
                say(f"{unit} 对 {matter} 的牌有异议", f"{unit} contests a card of {matter}"),
                units[unit],
                (matter,),
            )


def late(ledger: str, at: datetime) -> Iterable[Candidate]:
    for one in inspections.overdue(at.astimezone(SHANGHAI).date(), ledger=ledger):
        title = say(
            f"{one.unit_name} 整改逾期：{one.issue}",
            f"{one.unit_name} has not put right in time: {one.issue}",
        )
        yield Candidate("rectification_overdue", title[:200], one.unit, (one.matter,))
