"""Bring the national tables in: items, then every case whole; may be killed and run again at any moment."""

import gc
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import islice

from django.conf import settings
from django.db import close_old_connections, transaction

from luoshi.intake.digests import keyed
from luoshi.intake.national.case import tell
from luoshi.intake.national.catalogue import import_items
from luoshi.intake.national.items import Items
from luoshi.intake.national.lines import Lines, places
from luoshi.intake.national.mapping import Mapping
from luoshi.intake.national.notes import FileNotes
from luoshi.intake.national.scratch import Scratch
from luoshi.intake.national.sources import Source
from luoshi.intake.national.stamps import civil
from luoshi.intake.national.tables import ITEM_TABLES, TABLES
from luoshi.intake.national.telling import Import, Told
from luoshi.intake.national.units import Bodies
from luoshi.intake.report import Report
from luoshi.law.errors import CouldNot
from luoshi.law.words import say
from luoshi.ledger import read, record
from luoshi.ledger.entry import Row
from luoshi.ledger.record import Outcome
from luoshi.sealed import deposit

CASES = 400
"""Cases whose entries are written together."""
TOLD_EVERY = 5_000
READING = 0.3
"""The share of the work that reading is, for whoever waits."""
Progress = Callable[[int, float], None]


@dataclass(frozen=True, slots=True)
class Found:
    """A source and the table that it holds."""

    table: str
    source: Source


@dataclass(slots=True)
class Outcomes:
    """The report of every source, and how many cases they spoke of."""

    reports: list[Report]
    matters: int = 0
    entries: int = 0


def import_tables(
    sources: Sequence[Found],
    mapping: Mapping,
    *,
    at: datetime,
    progress: Progress | None = None,
    dry_run: bool = False,
    create_units: bool = False,
    actor: str = "",
    judge: bool = True,
) -> Outcomes:
    """Read the sources, publish their items, write down their cases and have everything judged.

    `at` is now. `progress(rows, share)` is told now and then. Raises CouldNot before anything is written
    when a file lacks columns; one bad row never stops the others. Not inside a transaction.
    """
    complete(sources, mapping)
    run = _Run(
        sources,
        mapping,
        at=at,
        progress=progress,
        dry_run=dry_run,
        create_units=create_units,
        actor=actor,
    )
    return run.done(judge=judge and not dry_run)


def complete(sources: Sequence[Found], mapping: Mapping) -> None:
    """Every file has the columns without which its rows say nothing."""
    missing = []
    for found in sources:
        table = TABLES.get(found.table)
        needed = table.columns if table else ITEM_TABLES[found.table]
        columns = mapping.columns[found.table]
        at = places(columns, found.source.header).at
        lacking = [(columns.get(name) or (name,))[0] for name in needed if at.get(name, -1) < 0]
        if lacking:
            missing.append((found.source.name, lacking))
    if missing:
        zh = "；".join(f"{name} 没有列 {'、'.join(lacking)}" for name, lacking in missing)
        en = "; ".join(f"{name} lacks {', '.join(lacking)}" for name, lacking in missing)
        raise CouldNot(
            say(f"{zh}。请核对表头，或在映射文件 [columns] 写明", f"{en}. Check the header or the mapping")
        )


class _Run:
    """One import: its reports grow while it goes on."""

    def __init__(
        self, sources: Sequence[Found], mapping: Mapping, *, at: datetime, progress: Progress | None, dry_run: bool,
        create_units: bool, actor: str,
    ) -> None:  # fmt: skip
        self.sources, self.at, self.dry_run = sources, at, dry_run
        self.progress = progress or silent
        notes = [
            FileNotes(Report(file=f.source.name, dry_run=dry_run), short=short(f.source.name))
            for f in sources
        ]
        ledger = settings.LUOSHI_JURISDICTION
        self.shared = Import(
            mapping=mapping, law=mapping.law or ledger, now=civil(at), actor=actor,
            digest=keyed(settings.LEDGER_DIGEST_KEY), items=Items(ledger), bodies=Bodies(create=create_units and not dry_run),
            notes=notes,
        )  # fmt: skip
        self.outcomes = Outcomes([one.report for one in notes])

    def done(self, *, judge: bool) -> Outcomes:
        catalogue = [(n, f) for n, f in enumerate(self.sources) if f.table in ITEM_TABLES]
        import_items(
            [(f.table, f.source, self.shared.notes[n]) for n, f in catalogue],
            self.shared,
            at=self.at,
            dry_run=self.dry_run,
        )
        gc.freeze()
        with Scratch() as scratch:
            self.read(scratch)
            self.write(scratch)
        gc.unfreeze()
        for notes, found in zip(self.shared.notes, self.sources, strict=True):
            notes.report.notes += found.source.notes
            notes.close()
        if judge:
            _judge(self.at)
        return self.outcomes

    def read(self, scratch: Scratch) -> None:
        """Every row of every table of cases into the scratch."""
        whole = len(self.sources)
        for n, found in enumerate(self.sources):
            table = TABLES.get(found.table)
            if table is None:
                continue
            notes = self.shared.notes[n]
            lines = Lines(
                found.source, table, self.shared.mapping, notes, file=n, digest=self.shared.digest, at=self.at
            )
            notes.titles = lines.titles
            for line in lines.read():
                scratch.add(table.key, line)
                if not scratch.rows % TOLD_EVERY:
                    self.progress(scratch.rows, READING * (n + found.source.share()) / whole)

    def write(self, scratch: Scratch) -> None:
        """Case by case into the ledger."""
        cases = scratch.cases()
        told_rows = 0
        while part := list(islice(cases, CASES)):
            prefix = self.shared.mapping.source
            before: dict[str, list[Row]] = {}
            for row in read.entries([f"{prefix}:{number}" for number, _ in part]):
                before.setdefault(row.matter, []).append(row)
            told = [
                one
                for number, case in part
                for one in tell(self.shared, number, case, before.get(f"{prefix}:{number}", ()))
            ]
            self.store(told)
            self.outcomes.matters += len(part)
            for _, case in part:
                for file in {row.file for rows in case.values() for row in rows}:
                    self.shared.notes[file].report.matters += 1
            told_rows += len(told)
            self.progress(told_rows, READING + (1 - READING) * min(told_rows / max(scratch.rows, 1), 1))

    def store(self, told: list[Told]) -> None:
        """Write what the rows came to, and count what became of each."""
        ready = [entry for one in told for entry in one.entries]
        people = [one.person for one in told if one.person and one.person.content and one.entries]
        if self.dry_run:
            with transaction.atomic():
                outcomes: list[Outcome] = record.place(ready, at=self.at)
                transaction.set_rollback(True)
        else:
            deposit.deposit_all(people, at=self.at)
            outcomes = record.place_bulk(ready, at=self.at)
        self.outcomes.entries += len(ready)
        end = 0
        for one in told:
            end += len(one.entries)
            report = self.shared.notes[one.file].report
            state = outcomes[end - 1].state if one.entries else "duplicate"
            if state == "duplicate":
                report.duplicates += 1
            else:
                report.stored += 1
                report.corrections += state == "correction"


def silent(rows: int, share: float) -> None:
    """Nobody waits."""


def short(name: str) -> str:
    """A source's name without its folders."""
    return name.replace("\\", "/").rsplit("/", 1)[-1][:80]


def _judge(at: datetime) -> None:
    from luoshi.monitor.follow import catch_up

    close_old_connections()
    catch_up(at=at)
