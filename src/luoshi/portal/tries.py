"""Who tries too often must wait: by address, and by the number that is asked for, whether there is such a case or not.

A try is counted before the code is looked at and taken back when it was right, so that many at once get no more
than their share, and a hall in which many stand behind one address is not shut out by those who know their code.
"""

import hmac
from collections.abc import Mapping
from datetime import datetime, timedelta
from hashlib import sha256

from django.conf import settings
from django.db import transaction
from django.db.models import F
from django.http import HttpRequest

from luoshi.portal.models import Tries

LIMITS: Mapping[str, tuple[int, timedelta]] = {
    "address": (10, timedelta(minutes=15)),
    "number": (50, timedelta(hours=1)),
    "proof": (6, timedelta(hours=1)),
}
"""Wrong tries, or proofs made, within a time."""
FORGET = timedelta(days=1)


def address(request: HttpRequest) -> str:
    """Where a request comes from. Behind a proxy that speaks HTTPS for us, what that proxy saw."""
    told = request.META.get("HTTP_X_FORWARDED_FOR", "") if settings.SECURE else ""
    return told.rpartition(",")[2].strip() or str(request.META.get("REMOTE_ADDR", ""))


def key(kind: str, value: str) -> str:
    return hmac.new(settings.QUERY_KEY, f"{kind}\n{value}".encode(), sha256).hexdigest()


def spend(told: Mapping[str, str], at: datetime) -> int:
    """Count one try for each kind and value; the seconds to wait when one of them is used up, else 0."""
    wait = 0
    with transaction.atomic():
        Tries.objects.filter(since__lt=at - FORGET).delete()
        for kind, value in told.items():
            most, within = LIMITS[kind]
            name = key(kind, value)
            Tries.objects.bulk_create([Tries(key=name, since=at)], ignore_conflicts=True)
            row = Tries.objects.select_for_update().get(key=name)
            if row.since <= at - within:
                row.since, row.count = at, 0
            row.count += 1
            if row.count > most:
                wait = max(wait, int((row.since + within - at).total_seconds()) + 1)
                row.count = most + 1
            row.save()
    return wait


def give_back(told: Mapping[str, str]) -> None:
    """The code was right: nothing was tried."""
    names = [key(kind, value) for kind, value in told.items()]
    Tries.objects.filter(key__in=names, count__gt=0).update(count=F("count") - 1)
