"""What can be asked of leads."""

from collections.abc import Sequence

from django.conf import settings
from django.db.models import QuerySet

from luoshi.ledger import read
from luoshi.ledger.entry import Row
from luoshi.org.access import Scope
from luoshi.supervision.models import Lead, Survey


def leads(scope: Scope, *, ledger: str | None = None) -> QuerySet[Lead]:
    """The leads about the units in a scope. What concerns several units is for those who see all."""
    found = Lead.objects.filter(ledger=ledger or settings.LUOSHI_JURISDICTION)
    return found if scope.all else found.filter(unit__in=scope.units)


def latest(*, ledger: str | None = None) -> Survey | None:
    """The last survey, or None before the first."""
    return Survey.objects.filter(ledger=ledger or settings.LUOSHI_JURISDICTION).order_by("-at").first()


def history(lead: Lead) -> Sequence[Row]:
    """Everything that was recorded of a lead, newest first."""
    return list(reversed(read.current([lead.matter], ledger=lead.ledger)))
