"""What everybody may see, and the only ways by which pages of the portal fetch it."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from functools import wraps
from typing import Any

from django.conf import settings
from django.db.models import Exists, OuterRef, QuerySet
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect

from luoshi.approvals.models import Matter
from luoshi.catalogue import queries as catalogue
from luoshi.catalogue.models import ItemVersion
from luoshi.documents import queries as documents
from luoshi.documents.kinds import KINDS, OFFICE
from luoshi.documents.models import Paper
from luoshi.tasks.models import Node

View = Callable[..., HttpResponseBase]
OPEN, CODE = "open", "code"
"""For everybody; for whoever has given a case's number and query code."""
HELD, MINUTES = "portal_case", 20


def now(request: HttpRequest) -> datetime:
    """The moment of this request, one for the whole page."""
    at: datetime | None = getattr(request, "at", None)
    if at is None:
        at = datetime.now(UTC)
        request.at = at  # type: ignore[attr-defined]
    return at


def public(view: View) -> View:
    """Declare that everybody may open a view. A test asks every address for its declaration."""

    @wraps(view)
    def declared(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        return view(request, *args, **kwargs)

    declared.access = OPEN  # type: ignore[attr-defined]
    return declared


def sealed(view: View) -> View:
    """An answer about one case: kept by no cache, found by no search engine, told to no other site.

    `same-origin` and not `no-referrer`: with the latter browsers hide the origin of our own forms from us.
    """

    @wraps(view)
    def answered(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        answer = view(request, *args, **kwargs)
        answer.headers["Cache-Control"] = "no-store, private"
        answer.headers["X-Robots-Tag"] = "noindex, nofollow, noarchive"
        answer.headers["Referrer-Policy"] = "same-origin"
        return answer

    return answered


def with_code(view: View) -> View:
    """Declare that a view is for whoever has opened a case; others are asked for number and code."""

    @wraps(view)
    def declared(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if access_case(request) is None:
            return redirect("portal-case")
        return view(request, *args, **kwargs)

    answered = sealed(declared)
    answered.access = CODE  # type: ignore[attr-defined]
    return answered


def hold(request: HttpRequest, matter: str) -> None:
    """Open a case to this browser for a while. Its name is kept in the session, never in an address."""
    until = now(request) + timedelta(minutes=MINUTES)
    request.session.cycle_key()
    request.session[HELD] = [matter, until.isoformat()]


def let_go(request: HttpRequest) -> None:
    request.session.pop(HELD, None)


def access_case(request: HttpRequest) -> Matter | None:
    """The case this browser has opened, looked up once a request; None when it has not, or the time is over."""
    if not hasattr(request, "opened"):
        matter, until = request.session.get(HELD) or ("", "")
        valid = bool(matter) and now(request) < datetime.fromisoformat(until)
        rows = Matter.objects.filter(ledger=settings.LUOSHI_JURISDICTION, matter=matter)
        request.opened = rows.first() if valid else None  # type: ignore[attr-defined]
    found: Matter | None = request.opened  # type: ignore[attr-defined]
    return found


def access_papers(request: HttpRequest) -> list[Paper]:
    """What was issued to the applicant in the case this browser has opened; replaced papers and cards left out."""
    case = access_case(request)
    if case is None:
        return []
    issued = documents.papers(case.matter, ledger=case.ledger).filter(replaced=False)
    return [one for one in issued if one.kind in KINDS and KINDS[one.kind].roles != OFFICE]


def access_items(request: HttpRequest) -> QuerySet[ItemVersion]:
    """What may be applied for today: the versions in force, none that is past or yet to come."""
    return catalogue.in_force(now(request), ledger=settings.LUOSHI_JURISDICTION)


def access_item(request: HttpRequest, code: str) -> ItemVersion | None:
    """One of them; None where the item is not in force today, or there is none."""
    return access_items(request).filter(code=code).first()


def access_promises(request: HttpRequest) -> QuerySet[Node]:
    """Key tasks that were published and marked public, at the highest place where they are; called off ones are not."""
    hidden = (Node.State.DRAFT, Node.State.CANCELLED)
    found = Node.objects.filter(ledger=settings.LUOSHI_JURISDICTION, public=True).exclude(state__in=hidden)
    above = found.filter(matter=OuterRef("parent"))
    return found.exclude(Exists(above))
