"""What people type or choose, checked before it is kept for good. Each refusal names the field and says what to do."""

from collections.abc import Container, Mapping, Sequence
from datetime import date
from typing import Any

from luoshi.law.errors import Unclear
from luoshi.law.private import personal
from luoshi.law.words import say

LONGEST = 2000
"""Characters of a text that somebody types."""
Files = Sequence[Mapping[str, Any]]


class Missing(Unclear):
    """Something that was typed or chosen cannot be used as it is; `field` names it."""

    def __init__(self, field: str, reason: str) -> None:
        super().__init__(reason)
        self.field = field


def needed(field: str, value: str, zh: str, en: str, *, longest: int = LONGEST) -> str:
    """A text that must be given, without blanks around it."""
    if not value.strip():
        raise Missing(field, say(zh, en))
    return fitting(field, value, longest=longest)


def fitting(field: str, value: str, *, longest: int = LONGEST) -> str:
    """A text that may be kept for good."""
    text = value.strip()
    if len(text) > longest:
        raise Missing(field, say(f"超过 {longest} 字，请缩短", f"More than {longest} characters: shorten it"))
    if personal(text):
        raise Missing(field, say("请不要写手机号或身份证号", "Leave out phone and identity numbers"))
    return text


def chosen(field: str, value: str, among: Container[str], zh: str, en: str) -> str:
    """One of what may be chosen."""
    if value not in among:
        raise Missing(field, say(zh, en))
    return value


def ahead(field: str, value: date | None, on: date) -> date:
    """A day that lies after today."""
    if value is None or value <= on:
        raise Missing(field, say("请填今天以后的日期", "Give a day after today"))
    return value


def told(**values: Any) -> dict[str, Any]:
    """A payload: days as ISO text, and what is empty left out."""
    made = {name: v.isoformat() if isinstance(v, date) else v for name, v in values.items()}
    return {name: v for name, v in made.items() if v not in (None, "", (), [], {})}


def text(value: object, longest: int = LONGEST) -> str:
    """A text of an entry; what is none is empty. Entries come from files and programs too."""
    return value[:longest] if isinstance(value, str) else ""


def day(value: object) -> date | None:
    """A day of an entry; what cannot be read is none."""
    try:
        return date.fromisoformat(value[:10]) if isinstance(value, str) and value else None
    except ValueError:
        return None


def whole(value: object) -> int:
    """A whole number of an entry that is not negative; else 0."""
    return value if type(value) is int and 0 <= value < 2**31 else 0


def objects(value: object) -> list[Mapping[str, Any]]:
    return [one for one in value if isinstance(one, dict)] if isinstance(value, list) else []


def texts(value: object) -> list[str]:
    return [one[:200] for one in value if isinstance(one, str)] if isinstance(value, list) else []
