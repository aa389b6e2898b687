"""A place for the rows of an import until every table has been read: then they come out case by case."""

import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Self

import duckdb
import pyarrow as pa

from luoshi.intake.national.tables import TABLES, CaseRow, Table

BUFFER = 20_000
MEMORY = "512MB"
_KINDS = {"file": pa.int32(), "row": pa.int64(), "sealed": pa.binary()}


class Case(dict[str, list[CaseRow]]):
    """The rows of one case by table, each in the order in which the source told them."""


class Scratch:
    """Rows on disk, sorted where memory would not hold them; gone with the import."""

    def __init__(self) -> None:
        self.folder = tempfile.TemporaryDirectory(prefix="luoshi-import-")
        self.db = duckdb.connect(str(Path(self.folder.name) / "rows"))
        self.db.execute(f"SET memory_limit = '{MEMORY}'; SET preserve_insertion_order = false")
        self.db.execute(f"SET temp_directory = '{self.folder.name}'")
        self.waiting: dict[str, list[CaseRow]] = {key: [] for key in TABLES}
        self.schemas = {key: _schema(table) for key, table in TABLES.items()}
        self.rows = 0
        for key, schema in self.schemas.items():
            self.db.register("empty", schema.empty_table())
            self.db.execute(f"CREATE TABLE {key} AS SELECT * FROM empty")

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.db.close()
        self.folder.cleanup()

    def add(self, key: str, line: CaseRow) -> None:
        waiting = self.waiting[key]
        waiting.append(line)
        self.rows += 1
        if len(waiting) >= BUFFER:
            self._write(key)

    def _write(self, key: str) -> None:
        waiting, schema = self.waiting[key], self.schemas[key]
        if not waiting:
            return
        columns: Any = zip(*waiting, strict=True)
        part = pa.table([pa.array(c, f.type) for c, f in zip(columns, schema, strict=True)], schema=schema)
        self.db.register("part", part)
        self.db.execute(f"INSERT INTO {key} SELECT * FROM part")
        waiting.clear()

    def cases(self) -> Iterator[tuple[str, Case]]:
        """Every case by its number, with its rows in order of time told, file and row."""
        for key in TABLES:
            self._write(key)
        streams = {key: _Stream(self._sorted(key, table)) for key, table in TABLES.items()}
        while names := [stream.matter for stream in streams.values() if stream.matter is not None]:
            matter = min(names)
            yield matter, Case((key, stream.take(matter)) for key, stream in streams.items())

    def _sorted(self, key: str, table: Table) -> Iterator[CaseRow]:
        cursor = self.db.cursor()
        found = cursor.execute(f"SELECT * FROM {key} ORDER BY matter, told, file, row")
        for batch in found.to_arrow_reader(BUFFER):
            yield from map(
                table.shape._make, zip(*(column.to_pylist() for column in batch.columns), strict=True)
            )


def _schema(table: Table) -> pa.Schema:
    return pa.schema([(name, _KINDS.get(name, pa.string())) for name in table.shape._fields])


class _Stream:
    """Rows in the order of their cases, looked at one ahead."""

    def __init__(self, rows: Iterator[CaseRow]) -> None:
        self.rows = rows
        self.ahead = next(rows, None)

    @property
    def matter(self) -> str | None:
        return self.ahead.matter if self.ahead else None

    def take(self, matter: str) -> list[CaseRow]:
        found = []
        while self.ahead is not None and self.ahead.matter == matter:
            found.append(self.ahead)
            self.ahead = next(self.rows, None)
        return found
