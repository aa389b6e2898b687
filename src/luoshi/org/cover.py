"""Whether somebody is there for every post, now and at every later change within a span."""

from datetime import date, datetime, time, timedelta

from django.db.models import Q

from luoshi.law.errors import CouldNot
from luoshi.law.words import say
from luoshi.org.access import SHANGHAI, day_of
from luoshi.org.staffing import Absence, Assignment, Post


def holders(post: str, day: date, ledger: str) -> dict[str, str]:
    """Who holds A and B of a post on a day."""
    found = Assignment.objects.filter(
        Q(until__isnull=True) | Q(until__gt=day), ledger=ledger, post=post, since__lte=day
    )
    return dict(found.values_list("place", "officer"))


def held(officer: str, at: datetime, ledger: str) -> list[str]:
    """The posts an officer holds now or will hold."""
    found = Assignment.objects.filter(
        Q(until__isnull=True) | Q(until__gt=day_of(at)), ledger=ledger, officer=officer
    )
    return sorted(set(found.values_list("post", flat=True)))


def meets(post: str, place: str, other: str, officer: str, since: date, ledger: str) -> bool:
    """Would an officer who takes a place from a day on meet themselves, later, in the other place?"""
    turns = Assignment.objects.filter(ledger=ledger, post=post, since__gt=since)
    relieved = turns.filter(place=place).order_by("since").values_list("since", flat=True).first()
    later = turns.filter(place=other, officer=officer)
    return (later if relieved is None else later.filter(since__lt=relieved)).exists()


def assert_covered(officer: str, since: datetime, until: datetime, ledger: str) -> None:
    """Refuse an absence that would leave a post of the officer's with nobody at any moment of it (B10)."""
    first, last = day_of(since), day_of(until - timedelta(microseconds=1))
    mine = Assignment.objects.filter(
        Q(until__isnull=True) | Q(until__gt=first), ledger=ledger, officer=officer, since__lte=last
    )
    for post in Post.objects.filter(ledger=ledger, active=True, code__in=mine.values("post")).order_by(
        "code"
    ):
        gap = uncovered(post.code, officer, since, until, ledger)
        if gap is not None:
            day = gap.astimezone(SHANGHAI)
            raise CouldNot(
                say(
                    f"岗位“{post.title}”自 {day:%Y-%m-%d %H:%M} 起将无人顶岗：请先安排另一人任 A 岗或 B 岗，或错开离岗时间",
                    f"Post “{post.title}” would have nobody from {day:%Y-%m-%d %H:%M} on: "
                    "assign someone else first, or choose another time",
                )
            )


def uncovered(post: str, officer: str, since: datetime, until: datetime, ledger: str) -> datetime | None:
    """The first moment of a span at which a post the officer holds would have nobody without them."""
    turns = list(Assignment.objects.filter(ledger=ledger, post=post))
    others = {it.officer for it in turns} - {officer}
    away = list(Absence.objects.filter(ledger=ledger, officer__in=others, since__lt=until, until__gt=since))
    moments = {since, *(a.since for a in away), *(a.until for a in away)}
    moments |= {begin(day) for it in turns for day in (it.since, it.until) if day is not None}
    for at in sorted(m for m in moments if since <= m < until):
        day = day_of(at)
        there = {it.officer for it in turns if it.since <= day and (it.until is None or day < it.until)}
        gone = {a.officer for a in away if a.since <= at < a.until}
        if officer in there and not there - gone - {officer}:
            return at
    return None


def begin(day: date) -> datetime:
    return datetime.combine(day, time(0), SHANGHAI)
