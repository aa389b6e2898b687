"""首问负责: who was asked first owns the case until another has accepted it. Somebody owns it at every moment."""

from luoshi.approvals.actor import STAFF, Actor
from luoshi.approvals.acts.base import Missing, begin, needed, put
from luoshi.law.errors import CouldNot
from luoshi.law.words import say
from luoshi.ledger.book import Book
from luoshi.org.models import Post, Unit


def hand_over(*, book: Book, by: Actor, matter: str, to_unit: str, reason: str, to_post: str = "") -> None:
    """Offer the case to a unit, or to one of its posts. Until they take it, the giver keeps it."""
    case = begin("hand_over", book=book, by=by, matter=matter)
    unit = Unit.objects.filter(name=to_unit).first() or Unit.objects.filter(code=to_unit).first()
    if unit is None:
        raise Missing("to_unit", say("请选择接收单位", "Choose the unit that is to take it"))
    reason = needed("reason", reason, "请写明移交的理由", "Say why it is handed over")
    if (
        to_post
        and not Post.objects.filter(ledger=book.ledger, unit=unit.code, code=to_post, active=True).exists()
    ):
        raise Missing("to_post", say(f"{unit.name}没有岗位 {to_post}", f"{unit.name} has no post {to_post}"))
    if to_post and to_post == case.post:
        raise Missing("to_post", say("本件已在这个岗位", "This post holds the case already"))
    put(book, case, by, "approvals.hand_over_offered", to_unit=unit.name, to_post=to_post, reason=reason)


def take_back(*, book: Book, by: Actor, matter: str) -> None:
    """The offer is void before anybody has accepted it."""
    case = begin("take_back", book=book, by=by, matter=matter)
    put(book, case, by, "approvals.hand_over_withdrawn")


def take_over(*, book: Book, by: Actor, matter: str) -> None:
    """The owner changes now, and only now (B8)."""
    case = begin("take_over", book=book, by=by, matter=matter)
    offer = case.asked("hand_over")
    assert offer is not None
    if not by.holds(STAFF, offer.unit):
        raise CouldNot(
            say(f"移交给{offer.unit}，由该单位接收", f"It was offered to {offer.unit}, who must take it")
        )
    unit = Unit.objects.filter(name=offer.unit).first()
    post = offer.post or (by.post_for(unit.code) if unit else "")
    put(book, case, by, "approvals.transferred", to_unit=offer.unit, to_officer=by.name, to_post=post)


def decline(*, book: Book, by: Actor, matter: str, reason: str) -> None:
    """Not taken, and why; the giver keeps it."""
    case = begin("decline", book=book, by=by, matter=matter)
    offer = case.asked("hand_over")
    assert offer is not None
    reason = needed("reason", reason, "请写明不接收的理由", "Say why it is not taken")
    put(book, case, by, "approvals.hand_over_declined", unit=offer.unit, reason=reason)
