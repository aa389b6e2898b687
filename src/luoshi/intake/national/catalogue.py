"""Items of the national tables into the catalogue: every row answered, no promise longer than its statute.

An item that is new here comes with the versions it had; a later one is in force from now on, since cases keep the
version under which they were received.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta

from django.db import transaction

from luoshi.catalogue import actions
from luoshi.catalogue.definition import Definition, Material
from luoshi.catalogue.models import Item, ItemVersion
from luoshi.intake.national.defining import Row, Wrong, defined, materials, read
from luoshi.intake.national.items import Version
from luoshi.intake.national.notes import FileNotes
from luoshi.intake.national.sources import Source
from luoshi.intake.national.stamps import civil, instant
from luoshi.intake.national.telling import Import
from luoshi.law.errors import CouldNot
from luoshi.law.words import say
from luoshi.ledger.book import Book
from luoshi.monitor.acting import acting

BEGINNING = datetime(2004, 6, 30, 16, tzinfo=UTC)
"""From when an item is in force whose source does not say: the day 行政许可法 took effect, 2004-07-01 in China."""


@dataclass(slots=True)
class Wanted:
    """What the files say of one item: its versions, the papers it asks for, both row by row."""

    rows: list[Row] = field(default_factory=list)
    papers: list[Row] = field(default_factory=list)


def import_items(
    sources: Sequence[tuple[str, Source, FileNotes]], shared: Import, *, at: datetime, dry_run: bool
) -> None:
    """Publish what the files change. A dry run writes nothing, but cases read in it see the versions."""
    if not sources:
        return
    wanted: dict[str, Wanted] = defaultdict(Wanted)
    papers_told = False
    for table, source, notes in sources:
        papers_told |= table == "item_materials"
        for row in read(table, source, notes, shared):
            (wanted[row.code].rows if table == "items" else wanted[row.code].papers).append(row)
    latest = {
        v.code: v for v in ItemVersion.objects.filter(ledger=shared.items.ledger, code__in=list(wanted)).order_by("version")
    }  # fmt: skip
    retired = set(
        Item.objects.filter(ledger=shared.items.ledger, retired_at__isnull=False).values_list(
            "code", flat=True
        )
    )
    with transaction.atomic():
        with acting(actor=shared.actor or "national", at=at) as book:
            for code, it in sorted(wanted.items()):
                standing = latest.get(code)
                _Publishing(book, shared, code, it, standing, papers_told).done(
                    gone=code in retired, dry_run=dry_run
                )
        transaction.set_rollback(dry_run)


class _Publishing:
    """One item of an import, against the version that stands."""

    def __init__(
        self, book: Book, shared: Import, code: str, it: Wanted, latest: ItemVersion | None, papers_told: bool
    ) -> None:
        self.book, self.shared, self.code, self.it, self.latest = book, shared, code, it, latest
        self.papers_told = papers_told

    def done(self, *, gone: bool, dry_run: bool) -> None:
        """Publish, retire, or leave it as it is; every row is answered."""
        rows = sorted(self.it.rows, key=lambda row: (row.number, row.told, row.row))
        self.ends = [row for row in rows if row.ended]
        try:
            versions = list(self.versions([row for row in rows if not row.ended]))
        except Wrong as wrong:
            self.refuse(wrong)
            return
        try:
            fresh = self.publish(versions)
        except CouldNot as refused:
            self.refuse(Wrong(versions[-1][0] if versions else None, "", str(refused)))
            return
        self.retire(gone)
        for row, _, _ in versions:
            if row not in self.it.papers:
                self.answer(row, stored=row in fresh)
        for row in self.it.papers:
            self.answer(row, stored=bool(fresh))
        if dry_run and fresh:
            self.plan(versions)

    def versions(self, rows: Sequence[Row]) -> Iterator[tuple[Row, Definition, datetime]]:
        """Each version that the file tells, with the moment from which it holds, checked."""
        before = self.latest.definition if self.latest else Definition(code=self.code, name="", unit="")
        if not rows and self.it.papers:
            if not self.latest:
                raise Wrong(
                    self.it.papers[0], "code",
                    say("事项表和目录里都没有这个实施编码", "neither the file nor the catalogue has this item"),
                )  # fmt: skip
            yield self.it.papers[0], replace(before, materials=tuple(self.papers(before))), self.book.at
        for row, since in in_turn(rows, BEGINNING):
            it = defined(row, before, self.shared)
            if self.papers_told:
                it = replace(it, materials=tuple(self.papers(before)))
            it, problems = actions.weighed(it, min(since, self.book.at))
            if problems:
                raise Wrong(row, problems[0].field, "；".join(problem.reason for problem in problems))
            yield row, it, since

    def papers(self, before: Definition) -> Iterator[Material]:
        return materials(self.it.papers, before, self.shared)

    def publish(self, versions: Sequence[tuple[Row, Definition, datetime]]) -> list[Row]:
        """Record what is new; the rows that it came from."""
        if not versions:
            return []
        if self.latest is None:
            actions.publish_past(self.book, [(it, since) for _, it, since in versions])
            return [row for row, _, _ in versions]
        row, it, since = versions[-1]
        for earlier, _, _ in versions[:-1]:
            if not self.known(earlier):
                reason = say(
                    "目录里已有更新的版本，过去的版本不补录",
                    "the catalogue has a later version; no past one is added",
                )
                earlier.notes.warn(earlier.row, earlier.notes.title("version"), reason)
        if self.latest.told == it.as_payload():
            return []
        if since < self.book.at:
            reason = say(
                "自今日起适用；已收的件按收件时的版本",
                "in force from today; cases received keep their version",
            )
            row.notes.warn(row.row, row.notes.title("since"), reason)
        actions.publish(self.book, it, since=max(since, self.book.at))
        return [row]

    def known(self, row: Row) -> bool:
        return any(v.definition.edition == row.version for v in self.shared.items.versions(self.code))

    def retire(self, gone: bool) -> None:
        """The source took the item out of service, by deleting its row or by its state."""
        if not self.ends:
            return
        last = self.ends[-1]
        current = [
            row for row in self.it.rows if not row.ended and (row.number, row.told) > (last.number, last.told)
        ]
        done = self.latest is not None and not gone and not current
        if done:
            until = instant(last.until) if last.until else self.book.at
            reason = say("来源目录停用", "taken out of service at the source")
            actions.retire(self.book, self.code, since=max(until, self.book.at), reason=reason)
        for row in self.ends:
            self.answer(row, stored=done and row is last)

    def refuse(self, wrong: Wrong) -> None:
        """An item is published whole or not at all: the row at fault says why, the others say where to look."""
        at = wrong.row or (self.it.rows or self.it.papers)[0]
        for row in (*self.it.rows, *self.it.papers):
            if row is at:
                row.notes.reject(row.row, row.notes.title(wrong.field), wrong.reason)
            else:
                reason = say(
                    f"未存：该事项有误，见 {at.notes.short} 第 {at.row} 行",
                    f"not stored: see {at.notes.short}, row {at.row}",
                )
                row.notes.reject(row.row, "", reason)

    def answer(self, row: Row, *, stored: bool) -> None:
        if stored:
            row.notes.report.stored += 1
        else:
            row.notes.report.duplicates += 1

    def plan(self, versions: Sequence[tuple[Row, Definition, datetime]]) -> None:
        """What a dry run would have published, for the cases that follow in it."""
        begins = [civil(since) for _, _, since in versions]
        first = (self.latest.version if self.latest else 0) + 1
        self.shared.items.planned[self.code] = [
            Version(first + n, begins[n], begins[n + 1] if n + 1 < len(begins) else "", it)
            for n, (_, it, _) in enumerate(versions)
        ]


def in_turn(rows: Sequence[Row], beginning: datetime) -> Iterator[tuple[Row, datetime]]:
    """Each version with the moment from which it holds; one whose moment is not told, or not in order, follows at once.

    Cases name the version they were received under, so that second decides about nothing.
    """
    last: datetime | None = None
    for row in rows:
        since = instant(row.since) if row.since else beginning
        if last is not None and since <= last:
            since = last + timedelta(seconds=1)
        last = since
        yield row, since
