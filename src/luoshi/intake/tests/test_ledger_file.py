"""An office's own ledger: every row stored or named, read again it is the same, written out it reads the same elsewhere."""

import csv
import shutil
import subprocess
from collections import Counter
from datetime import date, datetime
from decimal import Decimal
from io import BytesIO
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import openpyxl
import pytest

from luoshi.intake.ledger.days import due
from luoshi.intake.ledger.numerals import chinese, counted
from luoshi.intake.ledger.out import export_ledger
from luoshi.intake.ledger.run import import_ledger
from luoshi.intake.ledger.targets import target
from luoshi.intake.report import Report
from luoshi.intake.tests import ledgers
from luoshi.intake.tests.ledgers import FAULTS, HEADS, HOUSING, PARKS, TITLE, WATER
from luoshi.law.errors import Unclear
from luoshi.ledger.models import LedgerEntry
from luoshi.org import actions as org
from luoshi.org.access import Scope
from luoshi.tasks.models import CoUnit, Node, OwnerName

AT = datetime(2026, 1, 5, 9, tzinfo=ZoneInfo("Asia/Shanghai"))
ALL = Scope(all=True, units=frozenset())


@pytest.fixture(autouse=True)
def units(db: None) -> None:
    root = org.found(code="C", name="春城市", kind="city")
    for code, name in (("W", WATER), ("P", PARKS), ("H", HOUSING)):
        org.found(code=code, name=name, under=root)


def bring(file: BytesIO, **more: Any) -> Report:
    return import_ledger(file, name="台账.xlsx", actor="测试", at=AT, **more)


def bad(report: Report) -> dict[int, str]:
    return {it.row: it.field for it in report.rejected}


def test_two_hundred_rows_with_twenty_faults_of_seventeen_kinds() -> None:
    file, wrong = ledgers.two_hundred()
    report = bring(file)
    assert (report.read, report.stored, report.duplicates, len(report.rejected)) == (200, 180, 0, 20)
    assert bad(report) == wrong
    assert all(it.reason for it in report.rejected)
    assert len({it.reason.split("“")[0] for it in report.rejected}) >= 12
    assert Counter(wrong.values()) == Counter(column for column, _ in FAULTS)
    stored = Node.objects.all()
    assert stored.count() == 180
    assert set(stored.values_list("until", "target", "per")) == {(date(2026, 6, 30), Decimal(20), "个")}
    assert set(stored.values_list("register", "state", "unit")) == {(TITLE, "draft", u) for u in "WPH"}


def test_the_same_file_again_stores_nothing_and_a_mended_one_only_what_was_mended() -> None:
    bring(ledgers.two_hundred()[0])
    before = LedgerEntry.objects.count()
    again = bring(ledgers.two_hundred()[0])
    assert (again.stored, again.duplicates, len(again.rejected)) == (0, 180, 20)
    assert LedgerEntry.objects.count() == before
    rows = [ledgers.row(n) for n in range(1, 201)]
    rows[0][HEADS.index("完成时限")] = "2026年9月底"
    mended = bring(ledgers.book(rows))
    assert (mended.stored, mended.corrections, mended.duplicates, mended.rejected) == (21, 1, 179, [])
    assert Node.objects.get(no="1").until == date(2026, 9, 30)


def test_a_dry_run_writes_nothing() -> None:
    report = bring(ledgers.two_hundred()[0], dry_run=True, create_units=True)
    assert report.stored + len(report.rejected) == 200
    assert not Node.objects.exists()
    assert not LedgerEntry.objects.exists()


def test_cells_merged_over_rows_headings_totals_and_remarks() -> None:
    rows = [
        ["一、城市建设"],
        *[ledgers.row(n) for n in (1, 2, 3)],
        ["", "合计", "", "", "", "", "60个"],
        ["备注：本表按月更新"],
    ]
    for n in (1, 2, 3):
        rows[n][0] = "" if n > 1 else "一"
    merged = [(2, 0, 2, 9, "一、城市建设"), (3, 0, 5, 0, "一"), (7, 0, 7, 9, "备注：本表按月更新")]
    report = bring(ledgers.book(rows, merged=merged))
    assert (report.read, report.stored, report.rejected) == (3, 3, [])
    assert list(Node.objects.order_by("n").values_list("no", "category")) == [
        (no, "一、城市建设") for no in ("1", "1-2", "1-3")
    ]
    assert [note[:4] for note in report.notes] == ["第 7 ", "第 8 "]


