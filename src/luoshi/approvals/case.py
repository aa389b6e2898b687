"""A case as its entries tell it: what every act is judged against, and what the lists are written from."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Protocol

from luoshi.catalogue.definition import Definition


class Limit(Protocol):
    """A stored time limit, as whoever opens the book lends it."""

    clock: str
    instance: str
    grade: str
    unit: str
    per: str
    started_on: date
    extended: int
    due_on: date | None
    due_at: datetime | None
    provisional: bool
    met_at: datetime | None


@dataclass(slots=True)
class Ask:
    """Something one person asked of another: a hand-over, an extension, an opinion, the fast lane, a look.

    `unit`, and in it whoever acts for `post` where one is named, must answer; `state` is open, yes, no or back (taken back).
    """

    kind: str
    instance: str
    unit: str
    post: str
    asked_by: str
    asked_unit: str
    asked_at: datetime
    told: Mapping[str, Any]
    state: str = "open"
    answered_by: str = ""
    answered_at: datetime | None = None
    answer: Mapping[str, Any] = field(default_factory=dict)

    @property
    def open(self) -> bool:
        return self.state == "open"


@dataclass(frozen=True, slots=True)
class Notice:
    """A one-time notice: which listed papers it named, and what else."""

    at: datetime
    materials: tuple[str, ...]
    other: str


@dataclass(slots=True)
class Pause:
    """A stay of the clock, open until resumed."""

    instance: str
    since: datetime
    ground: str
    document: str
    expected: str
    until: datetime | None = None


@dataclass(slots=True)
class Case:
    """What a matter's entries say. `limits` are its stored limits; both are set by whoever loads it."""

    ledger: str
    matter: str
    size: int = 0
    state: str = ""
    unit: str = ""
    item: str = ""
    outcome: str = ""
    received_at: datetime | None = None
    accepted_at: datetime | None = None
    decided_at: datetime | None = None
    ended_at: datetime | None = None
    delivered_at: datetime | None = None
    code: str = ""
    version: int | None = None
    applicant: str = ""
    lane: str = ""
    law: str = ""
    first_asked: str = ""
    officer: str = ""
    post: str = ""
    filed: set[str] = field(default_factory=set)
    since_notice: set[str] = field(default_factory=set)
    notices: list[Notice] = field(default_factory=list)
    pauses: list[Pause] = field(default_factory=list)
    asks: list[Ask] = field(default_factory=list)
    deferred: dict[str, datetime | None] = field(default_factory=dict)
    commitment: str = ""
    step: str = ""
    steps_done: list[str] = field(default_factory=list)
    definition: Definition | None = None
    limits: Sequence[Limit] = ()

    def asked(self, kind: str) -> Ask | None:
        """The open question of a kind, the latest if there are several."""
        return next((a for a in reversed(self.asks) if a.kind == kind and a.open), None)

    def answered(self, kind: str, state: str) -> list[Ask]:
        return [a for a in self.asks if a.kind == kind and a.state == state]

    @property
    def stops(self) -> list[Pause]:
        """The stays that have not ended."""
        return [pause for pause in self.pauses if pause.until is None]

    @property
    def needed(self) -> list[str]:
        """Codes of listed papers that must be filed and are not, those deferred left out."""
        listed = self.definition.materials if self.definition else ()
        return [
            m.code for m in listed if m.needed and m.code not in self.filed and m.name not in self.deferred
        ]

    def material(self, code: str) -> str:
        found = self.definition.material(code) if self.definition else None
        return found.name if found else code

    def limit(self, clock: str, instance: str = "") -> Limit | None:
        return next((c for c in self.limits if c.clock == clock and c.instance == instance), None)

    @property
    def decision(self) -> Limit | None:
        """The statutory limit for deciding, while it runs."""
        return next(
            (
                c
                for c in self.limits
                if c.grade == "statutory" and c.clock not in ("CLK-01", "CLK-05") and c.met_at is None
            ),
            None,
        )

    @property
    def filing(self) -> Limit | None:
        """The limit for answering the latest filing, while it runs."""
        return next((c for c in self.limits if c.clock == "CLK-01" and c.met_at is None), None)


def passed(limit: Limit, at: datetime) -> bool:
    """Has this limit run out while open? Nothing has while a stay holds it."""
    return limit.met_at is None and limit.due_at is not None and limit.due_at <= at
