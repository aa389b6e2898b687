"""What is written down when somebody is not let in: a line in the log each time, an entry where it must be looked at.

Neither holds a name, an address or what was typed; accounts stand in them by their number.
"""

import logging

from django.http import HttpRequest

from luoshi.ledger.entry import instant
from luoshi.monitor.acting import acting
from luoshi.org import actions
from luoshi.org.events import USER
from luoshi.org.models import User
from luoshi.web.access import now

log = logging.getLogger("luoshi.sign_in")
ACTOR = "sign-in"
NOBODY = f"{USER}0"
"""Whom an entry is about when it was nobody known here."""


def refused(request: HttpRequest, *, way: str, why: str, user: User | None, entry: bool = False) -> None:
    """`way`: password, code or oidc; `why`: wrong, paused, unknown, closed, tied, failed."""
    log.warning("sign-in refused way=%s why=%s account=%s", way, why, user.pk if user else "-")
    if entry:
        at = now(request)
        with acting(actor=ACTOR, at=at) as book:
            matter = f"{USER}{user.pk}" if user else NOBODY
            actions.note_refusal(book, matter, way=way, why=why, once=instant(at))


def changed(request: HttpRequest, user: User, what: str) -> None:
    """What somebody did to their own way of signing in."""
    with acting(actor=user.username, at=now(request)) as book:
        actions.note_account(book, user, what)
