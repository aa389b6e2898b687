"""A clock of the registry applied to a day: its own period, roll, direction and extension."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from luoshi.law import explain
from luoshi.law.calendar import Calendar
from luoshi.law.clock import Clock
from luoshi.law.counting import Due, Pause, When, checked, due
from luoshi.law.days import day_of_number, local_day, micros, number, of_micros
from luoshi.law.errors import Unclear
from luoshi.law.explain import Day
from luoshi.law.office_hours import OfficeHours
from luoshi.law.period import Period
from luoshi.law.words import say


@dataclass(frozen=True, slots=True)
class Reckoned:
    """A due date with its days, and the period they counted.

    `remind` is the earlier reading of a text in doubt (R10): for reminders only.
    """

    found: Due
    days: list[Day]
    period: Period | None
    remind: Due | None = None


def extended(clock: Clock, wanted: bool) -> Period | None:
    """The clock's full extension; Unclear when it has none, or none in figures."""
    if not wanted:
        return None
    if clock.extension is None or clock.extension.period is None:
        raise Unclear(say(f"{clock.id} 没有规定延期天数。", f"{clock.id} has no extension given in figures."))
    return clock.extension.period


def reckon(
    calendar: Calendar,
    clock: Clock,
    start: When,
    *,
    extend: bool = False,
    pauses: Iterable[Pause] = (),
    hours: OfficeHours | None = None,
) -> Reckoned:
    """When a clock started on `start` ends. A fixed date is the next one on or after the start."""
    spans = checked(pauses)
    extension = extended(clock, extend)
    if spans and not clock.pause_grounds:
        raise Unclear(
            say(
                f"{clock.id} 没有法定的暂停事由，不能暂停。",
                f"{clock.id} has no ground on which it may be paused.",
            )
        )
    if clock.fixed:
        return _fixed(calendar, clock.fixed, local_day(start))
    if clock.period is None:
        raise Unclear(
            say(
                f"{clock.id} 说明哪些时间不计入，本身没有期限；请用 --pause。",
                f"{clock.id} says what time is not counted and has no term of its own; use --pause.",
            )
        )
    given = {
        "extension": extension,
        "pauses": spans,
        "roll": clock.roll,
        "backward": clock.backward,
        "hours": hours,
    }
    found = due(calendar, start, clock.period, **given)  # type: ignore[arg-type]
    told = explain.days(calendar, start, clock.period, found=found, **given)  # type: ignore[arg-type]
    remind = None
    if clock.remind_earlier:
        remind = due(calendar, start, clock.remind_earlier, backward=clock.backward, pauses=spans)
    return Reckoned(found, told, clock.period.plus(extension), remind)


def _fixed(calendar: Calendar, fixed: tuple[int, int], start: date) -> Reckoned:
    """R4: the date itself is in time, rest day or not."""
    end = date(start.year, *fixed)
    if end < start:
        end = date(start.year + 1, *fixed)
    calendar.index(number(start))
    at = number(end)
    calendar.index(at)
    found = Due(
        due_on=end,
        due_at=of_micros(micros(day_of_number(at + 1))),
        provisional=False,
        paused=False,
        term=0,
        last=end,
    )
    why = say("固定日期，当日24时前仍在期限内", "a fixed date, in time until 24:00")
    return Reckoned(found, [Day(end, None, why)], None)
