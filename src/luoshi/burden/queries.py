"""What can be asked of the burden account: by unit asked and by unit asking, and fields asked for more than once."""

from collections import Counter, defaultdict
from dataclasses import dataclass
from statistics import median

from django.conf import settings
from django.db.models import QuerySet

from luoshi.burden.models import Asked, Filling, Form


@dataclass(frozen=True, slots=True)
class Account:
    """What one unit is asked for: forms, minutes a year, and who asks how many minutes of them."""

    unit: str
    forms: int
    minutes: int
    asked_by: tuple[tuple[str, int], ...]


def _ledger(ledger: str | None) -> str:
    return ledger or settings.LUOSHI_JURISDICTION


def forms(*, ledger: str | None = None) -> QuerySet[Form]:
    return Form.objects.filter(ledger=_ledger(ledger)).order_by("state", "-asked_at")


def minutes(form: Form, took: dict[str, list[int]]) -> int:
    """Minutes of one filling: what units say it took, by the middle one; until three have, what was foretold."""
    told = took.get(form.matter, [])
    return round(median(told)) if len(told) >= 3 else form.minutes


def accounts(*, ledger: str | None = None) -> list[Account]:
    """By unit asked, those asked for most first. A year's minutes of the forms in use."""
    ledger = _ledger(ledger)
    took: dict[str, list[int]] = defaultdict(list)
    for matter, n in Filling.objects.filter(ledger=ledger).values_list("matter", "minutes"):
        took[matter].append(n)
    active = {one.matter: one for one in Form.objects.filter(ledger=ledger, state="active")}
    by: dict[str, Counter[str]] = defaultdict(Counter)
    count: Counter[str] = Counter()
    for matter, unit in Asked.objects.filter(ledger=ledger, matter__in=active).values_list(
        "matter", "unit_name"
    ):
        form = active[matter]
        by[unit][form.unit_name] += minutes(form, took) * form.times
        count[unit] += 1
    found = [Account(unit, count[unit], sum(c.values()), tuple(c.most_common())) for unit, c in by.items()]
    return sorted(found, key=lambda one: (-one.minutes, one.unit))


def asked_again(*, ledger: str | None = None) -> list[tuple[str, list[str]]]:
    """Fields that two or more forms in use ask of the same unit (一数一源): the field, and the forms."""
    ledger = _ledger(ledger)
    active = {one.matter: one for one in Form.objects.filter(ledger=ledger, state="active")}
    held: dict[tuple[str, str], set[str]] = defaultdict(set)
    for matter, unit in Asked.objects.filter(ledger=ledger, matter__in=active).values_list("matter", "unit"):
        for field in active[matter].fields:
            held[unit, field].add(matter)
    again: dict[str, set[str]] = defaultdict(set)
    for (_, field), matters in held.items():
        if len(matters) > 1:
            again[field] |= matters
    return sorted((field, sorted(matters)) for field, matters in again.items())
