"""An organisation workbook: every row is answered, nothing else is lost, and what goes out comes back unchanged."""

from datetime import date, datetime
from io import BytesIO
from typing import Any
from zoneinfo import ZoneInfo

import openpyxl
import pytest

from luoshi.intake.answers import Answers
from luoshi.intake.org_columns import SHEETS
from luoshi.intake.org_file import export_org, import_org
from luoshi.ledger.models import LedgerEntry
from luoshi.org import queries
from luoshi.org.models import Role, Unit, User
from luoshi.org.staffing import Assignment, Officer, Person, Post, PostItem

pytestmark = pytest.mark.django_db
SHANGHAI = ZoneInfo("Asia/Shanghai")
Rows = list[list[Any]]
HEADS = {
    "单位": ["单位编码", "单位名称", "类型", "上级单位编码"],
    "人员": ["工号", "单位编码", "姓名", "账号", "在岗"],
    "岗位": ["岗位编码", "单位编码", "岗位名称", "办理事项编码", "A岗工号", "B岗工号", "AB岗起日"],
    "权限": ["账号", "单位编码", "权限", "起日", "止日"],
}
WHOLE: dict[str, Rows] = {
    "单位": [["W-1", "取水科", "科室", "W"], ["W", "春城市水务局", "部门", "C"], ["C", "春城市", "市", None]],
    "人员": [["S1", "W-1", "赵某", "zhao", None], ["S2", "W-1", "钱某", None, "是"]],
    "岗位": [["P1", "W-1", "取水审批岗", "002、001", "S1", "S2", "2026-03-02"]],
    "权限": [["zhao", "W", "承办人", "2026-03-02", None]],
}


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=SHANGHAI)


def workbook(**sheets: Rows) -> BytesIO:
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, rows in sheets.items():
        page = book.create_sheet(name)
        for row in [HEADS[name], *rows]:
            page.append(row)
    file = BytesIO()
    book.save(file)
    file.seek(0)
    return file


def bring(when: str = "2026-03-02T09:00", *, dry_run: bool = False, **sheets: Rows) -> Answers:
    file = workbook(**(sheets or WHOLE))
    return import_org(file, name="组织.xlsx", actor="测试", at=at(when), dry_run=dry_run)


def holder(post: str, when: str) -> tuple[str, str]:
    duty = queries.duties([post], at(when))[post]
    return duty.a, duty.b


def test_a_workbook_becomes_an_organisation() -> None:
    answers = bring()
    assert not answers.rejected, answers.rejected
    assert answers.count("new") == len(answers.rows) == 7
    section = Unit.objects.get(code="W-1")
    assert (section.kind, section.parent and section.parent.parent and section.parent.parent.code) == (
        "section",
        "C",
    )
    assert holder("P1", "2026-03-02T09:00") == ("S1", "S2")
    assert queries.items_of("P1") == ["001", "002"]
    assert not User.objects.get(username="zhao").has_usable_password()
    assert Role.objects.get().role == "handler"
    assert any("zhao" in note for note in answers.notes)
    for values in LedgerEntry.objects.values_list():
        assert "赵某" not in str(values)


def state() -> list[list[dict[str, Any]]]:
    tables = (Unit, Officer, Person, Post, PostItem, Assignment, Role, User)
    return [list(table._default_manager.order_by("pk").values()) for table in tables]


def test_what_goes_out_comes_back_unchanged() -> None:
    bring()
    before, entries = state(), LedgerEntry.objects.count()
    out = export_org(at=at("2026-04-01T09:00"))
    answers = import_org(out, name="x", actor="测试", at=at("2026-04-02T09:00"))
    assert [(a.state, a.reason) for a in answers.rows] == [("unchanged", "")] * 7
    assert (state(), LedgerEntry.objects.count()) == (before, entries)


def test_a_dry_run_answers_the_same_and_writes_nothing() -> None:
    dry = [(a.sheet, a.row, a.state) for a in bring(dry_run=True).rows]
    assert not any(state())
    assert not LedgerEntry.objects.exists()
    assert [(a.sheet, a.row, a.state) for a in bring().rows] == dry


def test_a_and_b_change_about_from_a_day_and_who_left_leaves_last() -> None:
    bring()
    answers = bring(
        "2026-04-01T09:00",
        人员=[["S1", "W-1", "赵某", "zhao", "否"], ["S2", "W-1", "钱某", None, None], ["S3", "W-1", "孙某", None, None]],
        岗位=[["P1", "W-1", "取水审批岗", "001、002", "S2", "S3", None]],
    )  # fmt: skip
    assert [a.state for a in answers.rows] == ["changed", "unchanged", "new", "changed"]
    assert holder("P1", "2026-03-31T23:00") == ("S1", "S2")
    assert holder("P1", "2026-04-01T00:00") == ("S2", "S3")
    assert not Officer.objects.get(code="S1").active


