"""Everything on one machine: the same steps over Parquet, nothing wide ever stored."""

import shutil
import tempfile
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, Self

import duckdb
import pyarrow as pa

from luoshi.engine.embedded import compiled, current, fill, table
from luoshi.engine.plan import INPUTS, ON_THE_WAY, WIDE, leading_to
from luoshi.engine.replay import REPLAYED, Replayed, clocks, filings, replayed

MEMORY = "3GB"


class Whole:
    """A DuckDB connection of its own, which spills to a folder that goes with it."""

    def __init__(self, *, memory: str = MEMORY, threads: int = 0) -> None:
        self.folder = tempfile.mkdtemp(prefix="luoshi-whole-")
        self.connection = duckdb.connect(":memory:")
        c = self.connection
        c.execute("SET preserve_insertion_order = false")
        c.execute(f"SET memory_limit = '{memory}'; SET temp_directory = '{self.folder}'")
        # Kept in the order written: the calendar's arrays must be joined last, a hash table would copy them for every row.
        c.execute("SET disabled_optimizers = 'join_order,build_side_probe_side'")
        if threads:
            c.execute(f"SET threads = {int(threads)}")

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.connection.close()
        shutil.rmtree(self.folder, ignore_errors=True)

    def load(
        self, entries: pa.Table | Path, rules: pa.Table, world: pa.Table, wanted: Iterable[str] = REPLAYED
    ) -> None:
        """Make what leads to the wanted steps: from an Arrow table, or a folder of Parquet in the export's layout."""
        c = self.connection
        for name, held in (("rules", rules), ("world", world)):
            c.execute(f"DROP TABLE IF EXISTS {name}")
            c.execute(table(name, INPUTS[name]))
            fill(c, name, held)
        if isinstance(entries, Path):
            pattern = str(entries / "**" / "*.parquet").replace("'", "''")
            c.execute(f"CREATE OR REPLACE VIEW all_entries AS SELECT * FROM read_parquet('{pattern}')")
        else:
            c.register("all_entries", entries)
        (corrections,) = c.execute("SELECT count(corrects) FROM all_entries").fetchone() or (0,)
        c.execute(f"CREATE OR REPLACE VIEW entries AS {current(corrections > 0)}")
        needed = leading_to(frozenset(wanted))
        for name, text in compiled():
            if name not in needed:
                continue
            kind = "VIEW" if name in ON_THE_WAY or name in WIDE else "TABLE"
            c.execute(f"CREATE OR REPLACE {kind} {name} AS {text}")

    def fetch(self, wanted: Iterable[str]) -> Mapping[str, pa.Table]:
        return {name: self.connection.execute(f"SELECT * FROM {name}").to_arrow_table() for name in wanted}

    def replay(self) -> Replayed:
        """What the loaded entries come to: counts by unit, mechanism and clock, and the digest of every row."""
        return replayed(self.sums(clocks("duckdb")), self.sums(filings("duckdb")))

    def sums(self, query: str) -> list[dict[str, Any]]:
        cursor = self.connection.execute(query)
        names = [column[0] for column in cursor.description or ()]
        return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


def replay(entries: pa.Table | Path, rules: pa.Table, world: pa.Table) -> Replayed:
    """Judge everything anew under these rules (see `engine.surroundings.rules`); stored effects are ignored."""
    with Whole() as whole:
        whole.load(entries, rules, world)
        return whole.replay()
