"""From effects in the ledger to cards, prompts and tasks: the only writer of those tables."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

import orjson

from luoshi.ledger.entry import Row
from luoshi.mechanisms.window.time_limit import RUNGS
from luoshi.monitor.events import SETTING_CHANGED, TASK_OPENED
from luoshi.monitor.models import Card, Prompt, Setting, Task

PROMPTS = ("blue", "yellow_warning")
ISSUING = frozenset(RUNGS.values())


def project(rows: Iterable[Row]) -> None:
    """Write what these entries brought about. Entries already projected change nothing."""
    cards: list[Card] = []
    prompts: list[Prompt] = []
    tasks: list[Task] = []
    for row in rows:
        if row.kind in ISSUING:
            issue(row, cards, prompts)
        elif row.kind == TASK_OPENED.kind:
            tasks.append(task(row))
        elif row.kind == SETTING_CHANGED.kind:
            change(row)
    Card.objects.bulk_create(cards, batch_size=500, ignore_conflicts=True)
    Prompt.objects.bulk_create(prompts, batch_size=500, ignore_conflicts=True)
    Task.objects.bulk_create(tasks, batch_size=500, ignore_conflicts=True)


def issue(row: Row, cards: list[Card], prompts: list[Prompt]) -> None:
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
        "due_on": date.fromisoformat(told["due_on"]),
        "position": row.position,
    }
    if rung in PROMPTS:
        prompts.append(Prompt(**values))
    else:
        cards.append(Card(**values, colour="yellow" if rung == "yellow_card" else "red"))


def task(row: Row) -> Task:
    return Task(
        ledger=row.ledger,
        matter=row.matter,
        unit=row.unit,
        reason=orjson.loads(row.payload).get("reason", ""),
        opened_at=datetime.fromisoformat(row.happened_at),
        position=row.position,
    )


def change(row: Row) -> None:
    told = orjson.loads(row.payload)
    Setting.objects.update_or_create(
        ledger=row.ledger,
        name=told["name"],
        since=date.fromisoformat(told["since"]),
        defaults={"value": told["value"], "position": row.position},
    )