def test_heads_in_two_rows() -> None:
    heads = ["序号", "任务", "责任单位", "", "目标值", "完成时限"]
    merged = [(1, c, 2, c, heads[c]) for c in (0, 1, 4, 5)] + [(1, 2, 1, 3, "责任单位")]
    rows = [["", "", "牵头单位", "协办单位", "", ""], [1, "建公园", PARKS, WATER, "20个", "6月底"]]
    report = bring(ledgers.book(rows, heads=heads, merged=merged))
    assert (report.stored, report.rejected) == (1, [])
    node = Node.objects.get()
    assert (node.unit, list(CoUnit.objects.values_list("unit", flat=True))) == ("P", ["W"])


def test_of_several_responsible_units_the_first_leads() -> None:
    report = bring(
        ledgers.book(
            [[1, "建公园", f"{PARKS}、{WATER}，{HOUSING}", "20个", "6月底"]],
            ["序号", "任务", "责任单位", "目标值", "完成时限"],
        )
    )
    assert (report.stored, [w.field for w in report.warnings]) == (1, ["责任单位"])
    assert Node.objects.get().unit == "P"
    assert set(CoUnit.objects.values_list("unit", flat=True)) == {"W", "H"}


def test_absent_columns_and_other_words_reject_nothing() -> None:
    report = bring(
        ledgers.book(
            [[1, "建公园", PARKS, "张三", "进行中", "随便"]],
            ["序号", "任务", "牵头单位", "责任人", "状态", "别的"],
        )
    )
    assert (report.stored, report.rejected) == (1, [])
    assert "别的" in report.notes[0]
    assert OwnerName.objects.get().name == "张三"
    assert not LedgerEntry.objects.filter(payload__contains="张三").exists()


def test_units_are_created_only_when_asked_for() -> None:
    rows = [[1, "建公园", "春城市新局", "20个", "6月底"]]
    heads = ["序号", "任务", "牵头单位", "目标值", "完成时限"]
    assert bad(bring(ledgers.book(rows, heads))) == {3: "牵头单位"}
    assert bring(ledgers.book(rows, heads), create_units=True).stored == 1


def test_a_column_called_unit_is_whose_task_it_is() -> None:
    assert (
        bring(
            ledgers.book(
                [[1, "建公园", PARKS, "20个", "6月底"]], ["序号", "任务", "单位", "目标值", "完成时限"]
            )
        ).stored
        == 1
    )
    assert Node.objects.get().unit == "P"


def test_a_file_without_tasks_says_what_is_missing() -> None:
    with pytest.raises(Unclear, match="任务"):
        bring(ledgers.book([[1]], ["名称"], title=""))


@pytest.mark.parametrize(
    ("n", "told"), [(n, ledgers.chinese(n)) for n in (1, 10, 12, 20, 35, 100, 101, 118, 200)]
)
def test_chinese_numbers(n: int, told: str) -> None:
    assert chinese(told) == n
    assert counted(f"（{told}）") == counted(f"{n}.") == counted(f"第{n}项") == str(n)


@pytest.mark.parametrize(
    ("told", "day"),
    [
        *((text, "2026-06-30") for text in ledgers.DATES),
        ("2026年2月", "2026-02-28"), ("２０２６年３月１５日", "2026-03-15"), ("年底前", "2026-12-31"), ("2027年", "2027-12-31"),
        ("12月上旬", "2026-12-10"), ("三季度", "2026-09-30"), ("2026年第四季度末", "2026-12-31"), ("46203", "2026-06-30"),
        ("2026-06-30 00:00:00", "2026-06-30"), ("26.6.30", "2026-06-30"), ("下半年", "2026-12-31"), ("10月15号前", "2026-10-15"),
        ("2026年11月底前完成", "2026-11-30"), ("2026年6月30日前完成竣工验收", "2026-06-30"), ("9月底前建成投用", "2026-09-30"),
        ("三季度开工建设", "2026-09-30"), ("二〇二七年一月一日", "2027-01-01"),
    ],
)  # fmt: skip
def test_days_as_offices_write_them(told: str, day: str) -> None:
    assert due(told, 2026) == date.fromisoformat(day)


