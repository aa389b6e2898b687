"""Holiday notices: our own yearly files, an office's overlays, and the JSON loaded on the day a notice appears.

The JSON is that of the public holiday-cn data: {"year": 2027, "papers": [url, …],
"days": [{"name": "元旦", "date": "2027-01-01", "isOffDay": true}, …]}. It states every day of the year
that departs from the weekend rule, and may name days of the December before.
"""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

from luoshi.law.errors import CouldNot, NotInForce, Unclear
from luoshi.law.files import load
from luoshi.law.words import say

if TYPE_CHECKING:
    from luoshi.law.calendar import Calendar

FOLDER = Path(__file__).parent / "calendars"
NATION = "CN"
YEARS = range(2004, 2061)
CODE = re.compile(r"CN(-(1[1-5]|2[1-3]|3[1-7]|4[1-6]|5[0-4]|6[1-5])\d{4})?")


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """One year's days that depart from the weekend rule."""

    year: int
    title: str
    rest: Mapping[date, str]
    work: Mapping[date, str]
    papers: tuple[str, ...] = ()
    confirmed: bool = True


def chain(jurisdiction: str) -> list[str]:
    """CN-530102 → CN, CN-530000, CN-530100, CN-530102: each inherits from the one before."""
    if not CODE.fullmatch(jurisdiction):
        raise Unclear(
            say(
                f"不认识辖区 {jurisdiction!r}：请写 CN 或 CN- 加六位行政区划代码，如 CN-530100。",
                f"Unknown jurisdiction {jurisdiction!r}: write CN or CN- and a six-digit division code, as CN-530100.",
            )
        )
    code = jurisdiction[3:]
    codes = [f"{NATION}-{code[:n]}{'0' * (6 - n)}" for n in (2, 4, 6)] if code else []
    return list(dict.fromkeys([NATION, *codes]))


def notices(jurisdiction: str, folder: Path | None = None) -> list[Notice]:
    """All notices for a jurisdiction, in the order in which they apply: a later one wins."""
    found = []
    for code in chain(jurisdiction):
        yearly = [overlay(path, national=code == NATION) for path in _files(FOLDER / code, "yaml")]
        if folder is not None:
            yearly += [overlay(path, national=False) for path in _files(folder / code, "yaml")]
            loaded = [read(path) for path in _files(folder / code, "json")]
            if code == NATION:
                said = {n.year for n in loaded}
                yearly = [december(n) if n.year in said else n for n in yearly]
            else:
                loaded = [replace(n, confirmed=False) for n in loaded]
            yearly += loaded
        found += sorted(yearly, key=lambda n: n.year)
    return found


def december(notice: Notice) -> Notice:
    """What is left of a yearly file once that year's notice is loaded: days the next year's notice moved."""
    return replace(
        notice,
        rest={day: name for day, name in notice.rest.items() if day.month == 12},
        work={day: name for day, name in notice.work.items() if day.month == 12},
    )


def _files(folder: Path, suffix: str) -> Iterator[Path]:
    return iter(sorted(folder.glob(f"[12][0-9][0-9][0-9].{suffix}")))


def overlay(path: Path, *, national: bool) -> Notice:
    """A yearly file: `year`, `notice`, `confirmed`, `rest` and `work` as day: name."""
    told: dict[str, Any] = load(path)
    return Notice(
        year=told["year"],
        title=told["notice"],
        rest=told.get("rest") or {},
        work=told.get("work") or {},
        confirmed=national and bool(told.get("confirmed")),
    )


def wrong(path: Path, zh: str, en: str) -> NoReturn:
    raise CouldNot(
        say(
            f"放假通知 {path.name} 未装入：{zh}。改正后重试。",
            f"Holiday notice {path.name} was not loaded: {en}. Correct it and try again.",
        )
    )


