"""Days as offices write them: 2026年6月底前, 2026.6.30, 6月30日, 三季度末, 年底.

What names only a month or a quarter means its last day. A year that is not written is the ledger's.
"""

import re
from calendar import monthrange
from datetime import date, timedelta

from luoshi.intake.ledger.numerals import chinese, narrow
from luoshi.law.words import say

CHINESE = re.compile("[零〇○一二三四五六七八九十]+(?=[年月日号])")
ENDS = re.compile(r"(?:以前|之前|底前|末前|前|底|末|完成|办结|建成|达到|左右)+$")
WHOLE = re.compile(r"(\d{4})(?:年|[.\-/])(\d{1,2})(?:月|[.\-/])(\d{1,2})[日号]?")
SHORT = re.compile(r"(\d{2})[.\-/](\d{1,2})[.\-/](\d{1,2})")
PACKED = re.compile(r"(20\d{2})(\d{2})(\d{2})")
MONTH = re.compile(r"(?:(\d{4})(?:年|[.\-/]))?(\d{1,2})月?份?")
IN_MONTH = re.compile(r"(?:(\d{4})年)?(\d{1,2})月(?:份)?([上中下])旬")
DAY = re.compile(r"(\d{1,2})月(\d{1,2})[日号]?")
QUARTER = re.compile(r"(?:(\d{4})年)?第?([1-4一二三四])季度?")
HALF = re.compile(r"(?:(\d{4})年)?([上下])半年")
YEAR = re.compile(r"(?:(\d{4})年?|本?年|全年|今年)内?")
STARTS = ("起", "开始", "启动", "后", "以后", "至", "到")
SERIAL = re.compile(r"(\d{5})(?:\.0)?")
FIRST_SERIAL = date(1899, 12, 30)
CENTURY = range(36526, 73051)
"""Excel's counts of the days from 2000 to 2099."""


def due(text: str, year: int) -> date | None:
    """The day a cell means, or None for an empty one. ValueError says what may stand there."""
    told = narrow(text)
    if not told:
        return None
    told = CHINESE.sub(lambda found: str(chinese(found[0])), told)
    told = re.sub(r"(\d{4}-\d{2}-\d{2})(?:T|\d{2}:).*", r"\1", told)
    cut = ENDS.sub("", told) or told
    found = whole(cut) or within(cut, year) or begun(told, year)
    if found is None:
        raise ValueError(
            say(
                f"“{text}”不是日期：请写年月日，如 2026年6月30日",
                f"“{text}” is no day: write year, month and day, as 2026-06-30",
            )
        )
    return found


def whole(text: str) -> date | None:
    """A full day, or Excel's own count of days."""
    for form in (WHOLE, PACKED):
        if found := form.fullmatch(text):
            return made(*map(int, found.groups()), text=text)
    if found := SHORT.fullmatch(text):
        short, month, day = map(int, found.groups())
        return made(2000 + short, month, day, text=text)
    if (found := SERIAL.fullmatch(text)) and int(found[1]) in CENTURY:
        return FIRST_SERIAL + timedelta(days=int(found[1]))
    return None


def begun(text: str, year: int) -> date | None:
    """A day with words behind it (6月30日前完成验收); none where work only begins then, or a second day follows."""
    for form in (WHOLE, DAY, IN_MONTH, MONTH, QUARTER, HALF):
        found = form.match(text)
        if found is None or (form is MONTH and "月" not in found[0]):
            continue
        rest = text[found.end() :]
        if not rest.startswith(STARTS) and not any(sign.isdigit() for sign in rest):
            return whole(found[0]) or within(found[0], year)
    return None


def within(text: str, year: int) -> date | None:
    """A day or a part of a year; what it ends with."""
    if found := DAY.fullmatch(text):
        return made(year, int(found[1]), int(found[2]), text=text)
    if found := IN_MONTH.fullmatch(text):
        month_end = last(int(found[1] or year), int(found[2]), text)
        return {"上": month_end.replace(day=10), "中": month_end.replace(day=20)}.get(found[3], month_end)
    if (found := MONTH.fullmatch(text)) and ("月" in text or found[1]):
        return last(int(found[1] or year), int(found[2]), text)
    return longer(text, year)


def longer(text: str, year: int) -> date | None:
    """The end of a quarter, half or whole year."""
    if found := QUARTER.fullmatch(text):
        quarter = int(found[2]) if found[2].isdigit() else chinese(found[2]) or 0
        return last(int(found[1] or year), quarter * 3, text)
    if found := HALF.fullmatch(text):
        return last(int(found[1] or year), 6 if found[2] == "上" else 12, text)
    found = YEAR.fullmatch(text)
    return date(int(found[1] or year), 12, 31) if found else None


def made(year: int, month: int, day: int, *, text: str) -> date:
    try:
        return date(year, month, day)
    except ValueError:
        raise ValueError(say(f"没有“{text}”这一天：请核对", f"There is no day “{text}”: check it")) from None


def last(year: int, month: int, text: str) -> date:
    """The last day of a month."""
    if not 1 <= month <= 12 or not 1 <= year <= 9999:
        raise ValueError(say(f"没有“{text}”这个月：请核对", f"There is no month “{text}”: check it"))
    return date(year, month, monthrange(year, month)[1])
