"""Every kind of badness in one row of a CSV file: named, and no good row is lost."""

from pathlib import Path

import pytest

from luoshi.intake.tests.files import HEAD, ROWS, csv, mapped, taken
from luoshi.law.errors import CouldNot

pytestmark = pytest.mark.django_db
GOOD = ROWS[1]

REJECTED = {
    "too few columns": ("C,9,收件", ""),
    "too many columns": (GOOD + ",more", ""),
    "no matter": (",9,收件,2026-03-03T09:00:00,住建局,,,", "case"),
    "no time": ("C,9,收件,,住建局,,,", "time"),
    "no activity": ("C,9,,2026-03-03T09:00:00,住建局,,,", "activity"),
    "no such time": ("C,9,收件,2026-02-30T09:00:00,住建局,,,", "time"),
    "words for a time": ("C,9,收件,昨天,住建局,,,", "time"),
    "in the future": ("C,9,收件,2027-03-03T09:00:00,住建局,,,", "time"),
    "a NUL": ("C,9,收\0件,2026-03-03T09:00:00,住建局,,,", ""),
    "a misplaced quote": ('C,9,"收件"x,2026-03-03T09:00:00,住建局,,,', ""),
    "a quote never closed": ('C,9,"收件,2026-03-03T09:00:00,住建局,,,', ""),
    "a huge field": (f"C,9,{'长' * 200_000},2026-03-03T09:00:00,住建局,,,", ""),
    "a long id": (f"{'C' * 300},9,收件,2026-03-03T09:00:00,住建局,,,", "case"),
    "a long unit": (f"C,9,收件,2026-03-03T09:00:00,{'局' * 300},,,", "unit"),
    "the same id, other content": ("A,2,退回,2026-03-03T09:00:00,住建局,,,", "case, event"),
}


@pytest.mark.parametrize(("row", "field"), REJECTED.values(), ids=REJECTED)
def test_a_bad_row_is_named_and_loses_no_other(tmp_path: Path, row: str, field: str) -> None:
    report = taken(csv(tmp_path, ROWS[0], ROWS[1], row, ROWS[2]))
    assert (report.read, report.stored) == (4, 3)
    assert [(bad.row, bad.field) for bad in report.rejected] == [(4, field)]
    assert report.rejected[0].reason


def test_a_bad_row_may_also_be_the_first_or_the_last(tmp_path: Path) -> None:
    report = taken(csv(tmp_path, 'C,9,"收件', *ROWS, 'D,9,"收件'))
    assert [bad.row for bad in report.rejected] == [2, 6]
    assert report.stored == 3


WARNED = {
    "before the matter began": ("A,9,补,2026-03-01T09:00:00,住建局,,,", "time"),
    "after the matter ended": ("A,9,补,2026-03-21T09:00:00,住建局,,,", "time"),
    "out of order": ("A,9,补,2026-03-02T10:00:00,住建局,,,", "time"),
    "another unit": ("A,9,补,2026-03-05T09:00:00,水务局,,,", "unit"),
    "another deadline": ("A,9,补,2026-03-05T09:00:00,住建局,,,2026-04-01", "due"),
    "negative duration": ("C,9,补,2026-03-05T09:00:00,住建局,2026-03-05,2026-03-01,", "closed"),
    "a deadline before the beginning": ("C,9,补,2026-03-05T09:00:00,住建局,2026-03-05,,2026-03-01", "due"),
    "an unreadable deadline": ("C,9,补,2026-03-05T09:00:00,住建局,2026-03-05,,soon", "due"),
    "an end in the future": ("C,9,补,2026-03-05T09:00:00,住建局,2026-03-05,2027-01-01,", "closed"),
    "twice the same": (ROWS[1], ""),
}


@pytest.mark.parametrize(("row", "field"), WARNED.values(), ids=WARNED)
def test_a_doubtful_row_is_kept_with_one_warning(tmp_path: Path, row: str, field: str) -> None:
    report = taken(csv(tmp_path, *ROWS, row))
    assert not report.rejected
    assert report.stored + report.duplicates == 4
    assert [(bad.row, bad.field) for bad in report.warnings] == [(5, field)]


