"""Days as numbers, the one place where a moment becomes a day, and the names of holidays."""

from datetime import UTC, date, datetime, timedelta, timezone

from luoshi.law.errors import Unclear
from luoshi.law.words import say

EPOCH = date(1970, 1, 1).toordinal()
CHINA = timezone(timedelta(hours=8), "+08:00")
"""Civil time of every jurisdiction here; no daylight saving since 1991."""

ENGLISH = {
    "元旦": "New Year's Day",
    "春节": "Spring Festival",
    "清明节": "Tomb-Sweeping Day",
    "劳动节": "Labour Day",
    "端午节": "Dragon Boat Festival",
    "中秋节": "Mid-Autumn Festival",
    "国庆节": "National Day",
    "中国人民抗日战争暨世界反法西斯战争胜利70周年纪念日": "70th Victory Day",
    "休息日": "day off",
    "调休": "moved day",
}


def number(day: date) -> int:
    """Days since 1970-01-01."""
    return day.toordinal() - EPOCH


def day_of_number(n: int) -> date:
    return date.fromordinal(n + EPOCH)


def local_day(when: date | datetime) -> date:
    """R2: the local date (UTC+8) of an event, at whatever hour."""
    return moment(when).date() if isinstance(when, datetime) else when


def moment(when: date | datetime) -> datetime:
    """A moment in China's civil time; a day means its 00:00. A moment without a zone is Unclear."""
    if not isinstance(when, datetime):
        return datetime(when.year, when.month, when.day, tzinfo=CHINA)
    if when.tzinfo is None:
        raise Unclear(
            say(
                f"时刻 {when} 没有时区，请写成 {when.isoformat()}+08:00。",
                f"The moment {when} has no zone; write {when.isoformat()}+08:00.",
            )
        )
    return when.astimezone(CHINA)


def micros(when: date | datetime) -> int:
    """Microseconds of civil time since 1970-01-01T00:00 there."""
    return (moment(when).replace(tzinfo=UTC) - datetime(1970, 1, 1, tzinfo=UTC)) // timedelta(microseconds=1)


def of_micros(n: int) -> datetime:
    return datetime(1970, 1, 1, tzinfo=CHINA) + timedelta(microseconds=n)


def holiday_name(name: str) -> str:
    """国庆节、中秋节 in the reader's language."""
    return say(name, ", ".join(ENGLISH.get(part, part) for part in name.split("、")))
