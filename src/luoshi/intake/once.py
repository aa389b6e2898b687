"""What a matter says once, however many rows speak of it: received, decided, deadlines set and met."""

from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Any

from luoshi.intake.digests import Digest
from luoshi.intake.fields import Mapping
from luoshi.intake.memory import Case
from luoshi.intake.moments import Moments, Stamp, Unreadable, limit
from luoshi.intake.record import Record
from luoshi.law.words import say
from luoshi.ledger.entry import Draft

Warn = Callable[[int, str, str], None]


class Once:
    """Makes the entries of a matter and the deadlines of its events, for one file."""

    def __init__(
        self,
        mapping: Mapping,
        moments: Moments,
        digest: Digest,
        warn: Warn,
        *,
        at: datetime,
        span: tuple[str, str],
    ) -> None:
        self.mapping = mapping
        self.moments = moments
        self.digest = digest
        self.warn = warn
        self.now = limit(at)
        self.span = span
        self.all = {f"{what}:{name}" for name in mapping.clocks for what in ("set", "met")}
        self.all |= {what for what in ("opened", "closed") if getattr(mapping, what)}

    def of_matter(self, record: Record, case: Case, event: Draft, time: Stamp) -> Iterator[Draft]:
        """What this row lets us say of the matter for the first time."""
        mapping, done = self.mapping, case.done
        if self.all <= done:
            return
        opened = self._told(record, case, mapping.opened, past=True)
        if opened and "opened" not in done:
            done.add("opened")
            kept = {c: case.values[c][0] for c in mapping.keep_of_matter if c in case.values}
            payload: dict[str, Any] = {"kept": kept} if kept else {}
            yield self._entry(event, "opened", "approvals.received", opened, payload)
        for name, clock in mapping.clocks.items():
            due = self._told(record, case, clock.due)
            if due and f"set:{name}" not in done:
                done.add(f"set:{name}")
                if opened and due.utc < opened.utc:
                    self.warn(record.row, clock.due, due_before())
                begun = opened or time
                payload = {"clock": name, "instance": "", "grade": "source", "due_at": due.utc}
                yield self._entry(event, f"set:{name}", "clocks.set", begun, payload, fixed=bool(opened))
            met = self._told(record, case, clock.met, past=True)
            if met and due and f"met:{name}" not in done:
                done.add(f"met:{name}")
                yield self._entry(event, f"met:{name}", "clocks.met", met, {"clock": name, "instance": ""})
        closed = self._told(record, case, mapping.closed, past=True)
        if closed and "closed" not in done:
            done.add("closed")
            yield self._entry(event, "closed", "approvals.decided", closed, {})

    def of_event(self, record: Record, opened: Stamp | None, event: Draft, time: Stamp) -> Iterator[Draft]:
        """An event's own deadlines. They run from the matter's beginning, when the plan was first known."""
        begun = opened if opened and opened.utc < time.utc else time
        instance = event.occasion[-32:-16]
        for name, clock in self.mapping.event_clocks.items():
            due = self._of_row(record, clock.due)
            if due is None:
                continue
            if opened and due.utc < opened.utc:
                self.warn(record.row, clock.due, due_before())
            payload = {"clock": name, "instance": instance, "grade": "source", "due_at": due.utc}
            yield self._step(event, f"set:{name}", "clocks.set", begun, payload)
            if met := self._of_row(record, clock.met, past=True):
                yield self._step(
                    event, f"met:{name}", "clocks.met", met, {"clock": name, "instance": instance}
                )

    def unsaid(self, matter: str, case: Case) -> dict[str, str]:
        """What no row of the file told of this matter: occasion → what. A value that cannot be read is no silence."""
        found = {}
        for what in self.all - case.done:
            if not any(f"?{column}" in case.done for column in self._columns(what)):
                found[self.occasion(self.mapping.source, matter, what)] = what
        return found

    def unsaid_of_event(self, record: Record, event: Draft) -> dict[str, str]:
        """The same of one event: its own deadlines whose columns are empty."""
        values = record.values
        return {
            f"{event.occasion}:{what}:{name}": f"{what}:{name}"
            for name, clock in self.mapping.event_clocks.items()
            for what, column in (("set", clock.due), ("met", clock.met))
            if column and not (column in values and clock.due in values)
        }

    def _columns(self, what: str) -> tuple[str, ...]:
        kind, _, name = what.partition(":")
        if not name:
            return (str(getattr(self.mapping, kind)),)
        clock = self.mapping.clocks[name]
        return (clock.due, clock.met) if kind == "met" else (clock.due,)

    def occasion(self, source: str, matter: str, what: str) -> str:
        return f"import:{source}:{self.digest(matter).hex()}:{what}"

    def _told(self, record: Record, case: Case, column: str, *, past: bool = False) -> Stamp | None:
        """A moment of the matter; an unreadable or impossible one is named once and left out."""
        if not column:
            return None
        text = case.values[column][0] if column in case.values else record.values.get(column, "")
        if not text:
            return None
        stamp = self.moments.read(text)
        problem = self._doubt(stamp, past=past)
        warning = problem or (stamp.warning if isinstance(stamp, Stamp) else "")
        if warning and f"?{column}" not in case.done:
            case.done.add(f"?{column}")
            self.warn(record.row, column, warning)
        return None if problem or isinstance(stamp, Unreadable) else stamp

    def _of_row(self, record: Record, column: str, *, past: bool = False) -> Stamp | None:
        text = record.values.get(column, "")
        if not text:
            return None
        stamp = self.moments.read(text)
        problem = self._doubt(stamp, past=past)
        if problem:
            self.warn(record.row, column, problem)
        return None if problem or isinstance(stamp, Unreadable) else stamp

    def _doubt(self, stamp: Stamp | Unreadable, *, past: bool) -> str:
        if isinstance(stamp, Unreadable):
            return stamp.reason
        if past and stamp.utc > self.now:
            return say(
                f"{stamp.local} 在将来，尚未发生，未采用", f"{stamp.local} lies in the future; left out"
            )
        if not self.span[0] <= stamp.local < self.span[1]:
            return say(
                f"{stamp.local[:4]} 年不在日历范围内，未采用",
                f"the calendar does not cover {stamp.local[:4]}; left out",
            )
        return ""

    def _entry(
        self, event: Draft, what: str, kind: str, when: Stamp, payload: dict[str, Any], *, fixed: bool = True
    ) -> Draft:
        occasion = self.occasion(event.source, event.matter, what)
        return self._draft(event, occasion, kind, when, payload, moment=when.utc if fixed else "")

    def _step(self, event: Draft, what: str, kind: str, when: Stamp, payload: dict[str, Any]) -> Draft:
        return self._draft(event, f"{event.occasion}:{what}", kind, when, payload, moment=when.utc)

    def _draft(
        self, event: Draft, occasion: str, kind: str, when: Stamp, payload: dict[str, Any], *, moment: str
    ) -> Draft:
        """The digest rests on what the entry says alone, so other changes of the row do not touch it."""
        if item := event.payload.get("item"):
            payload["item"] = item
        said = [kind, moment, event.matter, event.unit, event.law, payload]
        return Draft(
            matter=event.matter,
            kind=kind,
            happened_at=when.at,
            local_at=when.local,
            occasion=occasion,
            unit=event.unit,
            actor_kind="import",
            actor=event.actor,
            law=event.law,
            source=event.source,
            source_row=event.source_row,
            source_digest=self.digest(said).hex(),
            payload=payload,
        )


def due_before() -> str:
    return say("期限早于该件收件时间", "the deadline lies before the matter began")
