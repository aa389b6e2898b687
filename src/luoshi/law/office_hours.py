"""Office hours, for terms in working hours and minutes. Local configuration, unverified until an office sets its own."""

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from luoshi.law.errors import CouldNot
from luoshi.law.files import load
from luoshi.law.notice import chain
from luoshi.law.words import say


@dataclass(frozen=True, slots=True)
class OfficeHours:
    """Two segments of every working day, in minutes of the day, the lunch break between them."""

    am_open: int = 9 * 60
    am_close: int = 12 * 60
    pm_open: int = 13 * 60
    pm_close: int = 17 * 60
    status: str = "unverified"

    def __post_init__(self) -> None:
        if not 0 <= self.am_open < self.am_close <= self.pm_open < self.pm_close <= 24 * 60:
            raise CouldNot(
                say(
                    "办公时间须依次为：上午上班、上午下班、下午上班、下午下班。",
                    "Office hours must be in order: morning open, close, afternoon open, close.",
                )
            )

    @property
    def minutes(self) -> int:
        """Working minutes of a working day."""
        return self.am_close - self.am_open + self.pm_close - self.pm_open

    def gone(self, minute: int) -> int:
        """Working minutes gone by at a minute of a working day."""
        morning = min(max(minute, self.am_open), self.am_close) - self.am_open
        return morning + min(max(minute, self.pm_open), self.pm_close) - self.pm_open

    def minute(self, gone: int) -> int:
        """The minute of the day at which so many working minutes have gone by (1 or more)."""
        morning = self.am_close - self.am_open
        return self.am_open + gone if gone <= morning else self.pm_open + gone - morning


def _minute(text: str) -> int:
    hour, minute = str(text).split(":")
    return int(hour) * 60 + int(minute)


@lru_cache(maxsize=64)
def office_hours(jurisdiction: str, folder: Path | None = None) -> OfficeHours:
    """Hours of a jurisdiction, from `<folder>/<jurisdiction>/office_hours.yaml` of the nearest body above it.

    The file reads `am: ["09:00", "12:00"]`, `pm: ["13:00", "17:00"]`, `status: verified`.
    """
    for code in reversed(chain(jurisdiction)):
        path = None if folder is None else folder / code / "office_hours.yaml"
        if path is not None and path.exists():
            told = load(path)
            try:
                (am, noon), (pm, evening) = ([_minute(text) for text in told[half]] for half in ("am", "pm"))
                status = str(told.get("status", "unverified"))
                return OfficeHours(am, noon, pm, evening, status)
            except (KeyError, TypeError, ValueError) as failure:
                raise CouldNot(
                    say(
                        f'{path} 应写 am: ["09:00", "12:00"] 和 pm: ["13:00", "17:00"]。',
                        f'{path} must give am: ["09:00", "12:00"] and pm: ["13:00", "17:00"].',
                    )
                ) from failure
    return OfficeHours()
