"""What can be asked of inspections: how one stands, what is due, how often each body was inspected."""

from collections import Counter
from collections.abc import Sequence
from datetime import date

from django.conf import settings
from django.db.models import Exists, OuterRef, Q, QuerySet

from luoshi.inspections import reading, terms
from luoshi.inspections.acts.inspecting import left
from luoshi.inspections.models import Finding, Inspection, Review, Target
from luoshi.inspections.records import Campaign, Member, Problem, Rectification, Sample, SampleItem
from luoshi.inspections.sampling import WriteOff, drawn
from luoshi.ledger import read as entries
from luoshi.ledger.entry import Row
from luoshi.org.access import Scope


def _ledger(ledger: str | None) -> str:
    return ledger or settings.LUOSHI_JURISDICTION


def inspections(scope: Scope, *, ledger: str | None = None) -> QuerySet[Inspection]:
    """Those somebody with this scope may see: all of them; else those of their units, once they have begun."""
    found = Inspection.objects.filter(ledger=_ledger(ledger)).order_by("-planned_at")
    if scope.all:
        return found
    own = Target.objects.filter(
        ledger=OuterRef("ledger"), matter=OuterRef("matter"), unit__in=list(scope.units)
    )
    return found.filter(Exists(own)).exclude(state="planned")


def inspection(matter: str, *, ledger: str | None = None) -> reading.Held:
    """An inspection with its bodies, findings and reviews, from its entries."""
    ledger = _ledger(ledger)
    return reading.inspection(ledger, matter, entries.current([matter], ledger=ledger))


def why_not_closed(matter: str, *, ledger: str | None = None) -> str:
    """What keeps a concluded inspection open; "" if nothing does."""
    it = inspection(matter, ledger=ledger)
    return left(it) if it.inspection else ""


def findings(scope: Scope, *, ledger: str | None = None) -> QuerySet[Finding]:
    """Findings about the units in a scope."""
    found = Finding.objects.filter(ledger=_ledger(ledger)).order_by("-found_at")
    return found if scope.all else found.filter(unit__in=list(scope.units))


def open_reviews(*, ledger: str | None = None) -> QuerySet[Review]:
    """Reviews waiting to be decided, the longest waiting first."""
    return Review.objects.filter(ledger=_ledger(ledger), decided_at=None).order_by("asked_at")


def rectifications(scope: Scope, *, ledger: str | None = None) -> QuerySet[Rectification]:
    """Those a scope may see: of its units, or to be verified by them; those due first first."""
    found = Rectification.objects.filter(ledger=_ledger(ledger)).order_by("until", "matter")
    if scope.all:
        return found
    names = list(scope.units)
    return found.filter(Q(unit__in=names) | Q(verifier__in=names))


def overdue(on: date, *, ledger: str | None = None) -> QuerySet[Rectification]:
    """Rectifications whose day has passed and that nobody claims to have finished."""
    found = Rectification.objects.filter(ledger=_ledger(ledger), until__lt=on, state__in=("open", "returned"))
    return found.order_by("until")


def history(matter: str, *, ledger: str | None = None) -> Sequence[Row]:
    """Everything that was recorded of a matter of this app, newest first."""
    return list(reversed(entries.current([matter], ledger=_ledger(ledger))))


def visits_due(on: date, *, ledger: str | None = None) -> QuerySet[Inspection]:
    """Repeated inspections whose next visit, by lot, has come and that no later one continues."""
    later = Inspection.objects.filter(ledger=OuterRef("ledger"), of=OuterRef("matter"))
    found = Inspection.objects.filter(ledger=_ledger(ledger), pattern="repeated", next_on__lte=on)
    return found.filter(~Exists(later)).order_by("next_on")


def frequency(year: int, *, ledger: str | None = None) -> list[tuple[str, int, int]]:
    """How often each body is inspected in a year, and the cap; those inspected most first."""
    ledger = _ledger(ledger)
    of = Inspection.objects.filter(ledger=ledger, on__year=year).values("matter")
    names = Target.objects.filter(ledger=ledger, matter__in=of).values_list("unit_name", flat=True)
    cap = terms.parameter(terms.INSPECTION, "cap_per_year", date(year, 12, 31))
    return [(name, n, cap) for name, n in Counter(names).most_common()]


def campaigns(*, ledger: str | None = None) -> QuerySet[Campaign]:
    return Campaign.objects.filter(ledger=_ledger(ledger)).order_by("-opened_at")


def gathered(campaign: str, *, ledger: str | None = None) -> list[str]:
    """The matters that a campaign gathers: those joined, and inspections planned for it."""
    ledger = _ledger(ledger)
    joined = Member.objects.filter(ledger=ledger, matter=campaign).values_list("of", flat=True)
    planned = Inspection.objects.filter(ledger=ledger, campaign=campaign).values_list("matter", flat=True)
    return sorted({*joined, *planned})


def samples(*, ledger: str | None = None) -> QuerySet[Sample]:
    return Sample.objects.filter(ledger=_ledger(ledger)).order_by("-drawn_at")


def items(sample: Sample) -> QuerySet[SampleItem]:
    """What was drawn, in the order in which it is looked at."""
    return SampleItem.objects.filter(ledger=sample.ledger, matter=sample.matter).order_by("n")


def drawn_rightly(sample: Sample, population: Sequence[WriteOff]) -> bool:
    """Does drawing again, from the recorded seed, give the same? The seed must be the digest at its position."""
    row = entries.at_position(sample.at_position, ledger=sample.ledger)
    if row is None or row.digest != sample.seed:
        return False
    again = [(one.of, one.instance) for one in drawn(sample.seed, population, sample.share)]
    return again == list(items(sample).values_list("of", "instance"))


def problems(scope: Scope, *, ledger: str | None = None) -> QuerySet[Problem]:
    """Problems brought back from research that wait for an answer of the units in a scope."""
    found = Problem.objects.filter(ledger=_ledger(ledger), answered_at=None).order_by("matter", "n")
    return found if scope.all else found.filter(unit__in=list(scope.units))
