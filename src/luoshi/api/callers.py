"""Who asks: a program with a token, or a person signed in. What they may see and write follows."""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, TypeVar

from django.conf import settings
from django.db.models import Model, QuerySet
from django.http import HttpRequest
from django.middleware.csrf import CsrfViewMiddleware
from ninja.security import APIKeyCookie, HttpBearer
from ninja.throttling import AuthRateThrottle

from luoshi.api.problems import Refused, forbidden
from luoshi.approvals.models import Matter
from luoshi.intake import tokens
from luoshi.law.words import say
from luoshi.monitor.models import Card, Clock
from luoshi.org import access
from luoshi.org.access import Scope
from luoshi.org.models import User
from luoshi.org.sign_in import lacks_second_step

EVERYTHING = Scope(all=True, units=frozenset())
NOTHING = Scope(all=False, units=frozenset())
RATE = "200/s"
M = TypeVar("M", bound=Model)


@dataclass(frozen=True, slots=True)
class Caller:
    """Who asks. `key` tells callers apart; `sees` and `cards` bound what is shown, `writes` what is taken."""

    key: str
    name: str
    sees: Scope
    cards: Scope
    writes: Scope | None

    def __str__(self) -> str:
        return self.key


class _Csrf(CsrfViewMiddleware):
    """Django's own check, answering with the reason instead of a page."""

    def _reject(self, request: HttpRequest, reason: str) -> Any:
        return reason


def _forged(request: HttpRequest) -> bool:
    """Was a request that changes something sent without the page's own token?"""
    check = _Csrf(lambda _: None)  # type: ignore[arg-type,return-value]
    check.process_request(request)
    return check.process_view(request, lambda _: None, (), {}) is not None  # type: ignore[arg-type,return-value]


def now(request: HttpRequest) -> datetime:
    """The moment of this request, one for all of it."""
    at: datetime | None = getattr(request, "at", None)
    if at is None:
        at = datetime.now(UTC)
        request.at = at  # type: ignore[attr-defined]
    return at


class Token(HttpBearer):
    """`Authorization: Bearer luoshi_…`"""

    def authenticate(self, request: HttpRequest, token: str) -> Caller | None:
        found = tokens.find(token, at=now(request))
        if found is None:
            return None
        bounds = EVERYTHING if found.unit is None else access._subtree(found.unit)
        may = found.scopes.split()
        sees = bounds if "read" in may else NOTHING
        return Caller(
            key=f"token:{found.pk}",
            name=found.name,
            sees=sees,
            cards=sees,
            writes=bounds if "write" in may else None,
        )


class Session(APIKeyCookie):
    """The cookie of someone signed in; what they may do comes from their roles today."""

    param_name = settings.SESSION_COOKIE_NAME

    def __init__(self) -> None:
        super().__init__(csrf=False)  # checked below, once we know that somebody is signed in

    def authenticate(self, request: HttpRequest, key: str | None) -> Caller | None:
        user = request.user
        if not isinstance(user, User) or not user.is_active:
            return None
        if _forged(request):
            raise Refused(403, say("请附上 X-CSRFToken", "Send the X-CSRFToken header"))
        held = access.standing(user, now(request))
        if lacks_second_step(held, request.session):
            raise Refused(
                403, say("请先在网页上完成二次验证", "Take the second step of signing in on the pages first")
            )
        writes = None
        if held.may("imports.do") and not held.read_only:
            writes = held.scope("imports.do")
        return Caller(
            key=f"user:{user.pk}",
            name=user.username,
            sees=held.scope("matters.see"),
            cards=held.scope("cards.see"),
            writes=writes,
        )


class Throttle(AuthRateThrottle):
    """So many requests a second for each caller."""

    def __init__(self) -> None:
        super().__init__(RATE)


def caller(request: HttpRequest) -> Caller:
    found: Any = request.auth  # type: ignore[attr-defined]
    if not isinstance(found, Caller):
        raise Refused(401, forbidden())
    return found


def within(rows: QuerySet[M], scope: Scope) -> QuerySet[M]:
    return rows if scope.all else rows.filter(unit__in=scope.units)


def access_matters(request: HttpRequest) -> QuerySet[Matter]:
    rows = Matter.objects.filter(ledger=settings.LUOSHI_JURISDICTION)
    return within(rows, caller(request).sees)


def access_clocks(request: HttpRequest) -> QuerySet[Clock]:
    rows = Clock.objects.filter(ledger=settings.LUOSHI_JURISDICTION)
    return within(rows, caller(request).sees)


def access_cards(request: HttpRequest) -> QuerySet[Card]:
    rows = Card.objects.filter(ledger=settings.LUOSHI_JURISDICTION)
    return within(rows, caller(request).cards)
