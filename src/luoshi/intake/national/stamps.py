"""Moments as offices write them, read into the civil time of China; never a guess.

`2026-09-18`, `20260918`, `2026/9/18 9:00`, `2026年9月18日`, `20260918T093000+0800`, Excel's serial days. Midnight stands
for a day without a time.
"""

import re
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from luoshi.law.words import say

SHANGHAI = ZoneInfo("Asia/Shanghai")
EIGHT = timedelta(hours=8)
COVERED = ("2004-01-01", "2061-01-01")
"""Civil days that the calendar knows."""
REMEMBERED = 50_000
MIDNIGHT = "T00:00:00"
SERIALS = range(36_526, 73_051)
"""Excel's days from 2000 to 2099."""
_EPOCH = datetime(1899, 12, 30)
_SERIAL = re.compile(r"\d{5}(?:\.\d+)?")
_CLOCK = (
    r"(?:(?:\s*T|\s+|\s*(?<=日))(?P<hour>\d{1,2})"
    r"(?:[:时点](?P<minute>\d{1,2})(?:[:分](?P<second>\d{1,2})秒?(?:[.,]\d+)?|分)?|时|点))?"
)
_ZONE = r"(?P<zone>Z|[+-]\d{2}:?\d{2})?"
_WRITTEN = re.compile(
    rf"(?P<year>\d{{4}})[-/.年](?P<month>\d{{1,2}})[-/.月](?P<day>\d{{1,2}})日?{_CLOCK}\s*{_ZONE}",
    re.IGNORECASE,
)
_BASIC = re.compile(
    r"(?P<year>\d{4})(?P<month>\d{2})(?P<day>\d{2})"
    rf"(?:T?(?P<hour>\d{{2}})(?P<minute>\d{{2}})(?P<second>\d{{2}})?(?:[.,]\d+)?)?{_ZONE}",
    re.IGNORECASE,
)
_PARTS = ("year", "month", "day", "hour", "minute", "second")


class Stamps:
    """Reads texts for one source; `zone` is that of moments which name none."""

    def __init__(self, zone: ZoneInfo = SHANGHAI) -> None:
        self.zone = zone
        self.known: dict[str, str] = {}

    def read(self, text: str) -> str:
        """`2026-09-18T09:00:00` in Chinese civil time, "" for "", or `?` and why it cannot be read."""
        found = self.known.get(text)
        if found is None:
            if len(self.known) >= REMEMBERED:
                self.known.clear()
            found = self.known[text] = self._read(text.strip())
        return found

    def _read(self, text: str) -> str:
        if not text:
            return ""
        try:
            value = written(text)
        except (ValueError, OverflowError):
            value = None
        if value is None:
            return "?" + say(
                f"“{text[:40]}”不是可读的日期：请写 2026-09-18 或 2026-09-18 09:00:00",
                f"“{text[:40]}” is no readable date: write 2026-09-18 or 2026-09-18 09:00:00",
            )
        bare = value.tzinfo is None and value.time() == time(0)
        if value.tzinfo is not None or (self.zone is not SHANGHAI and not bare):
            aware = value if value.tzinfo else value.replace(tzinfo=self.zone)
            value = aware.astimezone(SHANGHAI).replace(tzinfo=None)
        return value.isoformat(timespec="seconds")[:19]


def written(text: str) -> datetime | None:
    """The moment a text tells, with a zone only if it names one; None if it is none of the forms."""
    if len(text) == 19 and text[4] == "-" and text[10] in " T" and text[13] == ":":
        return datetime.fromisoformat(text)
    if _SERIAL.fullmatch(text):
        days = float(text)
        return _EPOCH + timedelta(seconds=round(days * 86_400)) if int(days) in SERIALS else None
    found = _WRITTEN.fullmatch(text) or _BASIC.fullmatch(text)
    if found is None or ("年" in text) != ("月" in text):
        return None
    told = found.groupdict()
    year, month, day, hour, minute, second = (int(told[part] or 0) for part in _PARTS)
    moment = datetime.combine(date(year, month, day), time(hour, minute, second))
    zone = told["zone"]
    if not zone:
        return moment
    return (
        datetime.fromisoformat(f"{moment.isoformat()}{zone[:3]}:{zone[-2:]}")
        if len(zone) > 1
        else moment.replace(tzinfo=UTC)
    )


def instant(civil: str) -> datetime:
    """The instant of a civil moment since 2004, when China's clocks are eight hours ahead."""
    return datetime.fromisoformat(civil + "+00:00") - EIGHT


def civil(at: datetime) -> str:
    """The civil moment of an instant."""
    return at.astimezone(SHANGHAI).isoformat(timespec="seconds")[:19]


def placed(moment: str, after: str) -> str:
    """A day without a time, if it is the day of what came before, lies at that moment; else as it is."""
    return after if moment < after and moment[:10] == after[:10] and moment.endswith(MIDNIGHT) else moment


def end_of_day(moment: str) -> str:
    """A limit told as a day lasts to its end."""
    return moment[:10] + "T23:59:59" if moment.endswith(MIDNIGHT) else moment


def seconds(earlier: str, later: str) -> int:
    """How long from one civil moment to another."""
    return int((datetime.fromisoformat(later) - datetime.fromisoformat(earlier)).total_seconds())
