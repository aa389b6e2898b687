"""Entries as an Arrow table: the columns that mechanisms read, nothing else."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from functools import cache
from typing import Any, Protocol

import orjson
import pyarrow as pa

from luoshi.engine.schema import ENTRIES
from luoshi.law.days import number

ARROW = {
    "int64": pa.int64(),
    "int32": pa.int32(),
    "string": pa.string(),
    "boolean": pa.bool_(),
    "array<int32>": pa.list_(pa.int32()),
}
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
TEXTS = ("item", "clock", "instance", "grade", "per", "ground", "document", "outcome", "cause", "place")
BLANK = [""] * len(TEXTS)


class Row(Protocol):
    """An entry as the ledger stores it."""

    @property
    def position(self) -> int: ...

    @property
    def matter(self) -> str: ...

    @property
    def kind(self) -> str: ...

    @property
    def happened_at(self) -> str: ...

    @property
    def recorded_at(self) -> str: ...

    @property
    def local_at(self) -> str: ...

    @property
    def unit(self) -> str: ...

    @property
    def officer(self) -> str: ...

    @property
    def to_unit(self) -> str: ...

    @property
    def law(self) -> str: ...

    @property
    def corrects(self) -> int | None: ...

    @property
    def payload(self) -> str: ...


@cache
def schema(of: str) -> pa.Schema:
    """The Arrow schema of `entries`, `rules` or `world`."""
    from luoshi.engine.plan import INPUTS

    columns = ENTRIES if of == "entries" else INPUTS[of]
    return pa.schema([(name, ARROW[kind]) for name, kind in columns.items()])


def micros(text: str) -> int:
    """Microseconds since 1970 of `2026-09-18T01:00:00.000000Z`, or of a civil `2026-09-18T09:00:00`."""
    moment = datetime.fromisoformat(text)
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=UTC)
    delta = moment - EPOCH
    return (delta.days * 86_400 + delta.seconds) * 1_000_000 + delta.microseconds


def moment(value: int) -> datetime:
    """The aware moment of microseconds since 1970."""
    return EPOCH + timedelta(microseconds=value)


def text(value: Any) -> str:
    return value if isinstance(value, str) else ""


def whole(value: Any) -> int | None:
    return value if isinstance(value, int) and not isinstance(value, bool) and abs(value) < 2**31 else None


def due(value: Any) -> int | None:
    """A deadline in a payload; what cannot be read is no deadline (intake refuses it earlier)."""
    if not isinstance(value, str):
        return None
    try:
        return micros(value)
    except ValueError:
        return None


def day_told(value: Any) -> int | None:
    """A day in a payload, as its number; what cannot be read is none."""
    if not isinstance(value, str) or not value:
        return None
    try:
        return number(date.fromisoformat(value[:10]))
    except ValueError:
        return None


def readings(rows: Iterable[Row]) -> list[tuple[Any, ...]]:
    """Entries as tuples in the order of `engine.schema.ENTRIES`."""
    made = []
    for row in rows:
        payload: Mapping[str, Any] = {} if row.payload == "{}" else orjson.loads(row.payload)
        told = payload.get
        happened = micros(row.happened_at)
        item, clock, instance, grade, per, ground, document, outcome, cause, place = (
            [v if type(v := told(name)) is str else "" for name in TEXTS] if payload else BLANK
        )
        made.append(
            (
                row.position, row.matter, row.kind, happened, micros(row.recorded_at),
                micros(row.local_at) + happened % 1_000_000, row.unit, row.to_unit, row.law, row.corrects,
                item, clock, instance, grade, whole(told("amount")), per, due(told("due_at")), ground, document, outcome,
                row.officer, cause, bool(text(told("reason")).strip()), day_told(told("until")),
                day_told(told("since")), place, whole(told("n")),
            )
        )  # fmt: skip
    return made


def arrow(read: Sequence[tuple[Any, ...]]) -> pa.Table:
    """The same as an Arrow table."""
    columns: Iterable[Any] = zip(*read, strict=True) if read else ((),) * len(ENTRIES)
    made = [pa.array(column, f.type) for f, column in zip(schema("entries"), columns, strict=True)]
    return pa.table(made, schema=schema("entries"))


def frame(rows: Iterable[Row]) -> pa.Table:
    """An Arrow table of entries, in the schema of `engine.schema.ENTRIES`."""
    return arrow(readings(rows))


def empty(of: str, rows: Sequence[Any] = ()) -> pa.Table:
    """A table of `rules` or `world` from dicts."""
    return pa.Table.from_pylist(list(rows), schema=schema(of))