def read(path: Path) -> Notice:
    """A State Council notice as JSON, checked field by field; CouldNot says what is wrong and where."""
    try:
        told = json.loads(path.read_bytes().decode("utf-8-sig"))
    except (UnicodeDecodeError, json.JSONDecodeError) as failure:
        where = f"，第 {failure.lineno} 行" if isinstance(failure, json.JSONDecodeError) else ""
        line = f", line {failure.lineno}" if isinstance(failure, json.JSONDecodeError) else ""
        wrong(path, f"不是 UTF-8 的 JSON 文件{where}", f"it is not a JSON file in UTF-8{line}")
    if not isinstance(told, dict):
        wrong(path, "最外层应是对象 {year, papers, days}", "the outermost value must be {year, papers, days}")
    year, days = told.get("year"), told.get("days")
    if not isinstance(year, int) or isinstance(year, bool) or year not in YEARS:
        wrong(
            path, f"year 应是 2004 至 2060 的整数，现为 {year!r}", f"year must be 2004 to 2060, not {year!r}"
        )
    named = re.fullmatch(r"(\d{4})\.json", path.name)
    if named and int(named[1]) != year:
        wrong(
            path,
            f"文件名是 {named[1]} 年，内容是 {year} 年",
            f"the file is named {named[1]} but speaks of {year}",
        )
    if not isinstance(days, list) or not days:
        wrong(path, "缺少 days，或 days 为空", "days is missing or empty")
    papers = told.get("papers", [])
    if not isinstance(papers, list) or not all(isinstance(p, str) for p in papers):
        wrong(path, "papers 应是网址列表", "papers must be a list of addresses")
    rest: dict[date, str] = {}
    work: dict[date, str] = {}
    for row, item in enumerate(days, 1):
        day, name, off = _day(path, year, row, item)
        if day in rest or day in work:
            wrong(path, f"第 {row} 个日期 {day} 重复", f"day {row}, {day}, is given twice")
        (rest if off else work)[day] = name
    title = f"国务院办公厅关于{year}年部分节假日安排的通知"
    return Notice(year=year, title=title, rest=rest, work=work, papers=tuple(papers))


def _day(path: Path, year: int, row: int, item: object) -> tuple[date, str, bool]:
    if not isinstance(item, dict):
        wrong(path, f"第 {row} 个日期不是对象", f"day {row} is not an object")
    absent = [field for field in ("name", "date", "isOffDay") if field not in item]
    if absent:
        wrong(path, f"第 {row} 个日期缺少 {'、'.join(absent)}", f"day {row} lacks {', '.join(absent)}")
    name, text, off = item["name"], item["date"], item["isOffDay"]
    if not isinstance(name, str) or not name.strip():
        wrong(path, f"第 {row} 个日期的 name 为空", f"day {row} has an empty name")
    if not isinstance(off, bool):
        wrong(
            path,
            f"第 {row} 个日期的 isOffDay 应是 true 或 false",
            f"isOffDay of day {row} must be true or false",
        )
    if not isinstance(text, str) or not re.fullmatch(r"\d{4}-\d\d-\d\d", text):
        wrong(
            path,
            f"第 {row} 个日期 {text!r} 应写成 2027-01-01",
            f"day {row}, {text!r}, must be written 2027-01-01",
        )
    try:
        day = date.fromisoformat(text)
    except ValueError:
        wrong(path, f"第 {row} 个日期 {text} 不存在", f"day {row}, {text}, does not exist")
    if day.year != year and (day.year, day.month) != (year - 1, 12):
        wrong(
            path,
            f"第 {row} 个日期 {text} 不在 {year} 年（上年 12 月除外）",
            f"day {row}, {text}, is not in {year} (or the December before)",
        )
    return day, name.strip(), off


def changed_days(before: "Calendar", after: "Calendar") -> list[date]:
    """Days worked in one calendar and not in the other, in order."""
    if (before.first, before.last) != (after.first, after.last):
        raise NotInForce(say("两份日历覆盖的日期不同。", "The two calendars do not cover the same days."))
    from luoshi.law.days import day_of_number

    span = range(before.first, before.last + 1)
    return [day_of_number(day) for day in span if before.works(day) != after.works(day)]


def reach(notice: Notice) -> tuple[date, date]:
    """First and last day whose standing (worked, confirmed) a notice can change."""
    first = min([date(notice.year, 1, 1), *notice.rest, *notice.work])
    return first, date(notice.year, 12, 31)
