"""A clock of the registry: one term of one instrument, as data, for one span of days."""

from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from luoshi.law.period import Period
from luoshi.law.words import say

Pair = tuple[str, str]
Direction = Literal["forward", "backward", "pause"]
Grade = Literal["statutory", "standard", "local", "custom"]


@dataclass(frozen=True, slots=True)
class Citation:
    """Where it is written. `text` quotes the article word for word; empty where the text was not at hand."""

    statute: str
    article: str = ""
    text: str = ""
    statute_en: str = ""

    def said(self) -> str:
        """行政许可法 第四十二条第一款. Articles are cited by their Chinese numbers in either language."""
        return f"{say(self.statute, self.statute_en or self.statute)} {self.article}".strip()


@dataclass(frozen=True, slots=True)
class Extension:
    """R9: how far a term may be prolonged and by whom. `amount` None: reasonable, no figure in the text."""

    amount: int | None
    unit: str
    approver: Pair = ("", "")
    reason_told: bool = False
    times: int = 1
    before_expiry: bool = True

    @property
    def period(self) -> Period | None:
        return None if self.amount is None else Period(self.amount, self.unit)


@dataclass(frozen=True, slots=True, kw_only=True)
class Clock:
    """One row of the registry. `amount` and `unit` are None for a fixed date or a description of pauses.

    `starts` and `stops` are the kinds of entry that drive it, where the platform can drive it now.
    `at_least` marks a term that must be given, not kept. `remind_earlier` is the earlier reading
    where the text is in doubt (R10): reminders use it, the due day does not. `doubts` says what is
    analogy or unsure. In force on days from `since` to `until`, both included.
    """

    id: str
    title: Pair
    amount: int | None
    unit: str | None
    start: Pair
    citation: Citation
    since: date
    until: date | None = None
    starts: tuple[str, ...] = ()
    stops: tuple[str, ...] = ()
    direction: Direction = "forward"
    fixed: tuple[int, int] | None = None
    roll: bool = False
    at_least: bool = False
    extension: Extension | None = None
    pause_grounds: tuple[str, ...] = ()
    effect: Pair = ("", "")
    party: Literal["agency", "applicant", "person"] = "agency"
    grade: Grade = "statutory"
    jurisdiction: str = "CN"
    verified_on: date | None = None
    status: Literal["verified", "unverified"] = "verified"
    remind_earlier: Period | None = None
    doubts: tuple[str, ...] = field(default=())

    @property
    def period(self) -> Period | None:
        return None if self.amount is None or self.unit is None else Period(self.amount, self.unit)

    @property
    def backward(self) -> bool:
        return self.direction == "backward"

    def said(self) -> str:
        return say(*self.title)

    def in_force(self, day: date) -> bool:
        return self.since <= day and (self.until is None or day <= self.until)
