"""Every day from the start to the due day: what it counted for, and why.

A plain walk, so that a person can follow it with a finger. It must end where the closed form of
`counting` ends; should it ever not, nothing is said rather than something wrong.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from luoshi.law.calendar import Calendar
from luoshi.law.counting import (
    DAY,
    MINUTE,
    Due,
    Pause,
    When,
    checked,
    due,
    office_ordinal,
    union,
)
from luoshi.law.days import day_of_number, local_day, micros, number
from luoshi.law.errors import CouldNot
from luoshi.law.office_hours import OfficeHours
from luoshi.law.period import OFFICE, SECONDS, Period
from luoshi.law.words import say

ONE = timedelta(days=1)
Spans = list[tuple[int, int | None]]


@dataclass(frozen=True, slots=True)
class Day:
    """One line: the day, which counted day it is (None: it does not count), and why."""

    day: date
    counted: int | None
    why: str


def days(
    calendar: Calendar,
    start: When,
    period: Period,
    *,
    extension: Period | None = None,
    pauses: Iterable[Pause] = (),
    roll: bool = False,
    backward: bool = False,
    hours: OfficeHours | None = None,
    found: Due | None = None,
) -> list[Day]:
    """The days of a count, from the start on (backwards for a backward term), same arguments as `due`.

    Terms in hours and minutes count the units completed by the end of each day. While a pause is
    open the list ends with the day it began.
    """
    spans = checked(pauses)
    if found is None:
        found = due(
            calendar,
            start,
            period,
            extension=extension,
            pauses=spans,
            roll=roll,
            backward=backward,
            hours=hours,
        )
    total = period.plus(extension)
    if not total.ends_with_day:
        return list(_moments(calendar, start, total, spans, hours or OfficeHours(), found, backward))
    if backward:
        walked = list(_back(calendar, local_day(start), total, found))
    else:
        walked = list(_forward(calendar, local_day(start), total, spans, found))
    if found.due_on is not None and walked[-1].day != found.due_on:
        raise CouldNot(
            say(
                f"逐日计算得 {walked[-1].day}，公式得 {found.due_on}，两者不符，不予显示。请报告此问题。",
                f"Day by day the count ends on {walked[-1].day}, by formula on {found.due_on}: not shown. Please report it.",
            )
        )
    return walked


def _name(calendar: Calendar, day: date) -> str:
    parts = [calendar.note(day), say("暂定", "provisional") if calendar.provisional(day) else ""]
    return say("，", ", ").join(part for part in parts if part)


def _counts(calendar: Calendar, day: date, unit: str) -> tuple[bool, str]:
    """Does the day count in this unit, and what it is called."""
    note = _name(calendar, day)
    working = calendar.working(day)
    if unit == "working_day":
        if working and not calendar.note(day):
            return True, say(f"工作日（{note}）", f"working day ({note})") if note else say(
                "工作日", "working day"
            )
        return working, note
    return True, say(f"计入（{note}）", f"counted ({note})") if note else say("计入", "counted")


def _held(spans: Spans, day: int) -> bool:
    return any(p <= day and (r is None or day < r) for p, r in spans)


def _forward(calendar: Calendar, s: date, total: Period, pauses: list[Pause], found: Due) -> Iterator[Day]:
    spans = union(
        ((number(local_day(p)), None if r is None else number(local_day(r))) for p, r in pauses),
        number(s) + 1,
    )
    unit = "working_day" if total.unit == "working_day" else "day"
    yield Day(s, None, say("起算日不计入", "the start is not counted"))
    day, counted = s, 0
    while counted < found.term:
        day += ONE
        if _held(spans, number(day)):
            if found.due_on is None and any(r is None and p <= number(day) for p, r in spans):
                yield Day(day, None, say("暂停，尚未恢复", "paused, not resumed yet"))
                return
            yield Day(day, None, say("暂停", "paused"))
            continue
        counts, why = _counts(calendar, day, unit)
        counted += counts
        last = counts and counted == found.term
        yield Day(day, counted if counts else None, why + (_ending(found) if last else ""))
    while found.rolled and found.due_on is not None and day < found.due_on:
        day += ONE
        if calendar.working(day):
            yield Day(day, None, say("顺延至此，到期", "rolled to here, due"))
            return
        yield Day(day, None, say(f"顺延（{_name(calendar, day)}）", f"rolled over ({_name(calendar, day)})"))


def _ending(found: Due) -> str:
    if found.rolled:
        return say("；期满日不是工作日，顺延", "; the last day is no working day, rolled over")
    return say("；到期，当日24时前仍在期限内", "; due, in time until 24:00")


def _back(calendar: Calendar, e: date, total: Period, found: Due) -> Iterator[Day]:
    unit = "working_day" if total.unit == "working_day" else "day"
    last = say("；最后一日，当日24时前仍在期限内", "; the last day, in time until 24:00")
    if not found.term:
        yield Day(e, None, say("当日为最后一日", "this day is the last one"))
        return
    yield Day(e, None, say("当日不计入，向前倒数", "not counted; counting back from here"))
    day, counted = e, 0
    while counted < found.term:
        day -= ONE
        counts, why = _counts(calendar, day, unit)
        counted += counts
        yield Day(day, counted if counts else None, why + (last if counts and counted == found.term else ""))


def _moments(
    calendar: Calendar,
    start: When,
    total: Period,
    pauses: list[Pause],
    hours: OfficeHours,
    found: Due,
    backward: bool,
) -> Iterator[Day]:
    """Units completed by the end of each day, by adding up each day's own."""
    s = micros(start)
    spans = union(((micros(p), None if r is None else micros(r)) for p, r in pauses), s)
    if backward or found.due_at is None:
        yield Day(local_day(start), None, _from(start))
        if found.due_on and found.due_at:
            yield Day(found.due_on, total.amount, _until(found))
        else:
            stopped = next(p for p, r in spans if r is None)
            yield Day(day_of_number(stopped // DAY), None, say("暂停，尚未恢复", "paused, not resumed yet"))
        return
    end, done = micros(found.due_at), 0
    each = 60 if total.unit == "working_hour" else 1
    if total.unit not in OFFICE:
        each = SECONDS[total.unit] * 1_000_000
    for day in range(s // DAY, end // DAY + 1):
        begins, stops = max(s, day * DAY), min(end, (day + 1) * DAY)
        own = _run(calendar, hours, total.unit, begins, stops, spans)
        done += own
        here = day_of_number(day)
        why = [_from(start)] if day == s // DAY else [_said(calendar, here, total.unit)]
        if any(p < stops and (r is None or begins < r) for p, r in spans):
            why.append(say("有暂停", "partly paused") if own else say("暂停", "paused"))
        if day == end // DAY:
            why.append(_until(found))
        yield Day(here, done // each if own else None, say("；", "; ").join(why))
    if done != found.term:
        raise CouldNot(
            say(
                f"逐日计算得 {done}，公式得 {found.term}，两者不符，不予显示。请报告此问题。",
                f"Day by day the count is {done}, by formula {found.term}: not shown. Please report it.",
            )
        )


def _run(calendar: Calendar, hours: OfficeHours, unit: str, begins: int, stops: int, spans: Spans) -> int:
    """Microseconds (or working minutes) of [begins, stops) outside the pauses."""

    def length(a: int, b: int) -> int:
        if unit in OFFICE:
            return office_ordinal(calendar, hours, b) - office_ordinal(calendar, hours, a)
        return b - a

    total = length(begins, stops)
    for p, r in spans:
        a, b = max(p, begins), min(stops if r is None else r, stops)
        if a < b:
            total -= length(a, b)
    return total


def _said(calendar: Calendar, day: date, unit: str) -> str:
    if unit in OFFICE:
        return _counts(calendar, day, "working_day")[1]
    return _counts(calendar, day, "day")[1]


def _from(start: When) -> str:
    at = f"{micros(start) % DAY // MINUTE // 60:02}:{micros(start) % DAY // MINUTE % 60:02}"
    return say(f"自 {at} 起算", f"counted from {at}")


def _until(found: Due) -> str:
    at = f"{found.due_at:%H:%M:%S}" if found.due_at else ""
    return say(f"{at} 到期", f"due at {at}")
