"""How often one may try. Counted by axes in the database, so that all workers know of it.

Passwords are counted by name and address together, codes of the second step by account alone: whoever tries codes knows
the password already, and changes addresses easily.
"""

from collections.abc import Mapping
from typing import Any

from axes.handlers.proxy import AxesProxyHandler
from django.contrib.auth.signals import user_login_failed
from django.http import HttpRequest
from django.utils.crypto import salted_hmac

from luoshi.org.models import User

CODE = "second-step:"


def counted_by(request: Any, credentials: Mapping[str, Any] | None = None) -> list[str | list[str]]:
    name = (credentials or {}).get("username") or getattr(request, "username", "") or ""
    return ["username"] if str(name).startswith(CODE) else [["username", "ip_address"]]


def _named(user: User) -> dict[str, str]:
    """Under a name that nobody can enter on the sign-in page, to lock somebody else out."""
    return {"username": f"{CODE}{salted_hmac(__name__, str(user.pk)).hexdigest()}"}


def may_try(request: HttpRequest, user: User) -> bool:
    """May a code of this account be tried now?"""
    return bool(AxesProxyHandler.is_allowed(request, _named(user)))


def failed(request: HttpRequest, user: User) -> None:
    """Count a wrong code."""
    request.second_step_of = user  # type: ignore[attr-defined]
    user_login_failed.send(sender=__name__, credentials=_named(user), request=request)


def whose(request: HttpRequest) -> User | None:
    """Whose code was tried in this request, if one was."""
    return getattr(request, "second_step_of", None)


def passed(user: User) -> None:
    AxesProxyHandler.reset_attempts(username=_named(user)["username"])