def test_roles_are_ended_by_their_last_day() -> None:
    bring()
    ended = [["zhao", "W", "承办人", "2026-03-02", "2026-05-01"]]
    assert [a.state for a in bring("2026-04-01T09:00", 权限=ended).rows] == ["changed"]
    assert Role.objects.get().until == date(2026, 5, 1)
    assert [a.state for a in bring("2026-04-02T09:00", 权限=ended).rows] == ["unchanged"]


FAULTS: list[tuple[str, str, Rows, str]] = [
    ("单位", "上级单位编码", [["X", "甲局", "部门", "nowhere"]], "没有上级单位"),
    ("单位", "上级单位编码", [["X", "甲局", "部门", "Y"], ["Y", "乙局", "部门", "X"]], "绕成了圈"),
    ("单位", "上级单位编码", [["C", "春城市", "市", "W-1"]], "在它自己之下"),
    ("单位", "类型", [["X", "甲局", "衙门", None]], "不在可选之列"),
    ("单位", "单位名称", [["X", None, "部门", None]], "不能为空"),
    ("单位", "单位编码", [["X", "甲局", None, None], ["X", "乙局", None, None]], "与第 2 行重复"),
    ("人员", "", [["S9", "nowhere", None, None, None]], "没有编码为 nowhere"),
    ("人员", "", [["S9", "W", "某", "zhao", None]], "已属于工号 S1"),
    ("人员", "", [["S9", "W", "某", "有 空格", None]], "账号只用"),
    ("人员", "", [["S1", "W-1", "赵某", "zhao", "否"]], "先安排接替"),
    ("人员", "在岗", [["S1", "W-1", "赵某", "zhao", "也许"]], "看不懂"),
    ("岗位", "A岗工号", [["P2", "W", "乙岗", None, "S9", None, None]], "没有在岗的工号"),
    ("岗位", "B岗工号", [["P2", "W", "乙岗", None, "S1", "S1", None]], "两个人"),
    ("岗位", "AB岗起日", [["P2", "W", "乙岗", None, "S1", "S2", "下周"]], "不是日期"),
    ("岗位", "", [["P2", "nowhere", "乙岗", None, "S1", "S2", None]], "没有编码为 nowhere"),
    ("权限", "权限", [["zhao", "W", "国王", None, None]], "不在可选之列"),
    ("权限", "", [["nobody", "W", "窗口", None, None]], "没有账号 nobody"),
    ("权限", "", [["zhao", "nowhere", "窗口", None, None]], "没有单位"),
    ("权限", "", [["zhao", "W", "窗口", "2026-05-01", "2026-04-01"]], "止期必须晚于起期"),
]


@pytest.mark.parametrize(("sheet", "title", "rows", "reason"), FAULTS, ids=[f"{f[0]} {f[3]}" for f in FAULTS])
def test_a_row_at_fault_is_named_and_loses_nothing_else(
    sheet: str, title: str, rows: Rows, reason: str
) -> None:
    bring()
    before = state()
    sound: dict[str, Rows] = {"单位": [["Z", "丙局", "部门", "C"]]}
    if sheet == "单位":
        sound["单位"] = [*rows, *sound["单位"]]
    else:
        sound[sheet] = rows
    answers = bring("2026-03-03T09:00", **sound)
    assert {a.sheet for a in answers.rejected} == {sheet}
    assert reason in answers.rejected[0].reason
    assert answers.rejected[0].field == title
    assert Unit.objects.filter(code="Z").exists()
    Unit.objects.filter(code__in=("Z", "X")).delete()
    assert state() == before, "a rejected row leaves nothing behind"


def test_absent_columns_leave_what_stands() -> None:
    bring()
    book = openpyxl.Workbook()
    book.active.title = "岗位"
    for row in (["岗位编码", "单位编码", "岗位名称"], ["P1", "W-1", "取水岗"]):
        book.active.append(row)
    file = BytesIO()
    book.save(file)
    file.seek(0)
    answers = import_org(file, name="x", actor="测试", at=at("2026-04-01T09:00"))
    assert [a.state for a in answers.rows] == ["changed"]
    assert holder("P1", "2026-04-02T09:00") == ("S1", "S2")
    assert queries.items_of("P1") == ["001", "002"]


def test_blank_sheets_have_every_title() -> None:
    book = openpyxl.load_workbook(export_org(at=at("2026-03-02T09:00"), blank=True))
    for sheet in SHEETS:
        titles = [cell.value for cell in book[sheet.names[0]][1]]
        assert titles == [column.titles[0] for column in sheet.columns]
