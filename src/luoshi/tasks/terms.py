"""Dated figures of the house rules that acts go by, each from the `law.yaml` that gives its basis; and parts of a task."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path

from luoshi import mechanisms
from luoshi.law import folder
from luoshi.tasks.models import Node
from luoshi.tasks.task import State, Task

HOME = Path(mechanisms.__file__).parent / "targets"
CASCADE, CYCLE = "target_cascade", "ledger_cycle"


def parameter(mechanism: str, name: str, on: date) -> int:
    return folder.read(HOME / mechanism).parameters[name].on(on)


def reopen_days(on: date) -> int:
    """Within how many days of its write-off a task is opened again rather than drafted anew."""
    return parameter(CYCLE, "reopen_days", on)


def receipt_days(on: date) -> int:
    """Working days for signing."""
    return parameter(CYCLE, "receipt_days", on)


def reply_days(on: date) -> int:
    """Working days for a co-operating unit's answer."""
    return parameter(CYCLE, "co_reply_days", on)


def behind_per_mille(on: date) -> int:
    """By how much of its target a task may lag before it counts as behind its plan (未达序时)."""
    return parameter(CYCLE, "behind_per_mille", on)


def unfinished_parts(task: Task) -> Sequence[str]:
    """Parts of this task that are not written off."""
    if task.leaf:
        return ()
    closed = (State.VERIFIED, State.ARCHIVED, State.CANCELLED)
    parts = Node.objects.filter(ledger=task.ledger, matter__in=task.parts).exclude(state__in=closed)
    return list(parts.order_by("n").values_list("matter", flat=True))
