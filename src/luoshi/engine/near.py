"""The same steps for the few matters that someone touched: plain functions over a handful of tuples."""

from collections.abc import Callable, Mapping, Sequence
from functools import cache
from typing import Any

import pyarrow as pa

from luoshi.engine.plan import NEEDS, in_force, steps
from luoshi.engine.schema import ENTRIES, RULES, WORLD
from luoshi.engine.written import Table, Written, write

FEW = 1_500
"""Up to so many entries this is quicker than DuckDB, which first has to get ready."""

KIND, CORRECTS = list(ENTRIES).index("kind"), list(ENTRIES).index("corrects")
REMEMBERED = 8


@cache
def functions() -> tuple[tuple[str, Written], ...]:
    """Every step as a function, written once."""
    return tuple((step.name, write(step.name, step.expression)) for step in steps())


@cache
def current(corrected: bool) -> Written:
    return write("entries", in_force(corrected=corrected))


@cache
def columns(wanted: str) -> tuple[str, ...]:
    return next(tuple(step.expression.columns) for step in steps() if step.name == wanted)


def tuples(table: pa.Table, names: Sequence[str]) -> Table:
    """Rows of an Arrow table."""
    return list(zip(*(table.column(name).to_pylist() for name in names), strict=True))


class Remembered:
    """Python values of Arrow data that stays the same from call to call."""

    def __init__(self) -> None:
        self.held: dict[int, tuple[Any, Any]] = {}

    def rows(self, table: pa.Table, names: Sequence[str]) -> Table:
        """The rows of a table known by its identity."""
        made: Table = self.of(id(table), table, lambda: tuples(table, names))
        return made

    def array(self, column: pa.ChunkedArray) -> list[int]:
        """The one list of a column, known by where its numbers lie."""
        inside = column.chunk(0).values
        made: list[int] = self.of(inside.buffers()[1].address, inside, inside.to_pylist)
        return made

    def of(self, key: int, source: Any, make: Callable[[], Any]) -> Any:
        """The value, made once; the source is held too, so that nothing else can take its place in memory."""
        if key not in self.held:
            if len(self.held) >= REMEMBERED:
                self.held.clear()
            self.held[key] = (source, make())
        return self.held[key][1]


remembered = Remembered()


def surrounding(world: pa.Table) -> tuple[Any, ...]:
    """The one row of `world`."""
    return tuple(
        remembered.array(world.column(name)) if kind.startswith("array") else world.column(name)[0].as_py()
        for name, kind in WORLD.items()
    )


def evaluate(
    rows: Table, rules: pa.Table, world: pa.Table, wanted: Sequence[str]
) -> Mapping[str, list[dict[str, Any]]]:
    """Run every step over entries in the order of `engine.schema.ENTRIES`; the wanted tables as dicts."""
    kinds = {row[KIND] for row in rows}
    made: dict[str, Table] = {
        "all_entries": rows,
        "rules": remembered.rows(rules, list(RULES)),
        "world": [surrounding(world)],
    }
    made["entries"] = current(any(row[CORRECTS] is not None for row in rows))(made)
    for name, function in functions():
        made[name] = function(made) if kinds & NEEDS.get(name, kinds) else []
    return {name: [dict(zip(columns(name), row, strict=True)) for row in made[name]] for name in wanted}
