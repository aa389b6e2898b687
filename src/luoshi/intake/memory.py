"""What one import remembers of a file: rows seen and matters met, in a temporary file, so memory stays flat."""

import sqlite3
import tempfile
from collections import OrderedDict
from dataclasses import dataclass, field
from types import TracebackType

import orjson

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
        self.file = tempfile.NamedTemporaryFile(prefix="luoshi-import-", suffix=".sqlite3")  # noqa: SIM115
        self.db = sqlite3.connect(self.file.name, isolation_level=None)
        self.db.executescript(
            "PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF; PRAGMA cache_size=-16384; "
            "PRAGMA locking_mode=EXCLUSIVE;"
            "CREATE TABLE seen (id BLOB PRIMARY KEY, digest BLOB, line INTEGER) WITHOUT ROWID;"
            "CREATE TABLE matter (id TEXT PRIMARY KEY, told BLOB) WITHOUT ROWID;"
            "BEGIN"
        )

    def __enter__(self) -> "Memory":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.db.close()
        self.file.close()

    def seen(self, identity: bytes, digest: bytes, row: int) -> tuple[bytes, int] | None:
        """Remember a row; the digest and row number of an earlier one with the same identity, if any."""
        done = self.db.execute("INSERT OR IGNORE INTO seen VALUES (?, ?, ?)", (identity, digest, row))
        if done.rowcount:
            return None
        found = self.db.execute("SELECT digest, line FROM seen WHERE id = ?", (identity,)).fetchone()
        return found[0], found[1]

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
            last, values, done = orjson.loads(found[0])
            known = Case(last, {k: (v, row) for k, (v, row) in values.items()}, set(done))
        recent[matter] = known
        if len(recent) > RECENT:
            self._put_away()
        return known

    def _put_away(self) -> None:
        """Write down the half of the matters not met for longest."""
        rows = []
        for _ in range(RECENT // 2):
            matter, case = self.recent.popitem(last=False)
            rows.append((matter, orjson.dumps([case.last, case.values, list(case.done)])))
        self.db.executemany("INSERT OR REPLACE INTO matter VALUES (?, ?)", rows)
