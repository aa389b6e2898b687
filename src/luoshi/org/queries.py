"""What can be asked of posts and officers. Where A is away, B acts with A's powers (AB岗工作制)."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.db.models import Exists, OuterRef, Q, QuerySet

from luoshi.org.access import Scope, day_of
from luoshi.org.models import User
from luoshi.org.staffing import Absence, Assignment, Officer, Person, Post, PostItem


@dataclass(frozen=True, slots=True)
class Duty:
    """Who holds a post at a moment, who of them is away, and who acts. Codes of officers, "" for nobody."""

    post: str
    a: str = ""
    b: str = ""
    away: frozenset[str] = frozenset()

    @property
    def acting(self) -> str:
        """A, or B while A is away or there is no A; "" when nobody is left."""
        return next((who for who in (self.a, self.b) if who and who not in self.away), "")

    @property
    def covered(self) -> bool:
        """Does somebody act in A's place?"""
        return bool(self.acting) and self.acting != self.a


def _ledger(ledger: str | None) -> str:
    return ledger or settings.LUOSHI_JURISDICTION


def on_duty(post: str, at: datetime, *, ledger: str | None = None) -> Officer | None:
    """The officer who acts for a post at a moment; None if nobody holds it or is there."""
    acting = duties((post,), at, ledger=ledger)[post].acting
    return Officer.objects.filter(ledger=_ledger(ledger), code=acting).first() if acting else None


def duties(posts: Iterable[str], at: datetime, *, ledger: str | None = None) -> dict[str, Duty]:
    """Who holds these posts at a moment, every post named; two queries."""
    wanted = list(dict.fromkeys(posts))
    found: dict[str, dict[str, str]] = defaultdict(dict)
    for it in assignments(at, ledger=ledger).filter(post__in=wanted):
        found[it.post][it.place] = it.officer
    holders = {officer for places in found.values() for officer in places.values()}
    away = frozenset(
        absences(at, ledger=ledger).filter(officer__in=holders).values_list("officer", flat=True)
    )
    return {
        post: Duty(post, found[post].get("A", ""), found[post].get("B", ""), away & set(found[post].values()))
        for post in wanted
    }


def assignments(at: datetime, *, ledger: str | None = None) -> QuerySet[Assignment]:
    """Who holds which place on the day of a moment."""
    day = day_of(at)
    return Assignment.objects.filter(
        Q(until__isnull=True) | Q(until__gt=day), ledger=_ledger(ledger), since__lte=day
    )


def absences(at: datetime, *, ledger: str | None = None) -> QuerySet[Absence]:
    """Who is away at a moment."""
    return Absence.objects.filter(ledger=_ledger(ledger), since__lte=at, until__gt=at)


def posts_of(officer: str, at: datetime, *, ledger: str | None = None) -> list[Post]:
    """The posts an officer acts for at a moment: A's own, and B's while A is away. Two queries."""
    now = assignments(at, ledger=ledger)
    away = absences(at, ledger=ledger).filter(officer=OuterRef("officer"))
    places: dict[str, dict[str, str]] = defaultdict(dict)
    for it in now.filter(post__in=now.filter(officer=officer).values("post")).annotate(gone=Exists(away)):
        if not it.gone:
            places[it.post][it.place] = it.officer
    acting = [post for post, there in places.items() if (there.get("A") or there.get("B")) == officer]
    if not acting:
        return []
    return list(Post.objects.filter(ledger=_ledger(ledger), code__in=acting, active=True).order_by("code"))


def officer_of(user: User, *, ledger: str | None = None) -> Officer | None:
    """The officer an account belongs to."""
    found = Officer.objects.filter(ledger=_ledger(ledger), active=True)
    return found.filter(code__in=Person.objects.filter(user=user).values("officer")).first()


def names(officers: Iterable[str]) -> dict[str, str]:
    """The names shown to colleagues, by officer; the number itself where none is known. One query."""
    wanted = {officer for officer in officers if officer}
    known = dict(Person.objects.filter(officer__in=wanted).values_list("officer", "display_name"))
    return {officer: known.get(officer) or officer for officer in wanted}


def posts(scope: Scope, *, ledger: str | None = None) -> QuerySet[Post]:
    """The posts of the units in a scope, by code."""
    found = Post.objects.filter(ledger=_ledger(ledger), active=True).order_by("unit", "code")
    return found if scope.all else found.filter(unit__in=scope.units)


def officers(scope: Scope, *, ledger: str | None = None) -> QuerySet[Officer]:
    """The officers of the units in a scope, by number."""
    found = Officer.objects.filter(ledger=_ledger(ledger), active=True).order_by("unit", "code")
    return found if scope.all else found.filter(unit__in=scope.units)


def posts_handling(item: str, *, unit: str = "", ledger: str | None = None) -> QuerySet[Post]:
    """The posts that handle an item, of one unit where given."""
    ledger = _ledger(ledger)
    handling = PostItem.objects.filter(ledger=ledger, item=item).values("post")
    found = Post.objects.filter(ledger=ledger, active=True, code__in=handling).order_by("code")
    return found.filter(unit=unit) if unit else found


def items_of(post: str, *, ledger: str | None = None) -> list[str]:
    """The codes of the items a post handles."""
    found = PostItem.objects.filter(ledger=_ledger(ledger), post=post)
    return list(found.order_by("item").values_list("item", flat=True))
