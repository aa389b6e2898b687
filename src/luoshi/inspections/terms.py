"""Dated figures that acts go by, each from the `law.yaml` that gives its basis."""

from datetime import date
from pathlib import Path

from django.conf import settings

from luoshi import mechanisms
from luoshi.inspections.sampling import Limits
from luoshi.law import folder, registry
from luoshi.law.calendar import calendar_for
from luoshi.law.reckon import reckon

HOME = Path(mechanisms.__file__).parent / "targets"
INSPECTION, PATTERNS, SAMPLE = "authorised_inspection", "inspection_patterns", "independent_sample"
RECTIFICATION, MEDIA = "rectification", "media_follow_up"


def parameter(mechanism: str, name: str, on: date) -> int:
    return folder.read(HOME / mechanism).parameters[name].on(on)


def limits(on: date) -> Limits:
    """Of the sequential test."""
    names = ("tolerated_per_mille", "intolerable_per_mille", "alpha_per_mille", "beta_per_mille")
    return Limits(*(parameter(SAMPLE, name, on) for name in names))


def review_until(served: date, ledger: str) -> date:
    """The last day for asking for a review (CLK-20.1), counted and rolled as the registry says."""
    calendar = calendar_for(ledger, Path(settings.LUOSHI_HOME) / "calendars")
    until = reckon(calendar, registry.clock("CLK-20.1", served), served).found.due_on
    assert until is not None  # nothing pauses it
    return until
