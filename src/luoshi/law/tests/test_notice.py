"""A State Council notice loaded from a file: checked field by field, wins over what was there."""

import json
import os
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from luoshi.law.calendar import Calendar, calendar_for
from luoshi.law.errors import CouldNot
from luoshi.law.notice import changed_days, notices, reach, read

DATA = Path(os.environ.get("LUOSHI_TEST_DATA", Path(__file__).parents[5] / "shared" / "data")) / "calendar"

ONCE = '{"name": "a", "date": "2027-01-01", "isOffDay": true}'
TWICE = f'{{"year": 2027, "days": [{ONCE}, {ONCE}]}}'.encode()


def day(text: str, off: bool = True, name: str = "元旦") -> dict[str, Any]:
    return {"name": name, "date": text, "isOffDay": off}


def put(folder: Path, year: int, *days: dict[str, Any]) -> Path:
    (folder / "CN").mkdir(exist_ok=True)
    path = folder / "CN" / f"{year}.json"
    path.write_text(json.dumps({"year": year, "papers": ["https://www.gov.cn/"], "days": list(days)}))
    return path


def test_read(tmp_path: Path) -> None:
    path = put(tmp_path, 2027, day("2026-12-27", off=False), day("2027-01-01"))
    got = read(path)
    assert (got.year, got.confirmed) == (2027, True)
    assert got.rest == {date(2027, 1, 1): "元旦"}
    assert got.work == {date(2026, 12, 27): "元旦"}
    assert got.title == "国务院办公厅关于2027年部分节假日安排的通知"
    assert reach(got) == (date(2026, 12, 27), date(2027, 12, 31))


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"{", "JSON"),
        (b"\xff\xfe\x00", "UTF-8"),
        ('{"year": 2027, "说明": "'.encode("gbk"), "UTF-8"),
        (b"[]", "year, papers, days"),
        (b'{"days": []}', "year"),
        (b'{"year": "2027", "days": [{}]}', "year"),
        (b'{"year": true, "days": [{}]}', "year"),
        (b'{"year": 1999, "days": [{}]}', "1999"),
        (b'{"year": 2028, "days": [{}]}', "2028"),
        (b'{"year": 2027}', "days"),
        (b'{"year": 2027, "days": []}', "days"),
        (b'{"year": 2027, "papers": "x", "days": [{}]}', "papers"),
        (b'{"year": 2027, "days": [7]}', "1"),
        (b'{"year": 2027, "days": [{"name": "a", "date": "2027-01-01"}]}', "isOffDay"),
        (b'{"year": 2027, "days": [{"name": "", "date": "2027-01-01", "isOffDay": true}]}', "name"),
        (b'{"year": 2027, "days": [{"name": "a", "date": "2027-01-01", "isOffDay": "yes"}]}', "isOffDay"),
        (b'{"year": 2027, "days": [{"name": "a", "date": "2027/1/1", "isOffDay": true}]}', "2027/1/1"),
        (b'{"year": 2027, "days": [{"name": "a", "date": "2027-02-30", "isOffDay": true}]}', "2027-02-30"),
        (b'{"year": 2027, "days": [{"name": "a", "date": "2026-01-01", "isOffDay": true}]}', "2026-01-01"),
        (b'{"year": 2027, "days": [{"name": "a", "date": "2028-01-01", "isOffDay": true}]}', "2028-01-01"),
        (
            TWICE,
            "2027-01-01",
        ),
    ],
)
def test_a_bad_file_is_named(tmp_path: Path, content: bytes, told: str) -> None:
    path = tmp_path / "2027.json"
    path.write_bytes(content)
    with pytest.raises(CouldNot, match=told) as failure:
        read(path)
    assert "2027.json" in str(failure.value)
    assert "\n" not in str(failure.value)


def test_changed_days(tmp_path: Path) -> None:
    before = calendar_for("CN-530100")
    put(tmp_path, 2027, day("2026-12-27", off=False), day("2027-01-01"), day("2027-01-02"))
    after = Calendar("CN-530100", notices("CN-530100", tmp_path))
    assert changed_days(before, after) == [date(2026, 12, 27), date(2027, 1, 1)]
    assert after.confirmed_until == date(2027, 12, 31)
    assert after.working(date(2026, 12, 27))
    assert changed_days(after, after) == []


def test_a_gap_is_not_confirmed(tmp_path: Path) -> None:
    put(tmp_path, 2028, day("2028-01-03"))
    got = Calendar("CN", notices("CN", tmp_path))
    assert got.confirmed_until == date(2026, 12, 31)
    assert got.provisional(date(2027, 6, 1))
    assert not got.provisional(date(2028, 6, 1))


def test_a_loaded_notice_replaces_its_year_alone(tmp_path: Path) -> None:
    """The 2018 file keeps the December days that the 2019 notice moved."""
    put(tmp_path, 2018, day("2018-01-01"))
    got = Calendar("CN", notices("CN", tmp_path))
    assert got.working(date(2018, 10, 1))  # the loaded notice does not free it
    assert got.working(date(2018, 12, 29))
    assert not got.working(date(2018, 12, 31))


@pytest.mark.data
def test_every_real_notice_changes_nothing(tmp_path: Path) -> None:
    files = sorted(DATA.glob("[0-9]*.json"))
    if not files:
        pytest.skip("real data absent: set LUOSHI_TEST_DATA")
    (tmp_path / "CN").mkdir()
    for file in files:
        (tmp_path / "CN" / file.name).write_bytes(file.read_bytes())
    assert changed_days(calendar_for("CN"), Calendar("CN", notices("CN", tmp_path))) == []
