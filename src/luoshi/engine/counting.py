"""The counting rules R1–R9 as expressions over whole tables.

The arithmetic is that of `luoshi.law.counting`: every unit has an ordinal (which working day,
which day, which minute of office hours), a term of N ends at ordinal(start) + N + what pauses
took out, and an ordinal is turned back into a day by one look-up. Tests compare both with a
plain walk over the days.
"""

from dataclasses import dataclass
from typing import Any

import ibis
import ibis.expr.datatypes as dt

from luoshi.law.calendar import FIRST
from luoshi.mechanisms.base import DAY, day_number, divided

MINUTE = 60_000_000
LOOK_UP = "LUOSHI_LOOK_UP"
"""Stands in SQL for each engine's own element-of-array function, counted from 1, null outside.

Written out through Ibis, an index is repeated three times, and nested look-ups grow as powers.
"""


@ibis.udf.scalar.builtin(name=LOOK_UP)
def look_up(array: dt.Array(dt.int32), place: int) -> dt.int32:  # type: ignore[valid-type,empty-body]
    """The element at `place`, counted from 1."""


@dataclass(frozen=True, slots=True)
class Counting:
    """Counting on the calendar of `w`, a one-row table already cross-joined into the relation."""

    w: Any

    def ordinal(self, day: Any) -> Any:
        """How many working days lie on or before `day`."""
        return look_up(self.w.ordinal, day - self.w.first + 1)

    def working_day(self, ordinal: Any) -> Any:
        """The day whose working-day ordinal it is (the first has 1)."""
        return look_up(self.w.day_of, ordinal)

    def after(self, day: Any, n: Any) -> Any:
        """R2, R3: the n-th working day after `day`."""
        return self.working_day(self.ordinal(day) + n)

    def rolled(self, day: Any) -> Any:
        """R4: `day`, or the next working day when it is none."""
        return self.working_day(self.ordinal(day - 1) + 1)

    def months(self, day: Any, n: Any) -> Any:
        """R5: the same day number n months later, or that month's last day."""
        n = n.cast("int32")
        index = look_up(self.w.month_index, day - self.w.first + 1)
        into = day - look_up(self.w.month_first, index + 1)
        first = look_up(self.w.month_first, index + n + 1)
        length = look_up(self.w.month_first, index + n + 2) - first
        return first + ibis.least(into, length - 1)

    def quarter(self, day: Any) -> Any:
        """Which quarter of a year a day lies in, counted from the first of the calendar."""
        return divided(look_up(self.w.month_index, day - self.w.first + 1), 3)

    def length(self, day: Any, amount: Any, per: Any) -> Any:
        """A term's length in its own ordinal: working days, or calendar days (R1, R5)."""
        return (
            ibis.cases(
                (per == "month", self.months(day, amount) - day),
                (per == "year", self.months(day, amount * 12) - day),
                else_=amount,
            )
        ).cast("int32")

    def start(self, day: Any, per: Any) -> Any:
        """The start's ordinal: its own day is not counted (R2)."""
        return ibis.ifelse(per == "working_day", self.ordinal(day), day).cast("int32")

    def end(self, ordinal: Any, per: Any) -> Any:
        """The day an ordinal stands for (R3)."""
        return ibis.ifelse(per == "working_day", self.working_day(ordinal), ordinal).cast("int32")

    def iso(self, day: Any) -> Any:
        """A day as text, 2026-09-18."""
        month = look_up(self.w.month_index, day - self.w.first + 1)
        of_month = day - look_up(self.w.month_first, month + 1) + 1
        year = divided(month, 12) + FIRST.year
        parts = (year, month % 12 + 1, of_month)
        return ibis.literal("-").join(
            [part.cast("string").lpad(2, "0") if n else part.cast("string") for n, part in enumerate(parts)]
        )

    def office_minutes(self) -> Any:
        """Working minutes of a working day."""
        return (self.w.am_close - self.w.am_open) + (self.w.pm_close - self.w.pm_open)

    def office_ordinal(self, local: Any) -> Any:
        """Working minutes gone by at a civil moment."""
        day = day_number(local)
        minute = divided(local % DAY, MINUTE).cast("int32")
        morning = ibis.least(ibis.greatest(minute, self.w.am_open), self.w.am_close) - self.w.am_open
        afternoon = ibis.least(ibis.greatest(minute, self.w.pm_open), self.w.pm_close) - self.w.pm_open
        before = self.ordinal(day - 1)
        working = self.ordinal(day) - before
        return before * self.office_minutes() + working * (morning + afternoon)

    def office_moment(self, ordinal: Any) -> Any:
        """The civil moment at which that many working minutes have gone by."""
        total = self.office_minutes()
        full = divided(ordinal - 1, total)
        rest = (ordinal - full * total).cast("int32")
        morning = self.w.am_close - self.w.am_open
        minute = ibis.ifelse(rest <= morning, self.w.am_open + rest, self.w.pm_open + rest - morning)
        day = self.working_day((full + 1).cast("int32"))
        return (day.cast("int64") * 1440 + minute) * MINUTE
