"""Matters as an approval office has them: deterministic, in the export's layout, with text ids."""

import os
import sys
import tempfile
from datetime import date
from pathlib import Path
from typing import Any
from zlib import crc32

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from luoshi.engine.frame import ARROW, schema
from luoshi.engine.schema import ENTRIES
from luoshi.law.days import number

DAY = 86_400_000_000
OFFSET = 28_800_000_000
CHUNK = 250_000
Array = np.ndarray[Any, Any]


class Maker:
    """Entries of one kind after another, as columns."""

    def __init__(self) -> None:
        self.parts: list[tuple[Array, Array, str, dict[str, Any]]] = []

    def add(self, mask: Array, kind: str, local: Array, **values: Any) -> None:
        self.parts.append((np.nonzero(mask)[0], local[mask], kind, values))


def entries(n: int, *, seed: int = 1, since: date = date(2024, 1, 2), offset: int = 0) -> pa.Table:
    """About six entries for each of n matters, in order of time."""
    r = np.random.default_rng(seed)
    at = (number(since) + r.integers(0, 700, n)) * DAY + r.integers(9 * 3600, 17 * 3600, n) * 1_000_000
    make = Maker()
    make.add(np.ones(n, bool), "approvals.received", at, item="房屋建筑工程施工许可")
    notified = r.random(n) < 0.15
    told = at + r.integers(1, 6, n) * DAY
    make.add(notified, "approvals.correction_notified", told)
    refiled = notified & (r.random(n) < 0.9)
    again = told + r.integers(1, 9, n) * DAY
    make.add(refiled, "approvals.supplemented", again)
    accepted = (~notified & (r.random(n) < 0.99)) | refiled
    begun = np.where(refiled, again, at) + r.integers(0, 4, n) * DAY + 3_600_000_000
    make.add(accepted, "approvals.accepted", begun)
    promised = accepted & (r.random(n) < 0.9)
    make.add(
        promised, "clocks.set", begun + 1, clock="promise", grade="promise", amount=15, per="working_day"
    )
    make.add(accepted, "approvals.step", begun + DAY)
    paused = accepted & (r.random(n) < 0.1)
    stayed = begun + r.integers(2, 10, n) * DAY
    make.add(paused, "approvals.paused", stayed, ground="expert_review", document="特别程序时间告知书")
    make.add(paused, "approvals.resumed", stayed + r.integers(1, 8, n) * DAY)
    extended = accepted & (r.random(n) < 0.05)
    make.add(extended, "approvals.extended", begun + 15 * DAY, clock="CLK-02", amount=10)
    decided = accepted & (r.random(n) < 0.97)
    done = begun + (r.gamma(4, 5, n) * DAY).astype("int64")
    make.add(decided, "approvals.decided", done, outcome="granted")
    make.add(decided & (r.random(n) < 0.95), "approvals.delivered", done + r.integers(0, 12, n) * DAY)
    return table(make, n, offset, r.integers(0, 40, n))


def table(make: Maker, n: int, offset: int, unit: Array) -> pa.Table:
    """The parts as one table in the engine's schema."""
    whose, local = (np.concatenate([p[i] for p in make.parts]) for i in (0, 1))
    part = np.concatenate([np.full(len(p[0]), i) for i, p in enumerate(make.parts)])
    order = np.argsort(local, kind="stable")
    whose, local, part = whose[order], local[order], part[order]
    ids = pa.array([f"530100-2024-{i:08d}" for i in range(offset, offset + n)])
    units = pa.array([f"市第{i:02d}行政审批局" for i in range(40)])
    made: dict[str, pa.Array] = {
        "position": pa.array(np.arange(1, len(local) + 1) + offset * 12),
        "matter": ids.take(pa.array(whose)),
        "kind": pa.array([p[2] for p in make.parts]).take(pa.array(part)),
        "happened": pa.array(local - OFFSET),
        "recorded": pa.array(local - OFFSET),
        "local": pa.array(local),
        "unit": units.take(pa.array(unit[whose])),
        "law": pa.array(["CN-530100"]).take(pa.array(np.zeros(len(local), "int64"))),
    }
    for name, kind in ENTRIES.items():
        if name not in made:
            blank = {"string": "", "boolean": False}.get(kind)
            values = pa.array([p[3].get(name, blank) for p in make.parts], ARROW[kind])
            made[name] = values.take(pa.array(part))
    return pa.table([made[f.name] for f in schema("entries")], schema=schema("entries"))


def folder(n: int) -> Path:
    """A folder of Parquet with n matters, made once for each set of columns and kept outside the repository."""
    columns = crc32(" ".join(ENTRIES).encode())
    found = Path(os.environ.get("LUOSHI_BENCH") or tempfile.gettempdir()) / f"luoshi-bench-{n}-{columns:08x}"
    if not (found / "complete").exists():
        found.mkdir(parents=True, exist_ok=True)
        for k, begin in enumerate(range(0, n, CHUNK)):
            part = entries(min(CHUNK, n - begin), seed=k, offset=begin)
            pq.write_table(part, found / f"ledger-{k:03d}.parquet", compression="zstd")
        (found / "complete").touch()
    return found


if __name__ == "__main__":
    print(folder(int(sys.argv[1]) if len(sys.argv) > 1 else 2_000_000))
