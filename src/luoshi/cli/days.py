"""What `due` and `calendar` share: days, spans and the calendar of the chosen jurisdiction."""

from datetime import date, datetime

from luoshi.config.environment import home, jurisdiction
from luoshi.law.calendar import Calendar, calendar_for
from luoshi.law.counting import Pause, When
from luoshi.law.days import CHINA
from luoshi.law.errors import Unclear
from luoshi.law.office_hours import OfficeHours, office_hours
from luoshi.law.words import say


def calendar(chosen: str | None) -> Calendar:
    """The calendar of a jurisdiction, with the notices this office has loaded."""
    return calendar_for(chosen or jurisdiction(), home() / "calendars")


def hours(chosen: str | None) -> OfficeHours:
    return office_hours(chosen or jurisdiction(), home() / "calendars")


def day(text: str) -> date:
    try:
        return date.fromisoformat(text.strip())
    except ValueError as wrong:
        raise Unclear(
            say(
                f"看不懂日期 {text!r}：请写成 2026-09-18。",
                f"Cannot read the day {text!r}: write 2026-09-18.",
            )
        ) from wrong


def day_or_moment(text: str) -> When:
    """2026-09-18, or 2026-09-18T09:00 (China's time unless it says otherwise)."""
    try:
        return date.fromisoformat(text.strip())
    except ValueError:
        pass
    try:
        value = datetime.fromisoformat(text.strip())
    except ValueError as wrong:
        raise Unclear(
            say(
                f"看不懂 {text!r}：请写成 2026-09-18 或 2026-09-18T09:00+08:00。",
                f"Cannot read {text!r}: write 2026-09-18 or 2026-09-18T09:00+08:00.",
            )
        ) from wrong
    return value if value.tzinfo else value.replace(tzinfo=CHINA)


def pause(text: str) -> Pause:
    """S..E, half-open; S.. for one that is still open."""
    begin, dots, end = text.partition("..")
    if not dots or not begin.strip():
        raise Unclear(
            say(
                f"看不懂暂停 {text!r}：请写成 2026-09-21..2026-09-28（结束日恢复计算）。",
                f"Cannot read the pause {text!r}: write 2026-09-21..2026-09-28 (the end counts again).",
            )
        )
    return day_or_moment(begin), day_or_moment(end) if end.strip() else None
