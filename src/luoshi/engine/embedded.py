"""DuckDB in the process, for the matters someone touched; for everything on one machine see `whole`."""

import threading
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

import duckdb
import ibis
import pyarrow as pa
import pyarrow.compute as pc

from luoshi.engine.counting import LOOK_UP
from luoshi.engine.plan import INPUTS, NEEDS, ON_THE_WAY, in_force, steps
from luoshi.engine.schema import ENTRIES, RULES, WORLD
from luoshi.mechanisms.base import DIVIDE

TYPES = {
    "int64": "BIGINT",
    "int32": "INTEGER",
    "string": "VARCHAR",
    "boolean": "BOOLEAN",
    "array<int32>": "INTEGER[]",
}
ARRAYS = tuple(name for name, kind in WORLD.items() if kind.startswith("array"))
FIGURES = tuple(name for name in WORLD if name not in ARRAYS)
SAFE = (
    "unused_columns",
    "column_lifetime",
    "filter_pushdown",
    "expression_rewriter",
    "common_subexpressions",
)
"""Optimizers that draw no conclusions from what tables held when a plan was made."""
MANY = 50_000
"""From so many entries on, a plan made for them pays."""
RENEWED_AFTER = 5_000
"""Evaluations after which the connection is made anew, so that nothing can pile up in it."""


@cache
def compiled() -> tuple[tuple[str, str], ...]:
    """Each step's SQL for DuckDB, compiled once."""
    return tuple((step.name, sql(step.expression)) for step in steps())


def sql(expression: Any) -> str:
    """The expression in DuckDB's SQL."""
    text = str(ibis.to_sql(expression, dialect="duckdb"))
    return text.replace(LOOK_UP, "list_extract").replace(DIVIDE, "divide")


@cache
def current(corrected: bool) -> str:
    return sql(in_force(corrected=corrected))


def table(name: str, columns: Mapping[str, str]) -> str:
    told = ", ".join(f'"{column}" {TYPES[kind]}' for column, kind in columns.items())
    return f"CREATE TABLE {name} ({told})"


class Embedded:
    """One DuckDB connection with every plan made in advance. Not shared between threads.

    Planning dominates small evaluations, so each step is a prepared INSERT into its own table; an
    evaluation is a transaction that is rolled back. Plans are made while the tables are empty,
    hence with those optimizers only that draw no conclusions from that.
    """

    def __init__(self) -> None:
        self.connection = duckdb.connect(":memory:")
        self.renew()

    def renew(self) -> None:
        """A fresh connection with empty tables and all plans."""
        self.connection.close()
        c = self.connection = duckdb.connect(":memory:")
        self.done = 0
        self.calendar: pa.Table | None = None
        self.rules: pa.Table | None = None
        c.execute("SET threads = 1; SET preserve_insertion_order = false")
        known = [name for (name,) in c.execute("SELECT name FROM duckdb_optimizers()").fetchall()]
        c.execute(f"SET disabled_optimizers = '{','.join(name for name in known if name not in SAFE)}'")
        for name, columns in (("entries", ENTRIES), ("rules", RULES), ("world", WORLD)):
            c.execute(table(name, columns))
        for name, text in compiled():
            kind = "VIEW" if name in ON_THE_WAY else "TABLE"
            c.execute(f"CREATE {kind} {name} AS {text}")
        for name, text in compiled():
            if name not in ON_THE_WAY:
                c.execute(f"PREPARE make_{name} AS INSERT INTO {name} {text}")
        figures = ", ".join(f'"{name}" = ?' for name in FIGURES)
        self.surround = f"UPDATE world SET {figures}"

    def evaluate(
        self, entries: pa.Table | Path, rules: pa.Table, world: pa.Table, wanted: tuple[str, ...]
    ) -> Mapping[str, pa.Table]:
        """Run every step over the entries (an Arrow table, or a folder of Parquet) and fetch what is wanted."""
        if isinstance(entries, Path) or entries.num_rows >= MANY:
            from luoshi.engine.whole import Whole

            with Whole() as whole:
                whole.load(entries, rules, world, wanted)
                return whole.fetch(wanted)
        if self.done >= RENEWED_AFTER:
            self.renew()
        self.done += 1
        self.settle(rules, world)
        kinds = set(pc.unique(entries.column("kind")).to_pylist())
        corrected = entries.column("corrects").null_count < entries.num_rows
        c = self.connection
        c.execute("BEGIN")
        try:
            c.execute(self.surround, [world.column(name)[0].as_py() for name in FIGURES])
            c.register("all_entries", entries)
            c.execute(f"INSERT INTO entries {current(corrected)}")
            for name, _ in compiled():
                if name not in ON_THE_WAY and kinds & NEEDS.get(name, kinds):
                    c.execute(f"EXECUTE make_{name}")
            return {name: c.execute(f"SELECT * FROM {name}").to_arrow_table() for name in wanted}
        finally:
            c.execute("ROLLBACK")
            c.unregister("all_entries")

    def settle(self, rules: pa.Table, world: pa.Table) -> None:
        """Load the rules and the calendar where they are others than before."""
        c = self.connection
        if rules is not self.rules:
            fill(c, "rules", rules)
            self.rules = rules
        calendar = world.select(ARRAYS)
        if self.calendar is None or not self.calendar.equals(calendar):
            fill(c, "world", world)
            self.calendar = calendar


def fill(c: duckdb.DuckDBPyConnection, name: str, rows: pa.Table) -> None:
    """Replace what a table of inputs holds."""
    c.register("arriving", rows.select(list(INPUTS[name])))
    c.execute(f"DELETE FROM {name}")
    c.execute(f"INSERT INTO {name} SELECT * FROM arriving")
    c.unregister("arriving")


local = threading.local()


def embedded() -> Embedded:
    """This thread's engine; the first call of a worker warms it up."""
    engine: Embedded | None = getattr(local, "engine", None)
    if engine is None:
        engine = local.engine = Embedded()
    return engine
