"""What was seeded, and how much of it the leads find. Only what is said of the sample reads this: no rule, no survey."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from luoshi.demo.catalogue import listed
from luoshi.demo.city import bodies
from luoshi.engine.surveys import Lead, Surveyed

SEEDED: Mapping[str, tuple[str, str]] = {
    "bunching": ("G1", "deadline_bunching"),
    "padding": ("G2", "padded_promises"),
    "stopping": ("G3", "clock_stopping"),
    "reclassifying": ("G4", "reclassified_cases"),
    "back_entering": ("G5", "back_entry"),
    "favouring": ("G18", "fast_lane_use"),
}
"""Habit → its number in the catalogue of tricks, and the survey that should find it."""
Pair = tuple[str, str]
"""A unit and a survey."""


@dataclass(frozen=True, slots=True)
class Compared:
    """What was seeded and what leads point to, as pairs of a unit and a survey."""

    seeded: frozenset[Pair]
    found: frozenset[Pair]

    @property
    def hit(self) -> frozenset[Pair]:
        return self.seeded & self.found

    @property
    def recall(self) -> float:
        return len(self.hit) / len(self.seeded)

    @property
    def precision(self) -> float:
        return len(self.hit) / len(self.found) if self.found else 1.0


def compared(results: Iterable[Surveyed], *, small: bool = False) -> Compared:
    """Leads beside what was seeded. Where steps wait is not compared: that is about a process, and nothing was seeded."""
    surveys = {survey for _, survey in SEEDED.values()}
    found = {
        (unit, result.survey.name)
        for result in results
        if result.survey.name in surveys
        for lead in result.leads
        for unit in of(lead)
    }
    return Compared(seeded(small=small), frozenset(found))


def seeded(*, small: bool = False) -> frozenset[Pair]:
    return frozenset(
        (body.name, SEEDED[body.character.habit][1]) for body in bodies(small=small) if body.character.habit
    )


def of(lead: Lead) -> list[str]:
    """The unit a lead is about; where it names only an item, whoever decides that item."""
    subject = lead.measured.subject
    if subject.unit or not subject.item:
        return [subject.unit] if subject.unit else []
    lists = {key for key, lines in listed().items() if any(line.name == subject.item for line in lines)}
    return [body.name for body in bodies() if body.items in lists]
