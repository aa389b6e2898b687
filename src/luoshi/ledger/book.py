"""The buffer of one act: drafts collected before they are recorded together."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from luoshi.ledger.entry import Draft
from luoshi.ledger.record import Outcome


@dataclass(slots=True)
class Book:
    """Who acts, when, in which ledger, and what was done so far."""

    actor: str
    at: datetime
    ledger: str
    drafts: list[Draft] = field(default_factory=list)
    outcomes: list[Outcome] = field(default_factory=list)

    def record(self, *, matter: str, kind: str, occasion: str, **more: Any) -> None:
        """Add an entry; `happened_at` is the act's own moment unless given."""
        more.setdefault("happened_at", self.at)
        more.setdefault("law", self.ledger)
        self.drafts.append(Draft(matter=matter, kind=kind, occasion=occasion, actor=self.actor, **more))
