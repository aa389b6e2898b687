"""From a row of a file to what happened. Nothing is written here.

A row that cannot be kept is refused with its reason; one that can, but is doubtful, is kept with a warning.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from luoshi.intake import details
from luoshi.intake.digests import keyed
from luoshi.intake.fields import Mapping, Value
from luoshi.intake.mapping import STEP
from luoshi.intake.memory import Case, Memory
from luoshi.intake.moments import SHANGHAI, SHORTEST, Moments, Stamp, Unreadable, limit
from luoshi.intake.once import Once
from luoshi.intake.record import Bad, Record
from luoshi.law.words import say
from luoshi.ledger.entry import Draft

COVERED = ("2004-01-01", "2061-01-01")  # civil days the calendar knows, where a law applies
ALL_TIME = ("0001", "9999-12-31")
LIMIT = 200  # characters of a matter's id (with the source), a unit, an item


@dataclass(slots=True)
class Row:
    """A row ready to be written: its entries, which of them is the row itself, and what its empty columns unsay."""

    row: int
    drafts: list[Draft]
    event: int
    unsaid: dict[str, str]


class Translator:
    """Turns the records of one file into rows, in order. Warnings gather in `warnings`."""

    def __init__(
        self, mapping: Mapping, memory: Memory, *, at: datetime, key: bytes, actor: str = ""
    ) -> None:
        self.mapping = mapping
        self.memory = memory
        self.now = limit(at)
        self.shared: tuple[dict[str, str], dict[str, str]] = ({}, {})
        self.actor = actor
        self.digest = keyed(key)
        applies = mapping.law != "none"
        self.moments = Moments(mapping.zone, mapping.time_format, SHANGHAI if applies else None)
        self.span = COVERED if applies else ALL_TIME
        self.case_columns = mapping.case_columns()
        self.warnings: list[Bad] = []
        self.once = Once(mapping, self.moments, self.digest, self.warn, at=at, span=self.span)

    def warn(self, row: int, field: str, reason: str) -> None:
        self.warnings.append(Bad(row, field, reason))

    def translate(self, record: Record) -> Row | Bad | None:
        """The row, why it is refused, or None for a repetition of an earlier row of this file."""
        row, values, mapping = record.row, record.values, self.mapping
        if problem := self._missing(record):
            return problem
        time = self.moments.read(values[mapping.time])
        if isinstance(time, Unreadable):
            return Bad(row, mapping.time, time.reason)
        if problem := self._untimely(row, time) or self._unknown(record):
            return problem
        content = self._content(record, time)
        kind = mapping.kinds.get(values.get(mapping.activity, ""), STEP)
        try:
            payload = self._payload(record, kind)
        except details.Unusable as unusable:
            return unusable.bad(row)
        whole = self.digest(content)
        identity = self.digest([content.get(c, "") for c in mapping.id]) if mapping.id else whole
        digest = self.digest([whole.hex(), kind, mapping.unit.constant, mapping.law, payload])
        if earlier := self.memory.seen(identity, digest, row):
            return self._repeated(row, same=earlier[0] == digest, before=earlier[1])
        matter = f"{mapping.source}:{values[mapping.matter]}"
        case = self.memory.case(matter)
        if self.case_columns:
            self._compare(record, case)
        if time.warning:
            self.warn(row, mapping.time, time.warning)
        event = Draft(
            matter=matter,
            kind=kind,
            happened_at=time.at,
            local_at=time.local,
            occasion=f"import:{mapping.source}:{identity.hex()}",
            unit=self._first(mapping.unit, case),
            officer=values.get(mapping.officer, ""),
            actor_kind="import",
            actor=self.actor,
            law=mapping.law,
            source=mapping.source,
            source_row=str(row),
            source_digest=digest.hex(),
            payload=payload,
        )
        opened = self._known(case, mapping.opened)
        drafts = [*self.once.of_matter(record, case, event, time), event]
        position = len(drafts) - 1
        if mapping.event_clocks:
            drafts += self.once.of_event(record, opened, event, time)
        self._order(row, case, time, opened)
        return Row(row, drafts, position, self.once.unsaid_of_event(record, event))

    def _content(self, record: Record, time: Stamp) -> dict[str, str]:
        """All values in one spelling: moments with a zone in UTC, so that formats agree on an event."""
        normal, values = self.moments.normal, record.values
        shared, done = self.shared
        if record.shared is not shared:
            done = {name: normal(value) for name, value in record.shared.items()}
            self.shared = (record.shared, done)
        content = {
            name: done.get(name, value)
            if len(value) < SHORTEST or value[4] != "-" or name in done
            else normal(value)
            for name, value in values.items()
        }
        content[self.mapping.time] = time.utc
        return content

    def _missing(self, record: Record) -> Bad | None:
        mapping, values = self.mapping, record.values
        for column in (mapping.matter, mapping.time, mapping.activity):
            if column and column not in values:
                return Bad(record.row, column, say(f"缺少 {column}", f"{column} is missing"))
        if mapping.id and not any(column in values for column in mapping.id):
            reason = say("编号各列都是空的", "every column of the id is empty")
            return Bad(record.row, ", ".join(mapping.id), reason)
        if len(mapping.source) + 1 + len(values[mapping.matter]) > LIMIT:
            return self._long(record.row, mapping.matter)
        for value in (mapping.unit, mapping.item):
            if value.column and len(values.get(value.column, "")) > LIMIT:
                return self._long(record.row, value.column)
        return None

    def _long(self, row: int, column: str) -> Bad:
        return Bad(row, column, say(f"超过 {LIMIT} 个字符", f"longer than {LIMIT} characters"))

    def _untimely(self, row: int, time: Stamp) -> Bad | None:
        if time.utc > self.now:
            reason = say(f"{time.local} 在将来，尚未发生", f"{time.local} lies in the future")
        elif not self.span[0] <= time.local < self.span[1]:
            reason = say(
                f"{time.local[:4]} 年不在日历范围内（2004–2060），不能按 {self.mapping.law} 计算",
                f"the calendar does not cover {time.local[:4]} (2004–2060) under {self.mapping.law}",
            )
        else:
            return None
        return Bad(row, self.mapping.time, reason)

    def _unknown(self, record: Record) -> Bad | None:
        mapping = self.mapping
        if mapping.units is not None and (name := _value(mapping.unit, record)) not in mapping.units:
            reason = say(f"不认识的单位“{name}”", f"unknown unit “{name}”")
            return Bad(record.row, mapping.unit.column or "unit", reason)
        if mapping.items is not None and (name := _value(mapping.item, record)) not in mapping.items:
            reason = say(f"不认识的事项“{name}”", f"unknown item “{name}”")
            return Bad(record.row, mapping.item.column or "item", reason)
        return None

    def _repeated(self, row: int, *, same: bool, before: int) -> Bad | None:
        if same:
            reason = say(f"与第 {before} 行完全相同，只记一次", f"the same as row {before}; kept once")
            self.warn(row, "", reason)
            return None
        reason = say(
            f"与第 {before} 行编号相同而内容不同，保留第 {before} 行",
            f"has the id of row {before} but other content; row {before} is kept",
        )
        return Bad(row, ", ".join(self.mapping.id), reason)

    def _payload(self, record: Record, kind: str) -> dict[str, Any]:
        mapping, values = self.mapping, record.values
        payload: dict[str, Any] = {}
        if activity := values.get(mapping.activity):
            payload["activity"] = activity
        if item := _value(mapping.item, record):
            payload["item"] = item
        if mapping.keep_of_event:
            kept = {c: values[c] for c in mapping.keep_of_event if c in values}
            if kept:
                payload["kept"] = kept
        if mapping.payload:
            payload |= details.told(kind, record, mapping.payload, mapping.words, self.warn)
        return payload

    def _compare(self, record: Record, case: Case) -> None:
        """Keep the first word on each column of the matter; name rows that say otherwise."""
        for column in self.case_columns:
            value = record.values.get(column)
            if value is None:
                continue
            known = case.values.get(column)
            if known is None:
                case.values[column] = (value, record.row)
            elif known[0] != value and self.moments.normal(known[0]) != self.moments.normal(value):
                reason = say(
                    f"与同一件的第 {known[1]} 行矛盾，以第 {known[1]} 行为准",
                    f"contradicts row {known[1]} of the same matter; row {known[1]} counts",
                )
                self.warn(record.row, column, reason)

    def _order(self, row: int, case: Case, time: Stamp, opened: Stamp | None) -> None:
        """One warning at most: before the matter began, after it ended, or out of order."""
        column = self.mapping.time
        closed = self._known(case, self.mapping.closed)
        if opened and closed and closed.utc < opened.utc and "backward" not in case.done:
            case.done.add("backward")
            reason = say("办结早于收件，历时为负", "the matter ends before it begins: negative duration")
            self.warn(row, self.mapping.closed, reason)
        elif opened and time.utc < opened.utc:
            self.warn(row, column, say("早于该件收件时间", "before the matter began"))
        elif closed and time.utc > closed.utc:
            self.warn(row, column, say("晚于该件办结时间", "after the matter ended"))
        elif time.utc < case.last:
            reason = say("早于同一件的上一行（次序颠倒）", "earlier than a row before it: out of order")
            self.warn(row, column, reason)
        case.last = max(case.last, time.utc)

    def _known(self, case: Case, column: str) -> Stamp | None:
        told = case.values.get(column) if column else None
        stamp = self.moments.read(told[0]) if told else None
        return stamp if isinstance(stamp, Stamp) else None

    def _first(self, value: Value, case: Case) -> str:
        """The unit as the matter's first row named it."""
        return case.values.get(value.column, ("", 0))[0] if value.column else value.constant


def _value(value: Value, record: Record) -> str:
    return record.values.get(value.column, "") if value.column else value.constant
