"""What one import remembers of a file: rows seen and matters met, in a temporary file, so memory stays flat."""

import sqlite3
import struct
import tempfile
from collections import OrderedDict
from collections.abc import Iterator
from dataclasses import dataclass, field
from types import TracebackType
from typing import Self

import orjson

FILTER = 1 << 25  # bits of the filter: 4 MB; sparse up to some ten million rows, merely slower beyond
_BITS = struct.Struct("<4I").unpack
RECENT = 4_000  # matters kept at hand; rows of a matter mostly lie together


@dataclass(slots=True)
class Case:
    """What the rows so far said of a matter.

    `values` is column → (text, row that said it); `done` the entries already made for it and the
    columns already complained of; `last` its latest time as UTC text, "" when none.
    """

    last: str = ""
    values: dict[str, tuple[str, int]] = field(default_factory=dict)
    done: set[str] = field(default_factory=set)


class Memory:
    """A scratch database that disappears with the import."""

    def __init__(self) -> None:
        self.recent: OrderedDict[str, Case] = OrderedDict()
        self.count = 0
        self.filter = bytearray(FILTER >> 3)  # a row whose bits are not all set is certainly new
        self.unwritten: list[tuple[bytes, bytes, int]] = []
        self.file = tempfile.NamedTemporaryFile(prefix="luoshi-import-", suffix=".sqlite3")  # noqa: SIM115
        self.db = sqlite3.connect(self.file.name, isolation_level=None)
        self.db.executescript(
            "PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF; PRAGMA cache_size=-16384; "
            "PRAGMA locking_mode=EXCLUSIVE;"
            "CREATE TABLE seen (id BLOB PRIMARY KEY, digest BLOB, line INTEGER) WITHOUT ROWID;"
            "CREATE TABLE matter (id TEXT PRIMARY KEY, told BLOB) WITHOUT ROWID;"
            "BEGIN"
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.db.close()
        self.file.close()

    def seen(self, identity: bytes, digest: bytes, row: int) -> tuple[bytes, int] | None:
        """Remember a row; the digest and row number of an earlier one with the same identity, if any."""
        bits, new = self.filter, False
        for number in _BITS(identity):
            place, bit = (number % FILTER) >> 3, 1 << (number & 7)
            if not bits[place] & bit:
                bits[place] |= bit
                new = True
        if not new:
            self._write_seen()
            found = self.db.execute("SELECT digest, line FROM seen WHERE id = ?", (identity,)).fetchone()
            if found:
                return found[0], found[1]
        self.unwritten.append((identity, digest, row))
        if len(self.unwritten) >= RECENT:
            self._write_seen()
        return None

    def _write_seen(self) -> None:
        self.db.executemany("INSERT INTO seen VALUES (?, ?, ?)", self.unwritten)
        self.unwritten.clear()

    def case(self, matter: str) -> Case:
        """What is known of a matter; it counts as met from now on."""
        recent = self.recent
        known = recent.get(matter)
        if known is not None:
            recent.move_to_end(matter)
            return known
        found = self.db.execute("SELECT told FROM matter WHERE id = ?", (matter,)).fetchone()
        if found is None:
            self.count += 1
            known = Case()
        else:
            known = _case(found[0])
        recent[matter] = known
        if len(recent) > RECENT:
            self._put_away()
        return known

    def row_of(self, identity: bytes) -> int | None:
        """The number of the first row with this identity, if there was one."""
        self._write_seen()
        found = self.db.execute("SELECT line FROM seen WHERE id = ?", (identity,)).fetchone()
        return found[0] if found else None

    def cases(self) -> Iterator[tuple[str, Case]]:
        """Every matter met, and what is known of it."""
        for matter, told in self.db.execute("SELECT id, told FROM matter"):
            if matter not in self.recent:
                yield matter, _case(told)
        yield from self.recent.items()

    def _put_away(self) -> None:
        """Write down the half of the matters not met for longest."""
        rows = []
        for _ in range(RECENT // 2):
            matter, case = self.recent.popitem(last=False)
            rows.append((matter, orjson.dumps([case.last, case.values, list(case.done)])))
        self.db.executemany("INSERT OR REPLACE INTO matter VALUES (?, ?)", rows)


def _case(told: bytes) -> Case:
    last, values, done = orjson.loads(told)
    return Case(last, {k: (v, row) for k, (v, row) in values.items()}, set(done))
