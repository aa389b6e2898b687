"""What the API counts: due days by the law, and lateness over what was judged."""

import re
from datetime import UTC, date, datetime
from typing import Any

from django.conf import settings
from django.http import HttpRequest

from luoshi.api.callers import access_clocks, caller, now
from luoshi.api.problems import Refused
from luoshi.law import explain
from luoshi.law.calendar import Calendar, calendar_for
from luoshi.law.counting import Due, Pause, When
from luoshi.law.counting import due as count_due
from luoshi.law.days import CHINA, local_day
from luoshi.law.errors import CouldNot, NotInForce, Unclear
from luoshi.law.explain import Day
from luoshi.law.office_hours import OfficeHours, office_hours
from luoshi.law.period import Period
from luoshi.law.reckon import reckon
from luoshi.law.registry import clock as clock_of
from luoshi.law.words import say
from luoshi.monitor import reports

EARLIEST, LATEST = datetime(1900, 1, 1, tzinfo=UTC), datetime(2999, 1, 1, tzinfo=UTC)
CLOCK = re.compile(r"CLK-[0-9]{2}(?:\.[0-9]{1,2})?")


def due(start: str, period: str, pauses: list[str], *, extended: bool, backward: bool) -> dict[str, Any]:
    """The due day with its count; `period` may be the id of a clock.

    Raises Unclear for what cannot be read, Refused 404 for clocks and days the law files do not know,
    409 for what can be read but not counted together.
    """
    when = _day_or_moment(start)
    folder = settings.LUOSHI_HOME / "calendars"
    jurisdiction = settings.LUOSHI_JURISDICTION
    calendar, hours = calendar_for(jurisdiction, folder), office_hours(jurisdiction, folder)
    named = CLOCK.fullmatch(period)
    term = None if named else Period.parse(period)
    try:
        spans = [_pause(text) for text in pauses]
        if term is None:
            return _by_clock(calendar, when, period, spans, hours, extended=extended, backward=backward)
        if extended:
            raise Refused(409, say("extended 只用于登记的时限", "extended goes with a clock of the registry"))
        given: dict[str, Any] = {"pauses": spans, "backward": backward, "hours": hours}
        found = count_due(calendar, when, term, **given)
        return _told(found, explain.days(calendar, when, term, found=found, **given), None)
    except NotInForce as wrong:
        raise Refused(404, str(wrong)) from wrong
    except CouldNot as wrong:
        raise Refused(409, str(wrong)) from wrong
    except (OverflowError, ValueError) as wrong:
        raise Refused(409, say("超出可以计算的范围", "Beyond what can be counted")) from wrong


def _by_clock(
    calendar: Calendar,
    when: When,
    name: str,
    spans: list[Pause],
    hours: OfficeHours,
    *,
    extended: bool,
    backward: bool,
) -> dict[str, Any]:
    try:
        one = clock_of(name, local_day(when))
    except Unclear as wrong:
        raise Refused(404, str(wrong)) from wrong
    if backward and not one.backward:
        raise Refused(409, say(f"{one.id} 不是倒计期限", f"{one.id} is not counted backwards"))
    got = reckon(calendar, one, when, extend=extended, pauses=spans, hours=hours)
    return _told(got.found, got.days, one.citation.said())


def _told(found: Due, days: list[Day], citation: str | None) -> dict[str, Any]:
    return {
        "due_on": found.due_on,
        "due_at": found.due_at,
        "provisional": found.provisional,
        "days": [{"day": d.day, "counted": d.counted, "why": d.why} for d in days],
        "citation": citation,
    }


def _day_or_moment(text: str) -> When:
    text = text.strip()
    try:
        value: When = date.fromisoformat(text)
    except ValueError:
        try:
            moment = datetime.fromisoformat(text)
        except ValueError as wrong:
            raise Unclear(
                say(
                    f"看不懂 {text!r}：请写成 2026-09-18 或 2026-09-18T09:00+08:00",
                    f"Cannot read {text!r}: write 2026-09-18 or 2026-09-18T09:00+08:00",
                )
            ) from wrong
        value = moment if moment.tzinfo else moment.replace(tzinfo=CHINA)
    if not EARLIEST.year <= value.year < LATEST.year:
        raise Refused(404, say("日历不覆盖那一年", "No calendar covers that year"))
    return value


def _pause(text: str) -> Pause:
    begin, dots, end = text.partition("..")
    if not dots or not begin.strip():
        raise Unclear(say("暂停写成 2026-09-21..2026-09-28", "Write a pause as 2026-09-21..2026-09-28"))
    return _day_or_moment(begin), _day_or_moment(end) if end.strip() else None


def lateness(
    request: HttpRequest, *, by: str, since: date | None, until: date | None, at: datetime | None
) -> list[dict[str, Any]]:
    """The report within the caller's scope. A past moment judges the whole ledger anew."""
    span: dict[str, Any] = {"since": since, "until": until}
    if at is None:
        return reports.lateness(by=by, at=now(request), clocks=access_clocks(request), **span)
    at = min(max(at, EARLIEST), LATEST)
    sees = caller(request).sees
    if sees.all:
        return reports.lateness(by=by, at=at, past=True, **span)
    if not sees.units:
        return []
    rows = reports.lateness(by="item" if by == "item" else "unit", at=at, past=True, **span)
    rows = [row for row in rows if row["unit"] in sees.units]
    return rows if by != "clock" else _summed(rows)


def _summed(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    sums: dict[str, dict[str, Any]] = {}
    for row in rows:
        known = sums.setdefault(row["clock"], {**row, "unit": None, **dict.fromkeys(COUNTS, 0)})
        for name in COUNTS:
            known[name] += row[name]
    return [sums[name] for name in sorted(sums)]


COUNTS = ("due", "met", "late", "open_overdue", "open")
