"""What cards take from a unit's month, with and without one of them. An input to assessment, never a verdict."""

from dataclasses import dataclass
from datetime import date, datetime, time

from django.db.models import Count

from luoshi.ledger.entry import SHANGHAI
from luoshi.monitor.models import Card
from luoshi.monitor.settings import CARDS, ours


@dataclass(frozen=True, slots=True)
class Effect:
    """Points taken in the month of a card: with it, without it, and as it stands now."""

    month: date
    points: int
    with_it: int
    without_it: int
    now: int


def points(at: datetime) -> dict[str, int]:
    """What each colour takes, at a moment in this office."""
    held = ours(CARDS, at)
    return {"yellow": held["yellow_points"], "red": held["red_points"]}


def effect(card: Card) -> Effect:
    """Two queries: the office's points, and the unit's cards of that month that stand, by colour."""
    day = card.issued_at.astimezone(SHANGHAI).date()
    since = day.replace(day=1)
    until = date(since.year + since.month // 12, since.month % 12 + 1, 1)
    standing = (
        Card.objects.filter(ledger=card.ledger, unit=card.unit)
        .filter(issued_at__gte=midnight(since), issued_at__lt=midnight(until))
        .exclude(state=Card.State.WITHDRAWN)
        .exclude(pk=card.pk)
        .values_list("colour")
        .annotate(n=Count("id"))
    )
    takes = points(card.issued_at)
    others = sum(takes[colour] * n for colour, n in standing)
    own = takes[card.colour]
    gone = card.state == Card.State.WITHDRAWN
    return Effect(since, own, others + own, others, others if gone else others + own)


def midnight(day: date) -> datetime:
    return datetime.combine(day, time(), SHANGHAI)
