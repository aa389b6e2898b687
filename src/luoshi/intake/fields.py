"""What a mapping file says, once read: where each field of an entry comes from in a source."""

from collections.abc import Mapping as Readable
from dataclasses import dataclass, field
from zoneinfo import ZoneInfo


@dataclass(frozen=True, slots=True)
class Value:
    """Where a value comes from: a column of the file, or a constant."""

    column: str = ""
    constant: str = ""


@dataclass(frozen=True, slots=True)
class Deadline:
    """A source's own deadline: columns that say when it falls and when it was met."""

    due: str
    met: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Mapping:
    """A mapping file, checked. Columns are named as in the file; XES trace attributes carry `case:`."""

    source: str
    law: str
    zone: ZoneInfo | None
    time_format: str
    delimiter: str
    matter: str
    unit: Value
    item: Value
    opened: str
    closed: str
    units: frozenset[str] | None
    items: frozenset[str] | None
    keep_of_matter: tuple[str, ...]
    clocks: Readable[str, Deadline]
    id: tuple[str, ...]
    activity: str
    time: str
    officer: str
    keep_of_event: tuple[str, ...]
    event_clocks: Readable[str, Deadline]
    kinds: Readable[str, str]
    payload: Readable[str, Value] = field(default_factory=dict)
    words: Readable[str, Readable[str, str]] = field(default_factory=dict)
    name: str = field(default="", compare=False)

    def columns(self) -> dict[str, str]:
        """Every column the mapping names → the place that names it."""
        named: dict[str, str] = {}

        def add(column: str, place: str) -> None:
            if column:
                named.setdefault(column, place)

        add(self.matter, "matter.id")
        for place, value in (("matter.unit", self.unit), ("matter.item", self.item)):
            add(value.column, place)
        add(self.opened, "matter.opened")
        add(self.closed, "matter.closed")
        for section, clocks in (("clocks", self.clocks), ("event_clocks", self.event_clocks)):
            for name, clock in clocks.items():
                add(clock.due, f"{section}.{name}.due")
                add(clock.met, f"{section}.{name}.met")
        add(self.activity, "event.activity")
        add(self.time, "event.time")
        add(self.officer, "event.officer")
        for name, told in self.payload.items():
            add(told.column, f"payload.{name}")
        for column in self.id:
            add(column, "event.id")
        for column in (*self.keep_of_matter, *self.keep_of_event):
            add(column, "keep")
        return named

    def case_columns(self) -> tuple[str, ...]:
        """Columns that speak of the matter as a whole and so should agree on all its rows."""
        clocks = [c for d in self.clocks.values() for c in (d.due, d.met)]
        all_of = [self.unit.column, self.item.column, self.opened, self.closed, *clocks, *self.keep_of_matter]
        return tuple(dict.fromkeys(c for c in all_of if c and c != self.time))
