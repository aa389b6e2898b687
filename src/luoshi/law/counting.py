"""The counting rules R1–R10, in closed form.

Every unit has an ordinal: which working day, which day, which working minute, which microsecond. A
term of N from s ends at ordinal N + ordinal(s), plus what pauses took out, turned back into a day
by one look-up. The start is not counted (R2), an extension is part of the same run (R9), pauses are
half-open and their union counts (R7), a roll comes once and last (R4).

民法典 第201–204条; 行政许可法 第82条; 行政复议法 第88条. R6, R7 and the one run of R9 are the house's reading.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from luoshi.law.calendar import Calendar, beyond
from luoshi.law.days import day_of_number, local_day, micros, number, of_micros
from luoshi.law.errors import NotInForce, Unclear
from luoshi.law.office_hours import OfficeHours
from luoshi.law.period import OFFICE, SECONDS, Period
from luoshi.law.words import say

When = date | datetime
Pause = tuple[When, When | None]
DAY = 86_400_000_000
MINUTE = 60_000_000


@dataclass(frozen=True, slots=True)
class Due:
    """What a count came to. `due_at` is the first late instant; both are None while a pause is open.

    `term` is the length run (extension included) in ordinals, `excluded` what pauses took out of it,
    `last` the last counted day before any roll (day-type units only). `provisional`: the date lies
    beyond the published notices and depends on working days, so a notice may still move it.
    """

    due_on: date | None
    due_at: datetime | None
    provisional: bool
    paused: bool
    term: int
    excluded: int = 0
    last: date | None = None

    @property
    def rolled(self) -> bool:
        return self.last is not None and self.last != self.due_on


def months_from(day: date, months: int) -> date:
    """R5: the same day number so many months later (or earlier); where missing, that month's last day."""
    index = day.year * 12 + day.month - 1 + months
    year, month = divmod(index, 12)
    if not 1900 <= year <= 2999:
        raise NotInForce(beyond(number(date(2999 if year > 2999 else 1900, 1, 1))))
    following = date(year + (month == 11), (month + 1) % 12 + 1, 1)
    length = following.toordinal() - date(year, month + 1, 1).toordinal()
    return date(year, month + 1, min(day.day, length))


def months_of(period: Period) -> int:
    return period.amount * (12 if period.unit == "year" else 1)


def union(pauses: Iterable[tuple[int, int | None]], start: int) -> list[tuple[int, int | None]]:
    """Pauses as disjoint half-open spans in order, cut to what lies at or after `start`; empty ones gone."""
    merged: list[tuple[int, int | None]] = []
    for opened, end in sorted(pauses, key=lambda span: span[0]):
        begin = max(opened, start)
        if end is not None and end <= begin:
            continue
        if merged:
            last_begin, last_end = merged[-1]
            if last_end is None or begin <= last_end:
                longest = None if last_end is None or end is None else max(last_end, end)
                merged[-1] = (last_begin, longest)
                continue
        merged.append((begin, end))
    return merged


def without(
    spans: Sequence[tuple[int, int | None]], start: int, term: int, gone: Callable[[int], int]
) -> int | None:
    """R7: ordinals the spans take out of a term; None while an open pause holds it.

    `gone(x)` is the ordinal reached just before x. A span matters only if fewer than `term` were
    counted before it began, so those that matter are a prefix.
    """
    excluded = 0
    for begin, end in spans:
        if gone(begin) - start - excluded >= term:
            break
        if end is None:
            return None
        excluded += gone(end) - gone(begin)
    return excluded


def checked(pauses: Iterable[Pause]) -> list[Pause]:
    """Pauses, none of them reversed."""
    kept = list(pauses)
    for begin, end in kept:
        if end is not None and micros(end) < micros(begin):
            raise Unclear(
                say(
                    f"暂停 {begin}..{end} 的结束早于开始，请对调。",
                    f"The pause {begin}..{end} ends before it begins; turn it round.",
                )
            )
    return kept


def due(
    calendar: Calendar,
    start: When,
    period: Period,
    *,
    extension: Period | None = None,
    pauses: Iterable[Pause] = (),
    roll: bool = False,
    backward: bool = False,
    hours: OfficeHours | None = None,
) -> Due:
    """When a term ends, by R1–R9.

    `start` and the ends of pauses are days or aware moments; `until=None` is a pause still open.
    Day-type units end with `due_on`, in time until its 24:00; `due_at` is 00:00 (+08:00) of the day
    after. Other units end at the moment itself. Raises NotInForce outside the calendar.
    """
    total = period.plus(extension)
    spans = checked(pauses)
    if backward:
        if spans or extension:
            raise Unclear(
                say("倒计期限没有暂停和延期。", "A term counted backwards has no pauses and no extension.")
            )
        return _backward(calendar, start, total)
    if not total.ends_with_day:
        return _moment(calendar, start, total, spans, hours or OfficeHours())
    return _day(calendar, local_day(start), total, spans, roll)


