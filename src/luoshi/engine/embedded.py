"""DuckDB in the process: for the matters someone touched, and for everything on one machine."""

import threading
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

import duckdb
import ibis
import pyarrow as pa

from luoshi.engine.counting import LOOK_UP
from luoshi.engine.plan import in_force, steps
from luoshi.mechanisms.base import DIVIDE


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


class Embedded:
    """One DuckDB connection with the calendar in place. Not shared between threads."""

    def __init__(self, *, threads: int = 0, memory: str = "") -> None:
        self.connection = duckdb.connect(":memory:")
        self.connection.execute("SET preserve_insertion_order = false")
        if threads:
            self.connection.execute(f"SET threads = {int(threads)}")
        if memory:
            self.connection.execute(f"SET memory_limit = '{memory}'")
        self.world: pa.Table | None = None

    def evaluate(
        self, entries: pa.Table | Path, rules: pa.Table, world: pa.Table, wanted: tuple[str, ...]
    ) -> Mapping[str, pa.Table]:
        """Run every step over the entries (an Arrow table, or a folder of Parquet) and fetch what is wanted."""
        c = self.connection
        if world is not self.world:
            c.register("arriving", world)
            c.execute("CREATE OR REPLACE TABLE world AS SELECT * FROM arriving")
            c.unregister("arriving")
        c.register("rules", rules)
        if isinstance(entries, Path):
            pattern = str(entries / "**" / "*.parquet").replace("'", "''")
            c.execute(f"CREATE OR REPLACE VIEW all_entries AS SELECT * FROM read_parquet('{pattern}')")
        else:
            c.register("all_entries", entries)
        (corrections,) = c.execute("SELECT count(corrects) FROM all_entries").fetchone() or (0,)
        c.execute(f"CREATE OR REPLACE TEMP VIEW entries AS {current(corrections > 0)}")
        try:
            for name, text in compiled():
                c.execute(f"CREATE OR REPLACE TEMP TABLE {name} AS {text}")
            return {name: c.execute(f"SELECT * FROM {name}").to_arrow_table() for name in wanted}
        finally:
            for name, _ in compiled():
                c.execute(f"DROP TABLE IF EXISTS {name}")


local = threading.local()


def embedded() -> Embedded:
    """This thread's engine; the first call of a worker warms it up."""
    engine: Embedded | None = getattr(local, "engine", None)
    if engine is None:
        engine = local.engine = Embedded(threads=2)
    return engine
