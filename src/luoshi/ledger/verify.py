"""Reading the whole ledger and saying whether it is what was written, and where it first is not.

One pass in order, memory flat: digests, links, positions without gap, payload in canonical form, the
head; then occasions, guards, seals, and roots kept outside. Whatever stands in the tables, however it
came there, is answered and never raises.
"""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from itertools import groupby
from pathlib import Path
from typing import Any

import orjson
from django.db import DatabaseError, connection, transaction

from luoshi.law.words import say
from luoshi.ledger import guards, keys, merkle, sql
from luoshi.ledger.canonical import UNCANONICAL, canonical
from luoshi.ledger.checkpoints import Checkpoint, known_seals, outside, unexplained
from luoshi.ledger.entry import COLUMNS, START, digest_of
from luoshi.ledger.report import KEPT, Report

_CORRECTS = COLUMNS.index("corrects")
_FIRST_CORRECTS = tuple(int if c in ("position", "corrects") else str for c in COLUMNS)
_TYPES = frozenset(
    (_FIRST_CORRECTS, tuple(type(None) if i == _CORRECTS else t for i, t in enumerate(_FIRST_CORRECTS)))
)


def verify(roots: Path | None = None) -> Report:
    """Check every ledger in the database; with `roots`, against a file of roots kept outside.

    Raises CouldNot when the file holds no root at all, OSError when it cannot be read.
    """
    try:
        return _verify(roots, lenient=False)
    except DatabaseError:
        if connection.vendor != "sqlite":
            raise
        return _verify(roots, lenient=True)  # slower, and reads text that is no UTF-8


def _verify(roots: Path | None, *, lenient: bool) -> Report:
    report = Report()
    points, names = outside(roots, report) if roots else ({}, set())
    believed = keys.believed() | names
    with _snapshot(lenient=lenient):
        for name in guards.missing(connection):
            report.wrong(
                "",
                None,
                say(f"只增不改的触发器 {name} 不在或被改", f"The guard {name} is missing or altered"),
            )
        heads = _heads(report)
        for ledger, found in known_seals(believed, report).items():
            points.setdefault(ledger, []).extend(found)
        unexplained(points, report)
        seen = set()
        for ledger, rows in groupby(_stream(), key=lambda row: row[0]):
            seen.add(ledger)
            _read_ledger(ledger, rows, heads.get(ledger), points.get(ledger, []), report)
        for ledger in {*heads, *points} - seen:
            _read_ledger(ledger, iter(()), heads.get(ledger), points.get(ledger, []), report)
        _repeated(report)
    return report


def _read_ledger(
    ledger: object,
    rows: Iterator[Sequence[Any]],
    head: tuple[int, str] | None,
    points: Sequence[Checkpoint],
    report: Report,
) -> None:
    """One ledger: each row against the one before, the roots as their sizes are passed, the head."""
    tree, before, expected, held = merkle.Frontier(), START, 0, 0
    due = sorted(points, key=lambda p: (p.size, p.frontier is not None), reverse=True)  # outside first
    found = report.count
    for row in rows:
        if head is None and not expected and type(row[1]) is int:
            expected = max(row[1], 1) - 1  # rows moved to a ledger that is none keep their numbers
        expected += 1
        report.entries += 1
        before = _check(ledger, row, expected, before, report)
        if due:
            tree.add(_leaf(row[-1]))
        while due and due[-1].size <= expected:
            held = _check_point(due.pop(), tree, held, report, explained=report.count > found)
    for point in reversed(due):
        what = say(
            f"{point.where}封到第 {point.size} 条，账里只有 {expected} 条",
            f"{point.where} covers {point.size} entries, there are {expected}",
        )
        report.wrong(ledger, expected + 1, what)
    if head is None:
        if expected:
            report.wrong(ledger, None, say("没有账头", "The head is missing"))
    elif head != (expected, before):
        at = expected if head[0] == expected else max(0, min(expected, head[0])) + 1
        report.wrong(
            ledger,
            at or None,
            say(
                f"账头说第 {head[0]} 条，账里是 {expected} 条或末条摘要不同",
                f"The head says {head[0]} entries; there are {expected}, or the last digest differs",
            ),
        )


