"""What a wall has seen: the last entry and the minute, signed, so that asking again needs no session."""

from collections.abc import Callable
from datetime import datetime
from functools import wraps
from typing import Any

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse, HttpResponseBase

from luoshi.ledger import read
from luoshi.web.access import now

SALT = "luoshi.wall"
View = Callable[..., HttpResponseBase]


def standing(at: datetime) -> tuple[int, str]:
    """Where the ledger stands, and the minute that the wall shows."""
    position, _ = read.head(ledger=settings.LUOSHI_JURISDICTION)
    return position, at.strftime("%Y%m%d%H%M")


def make(position: int, minute: str) -> str:
    return signing.dumps([position, minute], salt=SALT, compress=True)


def unchanged(mark: str, at: datetime) -> bool:
    """Is what this mark saw still all there is? One query; a mark that is not ours is never right.

    It names its minute, so that within a minute the wall is drawn anew and roles are asked again.
    """
    try:
        seen = signing.loads(mark, salt=SALT)
    except signing.BadSignature:
        return False
    return bool(list(standing(at)) == seen)


def quiet_while_unchanged(view: View) -> View:
    """Answer 204 to a wall that has seen everything, before anything else is looked up.

    Who holds a mark learns from it only that nothing was recorded since. A wall whose session has ended is told
    to load itself anew, which leads to the sign-in page.
    """

    @wraps(view)
    def quick(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        mark = request.GET.get("mark", "")
        if mark and unchanged(mark, now(request)):
            return HttpResponse(status=204, headers={"Cache-Control": "no-store"})
        answer = view(request, *args, **kwargs)
        if answer.status_code == 302 and request.headers.get("HX-Request"):
            return HttpResponse(status=204, headers={"HX-Refresh": "true", "Cache-Control": "no-store"})
        return answer

    return quick
