"""From effects in the ledger to cards, prompts and tasks: the only writer of those tables."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any

import orjson

from luoshi.ledger.entry import Row
from luoshi.mechanisms.targets import (
    campaign_report,
    co_operation,
    decision_execution,
    joint_meeting,
    ledger_cycle,
    media_follow_up,
    owned_tasks,
    target_cascade,
)
from luoshi.mechanisms.window.first_inquiry import ANSWERS, WAITING
from luoshi.mechanisms.window.notified_commitment import BROKEN
from luoshi.mechanisms.window.overdue_reply import REASON_OWED
from luoshi.mechanisms.window.post_vacancy import ASSIGNED, VACANT
from luoshi.mechanisms.window.time_limit import RUNGS
from luoshi.monitor.events import ACKNOWLEDGED, APPEALED, DECIDED, NOTIFIED, SETTING_CHANGED, TASK_OPENED
from luoshi.monitor.models import Card, Prompt, Setting, Task

PROMPTS = ("blue", "yellow_warning")
ISSUING = frozenset(RUNGS.values())
SINCE = {
    NOTIFIED.kind: "notified_at",
    ACKNOWLEDGED.kind: "acknowledged_at",
    APPEALED.kind: "appealed_at",
    DECIDED.kind: "decided_at",
}
AFTERWARDS = ["state", "decided_by", *SINCE.values()]
LEFT_TO_PEOPLE: dict[str, tuple[str, ...]] = {
    TASK_OPENED.kind: (),
    REASON_OWED.kind: ("approvals.lateness_explained",),
    WAITING.kind: ANSWERS,
    BROKEN.kind: (),
    VACANT.kind: (ASSIGNED,),
    target_cascade.WAITING.kind: target_cascade.ANSWERS,
    ledger_cycle.FALSE.kind: ("tasks.verified", "tasks.archived"),
    owned_tasks.OWNERLESS.kind: (owned_tasks.AMENDED, *owned_tasks.SETTLED),
    decision_execution.OWED.kind: decision_execution.ANSWERS,
    co_operation.SILENT.kind: (co_operation.ANSWERED,),
    media_follow_up.DUE.kind: (media_follow_up.LOOKED_BACK,),
    campaign_report.UNREPORTED.kind: (campaign_report.REPORTED,),
    joint_meeting.TWICE.kind: (joint_meeting.DECIDED,),
}
"""What a person must see to, and the acts by which it is done."""


def project(matters: Iterable[Sequence[Row]]) -> None:
    """Write what the current entries of each matter brought about. Entries already projected change nothing."""
    cards: list[Card] = []
    prompts: list[Prompt] = []
    tasks: list[Task] = []
    for rows in matters:
        for row in rows:
            if row.kind in ISSUING:
                issue(row, rows, cards, prompts)
            elif row.kind in LEFT_TO_PEOPLE:
                tasks.append(task(row, rows))
            elif row.kind == SETTING_CHANGED.kind:
                change(row)
    Card.objects.bulk_create(
        cards, batch_size=500, update_conflicts=True, update_fields=AFTERWARDS,
        unique_fields=["ledger", "matter", "clock", "instance", "rung"],
    )  # fmt: skip
    Prompt.objects.bulk_create(prompts, batch_size=500, ignore_conflicts=True)
    Task.objects.bulk_create(
        tasks,
        batch_size=500,
        update_conflicts=True,
        unique_fields=["ledger", "position"],
        update_fields=["done_at"],
    )


def issue(row: Row, rows: Sequence[Row], cards: list[Card], prompts: list[Prompt]) -> None:
    told = orjson.loads(row.payload)
    rung = told["rung"]
    values: dict[str, Any] = {
        "ledger": row.ledger,
        "matter": row.matter,
        "clock": told["clock"],
        "instance": told["instance"],
        "rung": rung,
        "unit": row.unit,
        "item": told["item"],
        "issued_at": datetime.fromisoformat(row.happened_at),
        "due_on": date.fromisoformat(told["due_on"]) if told.get("due_on") else None,
        "position": row.position,
    }
    if rung in PROMPTS:
        prompts.append(Prompt(**values))
    else:
        colour = "yellow" if rung == "yellow_card" else "red"
        person = row.officer if row.actor_kind == "person" else ""
        cards.append(Card(**values, colour=colour, issued_by=person, **afterwards(row, rows)))


def afterwards(card: Row, rows: Sequence[Row]) -> dict[str, Any]:
    """What people did about a card since: the entries that name its position."""
    values: dict[str, Any] = {"state": Card.State.ISSUED, "decided_by": ""}
    for row in rows:
        moment = SINCE.get(row.kind)
        if moment is None:
            continue
        told = orjson.loads(row.payload)
        if told.get("card") != card.position:
            continue
        values[moment] = datetime.fromisoformat(row.happened_at)
        if row.kind == APPEALED.kind:
            values["state"] = Card.State.APPEALED
        if row.kind == DECIDED.kind:
            values["state"], values["decided_by"] = told["outcome"], row.officer
    return values


def task(row: Row, rows: Sequence[Row]) -> Task:
    """Something left to a person, done by the first act after it that settles it."""
    settling = LEFT_TO_PEOPLE[row.kind]
    done = [r.happened_at for r in rows if r.kind in settling and r.happened_at >= row.happened_at]
    return Task(
        ledger=row.ledger,
        matter=row.matter,
        unit=row.unit,
        reason=orjson.loads(row.payload).get("reason") or row.kind,
        opened_at=datetime.fromisoformat(row.happened_at),
        position=row.position,
        done_at=datetime.fromisoformat(min(done)) if done else None,
    )


def change(row: Row) -> None:
    told = orjson.loads(row.payload)
    Setting.objects.update_or_create(
        ledger=row.ledger,
        name=told["name"],
        since=date.fromisoformat(told["since"]),
        defaults={
            "value": told["value"],
            "begins_at": datetime.fromisoformat(told["begins"]) if "begins" in told else None,
            "position": row.position,
        },
    )
