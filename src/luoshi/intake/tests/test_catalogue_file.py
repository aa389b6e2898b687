"""A catalogue workbook: every row is answered, nothing else is lost, and what goes out comes back unchanged."""

from collections.abc import Callable
from io import BytesIO
from typing import Any

import openpyxl
import pytest

from luoshi.catalogue import queries
from luoshi.catalogue.definition import Definition, Material, Step
from luoshi.catalogue.models import Item, ItemVersion
from luoshi.catalogue.tests.conftest import WATER, moment, water
from luoshi.intake.answers import Answers
from luoshi.intake.catalogue_columns import SHEETS
from luoshi.intake.catalogue_file import export_catalogue, import_catalogue
from luoshi.law.errors import CouldNot, Unclear
from luoshi.ledger.models import LedgerEntry
from luoshi.org.access import Scope
from luoshi.org.models import Unit

__all__ = ["water"]
pytestmark = pytest.mark.usefixtures("water")
ALL = Scope(all=True, units=frozenset())
HEAD = ["实施编码", "事项名称", "实施主体编码", "承诺时限", "承诺时限单位"]
Rows = list[list[Any]]


def workbook(items: Rows, materials: Rows | None = None, steps: Rows | None = None) -> BytesIO:
    book = openpyxl.Workbook()
    book.active.title = "事项"
    for name, rows in (("事项", items), ("材料", materials), ("环节", steps)):
        if rows is not None:
            page = book[name] if name in book.sheetnames else book.create_sheet(name)
            for row in rows:
                page.append(row)
    file = BytesIO()
    book.save(file)
    file.seek(0)
    return file


def bring(file: BytesIO, at: str = "2026-03-02T09:00", **more: Any) -> Answers:
    return import_catalogue(file, name="事项.xlsx", actor="测试", at=moment(at), **more)


def three() -> BytesIO:
    return workbook(
        [HEAD, ["001", "取水许可", "530100-03", 12, "工作日"], ["002", "河道采砂许可", "530100-03", 10, "工作日"]],
        [["实施编码", "材料编码", "材料名称", "是否必需"], ["001", "M1", "申请书", "是"], ["002", "M1", "申请书", "否"]],
        [["实施编码", "环节名称", "环节时限", "环节时限单位"], ["001", "受理", 1, "工作日"]],
    )  # fmt: skip


def version(code: str, at: str = "2027-01-01T00:00") -> ItemVersion:
    found = queries.version_at(code, moment(at))
    assert found is not None
    return found


def test_a_workbook_becomes_items_with_materials_and_steps() -> None:
    answers = bring(three())
    assert answers.as_dict() | {"notes": []} == {
        "file": "事项.xlsx", "read": 5, "stored": 5, "new": 5, "changed": 0, "duplicates": 0, "rejected": [],
        "notes": [], "dry_run": False,
    }  # fmt: skip
    first = version("001")
    assert first.materials == (Material(code="M1", name="申请书"),)
    assert first.steps == (Step(name="受理", amount=1, per="working_day"),)
    assert not version("002").materials[0].needed


def full() -> list[Definition]:
    rich = {name: getattr(WATER, name) for name in WATER.__dataclass_fields__}
    other = rich | {
        "code": "002", "name": "=危险的名称", "kind": "instant", "promise_amount": None, "promise_per": "",
        "charged": True, "fees": "每证 10 元", "fee_basis": "某条例 第三条", "commitment_excluded": "public_safety",
        "statutory_amount": 60, "statutory_per": "day", "statutory_basis": "某法 第九条", "visits": 0,
        "pause_grounds": ("hearing", "expert_review"), "steps": (Step(name="审查"), Step(name="会商", amount=4, per="working_hour")),
        "materials": (Material(code="01", name="甲\n乙", needed=False, basis="某法"),),
    }  # fmt: skip
    joint = rich | {"code": "003", "clock": "CLK-03", "promise_amount": 45, "commitment": True, "steps": ()}
    return [WATER, Definition(**other), Definition(**joint)]


def test_what_goes_out_comes_back_unchanged() -> None:
    from luoshi.catalogue import actions
    from luoshi.monitor.acting import acting

    with acting(actor="测试", at=moment("2026-03-02T09:00")) as book:
        for definition in full():
            actions.publish(book, definition)
    before = list(ItemVersion.objects.order_by("code").values())
    entries = LedgerEntry.objects.count()
    out = export_catalogue(at=moment("2026-03-03T09:00"), scope=ALL)
    answers = bring(out, "2026-03-04T09:00")
    assert not answers.rejected, answers.rejected
    assert answers.unchanged == len(answers.rows) > 8
    assert LedgerEntry.objects.count() == entries
    assert list(ItemVersion.objects.order_by("code").values()) == before


def test_a_change_becomes_a_version_from_its_day_and_the_rest_stays() -> None:
    bring(three())
    changed = workbook(
        [[*HEAD, "生效日期"], ["001", "取水许可", "530100-03", 8, "工作日", "2026-05-01"],
         ["002", "河道采砂许可", "530100-03", 10, "工作日", None]],
    )  # fmt: skip
    answers = bring(changed, "2026-04-01T09:00")
    assert [a.state for a in answers.rows] == ["changed", "unchanged"]
    assert version("001", "2026-04-30T23:59").version == 1
    after = version("001", "2026-05-01T00:00")
    assert (after.version, after.definition.promise_amount) == (2, 8)
    assert after.materials == version("001", "2026-04-30T23:59").materials, "an absent sheet changes nothing"


