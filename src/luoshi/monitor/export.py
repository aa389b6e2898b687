"""The ledger as Parquet, one file a month of recording: every column as stored, and what mechanisms read."""

from collections.abc import Callable, Iterator, Sequence
from itertools import groupby
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
from django.conf import settings
from django.db import connection

from luoshi.engine.frame import frame, schema
from luoshi.law.errors import CouldNot
from luoshi.law.words import say
from luoshi.ledger.entry import COLUMNS, Row

BATCH = 50_000


def parquet(folder: Path, *, ledger: str | None = None, progress: Callable[[int], None] | None = None) -> int:
    """Write `ledger-YYYY-MM.parquet` files into an empty or new folder; how many entries were written."""
    ledger = ledger or settings.LUOSHI_JURISDICTION
    folder.mkdir(parents=True, exist_ok=True)
    if any(folder.iterdir()):
        raise CouldNot(
            say(
                f"{folder} 不是空文件夹：请换一个，以免混入旧文件",
                f"{folder} is not empty: choose another, so that no old file is mixed in",
            )
        )
    writers: dict[str, pq.ParquetWriter] = {}
    done = 0
    try:
        for rows in batches(ledger):
            for month, part in groupby(rows, key=lambda r: r.recorded_at[:7]):
                held = list(part)
                table = wide(held)
                if month not in writers:
                    path = folder / f"ledger-{month}.parquet"
                    writers[month] = pq.ParquetWriter(path, table.schema, compression="zstd")
                writers[month].write_table(table)
                done += len(held)
                if progress:
                    progress(done)
        if not writers:
            pq.write_table(wide([]), folder / "ledger-empty.parquet")
    finally:
        for writer in writers.values():
            writer.close()
    return done


def batches(ledger: str) -> Iterator[list[Row]]:
    """The whole ledger in order."""
    position = 0
    while True:
        with connection.cursor() as cursor:
            cursor.execute(
                f"SELECT {', '.join(COLUMNS)} FROM ledger_entry WHERE ledger = %s AND position > %s "
                "ORDER BY position LIMIT %s",
                [ledger, position, BATCH],
            )
            rows = list(map(Row._make, cursor.fetchall()))
        if not rows:
            return
        position = rows[-1].position
        yield rows


def wide(rows: Sequence[Row]) -> pa.Table:
    """The columns mechanisms read, then the rest of the entry as stored."""
    read = frame(rows)
    known = set(schema("entries").names)
    for place, name in enumerate(COLUMNS):
        if name not in known:
            read = read.append_column(name, pa.array([row[place] for row in rows], pa.string()))
    return read
