"""A period is an amount with its unit; neither means anything without the other."""

import re
from dataclasses import dataclass

from luoshi.law.errors import Unclear
from luoshi.law.words import say

UNITS = {
    "working_day": ("工作日", "working day"),
    "day": ("日", "day"),
    "month": ("个月", "month"),
    "year": ("年", "year"),
    "hour": ("小时", "hour"),
    "minute": ("分钟", "minute"),
    "second": ("秒", "second"),
    "working_hour": ("工作小时", "working hour"),
    "working_minute": ("工作分钟", "working minute"),
}
DAYS = frozenset({"working_day", "day", "month", "year"})
"""Units whose term ends with a day; the others end at a moment."""
OFFICE = frozenset({"working_hour", "working_minute"})
SECONDS = {"hour": 3600, "minute": 60, "second": 1}
WRITTEN = re.compile(r"\s*([+-]?\d{1,9})\s*(\S+)\s*", re.ASCII)


@dataclass(frozen=True, slots=True)
class Period:
    """`amount` of `unit`: 20 working_day. At least 1; 0 stands only for 当场 in the registry."""

    amount: int
    unit: str

    def __post_init__(self) -> None:
        if self.unit not in UNITS:
            raise Unclear(
                say(
                    f"不认识期限单位 {self.unit!r}：可用 {'、'.join(UNITS)}。",
                    f"Unknown unit {self.unit!r}: use one of {', '.join(UNITS)}.",
                )
            )
        if self.amount < 0:
            raise Unclear(
                say(f"期限不能是负数：{self.amount}。", f"A period cannot be negative: {self.amount}.")
            )

    @classmethod
    def parse(cls, text: str) -> "Period":
        """`20 working_day`, or 20工作日; Unclear when it cannot be read or is not at least 1."""
        found = WRITTEN.fullmatch(text)
        if not found:
            raise Unclear(
                say(
                    f"看不懂期限 {text!r}：请写成 “20 working_day”。",
                    f"Cannot read the period {text!r}: write '20 working_day'.",
                )
            )
        chinese = {zh: unit for unit, (zh, _) in UNITS.items()} | {"月": "month", "天": "day"}
        period = cls(int(found[1]), chinese.get(found[2], found[2]))
        if period.amount == 0:
            raise Unclear(say("期限至少是 1。", "A period is at least 1."))
        return period

    @property
    def ends_with_day(self) -> bool:
        return self.unit in DAYS

    def said(self) -> str:
        zh, en = UNITS[self.unit]
        return say(f"{self.amount} {zh}", f"{self.amount} {en}{'' if self.amount == 1 else 's'}")

    def plus(self, other: "Period | None") -> "Period":
        """R9: one run. Both must be told in the same unit (years and months are the same to it)."""
        if other is None:
            return self
        if other.unit == self.unit:
            return Period(self.amount + other.amount, self.unit)
        months = {"month": 1, "year": 12}
        if self.unit in months and other.unit in months:
            return Period(self.amount * months[self.unit] + other.amount * months[other.unit], "month")
        raise Unclear(
            say(
                f"延期单位 {other.unit} 与期限单位 {self.unit} 不同，不能连续计算。",
                f"An extension in {other.unit} cannot prolong a term in {self.unit}.",
            )
        )
