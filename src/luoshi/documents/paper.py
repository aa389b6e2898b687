"""A paper as content: what it says, to whom, signed by which body. How it looks is for the renderers."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

Style = Literal["text", "first", "second"]
Line = tuple[Style, str]
"""A paragraph: ordinary text, or a heading of the first (一、) or second (（一）) level."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper:
    """The whole content, without any personal data but what was put into `addressee`.

    `issuer` heads and signs it; `on` is its day (成文日期). The seal is set by whoever holds it.
    """

    kind: str
    title: str
    issuer: str
    addressee: str
    body: tuple[Line, ...]
    on: date
    number: str = ""

    @property
    def dated(self) -> str:
        """2026年9月9日, in Arabic figures without leading zeros."""
        return chinese(self.on)

    def as_payload(self) -> dict[str, Any]:
        """As the entry of its issue carries it: enough to set it again, whatever the law says by then."""
        return {
            "kind": self.kind, "title": self.title, "issuer": self.issuer, "addressee": self.addressee,
            "body": [list(line) for line in self.body], "on": self.on.isoformat(), "number": self.number,
        }  # fmt: skip

    @classmethod
    def from_payload(cls, told: Mapping[str, Any]) -> "Paper":
        lines = tuple((style, text) for style, text in told["body"])
        return cls(**{**told, "body": lines, "on": date.fromisoformat(told["on"])})


def chinese(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"
