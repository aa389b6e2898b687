"""What cards take from a unit's month, with and without one of them. An input to assessment, never a verdict."""

from dataclasses import dataclass
from datetime import date, datetime, time

from django.db.models import Count

from luoshi.ledger.entry import SHANGHAI
from luoshi.monitor.appeals import parameter
from luoshi.monitor.models import Card


@dataclass(frozen=True, slots=True)
class Effect:
    """Points taken in the month of a card: with it, without it, and as it stands now."""

    month: date
    points: int
    with_it: int
    without_it: int
    now: int


def points(colour: str, day: date) -> int:
    return parameter("yellow_points" if colour == "yellow" else "red_points", day)


def effect(card: Card) -> Effect:
    """One query: the unit's cards of that month that stand, by colour."""
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
    others = sum(points(colour, day) * n for colour, n in standing)
    own = points(card.colour, day)
    gone = card.state == Card.State.WITHDRAWN
    return Effect(since, own, others + own, others, others if gone else others + own)


def midnight(day: date) -> datetime:
    return datetime.combine(day, time(), SHANGHAI)
