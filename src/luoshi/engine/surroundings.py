"""What an evaluation stands on besides entries: the moment, the calendar, the rules, the thresholds."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date, datetime, timedelta
from functools import lru_cache
from pathlib import Path
from typing import Any

import pyarrow as pa

from luoshi.engine.frame import EPOCH, schema
from luoshi.engine.schema import NEVER
from luoshi.law import folder
from luoshi.law.calendar import Calendar
from luoshi.law.clock import Clock
from luoshi.law.days import number
from luoshi.law.errors import Unclear
from luoshi.law.office_hours import OfficeHours
from luoshi.law.period import Period
from luoshi.law.registry import versions
from luoshi.law.words import say

OFFSET = timedelta(hours=8)
"""China's civil time; there has been no summer time since 1991."""

LADDER = ("warn_percent", "warn_days", "idle_days", "escalate_1", "escalate_2")
MECHANISMS = Path(__file__).parents[1] / "mechanisms"
PARAMETERS = {
    **dict.fromkeys(LADDER, "window/time_limit"),
    "answer_days": "window/first_inquiry",
    "least_time_per_mille": "targets/target_cascade",
    "most_sum_per_mille": "targets/target_cascade",
    "reopen_days": "targets/ledger_cycle",
    "owner_days": "targets/owned_tasks",
    "report_days": "targets/decision_execution",
    "free_extensions": "targets/rectification",
    "red_days": "targets/rectification",
    "look_back_days": "targets/media_follow_up",
    "undecided_meetings": "targets/joint_meeting",
    "vacancy_days": "window/post_vacancy",
}
"""Every dated threshold that relations read, and the mechanism whose `law.yaml` holds it."""


def micros(moment: datetime) -> int:
    """Microseconds since 1970 of an aware moment."""
    delta = moment - EPOCH
    return (delta.days * 86_400 + delta.seconds) * 1_000_000 + delta.microseconds


def thresholds(day: date) -> dict[str, int]:
    """The thresholds in force on a day."""
    return {name: folder.read(MECHANISMS / of).parameters[name].on(day) for name, of in PARAMETERS.items()}


@lru_cache(maxsize=4)
def arrays(calendar: Calendar) -> dict[str, Any]:
    """The calendar's arrays as Arrow values; made once per calendar."""
    return {
        name: one_row(getattr(calendar, name)) for name in ("ordinal", "day_of", "month_index", "month_first")
    }


def one_row(values: Any) -> pa.Array:
    """A list column of one row, without a detour through Python objects."""
    held = pa.Array.from_buffers(pa.int32(), len(values), [None, pa.py_buffer(values)])
    return pa.ListArray.from_arrays(pa.array([0, len(values)], pa.int32()), held)


def world(
    *,
    at: datetime,
    calendar: Calendar,
    hours: OfficeHours,
    live: date | None,
    ladder: Mapping[str, int] | None = None,
) -> pa.Table:
    """The one-row table `world` (see `engine.schema.WORLD`) for a moment."""
    civil = at.astimezone(EPOCH.tzinfo) + OFFSET
    values: dict[str, Any] = {
        "as_of": micros(at),
        "offset": OFFSET // timedelta(microseconds=1),
        "live": number(live) * 86_400_000_000 if live else NEVER,
        "confirmed": number(calendar.confirmed_until),
        "first": calendar.first,
        "am_open": hours.am_open,
        "am_close": hours.am_close,
        "pm_open": hours.pm_open,
        "pm_close": hours.pm_close,
        **thresholds(civil.date()),
        **(ladder or {}),
    }
    made = arrays(calendar)
    columns = [
        made[f.name] if f.name in made else pa.array([values[f.name]], f.type) for f in schema("world")
    ]
    return pa.table(columns, schema=schema("world"))


def drivable(clock: Clock) -> bool:
    """Does this clock count forward from a moment, so that entries can drive it?"""
    return bool(clock.period and clock.direction == "forward" and clock.fixed is None)


@lru_cache(maxsize=1)
def lawful() -> pa.Table:
    """The dated rules of the registry that entries can drive."""
    return rules({})


def rules(changes: Mapping[str, str]) -> pa.Table:
    """The same with figures replaced for a replay ("CLK-02.amount": "15")."""
    every = [c for each in versions().values() for c in each if drivable(c)]
    return pa.Table.from_pylist([row(c) for c in changed(every, changes)], schema=schema("rules"))


def row(clock: Clock) -> dict[str, Any]:
    """One row of `rules`; `until` is the first day it no longer governs."""
    until = number(clock.until) + 1 if clock.until else number(date(2100, 1, 1))
    return {
        "clock": clock.id,
        "amount": clock.amount,
        "per": clock.unit,
        "extension": (clock.extension.amount or 0) if clock.extension else 0,
        "roll": clock.roll,
        "pausable": bool(clock.pause_grounds),
        "since": number(clock.since),
        "until": until,
    }


def changed(clocks: Iterable[Clock], changes: Mapping[str, str]) -> list[Clock]:
    """The clocks with some figures replaced. Unclear names the key or value that cannot be used."""
    made = list(clocks)
    for key, value in changes.items():
        name, _, field = key.rpartition(".")
        if name not in {c.id for c in made} or field not in ("amount", "unit"):
            raise Unclear(
                say(
                    f"不认识参数 {key!r}：可写如 CLK-02.amount=15、CLK-02.unit=day，或 {'、'.join(PARAMETERS)}",
                    f"Unknown parameter {key!r}: write for example CLK-02.amount=15, CLK-02.unit=day, "
                    f"or one of {', '.join(PARAMETERS)}",
                )
            )
        new: dict[str, Any] = (
            {"amount": positive(key, value)} if field == "amount" else {"unit": Period(1, value).unit}
        )
        made = [replace(c, **new) if c.id == name else c for c in made]
    return made


def positive(key: str, value: str) -> int:
    """A whole number of at least one."""
    if not value.isdigit() or not int(value):
        raise Unclear(
            say(
                f"{key} 要写成正整数，不是 {value!r}",
                f"{key} must be a whole number of at least 1, not {value!r}",
            )
        )
    return int(value)
