"""Anyone may deposit; what comes back is a pseudonym."""

from datetime import datetime

import orjson
from django.conf import settings

from luoshi.law.errors import CouldNot
from luoshi.sealed import keys
from luoshi.sealed.identity import Identity, plain, problems
from luoshi.sealed.models import Applicant


def deposit(it: Identity, *, at: datetime, ledger: str | None = None) -> str:
    """Keep who somebody is, encrypted; the pseudonym by which everything else knows them. CouldNot names what is wrong.

    The same number gives the same pseudonym, and the latest telling replaces the earlier one.
    """
    if wrong := problems(it):
        raise CouldNot("；".join(wrong.values()))
    told = {name: value.strip() for name, value in it.told().items()} | {"number": plain(it.number)}
    name = keys.pseudonym(told["number"])
    Applicant.objects.update_or_create(
        ledger=ledger or settings.LUOSHI_JURISDICTION, pseudonym=name,
        defaults={"sealed": keys.encrypt(orjson.dumps(told), name), "deposited_at": at},
    )  # fmt: skip
    return name
