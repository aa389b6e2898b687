"""The shipped calendar is the published one, day by day, and arithmetic on it is a plain walk."""

import json
import os
import random
import timeit
from datetime import date, timedelta
from pathlib import Path

import holidays
import numpy as np
import pytest

from luoshi.law.calendar import FIRST, HORIZON, Calendar, calendar_for, reload
from luoshi.law.days import day_of_number, number
from luoshi.law.errors import NotInForce, Unclear

DATA = Path(os.environ.get("LUOSHI_TEST_DATA", Path(__file__).parents[5] / "shared" / "data")) / "calendar"
ONE = timedelta(days=1)


@pytest.fixture
def china() -> Calendar:
    return calendar_for("CN")


def days(first: date, last: date) -> list[date]:
    return [first + i * ONE for i in range((last - first).days + 1)]


def test_equals_holidays_day_by_day(china: Calendar) -> None:
    theirs = holidays.country_holidays("CN", years=range(2004, 2028))
    assert [d for d in days(FIRST, date(2026, 12, 31)) if china.working(d) != theirs.is_working_day(d)] == []


def test_equals_chinese_calendar_but_for_one_day(china: Calendar) -> None:
    import chinese_calendar

    differ = [
        d for d in days(FIRST, date(2026, 12, 31)) if china.working(d) != chinese_calendar.is_workday(d)
    ]
    assert differ == [date(2005, 12, 31)]
    assert china.working(date(2005, 12, 31))


@pytest.mark.data
def test_equals_the_notices(china: Calendar) -> None:
    files = sorted(DATA.glob("[0-9]*.json"))
    if not files:
        pytest.skip("real data absent: set LUOSHI_TEST_DATA")
    for file in files:
        told = json.loads(file.read_text())
        for item in told["days"]:
            assert china.working(date.fromisoformat(item["date"])) is not item["isOffDay"], item
        named = {item["date"] for year in files for item in json.loads(year.read_text())["days"]}
        for day in days(date(told["year"], 1, 1), date(told["year"], 12, 30)):
            if str(day) not in named:
                assert china.working(day) == (day.weekday() < 5), day


def test_2026(china: Calendar) -> None:
    year = days(date(2026, 1, 1), date(2026, 12, 31))
    assert sum(map(china.working, year)) == 248
    assert china.confirmed_until == date(2026, 12, 31)
    assert not china.provisional(date(2026, 12, 31))
    assert china.provisional(date(2027, 1, 1))
    assert china.working(date(2027, 1, 1)) is True  # a Friday: the weekend rule alone speaks
    assert china.note(date(2026, 10, 1)) == "国庆节"
    assert china.note(date(2026, 9, 20)) == "补班（国庆节）"
    assert china.note(date(2026, 9, 19)) == "周末"
    assert china.note(date(2026, 9, 18)) == ""


def test_every_year_names_its_notice(china: Calendar) -> None:
    assert sorted(china.notices) == list(range(2004, 2027))
    assert all(
        title == f"国务院办公厅关于{year}年部分节假日安排的通知" for year, title in china.notices.items()
    )


def test_arithmetic_is_a_walk(china: Calendar) -> None:
    chance = random.Random(7)
    for _ in range(300):
        day = FIRST + chance.randrange(60, 20000) * ONE
        n = chance.randrange(1, 40)
        walked, left = day, n
        while left:
            walked += ONE
            left -= china.working(walked)
        assert china.add(day, n) == walked
        assert china.between(day, walked) == n
        back, left = day, n
        while left:
            back -= ONE
            left -= china.working(back)
        assert china.subtract(day, n) == back


def test_arrays_say_the_same(china: Calendar) -> None:
    assert china.ordinal.dtype == china.day_of.dtype == china.month_first.dtype == np.int32
    starts = np.arange(china.first, china.first + 20000, dtype=np.int32)
    ends = china.add_many(starts, np.full(20000, 20))
    for i in range(0, 20000, 97):
        assert day_of_number(int(ends[i])) == china.add(day_of_number(int(starts[i])), 20)
    for text in ("2004-01-01", "2024-02-29", "2026-12-31", "2060-12-31"):
        day = number(date.fromisoformat(text))
        month = china.month_index[day - china.first]
        assert str(day_of_number(int(china.month_first[month]))) == text[:8] + "01"
    assert china.add_many(np.array([], dtype=np.int32), 3).size == 0


def test_outside_raises(china: Calendar) -> None:
    for day in (date(2003, 12, 31), date(2061, 1, 1), date(1970, 1, 1)):
        for ask in (china.working, china.provisional, china.note, lambda d: china.add(d, 1)):
            with pytest.raises(NotInForce, match="2004-01-01"):
                ask(day)
    with pytest.raises(NotInForce):
        china.add(HORIZON, 1)
    with pytest.raises(NotInForce):
        china.subtract(FIRST, 1)
    with pytest.raises(NotInForce):
        china.add_many(np.array([number(HORIZON)]), 1)
    with pytest.raises(NotInForce):
        china.add_many(np.array([0]), 1)
    with pytest.raises(ValueError, match="begins with 1"):
        china.add(FIRST, 0)


def test_overlays_by_prefix(tmp_path: Path) -> None:
    """A prefecture's own holiday holds in its counties and nowhere else."""
    folder = tmp_path / "CN-532300"
    folder.mkdir()
    (folder / "2026.yaml").write_text("year: 2026\nnotice: 试验\nrest:\n  2026-08-06: 火把节\nwork: {}\n")
    day = date(2026, 8, 6)
    assert not calendar_for("CN-532300", tmp_path).working(day)
    assert not calendar_for("CN-532301", tmp_path).working(day)
    assert calendar_for("CN-532301", tmp_path).note(day) == "火把节"
    assert calendar_for("CN-530000", tmp_path).working(day)
    assert calendar_for("CN-530100", tmp_path).working(day)
    assert calendar_for("CN-532300").working(day)
    assert calendar_for("CN-532300", tmp_path).confirmed_until == date(2026, 12, 31)


@pytest.mark.parametrize("code", ["US", "CN-5301", "CN-990000", "cn", "CN-5301000", ""])
def test_no_such_jurisdiction(code: str) -> None:
    with pytest.raises(Unclear):
        calendar_for(code)


def test_reload_sees_a_new_file(tmp_path: Path) -> None:
    assert calendar_for("CN", tmp_path).provisional(date(2027, 1, 1))
    (tmp_path / "CN").mkdir()
    (tmp_path / "CN" / "2027.json").write_text(
        '{"year": 2027, "papers": [], "days": [{"name": "元旦", "date": "2027-01-01", "isOffDay": true}]}'
    )
    assert calendar_for("CN", tmp_path).provisional(date(2027, 1, 1))
    reload()
    assert not calendar_for("CN", tmp_path).provisional(date(2027, 1, 1))
    assert not calendar_for("CN", tmp_path).working(date(2027, 1, 1))


def test_quick(china: Calendar) -> None:
    """Generous bounds; the benchmark measures the goal (1 µs and 100 ns)."""
    day = date(2026, 9, 18)
    assert min(timeit.repeat(lambda: china.add(day, 20), number=10_000, repeat=5)) / 10_000 < 5e-6
    many = np.full(100_000, number(day), dtype=np.int32)
    assert min(timeit.repeat(lambda: china.add_many(many, 20), number=1, repeat=5)) / 100_000 < 5e-7
