"""From the rows of a source to rows of our tables: fields found by their columns, moments read, applicants sealed."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from luoshi.intake.digests import Digest
from luoshi.intake.national.mapping import Columns, Mapping
from luoshi.intake.national.notes import FileNotes
from luoshi.intake.national.people import applicant
from luoshi.intake.national.sources import Source, squeezed
from luoshi.intake.national.stamps import COVERED, Stamps, civil
from luoshi.intake.national.tables import CARRIED, COMMON, CaseRow, Table
from luoshi.law.words import say

LIMIT = 120
"""Characters of the number of a case."""


@dataclass(frozen=True, slots=True)
class Places:
    """Where the fields of a table stand in a file (-1 where it has no such column), and what the columns are called."""

    at: dict[str, int]
    titles: dict[str, str]


def places(columns: Columns, header: Sequence[str]) -> Places:
    """The first of a field's columns that the header has."""
    standing = {squeezed(title): n for n, title in reversed(list(enumerate(header)))}
    found: dict[str, int] = {}
    titles: dict[str, str] = {}
    for field, names in columns.items():
        at = next((standing[squeezed(name)] for name in names if squeezed(name) in standing), -1)
        found[field] = at
        titles[field] = header[at] if at >= 0 else (names[0] if names else field)
    return Places(found, titles)


class Refused(Exception):
    """A row that cannot be kept: the field and the reason."""

    def __init__(self, field: str, reason: str) -> None:
        super().__init__(reason)
        self.field, self.reason = field, reason


class Lines:
    """Reads one source into rows of a table. What is wrong with a row goes to `notes`."""

    def __init__(
        self, source: Source, table: Table, mapping: Mapping, notes: FileNotes, *, file: int, digest: Digest, at: datetime,
    ) -> None:  # fmt: skip
        self.source, self.table, self.notes, self.file, self.digest = source, table, notes, file, digest
        self.now = civil(at + timedelta(minutes=1))
        self.stamps = Stamps(mapping.zone)
        self.codes = mapping.codes
        found = places({**mapping.columns["all"], **mapping.columns[table.key]}, source.header)
        self.titles, self.at = found.titles, found.at
        self.names = [n for n in table.shape._fields[COMMON:] if n not in ("applicant", "sealed")]
        self.names.insert(0, "matter")
        self.own = [found.at.get(name, -1) for name in self.names]
        self.filled = [self.names.index(name) for name in table.filled]
        self.moments = [(self.names.index(name), name) for name in table.moments]
        self.personal = places(mapping.personal, source.header).at if table.key == "accept" else {}
        self.content = sorted(
            (name, n)
            for n, title in enumerate(source.header)
            if (name := squeezed(title)) and name not in CARRIED
        )

    def read(self) -> Iterator[CaseRow]:
        """Every row that can be kept so far; the others are in the notes."""
        report = self.notes.report
        for row, fields in self.source.rows():
            report.read += 1
            if isinstance(fields, str):
                self.notes.reject(row, "", fields)
                continue
            try:
                yield self._line(row, fields)
            except Refused as refused:
                self.notes.reject(row, self.titles.get(refused.field, refused.field), refused.reason)

    def _line(self, row: int, raw: Sequence[str]) -> CaseRow:
        fields = [value.strip() for value in raw]
        own = [fields[place] if place >= 0 else "" for place in self.own]
        for n in self.filled:
            if not own[n]:
                raise Refused(self.names[n], say("没有填", "is missing"))
        if len(own[0]) > LIMIT:
            raise Refused("matter", say(f"超过 {LIMIT} 个字", f"longer than {LIMIT} characters"))
        ahead = self._moments(row, fields, own)
        told = self._told(row, fields)
        operation = self._operation(row, fields)
        identity, digest = self._identity(fields, own, ahead)
        person: tuple[Any, ...] = self._person(row, fields) if self.personal else ()
        return self.table.shape._make(
            (own[0], told, self.file, row, operation, identity, digest, *own[1:], *person)
        )

    def _moments(self, row: int, fields: list[str], own: list[str]) -> bool:
        """Read the moments in place; does one that has yet to come tell that the row is not finished?

        The one that says when the row happened must be sound; any other is left out and named.
        """
        main = next((name for name in self.table.main if own[self.names.index(name)]), "")
        if not main and self.table.main:
            raise Refused(self.table.main[0], say("没有填", "is missing"))
        ahead = False
        for n, name in self.moments:
            if not own[n]:
                continue
            moment = self.stamps.read(own[n])
            if moment > self.now and name == "ended" and self.table.key == "special":
                ahead = True
            wrong = moment[1:] if moment[0] == "?" else self._untimely(name, moment)
            if wrong and name == main:
                raise Refused(name, wrong)
            if wrong:
                self.notes.warn(row, self.titles[name], wrong + say("，未采用", "; left out"))
            own[n] = "" if wrong else moment
            if (place := self.own[n]) >= 0 and not wrong:
                fields[place] = moment
        return ahead

    def _untimely(self, name: str, moment: str) -> str:
        if not COVERED[0] <= moment < COVERED[1]:
            return say(
                f"{moment[:4]} 年不在日历范围内（2004—2060）",
                f"the calendar does not cover {moment[:4]} (2004 to 2060)",
            )
        if moment > self.now and name != "promised" and not (name == "ended" and self.table.key == "special"):
            return say(f"{moment[:16]} 还没有到", f"{moment[:16]} lies in the future")
        return ""

    def _told(self, row: int, fields: list[str]) -> str:
        """When the source handed the row over; "" where it does not say."""
        place = self.at["cd_time"]
        moment = self.stamps.read(fields[place]) if place >= 0 else ""
        if moment[:1] == "?" or moment > self.now:
            title = self.titles["cd_time"]
            self.notes.once(
                row, title, "", say("同步时间读不懂或在将来，未采用", "unreadable or to come; left out")
            )
            return ""
        return moment

    def _operation(self, row: int, fields: list[str]) -> str:
        place = self.at["cd_operation"]
        code = fields[place].upper() if place >= 0 else ""
        word = self.codes["operation"].get(code, "")
        if code and not word:
            reason = say(
                f"不认识同步类型“{code}”，按新增或更新处理",
                f"unknown operation “{code}”, taken as new or changed",
            )
            self.notes.once(row, self.titles["cd_operation"], code, reason)
        return word or "insert"

    def _identity(self, fields: list[str], own: list[str], ahead: bool) -> tuple[str, str]:
        """What makes the row itself, and what it says, as keyed digests."""
        place = self.at["row_guid"]
        if place >= 0 and fields[place]:
            itself = [fields[place]]
        else:
            itself = [own[self.names.index(name)] for name in self.table.identity]
        content = [name + "=" + value for name, n in self.content if (value := fields[n])]
        if ahead:
            content.append("ahead")
        return self.digest(itself).hex()[:24], self.digest("\x1f".join(content)).hex()

    def _person(self, row: int, fields: list[str]) -> tuple[str, bytes]:
        told = {name: fields[place] for name, place in self.personal.items() if place >= 0}
        kind = self.codes["person"].get(told.pop("kind", ""), "")
        return applicant(told, kind, row, self.notes)
