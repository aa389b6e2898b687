"""One deadline: twenty working days after a day, all at once and one by one."""

from collections.abc import Callable
from datetime import date, timedelta
from time import perf_counter

import holidays
import numpy as np

from bench.table import Row
from luoshi.law.calendar import Calendar, calendar_for
from luoshi.law.counting import due
from luoshi.law.period import Period

TERM = 20
FIRST, LAST = date(2006, 1, 1), date(2026, 11, 30)


def run(*, quick: bool = False) -> list[Row]:
    """Ours against numpy's busday (which knows no make-up workdays) and `holidays` (which does)."""
    rounds = 3 if quick else 50
    calendar = calendar_for("CN-530100")
    span = (LAST - FIRST).days
    drawn = np.random.default_rng(1).integers(0, span, 20_000 if quick else 1_000_000)
    few = [FIRST + timedelta(days=int(n)) for n in drawn[:1000]]
    many = drawn.astype("int32") + (FIRST - date(1970, 1, 1)).days
    china = holidays.country_holidays("CN", years=range(FIRST.year, LAST.year + 2))
    china.get_nth_working_day(FIRST, TERM)
    rest = np.busdaycalendar(holidays=[np.datetime64(day, "D") for day in sorted(china)])
    stamps = many.astype("datetime64[D]")
    agree(calendar, few[:100], china)

    ours = best(3 if quick else 9, lambda: calendar.add_many(many, TERM), many.size)
    numpy_many = best(
        3 if quick else 9, lambda: np.busday_offset(stamps, TERM, roll="backward", busdaycal=rest), many.size
    )
    scalar = best(rounds, lambda: [calendar.add(day, TERM) for day in few], len(few))
    some = few[:100]
    peer = best(rounds // 3, lambda: [china.get_nth_working_day(day, TERM) for day in some], len(some))
    busday = best(
        rounds, lambda: [np.busday_offset(d, TERM, roll="backward", busdaycal=rest) for d in some], len(some)
    )
    whole = best(rounds, lambda: [due(calendar, day, Period(TERM, "working_day")) for day in some], len(some))
    return [
        Row("deadline, vectorised", ns(ours), f"numpy busday {ns(numpy_many)}", numpy_many / ours, "≤ 100 ns", ours <= 100e-9),
        Row("deadline, scalar", ns(scalar), f"holidays {ns(peer)}", peer / scalar, "≤ 1 µs", scalar <= 1e-6),
        Row("deadline, scalar", ns(scalar), f"numpy busday {ns(busday)}", busday / scalar),
        Row("deadline with every rule (due)", ns(whole), f"holidays {ns(peer)}", peer / whole),
    ]  # fmt: skip


def agree(calendar: Calendar, days: list[date], china: holidays.HolidayBase) -> None:
    """A figure for another answer would be none."""
    for day in days:
        if calendar.add(day, TERM) != china.get_nth_working_day(day, TERM):
            raise AssertionError(
                f"{day}: {calendar.add(day, TERM)} and {china.get_nth_working_day(day, TERM)}"
            )


def best(rounds: int, work: Callable[[], object], count: int) -> float:
    """Seconds for one of `count`, in the fastest of several rounds."""
    taken = []
    for _ in range(rounds):
        began = perf_counter()
        work()
        taken.append(perf_counter() - began)
    return min(taken) / count


def ns(seconds: float) -> str:
    return f"{seconds * 1e9:,.0f} ns" if seconds < 1e-6 else f"{seconds * 1e6:,.2f} µs"
