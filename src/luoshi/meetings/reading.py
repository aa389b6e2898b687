"""From entries to a meeting or an issue: what acts are judged against, and what the tables say."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import orjson

from luoshi.law.typed import day, objects, text, texts
from luoshi.ledger.entry import FUTURE, Row
from luoshi.meetings.models import Decision, Issue, Meeting
from luoshi.org.bodies import told_body

Told = Mapping[str, Any]


@dataclass(slots=True)
class Held:
    """One matter; `size` is how many entries are recorded."""

    size: int = 0
    meeting: Meeting | None = None
    issue: Issue | None = None
    decisions: dict[str, Decision] = field(default_factory=dict)


def read(ledger: str, matter: str, rows: Iterable[Row]) -> Held:
    """What the current entries of a meeting or an issue tell."""
    held = sorted(rows, key=lambda row: row.corrects or row.position)
    it = Held(sum(row.position < FUTURE for row in held))
    for row in held:
        told = orjson.loads(row.payload)
        name, at = row.kind.removeprefix("meetings."), datetime.fromisoformat(row.happened_at)
        if name == "convened" and (on := day(told.get("on"))):
            it.meeting = convened(ledger, matter, row, told, on=on, at=at)
        elif name == "issue_raised":
            it.issue = raised(ledger, matter, row, told, at)
        elif it.meeting is not None:
            of_meeting(it.meeting, name, told, at)
        elif it.issue is not None:
            of_issue(it, it.issue, name, told, at)
    return it


def convened(ledger: str, matter: str, row: Row, told: Told, *, on: Any, at: datetime) -> Meeting:
    return Meeting(
        ledger=ledger, matter=matter, title=text(told.get("item"), 200), on=on, unit_name=row.unit,
        members=[told_body(one).name for one in objects(told.get("members"))], issues=texts(told.get("issues")),
        present=[], absent=[], state="convened", convened_at=at, position=row.position,
    )  # fmt: skip


def raised(ledger: str, matter: str, row: Row, told: Told, at: datetime) -> Issue:
    of = told_body(told.get("body"))
    return Issue(
        ledger=ledger, matter=matter, cause=text(told.get("cause"), 24), title=text(told.get("item"), 200), unit=of.code,
        unit_name=of.name, of=texts(told.get("of")), text=text(told.get("text")), state="raised", discussed=0,
        deferrals=0, raised_at=at, position=row.position,
    )  # fmt: skip


def of_meeting(it: Meeting, name: str, told: Told, at: datetime) -> None:
    if name == "held":
        it.state, it.held_at = "held", at
        it.present, it.absent = texts(told.get("present")), texts(told.get("absent"))
    elif name == "minuted":
        it.state, it.minuted_at, it.minutes = "minuted", at, text(told.get("text"), 50_000)
        it.document = text(told.get("document"), 100)


def of_issue(held: Held, it: Issue, name: str, told: Told, at: datetime) -> None:
    if name == "tabled":
        it.state, it.meeting = "tabled", text(told.get("of"), 40)
    elif name == "discussed":
        it.discussed += 1
        deferred = told.get("outcome") == "deferred"
        it.state, it.deferrals = ("deferred", it.deferrals + 1) if deferred else ("decided", 0)
        it.decided_at = None if deferred else at
    elif name == "decided" and (until := day(told.get("until"))):
        lead, instance = told_body(told.get("lead")), text(told.get("instance"), 10)
        held.decisions[instance] = Decision(
            ledger=it.ledger, matter=it.matter, instance=instance, meeting=text(told.get("of"), 40),
            title=text(told.get("item"), 200), unit=lead.code, unit_name=lead.name, until=until, text=text(told.get("text")),
            decided_at=at,
        )  # fmt: skip
    elif name == "task_made" and (decision := held.decisions.get(text(told.get("instance"), 10))):
        decision.task = text(told.get("of"), 40)
