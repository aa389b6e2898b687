"""Import a file: read, translate, append in chunks, judge. May be killed and run again at any moment."""

import gc
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from datetime import datetime
from functools import partial
from itertools import islice
from pathlib import Path

from django.conf import settings
from django.db import DatabaseError, close_old_connections, transaction

from luoshi.intake.fields import Mapping
from luoshi.intake.gone import Gone
from luoshi.intake.memory import Memory
from luoshi.intake.read_csv import CsvFile
from luoshi.intake.read_xes import XesFile
from luoshi.intake.record import Bad
from luoshi.intake.report import Report
from luoshi.intake.translate import Row, Translator
from luoshi.intake.units import Units
from luoshi.law.errors import CouldNot
from luoshi.law.words import say
from luoshi.ledger import record
from luoshi.ledger.entry import Draft

CHUNK = 1_000  # rows at a time
FORMATS = ("csv", "xes")
Progress = Callable[[int, float], None]


def import_file(
    path: Path,
    format: str,  # noqa: A002
    mapping: Mapping,
    *,
    at: datetime,
    progress: Progress | None = None,
    dry_run: bool = False,
    create_units: bool = True,
    actor: str = "",
    judge: bool = True,
) -> Report:
    """Bring a file into the ledger and have it judged.

    `at` is now: rows after it are refused, entries are recorded at it. `progress(rows, share)` is told
    after every chunk, share from 0 to 1. Raises CouldNot when the file cannot be read at all; one bad
    row never stops the others. Not inside a transaction.
    """
    if format not in FORMATS:
        raise CouldNot(say(f"不支持的格式 {format}", f"unknown format {format}"))
    report = Report(file=str(path), dry_run=dry_run)
    file = CsvFile(path, mapping.delimiter) if format == "csv" else XesFile(path)
    with closing(file):
        if isinstance(file, CsvFile):
            _has_columns(file, mapping)
        _take(file, mapping, report, at=at, progress=progress, create_units=create_units, actor=actor)
    report.check()
    if judge and not dry_run:
        _judge(at)
    return report


def _take(
    file: CsvFile | XesFile,
    mapping: Mapping,
    report: Report,
    *,
    at: datetime,
    progress: Progress | None,
    create_units: bool,
    actor: str,
) -> None:
    """Read, translate and store the rows of an open file, filling in the report."""
    dry_run = report.dry_run
    named = set(mapping.columns())
    columns: dict[str, None] = dict.fromkeys(file.header) if isinstance(file, CsvFile) else {}
    with _undisturbed(), Memory() as memory:
        translator = Translator(mapping, memory, at=at, key=settings.LEDGER_DIGEST_KEY, actor=actor)
        units = Units(create=create_units and not dry_run)
        gone = Gone(translator, at=at, write=partial(_append, at=at, dry_run=dry_run))
        records = file.records()
        while chunk := list(islice(records, CHUNK)):
            report.read += len(chunk)
            rows: list[Row] = []
            for one in chunk:
                if isinstance(one, Bad):
                    report.rejected.append(one)
                    continue
                if one.values.keys() - columns.keys():
                    columns.update(dict.fromkeys(one.values))
                answer = translator.translate(one)
                if isinstance(answer, Row):
                    rows.append(answer)
                elif answer is None:
                    report.duplicates += 1
                else:
                    report.rejected.append(answer)
            units.make({row.drafts[row.event].unit for row in rows})
            _store(rows, report, gone, at=at, dry_run=dry_run)
            gone.of_events()
            if progress:
                progress(report.read, file.share())
        gone.of_matters()
        report.matters = memory.count
    report.rejected.sort(key=lambda bad: bad.row)
    report.warnings = sorted(translator.warnings, key=lambda bad: bad.row)
    report.notes = [*file.notes, *_remarks(columns, named, mapping, read=report.read)]
    report.not_kept = [c for c in columns if c and c not in named]


@contextmanager
def _undisturbed() -> Iterator[None]:
    """Rows make many short-lived objects and no cycles: look for cycles less often meanwhile."""
    before = gc.get_threshold()
    gc.set_threshold(100_000, 50, 100)
    try:
        yield
    finally:
        gc.set_threshold(*before)


def _has_columns(file: CsvFile, mapping: Mapping) -> None:
    missing = {c: place for c, place in mapping.columns().items() if c not in file.header}
    if missing:
        zh = "、".join(f"{column}（{place}）" for column, place in missing.items())
        en = ", ".join(f"{column} ({place})" for column, place in missing.items())
        raise CouldNot(
            say(
                f"{file.path} 没有映射所用的列：{zh}。请核对映射文件",
                f"{file.path} lacks columns that the mapping names: {en}. Check the mapping file",
            )
        )


def _remarks(columns: dict[str, None], named: set[str], mapping: Mapping, *, read: int) -> Iterator[str]:
    """What the reader of the report should know of the file as a whole."""
    if absent := [c for c in named if c not in columns]:
        listed = ", ".join(sorted(absent))
        if read:
            yield say(f"文件中从未出现：{listed}", f"never occurs in the file: {listed}")
    if other := [c for c in columns if c and c not in named]:
        listed = ", ".join(other)
        yield say(
            f"没有映射、未保存的列：{listed}（只进入加密摘要，用来识别改动）",
            f"columns not mapped and not kept: {listed} (only in the keyed digest, to notice changes)",
        )


def _store(rows: list[Row], report: Report, gone: Gone, *, at: datetime, dry_run: bool) -> None:
    """Append the rows; if the ledger refuses one, find it and keep the others."""
    if not rows:
        return
    drafts = [draft for row in rows for draft in row.drafts]
    try:
        outcomes = _append(drafts, at=at, dry_run=dry_run)
    except DatabaseError:
        raise
    except (CouldNot, ValueError, TypeError) as wrong:
        if len(rows) == 1:
            report.rejected.append(Bad(rows[0].row, "", str(wrong)))
            return
        half = len(rows) // 2
        _store(rows[:half], report, gone, at=at, dry_run=dry_run)
        _store(rows[half:], report, gone, at=at, dry_run=dry_run)
        return
    start = 0
    for row in rows:
        state = outcomes[start + row.event].state
        start += len(row.drafts)
        if state != "stored":
            gone.known(row)
        if state == "duplicate":
            report.duplicates += 1
        else:
            report.stored += 1
            report.corrections += state == "correction"


def _append(drafts: list[Draft], *, at: datetime, dry_run: bool) -> list[record.Outcome]:
    """Write the drafts down; in a rehearsal only say what would become of them."""
    if not dry_run:
        return record.append_bulk(drafts, at=at)
    with transaction.atomic():
        outcomes = record.append(drafts, at=at)
        transaction.set_rollback(True)
    return outcomes


def _judge(at: datetime) -> None:
    """Have everything appended judged, so that reports see it."""
    from luoshi.monitor.follow import catch_up

    close_old_connections()
    catch_up(at=at)
