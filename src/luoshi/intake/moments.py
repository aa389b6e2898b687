"""Reading a moment from text: the stamp's own zone wins, else the mapping's; never a guess."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from luoshi.law.words import say

REMEMBERED = 20_000  # texts whose reading is kept; then all are forgotten, so memory stays flat
SHORTEST = 17  # characters of an ISO moment with a zone: 2010-11-29T01:06Z
SHANGHAI = ZoneInfo("Asia/Shanghai")


@dataclass(frozen=True, slots=True)
class Stamp:
    """A moment read: the instant in UTC, the same as fixed-width text, and the civil time there."""

    at: datetime
    utc: str
    local: str
    warning: str = ""


@dataclass(frozen=True, slots=True)
class Unreadable:
    """A text that is no moment, and why."""

    reason: str


class Moments:
    """Reads texts into stamps for one source. `civil` is the zone whose wall clock the law looks at."""

    def __init__(self, zone: ZoneInfo | None, pattern: str = "", civil: ZoneInfo | None = None) -> None:
        self.zone = zone
        self.pattern = pattern
        self.civil = civil
        self.known: dict[str, Stamp | Unreadable] = {}
        self.zoned: dict[str, str | None] = {}

    def read(self, text: str) -> Stamp | Unreadable:
        """The moment a text tells, by the mapping's format and zone."""
        found = self.known.get(text)
        if found is None:
            if len(self.known) >= REMEMBERED:
                self.known.clear()
            found = self.known[text] = self._read(text)
        return found

    def normal(self, text: str) -> str:
        """The text itself, or, if it is an ISO moment with a zone, that moment in UTC.

        So the same event has the same digest whether a file writes `…01.5+01:00` or `…00.500Z`.
        """
        if len(text) < SHORTEST or text[4] != "-" or text[10] not in "T ":
            return text
        known = self.zoned
        if text in known:
            return known[text] or text
        if len(known) >= REMEMBERED:
            known.clear()
        try:
            value = datetime.fromisoformat(text)
            utc = _utc(value.astimezone(UTC)) if value.tzinfo else None
        except (ValueError, OverflowError):
            utc = None
        known[text] = utc
        return utc or text

    def _read(self, text: str) -> Stamp | Unreadable:
        try:
            if self.pattern:
                value = datetime.strptime(text.strip(), self.pattern)  # noqa: DTZ007
            else:
                value = datetime.fromisoformat(text.strip())
        except ValueError:
            return Unreadable(self._complaint(text))
        warning = ""
        zoned = value.tzinfo is not None
        if not zoned:
            if self.zone is None:
                return Unreadable(
                    say(
                        f"“{text[:40]}”没有时区；请在映射的 source.timezone 写明",
                        f"“{text[:40]}” has no time zone; give source.timezone in the mapping",
                    )
                )
            value = value.replace(tzinfo=self.zone)
            warning = self._doubt(text, value)
        try:
            at = value.astimezone(UTC)
            there = value.astimezone(self.civil) if self.civil else value
        except OverflowError:
            return Unreadable(self._complaint(text))
        utc = _utc(at)
        if zoned and not self.pattern:
            self.zoned[text] = utc
        return Stamp(at, utc, there.isoformat(timespec="seconds")[:19], warning)

    def _complaint(self, text: str) -> str:
        form = self.pattern or "ISO 8601"
        return say(
            f"“{text[:40]}”不是可读的时刻（{form}）", f"“{text[:40]}” is not a readable moment ({form})"
        )

    def _doubt(self, text: str, value: datetime) -> str:
        """Local times that a change of the clocks skips or repeats."""
        other = value.replace(fold=1)
        if value.utcoffset() == other.utcoffset():
            return ""
        try:
            real = value.astimezone(UTC).astimezone(self.zone).replace(tzinfo=None)
        except OverflowError:
            return ""
        if real != value.replace(tzinfo=None):
            return say(
                f"“{text}”因拨快时钟而不存在，按拨快前的时差理解",
                f"“{text}” does not exist (clocks went forward); read with the offset before the change",
            )
        return say(
            f"“{text}”因拨慢时钟而出现两次，取第一次",
            f"“{text}” happened twice (clocks went back); the first is taken",
        )


def _utc(at: datetime) -> str:
    """`2010-11-29T00:06:40.000000Z`, fixed width."""
    return at.isoformat(timespec="microseconds")[:26] + "Z"


def limit(at: datetime) -> str:
    """The last UTC text that is not in the future at `at`: a minute is allowed for clocks that differ."""
    return _utc((at + timedelta(minutes=1)).astimezone(UTC))
