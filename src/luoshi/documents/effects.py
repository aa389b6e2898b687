"""Notices of what the law itself has done (视为受理告知书): issued by the platform, since nobody else acted."""

from datetime import datetime

from django.conf import settings

from luoshi.documents.actions import issue
from luoshi.documents.models import Owed
from luoshi.law.errors import CouldNot
from luoshi.monitor.acting import acting

PLATFORM = "luoshi"
MOST = 100
"""Notices a run; the rest follow in the next."""


def tell(*, at: datetime, ledger: str | None = None) -> int:
    """Issue the notices still owed for acceptances by law; how many were issued.

    One that cannot be made (its article is not on record for that day) stays owed, and is shown as such.
    """
    ledger = ledger or settings.LUOSHI_JURISDICTION
    waiting = Owed.objects.filter(ledger=ledger, kind="deemed_acceptance", since__lte=at).order_by("since")
    done = 0
    for one in list(waiting):
        if done == MOST:
            break
        try:
            with acting(actor=PLATFORM, at=at, ledger=ledger) as book:
                issue(book=book, by=None, matter=one.matter, rests_on=one.rests_on)
        except CouldNot:
            continue
        done += 1
    return done
