"""Entries as an Arrow table: the columns that mechanisms read, nothing else."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from functools import cache
from typing import Any, Protocol

import orjson
import pyarrow as pa

from luoshi.engine.schema import ENTRIES

ARROW = {
    "int64": pa.int64(),
    "int32": pa.int32(),
    "string": pa.string(),
    "boolean": pa.bool_(),
    "array<int32>": pa.list_(pa.int32()),
}
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
TEXTS = ("item", "clock", "instance", "grade", "per", "ground", "document", "outcome")


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
    from datetime import timedelta

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


def frame(rows: Iterable[Row]) -> pa.Table:
    """An Arrow table of entries, in the schema of `engine.schema.ENTRIES`."""
    columns: dict[str, list[Any]] = {name: [] for name in ENTRIES}
    put = {name: column.append for name, column in columns.items()}
    for row in rows:
        payload: Mapping[str, Any] = {} if row.payload == "{}" else orjson.loads(row.payload)
        happened = micros(row.happened_at)
        put["position"](row.position)
        put["matter"](row.matter)
        put["kind"](row.kind)
        put["happened"](happened)
        put["recorded"](micros(row.recorded_at))
        put["local"](micros(row.local_at) + happened % 1_000_000)
        put["unit"](row.unit)
        put["to_unit"](row.to_unit)
        put["law"](row.law)
        put["corrects"](row.corrects)
        for name in TEXTS:
            put[name](text(payload.get(name)))
        put["amount"](whole(payload.get("amount")))
        put["due"](due(payload.get("due_at")))
    return pa.table([pa.array(columns[f.name], f.type) for f in schema("entries")], schema=schema("entries"))


def empty(of: str, rows: Sequence[Any] = ()) -> pa.Table:
    """A table of `rules` or `world` from dicts."""
    return pa.Table.from_pylist(list(rows), schema=schema(of))
