"""What everybody may see, and the only ways by which pages of the portal fetch it."""

from collections.abc import Callable
from datetime import UTC, datetime
from functools import wraps
from typing import Any

from django.conf import settings
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponseBase

from luoshi.catalogue import queries as catalogue
from luoshi.catalogue.models import ItemVersion

View = Callable[..., HttpResponseBase]
OPEN = "open"


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


def access_items(request: HttpRequest) -> QuerySet[ItemVersion]:
    """What may be applied for today: the versions in force, none that is past or yet to come."""
    return catalogue.in_force(now(request), ledger=settings.LUOSHI_JURISDICTION)


def access_item(request: HttpRequest, code: str) -> ItemVersion | None:
    """One of them; None where the item is not in force today, or there is none."""
    return access_items(request).filter(code=code).first()
