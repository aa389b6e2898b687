"""Which days are worked, and arithmetic on them by look-up.

W (a working day) is a weekday the year's notice does not list as rest, or a weekend day it lists as
work (职工工作时间规定 第7条; 全国年节及纪念日放假办法 第7条 and the yearly notice of the State Council's office).
At the door a day is a `datetime.date`; inside it is a number, days since 1970-01-01.
"""

from array import array
from collections.abc import Mapping
from datetime import date
from functools import cached_property, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from luoshi.law.days import EPOCH, day_of_number, number
from luoshi.law.errors import NotInForce
from luoshi.law.notice import Notice, notices
from luoshi.law.words import say

if TYPE_CHECKING:
    import numpy as np

FIRST = date(2004, 1, 1)
HORIZON = date(2060, 12, 31)
SPARE_MONTHS = 12 * 100
"""Months kept beyond the horizon, so that a term can be measured before it is found to leave it."""


class Calendar:
    """The days of one jurisdiction from 2004-01-01 to 2060-12-31; outside raises NotInForce.

    `confirmed_until` is the last day of the last year of the unbroken run of years with a published
    notice; dates beyond it are provisional (weekend rule).
    """

    def __init__(self, jurisdiction: str, found: list[Notice]) -> None:
        self.jurisdiction = jurisdiction
        self.first = number(FIRST)
        self.last = number(HORIZON)
        self.notices: Mapping[int, str] = {n.year: n.title for n in found if n.confirmed}
        self._rest: dict[int, str] = {}
        self._work: dict[int, str] = {}
        for notice in found:
            for day, name in notice.rest.items():
                self._set(self._rest, self._work, number(day), name)
            for day, name in notice.work.items():
                self._set(self._work, self._rest, number(day), name)
        year = FIRST.year
        while year in self.notices:
            year += 1
        self.confirmed_until = date(year - 1, 12, 31)
        self._confirmed = number(self.confirmed_until)
        self._ordinal, self._day_of = self._counted()

    @staticmethod
    def _set(into: dict[int, str], out_of: dict[int, str], day: int, name: str) -> None:
        out_of.pop(day, None)
        into[day] = name

    def _counted(self) -> tuple[list[int], list[int]]:
        ordinal, day_of = [], []
        for day in range(self.first, self.last + 1):
            weekend = (day + 3) % 7 >= 5  # 1970-01-01 was a Thursday
            if day in self._work or not (weekend or day in self._rest):
                day_of.append(day)
            ordinal.append(len(day_of))
        return ordinal, day_of

    def index(self, day: int) -> int:
        """Where a day number stands in the arrays."""
        if self.first <= day <= self.last:
            return day - self.first
        raise NotInForce(beyond(day))

    def before(self, day: int) -> int:
        """Working days on or before a day number; the day before the first has none."""
        return 0 if day == self.first - 1 else self._ordinal[self.index(day)]

    def nth(self, ordinal: int) -> int:
        """The day number of the working day with this ordinal (the first has 1)."""
        if 1 <= ordinal <= len(self._day_of):
            return self._day_of[ordinal - 1]
        raise NotInForce(beyond(self.last + 1 if ordinal > 0 else self.first - 1))

    def works(self, day: int) -> bool:
        return self.before(day) > self.before(day - 1)

    def working(self, day: date) -> bool:
        return self.works(number(day))

    def provisional(self, day: date) -> bool:
        """Is the notice of that day's year not published yet, so that the weekend rule alone speaks?"""
        self.index(number(day))
        return day.year not in self.notices

    def unconfirmed(self, day: int) -> bool:
        """Does a count that reaches this day number run beyond the unbroken run of published notices?"""
        return day > self._confirmed

    def note(self, day: date) -> str:
        """Why the day is as it is (国庆节, 补班（春节）, 周末); empty for an ordinary working day."""
        from luoshi.law.days import holiday_name

        at = number(day)
        self.index(at)
        if at in self._work:
            return say(f"补班（{self._work[at]}）", f"make-up workday ({holiday_name(self._work[at])})")
        if at in self._rest:
            return holiday_name(self._rest[at])
        return say("周末", "weekend") if day.weekday() >= 5 else ""

    def made_up(self, day: int) -> bool:
        """Is it a weekend day moved to work?"""
        return day in self._work

    def add(self, day: date, n: int) -> date:
        """The n-th working day after `day` (n ≥ 1)."""
        at = day.toordinal() - EPOCH - self.first
        if n < 1 or not 0 <= at <= self.last - self.first:
            return self._edge(day, n)
        k = self._ordinal[at] + n - 1
        if k >= len(self._day_of):
            raise NotInForce(beyond(self.last + 1))
        return date.fromordinal(self._day_of[k] + EPOCH)

    def _edge(self, day: date, n: int) -> date:
        self.index(number(day))
        raise ValueError(f"a count of working days begins with 1, not {n}")

    def subtract(self, day: date, n: int) -> date:
        """The n-th working day before `day` (n ≥ 1)."""
        at = number(day)
        if n < 1:
            return self._edge(day, n)
        self.index(at)
        return day_of_number(self.nth(self.before(at - 1) - n + 1))

    def between(self, a: date, b: date) -> int:
        """Working days in (a, b]; negative when b lies before a."""
        return self.before(number(b)) - self.before(number(a))

    @cached_property
    def ordinal(self) -> "np.ndarray[Any, np.dtype[np.int32]]":
        """ordinal[i]: working days in [first, first+i]."""
        return _int32(self._ordinal)

    @cached_property
    def day_of(self) -> "np.ndarray[Any, np.dtype[np.int32]]":
        """day_of[k]: day number of the k-th working day, counted from 0."""
        return _int32(self._day_of)

    @cached_property
    def month_first(self) -> "np.ndarray[Any, np.dtype[np.int32]]":
        """month_first[m]: day number of the first day of month m, counted from January 2004."""
        months = (HORIZON.year - FIRST.year + 1) * 12 + SPARE_MONTHS
        return _int32([number(date(FIRST.year + m // 12, m % 12 + 1, 1)) for m in range(months)])

    @cached_property
    def month_index(self) -> "np.ndarray[Any, np.dtype[np.int32]]":
        """month_index[i]: the month in which the day first+i lies."""
        import numpy as np

        days = np.arange(self.first, self.last + 1, dtype=np.int32)
        return (np.searchsorted(self.month_first, days, side="right") - 1).astype(np.int32)

    def add_many(
        self, days: "np.ndarray[Any, Any]", n: "np.ndarray[Any, Any] | int"
    ) -> "np.ndarray[Any, np.dtype[np.int32]]":
        """`add` on day numbers, all at once. A day or an end outside the calendar raises NotInForce."""
        import numpy as np

        days = np.asarray(days)
        if not days.size:
            return np.empty(0, dtype=np.int32)
        if int(np.min(n)) < 1:
            raise ValueError("a count of working days begins with 1")
        for day in (int(days.min()), int(days.max())):
            self.index(day)
        k = self.ordinal[days - self.first] + n - 1
        if int(k.max()) >= self.day_of.size:
            raise NotInForce(beyond(self.last + 1))
        ends: np.ndarray[Any, np.dtype[np.int32]] = self.day_of[k]
        return ends


def _int32(values: list[int]) -> "np.ndarray[Any, np.dtype[np.int32]]":
    import numpy as np

    return np.frombuffer(array("i", values), dtype=np.int32)


def beyond(day: int) -> str:
    """What to say of a day no calendar covers."""
    late = day > number(HORIZON)
    limit = HORIZON if late else FIRST
    return say(
        f"日历只覆盖 {FIRST} 至 {HORIZON}，所算日期{'晚于' if late else '早于'} {limit}。请检查日期和期限。",
        f"The calendar covers {FIRST} to {HORIZON}; the date falls {'after' if late else 'before'} {limit}. "
        "Check the day and the period.",
    )


@lru_cache(maxsize=64)
def calendar_for(jurisdiction: str, folder: Path | None = None) -> Calendar:
    """The calendar of a jurisdiction; `folder` holds the notices and overlays an office has loaded."""
    return Calendar(jurisdiction, notices(jurisdiction, folder))


def reload() -> None:
    """Forget calendars read so far: a notice was loaded."""
    calendar_for.cache_clear()
