"""Handing in entries over HTTP, chained and durable, against a raw bulk copy of the very same rows.

The copy has the same columns and indexes and writes through to disk as often; it has no chain, no
digests, no checks and no triggers. Both sides grow by turns, so that load and size touch them alike.
"""

import http.client
import os
import socket
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import Any

import orjson

from bench.drafts import as_json, batched, told
from bench.office import ABSENT, Office, offices
from bench.table import Row, rate

BATCH = 5000
CHUNK = 1000
RATE, SHARE = 10_000, 0.3
GOAL = f"≥ {SHARE} and ≥ {RATE:,}/s"


def run(*, quick: bool = False) -> list[Row]:
    """Both databases: over HTTP, and the ledger's own append alone."""
    rounds, batches = (1, 1) if quick else (3, 4)
    rows: list[Row] = []
    for database, place in offices():
        if place is None:
            rows.append(Row(f"append over HTTP, {database}", ABSENT))
        else:
            rows += compare(database, place, rounds, batches)
    return rows


def compare(database: str, place: Office, rounds: int, batches: int) -> list[Row]:
    """By turns: batches over HTTP, as many by `append_bulk`, and the copy of what HTTP stored."""
    size = BATCH * batches
    taken: dict[str, list[float]] = {"http": [], "alone": [], "copy": [], "commits": []}
    with place.desk() as call:
        token = call(issue)
        with serving(place, token) as post:
            for turn in range(-1, rounds):  # the first warms up
                parts = list(bodies(batches, offset=2 * (turn + 1) * size // 5))
                since = call(newest)
                spent = {"http": sum(handed(post, body) for body in parts)}
                spent |= {
                    "copy": call(copied, since, size, size, "copy"),
                    "commits": call(copied, since, size, CHUNK, "commits"),
                    "alone": call(alone, (2 * (turn + 1) + 1) * size // 5, size // 5),
                }
                for name, seconds in spent.items() if turn >= 0 else ():
                    taken[name].append(seconds)
    return told_rows(database, size, {name: median(each) for name, each in taken.items()})


def told_rows(database: str, size: int, seconds: dict[str, float]) -> list[Row]:
    floor = f"copy, commits of {CHUNK:,}: {rate(size, seconds['commits'])}"
    share = seconds["commits"] / seconds["http"]
    met = share >= SHARE and size / seconds["http"] >= RATE
    return [
        Row(f"append over HTTP, {database}", rate(size, seconds["http"]), floor, share, GOAL, met),
        Row(
            f"append over HTTP, {database}", rate(size, seconds["http"]),
            f"copy, one commit: {rate(size, seconds['copy'])}", seconds["copy"] / seconds["http"],
        ),
        Row(
            f"append_bulk alone, {database}", rate(size, seconds["alone"]), floor,
            seconds["commits"] / seconds["alone"],
        ),
    ]  # fmt: skip


def bodies(batches: int, offset: int) -> Iterator[bytes]:
    entries = (as_json(draft) for draft in told(matters=batches * BATCH // 5, offset=offset))
    for part in batched(entries, BATCH):
        yield orjson.dumps(part)


class Post:
    """One connection to the server, kept open."""

    def __init__(self, port: int, token: str) -> None:
        self.to = http.client.HTTPConnection("127.0.0.1", port, timeout=120)
        self.headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}

    def __call__(self, body: bytes) -> Any:
        self.to.request("POST", "/api/v1/entries", body, self.headers)
        answer = self.to.getresponse()
        text = answer.read()
        if answer.status != 200:
            raise RuntimeError(f"{answer.status}: {text[:500]!r}")
        return orjson.loads(text)


def handed(post: Post, body: bytes) -> float:
    """Seconds until a batch is answered for, all of it stored."""
    began = perf_counter()
    answer = post(body)
    spent = perf_counter() - began
    if answer["stored"] != BATCH:
        raise RuntimeError(f"{answer['rejected']} rejected: {answer['entries'][0]}")
    return spent


@contextmanager
def serving(place: Office, token: str) -> Iterator[Post]:
    """`luoshi serve` on a free port, as an office runs it."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    server = subprocess.Popen(
        [sys.executable, "-m", "luoshi.cli", "serve", "--port", str(port)],
        env={**os.environ, **place.environ()}, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    try:
        for _ in range(600):
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", port)) == 0:
                    break
            if server.poll() is not None:
                raise RuntimeError("the server did not start")
            time.sleep(0.1)
        yield Post(port, token)
    finally:
        server.terminate()
        server.wait(30)


def issue() -> str:
    """A key that may write for every unit; a backlog, so that nothing is judged while we measure."""
    from luoshi.intake import tokens

    _, text = tokens.issue("windows", at=datetime.now(UTC), scopes=("read", "write"))
    alone(10_000_000, 100)
    return text


def newest() -> int:
    from luoshi.ledger import read

    return read.head()[0]


def alone(offset: int, matters: int) -> float:
    """Seconds for the ledger by itself: drafts made beforehand, committed every 1,000."""
    from luoshi.ledger import record

    drafts = list(told(matters=matters, offset=offset))
    began = perf_counter()
    record.append_bulk(drafts, at=datetime.now(UTC))
    return perf_counter() - began


def copied(since: int, count: int, chunk: int, table: str) -> float:
    """Seconds to copy these entries into a table like the ledger's, committing every `chunk`."""
    from django.db import connection

    from luoshi.ledger.sql import LIST

    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT {LIST} FROM ledger_entry WHERE position > %s AND position <= %s ORDER BY position",
            [since, since + count],
        )
        rows = cursor.fetchall()
    if len(rows) != count:
        raise RuntimeError(f"{len(rows)} entries, not {count}")
    write = into_postgresql if connection.vendor == "postgresql" else into_sqlite
    return write(table, list(batched(rows, chunk)))


def into_postgresql(table: str, parts: Sequence[Sequence[Any]]) -> float:
    from django.db import connection, transaction

    from luoshi.ledger import sql

    with connection.cursor() as cursor:
        cursor.execute(f"CREATE TABLE IF NOT EXISTS raw_{table} (LIKE ledger_entry INCLUDING ALL)")
        into = sql.COPY.replace("ledger_entry", f"raw_{table}", 1)
        began = perf_counter()
        for rows in parts:
            with transaction.atomic(), cursor.cursor.copy(into) as copy:
                copy.set_types(sql.TYPES)
                for row in rows:
                    copy.write_row(row)
        return perf_counter() - began


def into_sqlite(table: str, parts: Sequence[Sequence[Any]]) -> float:
    from django.db import connection

    path = Path(str(connection.settings_dict["NAME"])).with_name(f"{table}.sqlite3")
    raw = sqlite3.connect(path, isolation_level=None)
    raw.executescript(connection.settings_dict["OPTIONS"]["init_command"])
    if not raw.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT sql FROM sqlite_master WHERE tbl_name = 'ledger_entry' AND type <> 'trigger' AND sql IS NOT NULL "
                "ORDER BY type DESC"
            )
            for (statement,) in cursor.fetchall():
                raw.execute(statement)
    marks = ", ".join("?" * len(parts[0][0]))
    began = perf_counter()
    for rows in parts:
        raw.execute("BEGIN IMMEDIATE")
        raw.executemany(f"INSERT INTO ledger_entry VALUES ({marks})", rows)
        raw.execute("COMMIT")
    spent = perf_counter() - began
    raw.close()
    return spent
