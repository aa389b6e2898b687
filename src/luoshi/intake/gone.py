"""What a source no longer says: a deadline, a beginning or an end that a row told before and tells no more.

The entry it gave rise to is corrected to void, so that no clock runs on it. Only the row that told it can take
it back: a file with other rows of the matter says nothing about it.
"""

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from datetime import datetime

from luoshi.intake.translate import Row, Translator
from luoshi.law.words import say
from luoshi.ledger import read
from luoshi.ledger.entry import VOIDED, Draft
from luoshi.ledger.entry import Row as Standing

KNOWN = "known before"  # marks a matter of which the file repeats or changes rows
BATCH = 500
_ROW = re.compile(r"([0-9a-f]+)(?:#\d+)?")
Write = Callable[[list[Draft]], object]


class Gone:
    """Watches one import for what its rows take back. `write` appends drafts, or rehearses it."""

    def __init__(self, translator: Translator, *, at: datetime, write: Write) -> None:
        self.translator = translator
        self.once = translator.once
        self.memory = translator.memory
        self.source = translator.mapping.source
        self.at = at
        self.write = write
        self.events: dict[str, tuple[str, int]] = {}

    def known(self, row: Row) -> None:
        """A row that was imported before, the same or another version of it."""
        if self.once.all:
            self.memory.case(row.drafts[row.event].matter).done.add(KNOWN)
        self.events |= {occasion: (what, row.row) for occasion, what in row.unsaid.items()}

    def of_events(self) -> None:
        """Take back the deadlines of the events seen since the last call."""
        events, self.events = self.events, {}
        standing = read.standing(events) if events else []
        self._void((entry, *events[_first(entry.occasion)]) for entry in standing)

    def of_matters(self) -> None:
        """Once the file is read: take back what no row of a matter tells any more."""
        asked: dict[str, str] = {}
        for matter, case in self.memory.cases():
            if KNOWN in case.done:
                asked |= self.once.unsaid(matter, case)
                if len(asked) >= BATCH:
                    self._take_back(asked)
                    asked = {}
        if asked:
            self._take_back(asked)

    def _take_back(self, asked: Mapping[str, str]) -> None:
        """Void of this what its rows, now in the file, told before."""
        standing = read.standing(asked)
        if standing:
            rows: dict[str, list[Standing]] = defaultdict(list)
            for entry in read.entries({entry.matter for entry in standing}):
                if entry.source == self.source and self._identity(entry):
                    rows[entry.matter].append(entry)
            found = ((entry, self._retold(entry, rows[entry.matter])) for entry in standing)
            self._void((entry, asked[_first(entry.occasion)], row) for entry, row in found if row)

    def _retold(self, entry: Standing, rows: Iterable[Standing]) -> int | None:
        """The row of this file that told the entry before.

        They were recorded together; if not (the mapping named the column later), the file must have
        every row of the matter.
        """
        numbers = {}
        for row in rows:
            number = numbers[row] = self.memory.row_of(self._identity(row))
            if (row.source_row, row.recorded_at) == (entry.source_row, entry.recorded_at):
                return number
        return max((n for n in numbers.values() if n), default=None) if all(numbers.values()) else None

    def _identity(self, entry: Standing) -> bytes:
        """What makes the row itself of which this is the entry; nothing for other entries."""
        found = _ROW.fullmatch(entry.occasion.removeprefix(f"import:{self.source}:"))
        return bytes.fromhex(found[1]) if found else b""

    def _void(self, gone: Iterable[tuple[Standing, str, int]]) -> None:
        drafts = []
        for entry, what, row in gone:
            drafts.append(self._draft(entry, row))
            self.translator.warn(row, "", _said(what))
        if drafts:
            self.write(drafts)

    def _draft(self, entry: Standing, row: int) -> Draft:
        return Draft(
            matter=entry.matter,
            kind=VOIDED,
            happened_at=datetime.fromisoformat(entry.happened_at),
            local_at=entry.local_at,
            occasion=_first(entry.occasion),
            unit=entry.unit,
            actor_kind="import",
            actor=self.translator.actor,
            law=entry.law,
            source=self.source,
            source_row=str(row),
            source_digest=self.translator.digest([VOIDED, entry.matter]).hex(),
        )


def _first(occasion: str) -> str:
    """The occasion itself, without the number of the version."""
    return re.sub(r"#\d+\Z", "", occasion)


def _said(what: str) -> str:
    kind, _, name = what.partition(":")
    told = {
        "set": say(f"“{name}”的期限", f"the deadline “{name}”"),
        "met": say(f"“{name}”的办结", f"that “{name}” was met"),
        "opened": say("收件时间", "when the matter began"),
        "closed": say("办结时间", "when the matter ended"),
    }[kind]
    return say(
        f"来源不再写明{told}：原记录作废，不再计算",
        f"the source no longer tells {told}: what it said is void",
    )
