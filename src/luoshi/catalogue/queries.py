"""What can be asked of the catalogue. Cases keep the version in force when they were received."""

from collections.abc import Iterable
from datetime import datetime

from django.conf import settings
from django.db.models import Q, QuerySet

from luoshi.catalogue import disclosure
from luoshi.catalogue.disclosure import Completeness
from luoshi.catalogue.models import Item, ItemVersion
from luoshi.org.access import Scope


def version_at(code: str, at: datetime, *, ledger: str | None = None) -> ItemVersion | None:
    """The version of an item in force at a moment; None before the first, after retirement, or if unknown."""
    return versions_at((code,), at, ledger=ledger).get(code)


def versions_at(codes: Iterable[str], at: datetime, *, ledger: str | None = None) -> dict[str, ItemVersion]:
    """The versions in force at a moment, by code; one query."""
    found = in_force(at, ledger=ledger).filter(code__in=list(codes))
    return {version.code: version for version in found}


def in_force(at: datetime, *, ledger: str | None = None) -> QuerySet[ItemVersion]:
    """Every version in force at a moment, by code."""
    found = ItemVersion.objects.filter(
        _open(at), ledger=ledger or settings.LUOSHI_JURISDICTION, since__lte=at
    )
    return found.order_by("code")


def _open(at: datetime) -> Q:
    return Q(until__isnull=True) | Q(until__gt=at)


def version(code: str, number: int, *, ledger: str | None = None) -> ItemVersion | None:
    """A version by its number, as a case remembers it."""
    ledger = ledger or settings.LUOSHI_JURISDICTION
    return ItemVersion.objects.filter(ledger=ledger, code=code, version=number).first()


def versions(code: str, *, ledger: str | None = None) -> QuerySet[ItemVersion]:
    """Every version of an item, newest first."""
    found = ItemVersion.objects.filter(ledger=ledger or settings.LUOSHI_JURISDICTION, code=code)
    return found.order_by("-version")


def items(scope: Scope, *, ledger: str | None = None) -> QuerySet[Item]:
    """The items of the units in a scope, by code; retired ones included."""
    found = Item.objects.filter(ledger=ledger or settings.LUOSHI_JURISDICTION).order_by("code")
    return found if scope.all else found.filter(Q(unit__in=scope.units) | Q(unit_name__in=scope.units))


def completeness(version: ItemVersion) -> Completeness:
    """Which of the eleven disclosures (B4) a version makes, and which are missing."""
    return disclosure.completeness(version.definition)
