"""How cells of office workbooks are read: numbers, yes and no, units, days, words of a list.

Each takes text and raises ValueError with a sentence that says what may stand there.
"""

from collections.abc import Callable, Mapping
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from luoshi.law.period import UNITS
from luoshi.law.words import say

SHANGHAI = ZoneInfo("Asia/Shanghai")
YES = frozenset({"是", "有", "yes", "y", "true", "1", "√", "✓"})
NO = frozenset({"否", "无", "no", "n", "false", "0", "×", "✗", ""})
UNIT_WORDS = {zh: unit for unit, (zh, _) in UNITS.items()} | {
    "天": "day", "自然日": "day", "日历日": "day", "月": "month", "工作天": "working_day", "个工作日": "working_day",
}  # fmt: skip


def whole(text: str) -> int | None:
    """A whole number, or nothing."""
    if not text:
        return None
    try:
        return int(text)
    except ValueError:
        raise ValueError(say(f"“{text}”不是整数", f"“{text}” is no whole number")) from None


def yes(text: str) -> bool:
    """Yes or no; blank is no."""
    if text.lower() in YES:
        return True
    if text.lower() in NO:
        return False
    raise ValueError(say(f"“{text}”看不懂：请写 是 或 否", f"“{text}” is not understood: write 是 or 否"))


def yes_unless(text: str) -> bool:
    """Yes or no; blank is yes."""
    return not text or yes(text)


def unit(text: str) -> str:
    """A unit of time by its Chinese word or its identifier."""
    if not text or text in UNITS:
        return text
    if text in UNIT_WORDS:
        return UNIT_WORDS[text]
    words = "、".join(zh for zh, _ in UNITS.values())
    raise ValueError(
        say(f"时限单位“{text}”不认识：请用 {words}", f"unknown unit “{text}”: use one of {words}")
    )


def said_unit(value: str | None) -> str:
    return UNITS[value][0] if value else ""


def one_of(words: Mapping[str, tuple[str, str]]) -> Callable[[str], str]:
    """A word of a list, by its Chinese name, its English one or its identifier; blank stays blank."""
    known = {name: key for key, names in words.items() for name in (key, *names)}

    def read(text: str) -> str:
        if not text:
            return ""
        if text in known:
            return known[text]
        allowed = "、".join(zh for zh, _ in words.values())
        raise ValueError(
            say(f"“{text}”不在可选之列：{allowed}", f"“{text}” is none of the choices: {allowed}")
        )

    return read


def said(words: Mapping[str, tuple[str, str]]) -> Callable[[str | None], str]:
    return lambda key: words[key][0] if key else ""


def many(read: Callable[[str], str]) -> Callable[[str], tuple[str, ...]]:
    """Several words in one cell, parted by 、，, or ;."""

    def split(text: str) -> tuple[str, ...]:
        for sign in "，,；;\n":
            text = text.replace(sign, "、")
        return tuple(read(part.strip()) for part in text.split("、") if part.strip())

    return split


def day(text: str) -> date | None:
    """A day as 2026-09-18, 2026/9/18 or 2026年9月18日."""
    if not text:
        return None
    tidy = text.replace("年", "-").replace("月", "-").replace("日", "").replace("/", "-").replace(".", "-")
    try:
        year, month, number = (int(part) for part in tidy.split(" ")[0].split("-"))
        return date(year, month, number)
    except ValueError:
        raise ValueError(
            say(f"“{text}”不是日期：请写 2026-09-18", f"“{text}” is no day: write 2026-09-18")
        ) from None


def moment(text: str) -> datetime | None:
    """A day (its 00:00 in China) or a moment as 2026-09-18 09:00."""
    if not text:
        return None
    try:
        found = datetime.fromisoformat(text.replace("/", "-"))
    except ValueError:
        begin = day(text)
        assert begin is not None
        return datetime.combine(begin, time(0), SHANGHAI)
    return found if found.tzinfo else found.replace(tzinfo=SHANGHAI)


def said_moment(value: datetime | None) -> str:
    if value is None:
        return ""
    local = value.astimezone(SHANGHAI)
    return f"{local:%Y-%m-%d}" if local.time() == time(0) else f"{local:%Y-%m-%d %H:%M}"
