"""A plain walk over the days: slow, obvious, and never imported by the product."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from luoshi.law.calendar import Calendar

ONE = timedelta(days=1)
Spans = Iterable[tuple[date, date | None]]


def off(day: date, pauses: Spans) -> bool:
    return any(p <= day and (r is None or day < r) for p, r in pauses)


def held(day: date, pauses: Spans) -> bool:
    """Does an open pause hold every day from this one on?"""
    return any(r is None and p <= day for p, r in pauses)


def months_later(s: date, n: int) -> date:
    year, month = s.year, s.month
    step = 1 if n > 0 else -1
    for _ in range(abs(n)):
        month += step
        if month == 13:
            year, month = year + 1, 1
        if month == 0:
            year, month = year - 1, 12
    for day in range(s.day, 0, -1):
        try:
            return date(year, month, day)
        except ValueError:
            continue
    raise AssertionError


def last_day(
    calendar: Calendar, s: date, amount: int, unit: str, pauses: Spans = (), *, roll: bool = False
) -> date | None:
    """R1–R5, R7, R9 for terms in days (amount holds the extension already)."""
    pauses = list(pauses)
    if unit in ("month", "year"):
        amount = (months_later(s, amount * (12 if unit == "year" else 1)) - s).days
    day = s
    counted = 0
    while counted < amount:
        day += ONE
        if held(day, pauses):
            return None
        if off(day, pauses):
            continue
        if unit != "working_day" or calendar.working(day):
            counted += 1
    if roll and unit != "working_day":
        while not calendar.working(day):
            day += ONE
    return day


def back(calendar: Calendar, e: date, amount: int, unit: str) -> date:
    """R6."""
    if unit in ("month", "year"):
        return months_later(e, -amount * (12 if unit == "year" else 1))
    day, counted = e, 0
    while counted < amount:
        day -= ONE
        if unit == "day" or calendar.working(day):
            counted += 1
    return day


def working_minutes(
    calendar: Calendar, start: datetime, minutes: int, pauses: Iterable[tuple[datetime, datetime]] = ()
) -> datetime:
    """Minute by minute, 09:00–12:00 and 13:00–17:00."""
    pauses = list(pauses)
    at = start
    while True:
        clock = at.hour * 60 + at.minute
        open_now = 540 <= clock < 720 or 780 <= clock < 1020
        if open_now and calendar.working(at.date()) and not any(p <= at < r for p, r in pauses):
            minutes -= 1
        at += timedelta(minutes=1)
        if minutes == 0:
            return at
