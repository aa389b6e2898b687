"""What an import as a whole knows, and the entries that one case comes to."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from luoshi.intake.digests import Digest
from luoshi.intake.national.items import Items, Version
from luoshi.intake.national.mapping import Mapping
from luoshi.intake.national.notes import FileNotes
from luoshi.intake.national.stamps import instant, seconds
from luoshi.intake.national.standing import ENTERED, LAG, Standing, under
from luoshi.intake.national.tables import CaseRow
from luoshi.intake.national.units import Bodies
from luoshi.law.words import say
from luoshi.ledger import entry
from luoshi.ledger.entry import VOIDED
from luoshi.ledger.ready import Ready, digester, written
from luoshi.sealed.deposit import Sealed


@dataclass(slots=True, kw_only=True)
class Import:
    """Whatever the cases of one import share. `now` is civil."""

    mapping: Mapping
    law: str
    now: str
    actor: str
    digest: Digest
    items: Items
    bodies: Bodies
    notes: list[FileNotes]
    keyed: Any = field(default_factory=digester)

    def word(self, kind: str, code: str, row: CaseRow, field: str) -> str:
        """Our word for a code; "" for one that the mapping does not know, which is named."""
        found = self.mapping.codes.get(kind, {}).get(code, "")
        if code and not found:
            reason = say(
                f"不认识代码“{code[:40]}”，原样保留；请在映射文件 [codes.{kind}] 写明",
                f"unknown code “{code[:40]}”, kept as it is; tell it in [codes.{kind}] of the mapping",
            )
            self.notes[row.file].once(row.row, self.notes[row.file].title(field), code, reason)
        return found


class Told(NamedTuple):
    """What one row came to: its entries, the row itself last; none for a repetition."""

    file: int
    row: int
    entries: list[Ready]
    person: Sealed | None = None


@dataclass(slots=True)
class Telling:
    """One case while its rows are told: what stands, and the moments that rows are compared with."""

    shared: Import
    matter: str
    standing: dict[str, Standing]
    unit: str = ""
    applied: str = ""
    accepted: str = ""
    decided: str = ""
    slot: str = ""
    version: Version | None = None
    entries: list[Ready] = field(default_factory=list)
    pending: dict[str, Standing] = field(default_factory=dict)

    def base(self, letter: str, row: CaseRow) -> str:
        return f"import:{self.matter}:{letter}:{row.identity}"

    def reject(self, row: CaseRow, field: str, reason: str) -> None:
        notes = self.shared.notes[row.file]
        notes.reject(row.row, notes.title(field) if field else "", reason)

    def warn(self, row: CaseRow, field: str, reason: str) -> None:
        notes = self.shared.notes[row.file]
        notes.warn(row.row, notes.title(field), reason)

    def known(self, row: CaseRow, base: str) -> Told | None:
        """A row that brings nothing new, or takes back what was told: nothing more is to be made of it."""
        it = self.standing.get(base)
        if row.operation == "delete":
            return self.taken_back(row, base)
        if it is None:
            return None
        later = bool(row.told and it.told and row.told > it.told)
        if row.digest == it.digest or (row.digest in it.seen and not later):
            return Told(row.file, row.row, [])
        if row.told and it.told and row.told < it.told:
            self.warn(row, "cd_time", say("比账上的旧，未采用", "older than what stands; left out"))
            return Told(row.file, row.row, [])
        if it.fresh and not later:
            raise Conflict
        return None

    def taken_back(self, row: CaseRow, base: str) -> Told:
        """D: everything the row once told is voided, and stays on record."""
        names = list(under(self.standing, base))
        if not names and base not in self.standing:
            raise Unknown
        for name in names:
            self.void(name, row)
        return Told(row.file, row.row, self.entries)

    def begin(self) -> None:
        """A new row: nothing of it counts until all of it could be written out."""
        self.entries, self.pending = [], {}

    def settled(self) -> None:
        """The row could be written out: later rows are told upon it."""
        self.standing.update(self.pending)

    def void(self, name: str, row: CaseRow) -> None:
        it = self.standing[name]
        digest = self.shared.digest(["void", row.told, it.digest]).hex()
        self.add(row, name, VOIDED, it.moment, {}, digest=digest)

    def put(
        self, row: CaseRow, name: str, kind: str, moment: str, payload: dict[str, Any], *, officer: str = "", lag: bool = False,
    ) -> None:  # fmt: skip
        """An entry that follows from the row: its digest rests on what it says, not on how late it was told."""
        digest = self.shared.digest([kind, moment, self.unit, officer, payload]).hex()
        it = self.standing.get(name)
        if it is not None and it.digest == digest:
            self.pending[name] = it
            return
        self.add(row, name, kind, moment, payload, digest=digest, officer=officer, lag=lag)

    def close(
        self, row: CaseRow, base: str, kind: str, moment: str, payload: dict[str, Any], *, officer: str = "",
        keep: Sequence[str] = (),
    ) -> Told:  # fmt: skip
        """The entry that is the row itself, after voiding what an earlier version of it told and this one does not."""
        if base in self.standing:
            gone = [
                n
                for n in under(self.standing, base)
                if n != base and n not in self.pending and not n.startswith(tuple(keep))
            ]
            for name in gone:
                self.void(name, row)
        self.add(row, base, kind, moment, payload, digest=row.digest, officer=officer, lag=True)
        return Told(row.file, row.row, self.entries)

    def add(
        self, row: CaseRow, name: str, kind: str, moment: str, payload: dict[str, Any], *, digest: str, officer: str = "",
        lag: bool = True,
    ) -> None:  # fmt: skip
        """Write an entry out; raises CouldNot when a text in it cannot be kept."""
        shared = self.shared
        if lag and row.told:
            payload[LAG] = seconds(moment, row.told)
            payload[ENTERED] = entry.instant(instant(row.told))
        ready = written(
            shared.keyed, self.matter, kind, moment, self.unit, "", officer, "", "import", shared.actor, shared.law, name,
            shared.mapping.source, f"{shared.notes[row.file].short}:{row.row}", digest, instant(moment), payload,
        )  # fmt: skip
        self.entries.append(ready)
        it = self.standing.get(name)
        seen = (it.seen if it else set()) | {digest}
        said = it.payload if it and kind == VOIDED else payload
        self.pending[name] = Standing(kind, moment, digest, said, row.told, seen, fresh=True)


class Conflict(Exception):
    """The same row twice with other content, and no time that tells which came later."""


class Unknown(Exception):
    """A row that takes back what was never told."""
