"""The shapes that the API answers in. Days are ISO days, moments ISO moments with a zone."""

from datetime import date, datetime
from typing import Any

from ninja import Schema

STRING: dict[str, Any] = {"type": "string"}


class MatterShape(Schema):
    """The present state of a matter."""

    matter: str
    source: str
    source_id: str
    item: str
    unit: str
    law: str
    state: str
    received_at: datetime | None
    accepted_at: datetime | None
    decided_at: datetime | None
    delivered_at: datetime | None
    ended_at: datetime | None
    outcome: str
    last_at: datetime
    code: str
    version: int | None
    channel: str
    lane: str
    officer: str
    post: str


class ClockShape(Schema):
    """A time limit. `due_at` is the first late instant; overdue is `due_at` passed while `met_at` is empty."""

    matter: str
    clock: str
    instance: str
    grade: str
    unit: str
    item: str
    law: str
    started_at: datetime
    started_on: date
    amount: int | None
    per: str
    extended: int
    due_on: date | None
    due_at: datetime | None
    provisional: bool
    met_at: datetime | None
    state: str
    light: str
    paused_days: int


class CardShape(Schema):
    """A card: a lead with its arithmetic, never a verdict. A withdrawn card stays visible."""

    matter: str
    clock: str
    instance: str
    rung: str
    colour: str
    unit: str
    item: str
    issued_at: datetime
    due_on: date | None
    position: int
    state: str


class ClockPage(Schema):
    """A page of clocks; `next` is the cursor of the following page, null on the last."""

    items: list[ClockShape]
    next: str | None


class CardPage(Schema):
    """A page of cards; `next` is the cursor of the following page, null on the last."""

    items: list[CardShape]
    next: str | None


class DayShape(Schema):
    """One day of a count: which counted day it is (null: it does not count), and why."""

    day: date
    counted: int | None
    why: str


class DueShape(Schema):
    """When a term ends; both are null while a pause is open."""

    due_on: date | None
    due_at: datetime | None
    provisional: bool
    days: list[DayShape]
    citation: str | None


class LatenessRow(Schema):
    """due = met + late + open; open_overdue is a part of open."""

    unit: str | None
    clock: str
    item: str | None = None
    due: int
    met: int
    late: int
    open_overdue: int
    open: int


class EntryAnswer(Schema):
    """What became of one entry of a batch, by its place in the batch counted from 0."""

    index: int
    state: str
    position: int | None = None
    field: str | None = None
    reason: str | None = None


class BatchAnswer(Schema):
    """What became of a batch: counts, and one answer per entry in the same order."""

    stored: int
    duplicates: int
    rejected: int
    entries: list[EntryAnswer]


ENTRY: dict[str, Any] = {
    "type": "object",
    "title": "Entry",
    "description": "Something that happened. `occasion` makes it unique: the same occasion with the same "
    "content is a duplicate, with other content a correction.",
    "required": ["matter", "kind", "happened_at", "occasion"],
    "properties": {
        "matter": {**STRING, "minLength": 1, "maxLength": 200},
        "kind": {**STRING, "examples": ["approvals.accepted"]},
        "happened_at": {**STRING, "format": "date-time"},
        "occasion": {**STRING, "minLength": 1, "maxLength": 200},
        "unit": {**STRING, "maxLength": 200},
        "post": {**STRING, "maxLength": 200},
        "officer": {**STRING, "maxLength": 200},
        "to_unit": {**STRING, "maxLength": 200},
        "law": {**STRING, "description": "Jurisdiction whose law applies, or none; by default this office's."},
        "payload": {"type": "object", "description": "item, clock, instance, amount, per, due_at, ground, "
                    "document, since, until, outcome, grade have a fixed meaning. No personal data."},
    },
}  # fmt: skip
