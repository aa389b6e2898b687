"""Anyone may deposit; what comes back is a pseudonym."""

from collections.abc import Iterable
from datetime import datetime
from typing import NamedTuple

import orjson
from django.conf import settings

from luoshi.law.errors import CouldNot
from luoshi.sealed import keys
from luoshi.sealed.identity import Identity, plain, problems
from luoshi.sealed.models import Applicant

AT_ONCE = 500


class Sealed(NamedTuple):
    """Who somebody is, encrypted, with the pseudonym it is bound to. Safe to lay aside; nothing in it can be read."""

    pseudonym: str
    content: bytes


def deposit(it: Identity, *, at: datetime, ledger: str | None = None) -> str:
    """Keep who somebody is, encrypted; the pseudonym by which everything else knows them. CouldNot names what is wrong.

    The same number gives the same pseudonym, and the latest telling replaces the earlier one.
    """
    if wrong := problems(it):
        raise CouldNot("；".join(wrong.values()))
    made = seal(it)
    Applicant.objects.update_or_create(
        ledger=ledger or settings.LUOSHI_JURISDICTION, pseudonym=made.pseudonym,
        defaults={"sealed": made.content, "deposited_at": at},
    )  # fmt: skip
    return made.pseudonym


def deposit_all(sealed: Iterable[Sealed], *, at: datetime, ledger: str | None = None) -> None:
    """The same for many that were sealed before; of several for one pseudonym the last stands."""
    ledger = ledger or settings.LUOSHI_JURISDICTION
    rows = [
        Applicant(ledger=ledger, pseudonym=name, sealed=content, deposited_at=at)
        for name, content in dict(sealed).items()
        if content
    ]
    Applicant.objects.bulk_create(
        rows, batch_size=AT_ONCE, update_conflicts=True, unique_fields=["ledger", "pseudonym"],
        update_fields=["sealed", "deposited_at"],
    )  # fmt: skip


def seal(it: Identity) -> Sealed:
    """Encrypt who somebody is, to be kept by `deposit_all`. The caller has asked `problems`."""
    told = {name: value.strip() for name, value in it.told().items()} | {"number": plain(it.number)}
    name = keys.pseudonym(told["number"])
    return Sealed(name, keys.encrypt(orjson.dumps(told), name))


def pseudonym_of(number: str) -> str:
    """The pseudonym that a number has, whether anybody is kept under it or not."""
    return keys.pseudonym(plain(number))