@pytest.mark.parametrize(
    "told",
    [
        "长期",
        "持续推进",
        "2026年2月30日",
        "2026.13.1",
        "6.3",
        "尽快",
        "20261",
        "#REF!",
        "6月起持续推进",
        "2026年1月1日至6月30日",
        "每月5日前",
    ],
)
def test_what_is_no_day_is_refused(told: str) -> None:
    with pytest.raises(ValueError):
        due(told, 2026)


@pytest.mark.parametrize(
    ("told", "value", "per"),
    [
        ("20个", "20", "个"), ("2026年新增学位3,000个", "3000", "个"), ("完成率不低于95%", "95", "%"), ("１２．５公里", "12.5", "公里"),
        ("三十处", "30", "处"), ("20", "20", ""), ("下降1.5个百分点", "1.5", "个百分点"), ("完成第3批改造500户", "500", "户"),
        ("投资2亿元", "2", "亿元"), ("200余个", "200", "个"), ("12月底前完成20处", "20", "处"),
    ],
)  # fmt: skip
def test_targets_as_offices_write_them(told: str, value: str, per: str) -> None:
    found = target(told)
    assert found is not None
    assert (found.value, found.per) == (Decimal(value), per)


def sheet_of(file: BytesIO) -> list[list[str]]:
    page = openpyxl.load_workbook(file).active
    assert page is not None
    return [["" if cell is None else str(cell) for cell in row] for row in page.iter_rows(values_only=True)]


def test_written_out_and_read_back_in_it_is_the_same() -> None:
    rows = [ledgers.row(n) for n in range(1, 14)]
    rows[3][HEADS.index("责任人")] = "李四"
    bring(ledgers.book(rows))
    file = export_ledger(scope=ALL, register=TITLE)
    page = sheet_of(file)
    assert page[0][0] == TITLE
    assert tuple(page[1]) == HEADS
    assert page[5][:7] == [
        "4",
        "新建口袋公园第4批",
        f"{WATER}、{PARKS}、{HOUSING}",
        WATER,
        f"{PARKS}、{HOUSING}",
        "李四",
        "20个",
    ]
    assert {row[7] for row in page[2:]} == {"2026-06-30"}
    file.seek(0)
    again = bring(file)
    assert (again.stored, again.duplicates, again.rejected) == (0, 13, [])


def test_numbers_of_several_ledgers_are_ours_and_known_again() -> None:
    bring(ledgers.book([ledgers.row(1)]))
    bring(ledgers.book([ledgers.row(1)], title="2026年民生实事台账"))
    assert Node.objects.count() == 2
    file = export_ledger(scope=ALL)
    assert [row[0] for row in sheet_of(file)] == ["序号", "2026-00001", "2026-00002"]
    file.seek(0)
    again = bring(file)
    assert (again.stored, again.duplicates) == (0, 2)


def test_it_opens_in_libreoffice_with_the_same_values(tmp_path: Path) -> None:
    office = shutil.which("soffice")
    if not office or not (Path(office).resolve().parent / "libsclo.so").exists():
        pytest.skip("LibreOffice Calc is not on this machine")
    rows = [ledgers.row(n) for n in range(1, 14)]
    rows[0][1] = "=公式样的任务，带“引号”和\n换行"
    bring(ledgers.book(rows))
    file = export_ledger(scope=ALL, register=TITLE)
    wanted = sheet_of(file)
    (tmp_path / "台账.xlsx").write_bytes(file.getvalue())
    subprocess.run(
        ["soffice", f"-env:UserInstallation=file://{tmp_path}/profile", "--headless", "--convert-to", "csv:Text - txt - csv (StarCalc):44,34,76",  # noqa: S607
         "--outdir", str(tmp_path), str(tmp_path / "台账.xlsx")],
        check=True, capture_output=True, timeout=180,
    )  # fmt: skip
    with (tmp_path / "台账.csv").open(encoding="utf-8", newline="") as opened:
        assert list(csv.reader(opened)) == wanted
