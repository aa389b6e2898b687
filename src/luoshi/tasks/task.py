"""A task as its entries tell it: what every act is judged against, and what the lists are written from."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from luoshi.tasks.models import Node
from luoshi.tasks.plan import Plan
from luoshi.tasks.words import COLOURS

State = Node.State
RUNNING = frozenset(
    {
        State.PUBLISHED,
        State.ASSIGNED,
        State.RECEIPTED,
        State.WORKING,
        State.RETURNED,
        State.REOPENED,
        State.CLAIMED,
    }
)
"""Published and not yet written off."""


@dataclass(slots=True)
class CoUnit:
    """A co-operating unit, and the question it was last asked."""

    code: str
    name: str
    instance: str = ""
    asked_at: datetime | None = None
    replied_at: datetime | None = None


@dataclass(slots=True)
class Inflation:
    instance: str
    cause: str
    per_mille: int
    reason: str
    found_at: datetime
    proposed_by: str
    state: str = "open"
    decided_by: str = ""
    decided_at: datetime | None = None


@dataclass(slots=True)
class Claim:
    instance: str
    unit_name: str
    claimed_at: datetime
    claimed_by: str
    state: str = "claimed"
    decided_at: datetime | None = None
    decided_by: str = ""
    verifier_unit: str = ""
    how: str = ""
    reason: str = ""
    reopened_at: datetime | None = None
    false_claim: bool = False


@dataclass(slots=True)
class Order:
    instance: str
    unit_name: str
    colour: str
    reason: str
    text: str
    issued_at: datetime
    issued_by: str
    until: date
    answered_at: datetime | None = None
    lifted_at: datetime | None = None


@dataclass(slots=True)
class Task:
    """What a node's entries say. `size` is how many are recorded; without a plan there is no such task."""

    ledger: str
    matter: str
    size: int = 0
    plan: Plan | None = None
    told: Mapping[str, Any] = field(default_factory=dict)
    year: int = 0
    n: int = 0
    parent: str = ""
    path: tuple[str, ...] = ()
    register: str = ""
    no: str = ""
    state: str = State.DRAFT
    drafted_at: datetime | None = None
    drafted_by: str = ""
    published_at: datetime | None = None
    assigned_at: datetime | None = None
    receipted_at: datetime | None = None
    progressed_at: datetime | None = None
    claimed_at: datetime | None = None
    verified_at: datetime | None = None
    first_closed_at: datetime | None = None
    reopened: int = 0
    assignments: int = 0
    terms: int = 0
    first_until: date | None = None
    quantity: Decimal | None = None
    share: int = 0
    paid: Decimal | None = None
    arranged: Decimal | None = None
    progress: str = ""
    chasers: int = 0
    parts: list[str] = field(default_factory=list)
    co: dict[str, CoUnit] = field(default_factory=dict)
    reached: dict[str, datetime] = field(default_factory=dict)
    inflations: list[Inflation] = field(default_factory=list)
    claims: list[Claim] = field(default_factory=list)
    orders: list[Order] = field(default_factory=list)
    last_at: datetime | None = None
    above: tuple[str, ...] | None = None
    """The lead unit of the task above, once somebody asked for it."""

    @property
    def root(self) -> str:
        return self.path[0] if self.path else self.matter

    @property
    def title(self) -> str:
        return self.plan.title if self.plan else ""

    @property
    def unit_name(self) -> str:
        return self.plan.lead.name if self.plan and self.plan.lead else ""

    @property
    def units(self) -> tuple[str, ...]:
        """The lead unit by its code and its name; () while there is none."""
        return (self.plan.lead.code, self.plan.lead.name) if self.plan and self.plan.lead else ()

    @property
    def leaf(self) -> bool:
        return not self.parts

    @property
    def open_inflations(self) -> list[Inflation]:
        return [it for it in self.inflations if it.state == "open"]

    @property
    def inflated(self) -> int:
        """How many inflations were found: they stay in sight whatever was decided."""
        return len(self.inflations)

    @property
    def claim(self) -> Claim | None:
        """The claim that waits to be verified."""
        return next((c for c in reversed(self.claims) if c.state == "claimed"), None)

    @property
    def open_orders(self) -> list[Order]:
        return [order for order in self.orders if order.lifted_at is None]

    @property
    def colour(self) -> str:
        """The gravest colour of the open orders."""
        ranks: Sequence[str] = list(COLOURS)
        return max((o.colour for o in self.open_orders), key=ranks.index, default="")

    @property
    def closed(self) -> bool:
        return self.state in (State.VERIFIED, State.ARCHIVED)

    @property
    def done(self) -> int:
        """How far it is, per mille, as reported: by its quantity where one is counted; whole once verified."""
        if self.closed:
            return 1000
        target = self.plan.target if self.plan else None
        if self.quantity is not None and target:
            return max(0, min(1000, int(self.quantity * 1000 / target)))
        return self.share
