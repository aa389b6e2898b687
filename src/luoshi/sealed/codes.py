"""Query codes: with the number of a case they open it to whoever applied. Only a keyed digest is kept.

Twelve signs of thirty-two (60 bits), in threes of four, none of them mistaken for another. A code is told once,
to be written on what the applicant takes home; nobody can read it again, only give another.
"""

import hmac
import secrets
import unicodedata
from datetime import datetime
from hashlib import sha256

from django.conf import settings

from luoshi.sealed.models import Code

SIGNS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
LENGTH, GROUP = 12, 4
MOST = 20
"""Codes of one number that are compared."""
ALIKE = str.maketrans({"O": "0", "I": "1", "L": "1"})
BRACKETS = str.maketrans(dict.fromkeys("〔[【「", "(") | dict.fromkeys("〕]】」", ")"))


def give(matter: str, *, at: datetime, ledger: str, keep: bool = False) -> str:
    """A new code for a case, as it is told: XXXX-XXXX-XXXX. Earlier ones end unless they are kept."""
    if not keep:
        Code.objects.filter(ledger=ledger, matter=matter, ended_at=None).update(ended_at=at)
    signs = "".join(secrets.choice(SIGNS) for _ in range(LENGTH))
    Code.objects.create(
        ledger=ledger, matter=matter, number=plain(known_as(matter)), digest=digest(ledger, matter, signs), given_at=at
    )  # fmt: skip
    return "-".join(signs[n : n + GROUP] for n in range(0, LENGTH, GROUP))


def opened(number: str, code: str, *, ledger: str) -> str:
    """The case that number and code open together; "" for a wrong number as for a wrong code, after the same work."""
    held = list(
        Code.objects.filter(ledger=ledger, number=plain(number), ended_at=None).order_by("-pk")[:MOST]
    )
    signs, found = typed(code), ""
    for one in held or [Code(matter="", digest="0" * 64)]:
        if hmac.compare_digest(digest(ledger, one.matter, signs), one.digest):
            found = one.matter
    return found


def known_as(matter: str) -> str:
    """The part of a matter's name that people know it by: what follows its source."""
    return matter.split(":", 1)[1] if ":" in matter else matter


def plain(number: str) -> str:
    """A number as it is compared: one width, no blanks, one sort of brackets, in capitals."""
    text = unicodedata.normalize("NFKC", number).translate(BRACKETS)
    return "".join(text.split()).upper()[:200]


def typed(code: str) -> str:
    """A code as it was meant: blanks and hyphens left out, letters taken for the figures they look like."""
    text = unicodedata.normalize("NFKC", code[:100]).upper().translate(ALIKE)
    return "".join(sign for sign in text if sign in SIGNS)


def digest(ledger: str, matter: str, signs: str) -> str:
    return hmac.new(settings.QUERY_KEY, f"{ledger}\n{matter}\n{signs}".encode(), sha256).hexdigest()
