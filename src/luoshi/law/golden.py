"""Golden vectors: the counting must agree with every published result before anything is issued."""

from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

from luoshi.law.calendar import Calendar, calendar_for
from luoshi.law.clock import Clock
from luoshi.law.counting import Due, Pause, due
from luoshi.law.files import load
from luoshi.law.period import Period
from luoshi.law.registry import clock
from luoshi.law.words import say

FILE = Path(__file__).with_name("golden.yaml")


def _pause(text: str) -> Pause:
    begin, end = text.split("..")
    return date.fromisoformat(begin), date.fromisoformat(end)


def _found(calendar: Calendar, told: dict[str, Any]) -> Due:
    pauses = [_pause(text) for text in told.get("pauses", [])]
    extension = Period.parse(told["extension"]) if "extension" in told else None
    period, roll, backward = None, False, bool(told.get("backward"))
    if "clock" in told:
        one: Clock = clock(told["clock"])
        period, roll, backward = one.period, one.roll, one.backward
        if told.get("extended") and one.extension:
            extension = one.extension.period
    else:
        period = Period.parse(told["period"])
    assert period is not None
    return due(
        calendar, told["start"], period, extension=extension, pauses=pauses, roll=roll, backward=backward
    )


def _named(told: dict[str, Any]) -> str:
    parts = [str(told["start"]), told.get("clock") or told["period"]]
    parts += [f"+{told['extension']}"] if "extension" in told else []
    parts += [say("延期", "extended")] if told.get("extended") else []
    return " ".join([f"{told['rule']}:", *parts, *told.get("pauses", [])])


def disagreements(calendar: Calendar | None = None) -> list[str]:
    """One line for each vector that does not come out; empty: the counting is sound.

    The vectors are checked on the national calendar as shipped unless another is given. A loaded
    notice for 2026 that moves a day they touch is itself a reason to stop and look.
    """
    told = _vectors()
    on = calendar or calendar_for(told["jurisdiction"])
    wrong = []
    for one in told["vectors"]:
        try:
            found = _found(on, one)
            got, late = str(found.due_on), found.due_at.isoformat() if found.due_at else ""
        except Exception as failure:
            got, late = type(failure).__name__, ""
        if got != str(one["due"]) or one.get("late_at", late) != late:
            wrong.append(
                say(
                    f"{_named(one)} 应为 {one['due']}，算得 {got}",
                    f"{_named(one)}: {one['due']} expected, {got} found",
                )
            )
    return wrong


@lru_cache(maxsize=1)
def _vectors() -> dict[str, Any]:
    told: dict[str, Any] = load(FILE)
    return told