def _check(ledger: object, row: Sequence[Any], expected: int, before: str, report: Report) -> str:
    """One row; gives the digest the next row must name."""
    position, payload, digest = row[1], row[19], row[22]
    if tuple(map(type, row)) not in _TYPES:
        report.wrong(ledger, expected, say("有一列的类型不对", "A column holds the wrong type"))
    elif position != expected:
        report.wrong(
            ledger,
            expected,
            say(
                f"此处应是第 {expected} 条，却是第 {position} 条",
                f"Entry {expected} should stand here, entry {position} does",
            ),
        )
    if row[21] != before:
        report.wrong(ledger, expected, say("与上一条的链断了", "The link to the entry before is broken"))
    try:
        if digest_of(row) != digest:
            report.wrong(ledger, expected, say("内容与摘要不符", "The content does not match its digest"))
        if canonical(orjson.loads(payload)).decode() != payload:
            report.wrong(
                ledger, expected, say("payload 不是规范写法", "The payload is not in canonical form")
            )
    except UNCANONICAL:
        report.wrong(ledger, expected, say("内容读不出", "The content cannot be read"))
    return digest if type(digest) is str else ""


def _leaf(digest: Any) -> bytes:
    try:
        return bytes.fromhex(digest)
    except (ValueError, TypeError):
        return b""


def _check_point(
    point: Checkpoint, tree: merkle.Frontier, held: int, report: Report, *, explained: bool
) -> int:
    """A root over the entries so far; gives the size up to which firm roots are known to hold.

    A root that fails after a broken row (`explained`) tells nothing more exact than that row.
    """
    if point.size == tree.size and tree.root().hex() == point.root:
        if point.frontier is not None and point.frontier != "".join(p.hex() for p in tree.peaks):
            report.wrong(
                point.ledger,
                None,
                say(f"{point.where}的树前沿被改", f"The frontier kept with {point.where} was altered"),
            )
        return point.size if point.firm else held
    what = say(
        f"第 {held + 1} 至 {point.size} 条与{point.where}的根值不符",
        f"Entries {held + 1} to {point.size} do not match {point.where}",
    )
    report.wrong(point.ledger, None if explained else held + 1, what)
    return held


def _heads(report: Report) -> Mapping[object, tuple[int, str]]:
    heads: dict[object, tuple[int, str]] = {}
    with _raw() as cursor:
        cursor.execute("SELECT ledger, position, digest FROM ledger_head")
        for ledger, position, digest in cursor.fetchall():
            if type(position) is not int or type(digest) is not str:
                report.wrong(ledger, None, say("账头读不出", "The head cannot be read"))
            else:
                heads[ledger] = (position, digest)
    return heads


def _repeated(report: Report) -> None:
    """An occasion recorded twice: only possible where the database's own rule was lifted."""
    with _raw() as cursor:
        cursor.execute(
            "SELECT ledger, occasion, max(position) FROM ledger_entry "
            f"GROUP BY ledger, occasion HAVING count(*) > 1 LIMIT {KEPT}"
        )
        for ledger, occasion, position in cursor.fetchall():
            at = position if type(position) is int else None
            report.wrong(
                ledger, at, say(f"同一事由 {occasion!r} 记了两次", f"The occasion {occasion!r} stands twice")
            )


def _stream() -> Iterator[tuple[Any, ...]]:
    with connection.chunked_cursor() as cursor:
        cursor.execute(f"SELECT {sql.LIST} FROM ledger_entry ORDER BY ledger, position")
        while rows := cursor.fetchmany(2000):
            yield from rows


@contextmanager
def _raw() -> Iterator[Any]:
    with connection.cursor() as cursor:
        yield cursor


@contextmanager
def _snapshot(*, lenient: bool) -> Iterator[None]:
    """One state of the database while others go on writing; `lenient` reads broken text as it stands."""
    connection.ensure_connection()
    nested = connection.in_atomic_block
    if connection.vendor == "postgresql":
        with transaction.atomic():
            if not nested:
                with connection.cursor() as cursor:
                    cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
            yield
        return
    raw = connection.connection
    kept = raw.text_factory
    if lenient:
        raw.text_factory = lambda data: data.decode("utf-8", "surrogateescape")
    try:
        if not nested:
            raw.execute("BEGIN DEFERRED")
        yield
    finally:
        raw.text_factory = kept
        if not nested:
            raw.rollback()
