"""The buffer of one act: drafts collected before they are recorded together."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from luoshi.ledger.entry import Draft, Row, as_row
from luoshi.ledger.record import Outcome


def nothing(matter: str) -> Sequence[Any]:
    return ()


@dataclass(slots=True)
class Book:
    """Who acts, when, in which ledger, and what was done so far.

    Whoever opens the book lends it two looks at what lies above the ledger: `hold` keeps a matter from
    everybody else until the book is closed, `limits` gives its stored time limits.
    """

    actor: str
    at: datetime
    ledger: str
    drafts: list[Draft] = field(default_factory=list)
    outcomes: list[Outcome] = field(default_factory=list)
    hold: Callable[[str], object] = nothing
    limits: Callable[[str], Sequence[Any]] = nothing

    def record(self, *, matter: str, kind: str, occasion: str, **more: Any) -> None:
        """Add an entry; `happened_at` is the act's own moment unless given."""
        more.setdefault("happened_at", self.at)
        more.setdefault("law", self.ledger)
        self.drafts.append(Draft(matter=matter, kind=kind, occasion=occasion, actor=self.actor, **more))

    def written(self, matter: str) -> list[Row]:
        """What stands in this book of a matter already, as rows after everything recorded."""
        return [as_row(self.ledger, d, n) for n, d in enumerate(self.drafts) if d.matter == matter]
