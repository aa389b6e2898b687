"""Whom the office's identity provider has named: only accounts that exist, and each identity one account.

An account is found once by a claim the office chose; from then on it is tied to the subject itself, so that a claim
passed on to somebody else later opens nobody's account.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from allauth.socialaccount.models import SocialAccount

from luoshi.org.models import User
from luoshi.org.sign_in import Provider
from luoshi.org.staffing import Person

OFFICE = "office"
"""The provider's name in addresses and in the table of tied identities."""


@dataclass(frozen=True, slots=True)
class Found:
    """The account a subject belongs to, or why it has none: `unknown`, `tied` or `closed`."""

    user: User | None
    why: str = ""


def named(provider: Provider, claims: Mapping[str, Any]) -> Found:
    """The account that a subject not seen before belongs to."""
    value = claims.get(provider.claim)
    if not isinstance(value, str) or not value.strip():
        return Found(None, "unknown")
    user = by_claim(provider.match, value.strip())
    if user is None:
        return Found(None, "unknown")
    if tied(user):
        return Found(user, "tied")
    return known(user)


def known(user: User) -> Found:
    return Found(user) if user.is_active else Found(user, "closed")


def by_claim(match: str, value: str) -> User | None:
    if match == "officer":
        held = Person.objects.filter(officer=value).exclude(user=None).select_related("user").first()
        return held.user if held else None
    return User.objects.filter(username=value).first()


def tied(user: User) -> bool:
    return bool(SocialAccount.objects.filter(user=user, provider=OFFICE).exists())


def untie(user: User) -> bool:
    """Let the next identity with the right claim have this account; says whether there was one."""
    gone, _ = SocialAccount.objects.filter(user=user, provider=OFFICE).delete()
    return bool(gone)
