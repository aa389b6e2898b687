"""What a reader hands over: one row of a file, or why a row could not be read."""

from dataclasses import dataclass


@dataclass(slots=True)
class Record:
    """A row (or XES event) as text by column; empty values are left out."""

    row: int
    values: dict[str, str]


@dataclass(frozen=True, slots=True)
class Bad:
    """A row that could not be read: its number in the file, the field if one is to blame, the reason."""

    row: int
    field: str
    reason: str
