"""How long a term really lasts, so that terms in different units can be compared without guessing.

A working day is no fixed number of days. So a promise counts with the longest it ever lasted and the
statute with the shortest, over every start day of the years whose holiday notice is published.
"""

from bisect import bisect_left
from datetime import date, timedelta
from functools import lru_cache
from math import ceil

from luoshi.law.calendar import calendar_for
from luoshi.law.counting import length
from luoshi.law.days import number
from luoshi.law.office_hours import OfficeHours
from luoshi.law.period import OFFICE, SECONDS, Period
from luoshi.law.words import say

JURISDICTION = "CN"
HOUR = 3600
MOST = 9999
YEARS = (date(2001, 1, 1), date(2009, 1, 1))
"""Start days for months and years: every month, leap years and others."""
REST = 12
"""A bound on how many days one working day ever took, for terms longer than the years known."""


@lru_cache(maxsize=512)
def span(period: Period) -> tuple[int, int]:
    """The fewest and the most calendar days a term in day units ever took, from its start day to its due day."""
    if period.unit == "day":
        return period.amount, period.amount
    if period.unit == "working_day":
        return _working(period.amount)
    days = (YEARS[0] + timedelta(n) for n in range((YEARS[1] - YEARS[0]).days))
    taken = [length(day, period) for day in days]
    return min(taken), max(taken)


def _working(amount: int) -> tuple[int, int]:
    """Of the n-th working day after a start: longest from a working day, shortest from the eve of one."""
    calendar = calendar_for(JURISDICTION)
    days = calendar.day_of[calendar.day_of <= number(calendar.confirmed_until)]
    if amount >= days.size:
        return amount, amount * REST
    most = (days[amount:] - days[:-amount]).max()
    least = (days[amount - 1 :] - days[: days.size - amount + 1]).min() + 1
    return int(least), int(most)


def hours(period: Period) -> tuple[int, int]:
    """The same in hours: a day's term begins at any hour of its first day and ends with its last."""
    if period.unit in SECONDS:
        whole = ceil(period.amount * SECONDS[period.unit] / HOUR)
        return whole, whole
    least, most = span(in_days(period))
    return least * 24, (most + 1) * 24


def in_days(period: Period) -> Period:
    """Office hours as the working days they reach into; other terms as they are."""
    if period.unit not in OFFICE:
        return period
    minutes = period.amount * (60 if period.unit == "working_hour" else 1)
    return Period(ceil(minutes / OfficeHours().minutes), "working_day")


def within(shorter: Period, longer: Period) -> bool:
    """Does `shorter` never end after `longer`, whenever both begin?"""
    if shorter.unit == longer.unit:
        return shorter.amount <= longer.amount
    if shorter.unit in SECONDS or longer.unit in SECONDS:
        return hours(shorter)[1] <= hours(longer)[0]
    return span(in_days(shorter))[1] <= span(in_days(longer))[0]


def largest(unit: str, longer: Period) -> Period | None:
    """The longest term in `unit` that is still within `longer`."""
    fits = bisect_left(range(1, MOST), True, key=lambda n: not within(Period(n, unit), longer))
    return Period(fits, unit) if fits else None


def why(shorter: Period, longer: Period) -> str:
    """The comparison in words; empty where both are told in one unit."""
    if shorter.unit == longer.unit:
        return ""
    days = hours if shorter.unit in SECONDS or longer.unit in SECONDS else span
    most, least = days(in_days(shorter))[1], days(in_days(longer))[0]
    unit = ("小时", "hours") if days is hours else ("日", "days")
    return say(
        f"单位不同，按已公布放假安排的各年从严比较：{shorter.said()}最长可达 {most} {unit[0]}，"
        f"{longer.said()}最短只有 {least} {unit[0]}",
        f"the units differ, so by the published calendars: {shorter.said()} may last {most} {unit[1]}, "
        f"{longer.said()} only {least} {unit[1]}",
    )
