"""What a reader hands over: one row of a file, or why a row could not be read."""

from dataclasses import dataclass, field


@dataclass(slots=True)
class Record:
    """A row (or XES event) as text by column; empty values are left out.

    `shared` are those of the values that came with the trace, one dict for all its events.
    """

    row: int
    values: dict[str, str]
    shared: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Bad:
    """A row that could not be read: its number in the file, the field if one is to blame, the reason."""

    row: int
    field: str
    reason: str