FAULTS: list[tuple[str, Rows, str, int, str]] = [
    ("no code", [[None, "无编码", "530100-03", 5, "工作日"]], "实施编码", 2, "实施编码"),
    ("longer than the statute", [["9", "乙", "530100-03", 21, "工作日"]], "承诺时限", 2, "长于法定时限"),
    ("no number", [["9", "乙", "530100-03", "二十", "工作日"]], "承诺时限", 2, "不是整数"),
    ("unknown unit of time", [["9", "乙", "530100-03", 5, "旬"]], "承诺时限单位", 2, "不认识"),
    ("unknown body", [["9", "乙", "X", 5, "工作日"]], "实施主体编码", 2, "没有编码为 X"),
    ("no name", [["9", None, "530100-03", 5, "工作日"]], "事项名称", 2, "事项名称"),
    (
        "twice",
        [["9", "乙", "530100-03", 5, "工作日"], ["9", "丙", "530100-03", 6, "工作日"]],
        "实施编码",
        3,
        "重复",
    ),
]


@pytest.mark.parametrize(
    ("rows", "title", "number", "reason"), [f[1:] for f in FAULTS], ids=[f[0] for f in FAULTS]
)
def test_a_row_at_fault_is_named_and_loses_nothing_else(
    rows: Rows, title: str, number: int, reason: str
) -> None:
    answers = bring(workbook([HEAD, *rows, ["001", "取水许可", "530100-03", 12, "工作日"]]))
    (bad,) = answers.rejected
    assert (bad.field, bad.row) == (title, number)
    assert reason in bad.reason
    assert version("001").version == 1
    assert len(answers.rows) == answers.stored + answers.unchanged + len(answers.rejected)


def test_an_item_whose_material_is_at_fault_is_not_stored_and_each_of_its_rows_says_so() -> None:
    answers = bring(
        workbook(
            [HEAD, ["001", "取水许可", "530100-03", 12, "工作日"], ["002", "采砂", "530100-03", 12, "工作日"]],
            [["实施编码", "材料名称", "是否必需"], ["001", "申请书", "大概"], ["001", "论证报告", "是"], ["404", "甲", "是"]],
        )
    )  # fmt: skip
    told = {(a.sheet, a.row): a.reason for a in answers.rejected}
    assert "看不懂" in told["材料", 2]
    assert "第 2 行" in told["材料", 3]
    assert "第 2 行" in told["事项", 2]
    assert "没有这个实施编码" in told["材料", 4]
    assert [i.code for i in Item.objects.all()] == ["002"]


def test_materials_without_codes_keep_the_codes_their_names_had() -> None:
    sheet = [["实施编码", "材料名称"], ["001", "申请书"], ["001", "论证报告"]]
    items = [HEAD, ["001", "取水许可", "530100-03", 12, "工作日"]]
    bring(workbook(items, sheet))
    answers = bring(workbook(items, [sheet[0], sheet[2], sheet[1]]), "2026-03-03T09:00")
    assert answers.count("changed") == 3
    assert [(m.code, m.name) for m in version("001").materials] == [("M2", "论证报告"), ("M1", "申请书")]


def test_a_dry_run_answers_the_same_and_writes_nothing() -> None:
    wet_rows = [(a.sheet, a.row, a.state) for a in bring(three(), dry_run=True).rows]
    assert not Item.objects.exists()
    assert not LedgerEntry.objects.exists()
    assert [(a.sheet, a.row, a.state) for a in bring(three()).rows] == wet_rows


def test_a_unit_may_change_its_own_items_only() -> None:
    Unit.objects.create(code="B", name="别的局")
    scope = Scope(all=False, units=frozenset({"530100-03"}))
    rows: Rows = [HEAD, ["001", "取水许可", "530100-03", 12, "工作日"], ["002", "别的", "B", 12, "工作日"]]
    answers = bring(workbook(rows), scope=scope)
    assert [(a.key, a.state) for a in answers.rows] == [("001", "new"), ("002", "rejected")]
    assert "不是您单位" in answers.rows[1].reason
    bring(workbook([HEAD, rows[2]]))
    taken = workbook([HEAD, ["002", "别的", "530100-03", 12, "工作日"]])
    assert bring(taken, "2026-03-05T09:00", scope=scope).rows[0].state == "rejected"


def test_the_body_may_be_given_by_its_name_and_columns_by_their_national_names() -> None:
    answers = bring(
        workbook(
            [["某市事项清单"], ["task_code", "task_name", "dept_name", "promise_day", "promise_type", "备注"],
             ["001", "取水许可", "春城市水务局", 12.0, "个工作日", "x"]]
        )
    )  # fmt: skip
    assert answers.rows[0].state == "new", answers.rejected
    assert answers.rows[0].row == 3
    assert any("备注" in note for note in answers.notes)


@pytest.mark.parametrize(
    ("file", "error", "why"),
    [
        (lambda: BytesIO(b"not a workbook"), CouldNot, "另存为"),
        (lambda: workbook([["名称"], ["甲"]]), Unclear, "缺少列"),
    ],
)
def test_what_is_no_catalogue_is_refused_with_what_to_do(
    file: Callable[[], BytesIO], error: type[Exception], why: str
) -> None:
    with pytest.raises(error, match=why):
        bring(file())


def test_blank_sheets_have_every_title() -> None:
    book = openpyxl.load_workbook(export_catalogue(at=moment("2026-03-02T09:00"), scope=ALL, blank=True))
    assert book.sheetnames == ["事项", "材料", "环节"]
    for sheet in SHEETS:
        titles = [cell.value for cell in book[sheet.names[0]][1]]
        assert titles == [column.titles[0] for column in sheet.columns]
