"""What is read of a case, once, for everything that is told of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from typing import Any

import orjson

from luoshi.approvals.case import Case
from luoshi.approvals.models import Matter
from luoshi.law.calendar import Calendar
from luoshi.ledger.entry import SHANGHAI, Row

OPEN_STATES = ("received", "notified", "accepted", "deemed_accepted")


@dataclass(frozen=True)
class Seen:
    """A case at a moment. Nothing of it reaches a page but what the modules beside this one take out by name.

    `clocks` are those of `why()`; `units` are names in the reader's language by the names on record.
    """

    matter: Matter
    case: Case
    rows: Sequence[Row]
    clocks: Sequence[Mapping[str, Any]]
    units: Mapping[str, str]
    calendar: Calendar
    at: datetime

    @property
    def on(self) -> date:
        return civil(self.at)

    @property
    def unit(self) -> str:
        return self.said(self.matter.unit)

    @property
    def open(self) -> bool:
        """Does the applicant still wait for an answer?"""
        return self.matter.state in OPEN_STATES

    @cached_property
    def acts(self) -> Sequence[tuple[Row, Mapping[str, Any]]]:
        """What happened, in the order in which it did, each with what it says."""
        held = sorted(self.rows, key=lambda row: (row.happened_at, row.position))
        return [(row, orjson.loads(row.payload)) for row in held]

    def said(self, unit: str) -> str:
        return self.units.get(unit) or unit

    def last(self, kind: str) -> Mapping[str, Any] | None:
        """What the latest entry of a kind says."""
        return next((told for row, told in reversed(self.acts) if row.kind == kind), None)


def civil(moment: datetime) -> date:
    return moment.astimezone(SHANGHAI).date()


def as_moment(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None


def as_day(text: str | None) -> date | None:
    return date.fromisoformat(text[:10]) if text else None