def _day(calendar: Calendar, s: date, total: Period, pauses: list[Pause], roll: bool) -> Due:
    at = number(s)
    calendar.index(at)
    working = total.unit == "working_day"
    begin, term = (calendar.before(at), total.amount) if working else (at, length(s, total))

    def gone(day: int) -> int:
        return calendar.before(min(day, calendar.last + 1) - 1) if working else day - 1

    days = ((number(local_day(p)), None if r is None else number(local_day(r))) for p, r in pauses)
    excluded = without(union(days, at + 1), begin, term, gone)
    if excluded is None:
        return Due(None, None, provisional=False, paused=True, term=term)
    last = at
    if term:
        last = calendar.nth(begin + term + excluded) if working else begin + term + excluded
    calendar.index(last)
    end = last
    if roll and not working and not calendar.works(last):
        end = calendar.nth(calendar.before(last) + 1)
    movable = (working or roll) and calendar.unconfirmed(end)
    return _ended(end, term, excluded, last, provisional=movable)


def length(s: date, total: Period) -> int:
    """A term in calendar days."""
    if total.unit == "day":
        return total.amount
    return months_from(s, months_of(total)).toordinal() - s.toordinal()


def _ended(end: int, term: int, excluded: int, last: int, *, provisional: bool) -> Due:
    return Due(
        due_on=day_of_number(end),
        due_at=of_micros((end + 1) * DAY),
        provisional=provisional,
        paused=False,
        term=term,
        excluded=excluded,
        last=day_of_number(last),
    )


def _backward(calendar: Calendar, start: When, total: Period) -> Due:
    """R6: the n-th counted day before E is the last day in time; no roll."""
    if total.unit in OFFICE:
        raise Unclear(say("办公时间不能倒计。", "Office hours cannot be counted backwards."))
    if not total.ends_with_day:
        term = total.amount * SECONDS[total.unit] * 1_000_000
        return _at(calendar, micros(start) - term, term, 0)
    e = number(local_day(start))
    calendar.index(e)
    if total.unit == "working_day":
        term = total.amount
        end = calendar.nth(calendar.before(e - 1) - term + 1) if term else e
    elif total.unit == "day":
        term = total.amount
        end = e - term
    else:
        end = number(months_from(local_day(start), -months_of(total)))
        term = e - end
    calendar.index(end)
    movable = total.unit == "working_day" and calendar.unconfirmed(e - 1)
    return _ended(end, term, 0, end, provisional=movable)


def _moment(calendar: Calendar, start: When, total: Period, pauses: list[Pause], hours: OfficeHours) -> Due:
    at = micros(start)
    spans = [(micros(p), None if r is None else micros(r)) for p, r in pauses]
    if total.unit in OFFICE:
        term = total.amount * (60 if total.unit == "working_hour" else 1)

        def gone(x: int) -> int:
            return office_ordinal(calendar, hours, x)

        begin = gone(at)
        excluded = without(union(spans, at), begin, term, gone)
        if excluded is None:
            return Due(None, None, provisional=False, paused=True, term=term)
        end = office_moment(calendar, hours, begin + term + excluded) if term else at
        return _at(calendar, end, term, excluded, movable=True)
    term = total.amount * SECONDS[total.unit] * 1_000_000
    excluded = without(union(spans, at), at, term, lambda x: x)
    if excluded is None:
        return Due(None, None, provisional=False, paused=True, term=term)
    return _at(calendar, at + term + excluded, term, excluded)


def _at(calendar: Calendar, end: int, term: int, excluded: int, *, movable: bool = False) -> Due:
    calendar.index(end // DAY)
    when = of_micros(end)
    provisional = movable and calendar.unconfirmed(end // DAY)
    return Due(when.date(), when, provisional, False, term, excluded)


def office_ordinal(calendar: Calendar, hours: OfficeHours, at: int) -> int:
    """Working minutes gone by at a civil moment; the seconds of its minute are dropped."""
    day, rest = divmod(at, DAY)
    calendar.index(day)
    before = calendar.before(day - 1)
    today = hours.gone(rest // MINUTE) if calendar.before(day) > before else 0
    return before * hours.minutes + today


def office_moment(calendar: Calendar, hours: OfficeHours, ordinal: int) -> int:
    """The civil moment at which so many working minutes have gone by."""
    full, rest = divmod(ordinal - 1, hours.minutes)
    return calendar.nth(full + 1) * DAY + hours.minute(rest + 1) * MINUTE
