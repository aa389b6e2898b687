"""A clock of the registry: one term of one instrument, as data, for one span of days."""

import re
from dataclasses import dataclass
from datetime import date
from typing import Literal

from luoshi.law.period import Period
from luoshi.law.words import Pair, say

NUMBERED = re.compile(r"第([零一二三四五六七八九十百]+)([条款项])")
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
        """行政许可法 第四十二条第一款; Administrative Licensing Law art. 42(1)."""
        chinese = f"{self.statute} {self.article}".strip()
        return say(chinese, f"{self.statute_en or self.statute} {english(self.article)}".strip())


def english(article: str) -> str:
    """第三十二条第一款第四项、第八十二条 → art. 32(1) item 4, art. 82."""
    parts = {"条": "art. {}", "款": "({})", "项": " item {}"}
    told = NUMBERED.sub(lambda found: parts[found[2]].format(counted(found[1])), article)
    return told.replace("、", ", ").replace("，", ", ")


def counted(han: str) -> int:
    """A Chinese number below a thousand: 一百零三 → 103."""
    total, digit = 0, 0
    for sign in han:
        if sign in "十百":
            total += (digit or 1) * (10 if sign == "十" else 100)
            digit = 0
        else:
            digit = "零一二三四五六七八九".index(sign)
    return total + digit


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
    where the text is in doubt (R10): reminders use it, the due day does not. In force on days from `since` to `until`, both included.
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
    doubted: tuple[Pair, ...] = ()

    @property
    def doubts(self) -> tuple[str, ...]:
        """What is analogy, practice or unsure about it, in the reader's language."""
        return tuple(say(*one) for one in self.doubted)

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