def test_a_stamp_without_zone_needs_one_from_the_mapping(tmp_path: Path) -> None:
    told = mapped(**{'timezone = "Asia/Shanghai"': ""})
    report = taken(csv(tmp_path, ROWS[0], "C,9,收件,2026-03-03T09:00:00+08:00,住建局,,,"), told)
    assert [(bad.row, bad.field) for bad in report.rejected] == [(2, "time")]
    assert report.stored == 1


def test_units_may_be_restricted(tmp_path: Path) -> None:
    told = mapped(**{'unit = "unit"': 'unit = "unit"\nunits = ["住建局"]'})
    report = taken(csv(tmp_path, *ROWS), told)
    assert [(bad.row, bad.field) for bad in report.rejected] == [(4, "unit")]


def test_where_a_law_applies_its_calendar_must_cover_the_day(tmp_path: Path) -> None:
    told = mapped(**{'name = "permits"': 'name = "permits"\nlaw = "CN-530100"'})
    report = taken(csv(tmp_path, *ROWS, "C,9,收件,1998-03-03T09:00:00,住建局,,,"), told)
    assert [(bad.row, bad.field) for bad in report.rejected] == [(5, "time")]


def test_quoted_line_ends_are_one_row(tmp_path: Path) -> None:
    report = taken(csv(tmp_path, ROWS[0], 'C,9,"收\n\n件",2026-03-03T09:00:00,住建局,,,', "D,9", ROWS[2]))
    assert report.stored == 3
    assert [bad.row for bad in report.rejected] == [4]


@pytest.mark.parametrize("codec", ["utf-8-sig", "gbk", "gb18030", "utf-16", "utf-16-le"])
def test_other_encodings_are_read(tmp_path: Path, codec: str) -> None:
    report = taken(csv(tmp_path, *ROWS, codec=codec))
    assert (report.stored, len(report.rejected)) == (3, 0)
    assert any("编码" in note for note in report.notes) == (codec != "utf-8-sig")


def test_one_line_in_another_encoding_is_one_bad_row(tmp_path: Path) -> None:
    path = csv(tmp_path, *ROWS)
    lines = path.read_bytes().split(b"\r\n")
    lines.insert(2, "C,9,收件,2026-03-03T09:00:00,住建局,,,".encode("gbk"))
    path.write_bytes(b"\r\n".join(lines))
    report = taken(path)
    assert report.stored == 3
    assert [bad.row for bad in report.rejected] == [3]


def test_a_file_that_breaks_off_keeps_what_came_before(tmp_path: Path) -> None:
    path = csv(tmp_path, *ROWS)
    whole = path.read_bytes()
    path.write_bytes(whole[: whole.rindex(b"B,3") + 6])
    report = taken(path)
    assert report.stored == 2
    assert [bad.row for bad in report.rejected] == [4]
    assert "中断" in report.rejected[0].reason


def test_local_times_that_clocks_skip_or_repeat_are_named(tmp_path: Path) -> None:
    told = mapped(**{"Asia/Shanghai": "Europe/Amsterdam"})
    report = taken(csv(tmp_path, "A,1,x,2026-03-29T02:30:00,u,,,", "B,2,x,2025-10-26T02:30:00,u,,,"), told)
    assert (report.stored, [bad.row for bad in report.warnings]) == (2, [2, 3])


@pytest.mark.parametrize(
    ("content", "named"),
    [
        (b"", "空文件"),
        (b"\r\n\r\n", "空文件"),
        (b"case,time\r\n", "event"),
        (HEAD.encode() + b",case\r\n", "case"),
    ],
)
def test_a_file_without_a_usable_header_cannot_be_read(tmp_path: Path, content: bytes, named: str) -> None:
    path = tmp_path / "log.csv"
    path.write_bytes(content)
    with pytest.raises(CouldNot, match=named):
        taken(path)


def test_a_header_alone_is_a_file_without_rows(tmp_path: Path) -> None:
    assert taken(csv(tmp_path)).read == 0
