"""Key tasks in a real browser: every page sound at both widths in both languages, and the way from Excel to a lead."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import time_machine

from luoshi.web.tests import sample, task_story
from tests.browser.conftest import NOW, Open
from tests.browser.test_pages import faults

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser"), pytest.mark.timeout(300)]
Told = dict[str, str]


@pytest.fixture
def told(transactional_db: None) -> Iterator[Told]:
    """The tasks of a morning, on 12 October 2026."""
    with time_machine.travel(NOW, tick=True):
        sample.people()
        yield task_story.tell(now=NOW)


PAGES = {
    "tasks": ("office", "/tasks/"),
    "tasks-none": ("office", "/tasks/?q=没有这样的任务"),
    "tasks-unit": ("fire", "/tasks/"),
    "task-whole": ("office", "/tasks/{pipes}/"),
    "task-late": ("water", "/tasks/{late}/"),
    "task-reopened": ("office", "/tasks/{reopened}/"),
    "task-draft": ("office", "/tasks/{draft}/"),
    "tasks-tree": ("office", "/tasks/tree/"),
    "tasks-timeline": ("office", "/tasks/timeline/"),
    "tasks-matrix": ("office", "/tasks/matrix/"),
    "tasks-mine": ("water", "/tasks/mine/"),
    "tasks-desk": ("office", "/tasks/desk/"),
    "tasks-morning": ("office", "/tasks/morning/"),
    "tasks-import": ("office", "/tasks/import/"),
    "task-sources": ("office", "/tasks/sources/"),
    "task-source": ("office", "/tasks/sources/{report}/"),
    "task-source-new": ("office", "/tasks/sources/new/"),
    "promises": ("office", "/portal/progress/"),
    "task-new": ("office", "/tasks/new/"),
    "task-amend": ("office", "/tasks/{pipes}/acts/amend/"),
    "task-break-down": ("water", "/tasks/{behind}/acts/break_down/"),
    "task-progress": ("water", "/tasks/{late}/acts/progress/"),
    "task-verify": ("office", "/tasks/{claimed}/acts/verify/"),
    "task-order": ("office", "/tasks/{behind}/acts/issue_order/"),
    "task-cannot": ("office", "/tasks/{good}/acts/archive/"),
}
"""Who opens what."""


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_page_of_tasks_is_sound_at_both_widths(
    told: Told, opened: Open, shots: Path, language: str
) -> None:
    wrong: list[str] = []
    by_user: dict[str, Any] = {}
    for name, (who, path) in PAGES.items():
        page = by_user.get(who) or by_user.setdefault(who, opened(who, language=language))
        for width in (1280, 360):
            page.set_viewport_size({"width": width, "height": 800})
            page.goto(path.format(**told))
            page.screenshot(path=shots / f"{name}-{width}-{language}.png", full_page=True)
            if page.evaluate("document.documentElement.scrollWidth") > width:
                wrong.append(f"{name} at {width}: wider than the screen")
        wrong += [f"{name}: {fault}" for fault in faults(page)]
    assert not wrong, "\n".join(wrong)


@pytest.fixture
def live(transactional_db: None) -> Iterator[None]:
    """An office that is live, with people and no task yet."""
    with time_machine.travel(NOW, tick=True):
        sample.people()
        task_story.begin()
        yield


def ledger_of(folder: Path) -> Path:
    """An office's ledger without a column for evidence, with a row that cannot be stored."""
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["2026年城市更新重点任务台账"])
    sheet.append(["序号", "任务", "牵头单位", "协办单位", "目标值", "完成时限"])
    sheet.append(
        [
            "一",
            "修复路灯300盏",
            "春城市住房城乡建设局",
            "春城市水务局、春城市消防救援支队",
            "300盏",
            "2026年12月20日",
        ]
    )
    sheet.append(["二", "疏通盘江支流", "不存在的局", "", "3条", "2026年12月31日"])
    book.save(folder / "台账.xlsx")
    return folder / "台账.xlsx"


def act(page: Any, title: str) -> None:
    """Open an act from the page of its task."""
    page.click(f"#acts a.btn >> text='{title}'")
    page.wait_for_selector(".acting, form.sections")


def send(page: Any) -> None:
    page.click(".acting form button.btn-primary")
    page.wait_for_selector("#acts")


def drafted(page: Any, file: Path) -> str:
    """From the file to a draft that cannot be published, mended and handed out; its address."""
    page.goto("/tasks/import/")
    page.set_input_files("[name=file]", file)
    page.click(".acting button")
    page.wait_for_selector("form.confirm")
    report = page.inner_text(".report")
    assert "不存在的局" in report
    assert "试运行" in page.inner_text("main")
    page.click("form.confirm button")
    page.click("text=看待审核的任务")
    page.click("text=修复路灯300盏")
    page.wait_for_selector("#acts")
    path = str(page.url)
    act(page, "审核发布")
    page.click(".acting form button.btn-primary")
    page.wait_for_selector("text=还不能发布")
    assert "没有佐证类型" in page.inner_text("main")
    page.click("text=去补")
    page.check("[name=evidence][value=acceptance]")
    page.click("form.sections button.btn-primary")
    page.wait_for_selector("#acts")
    for title in ("审核发布", "交办"):
        act(page, title)
        send(page)
    assert "待签收" in page.inner_text(".page-head")
    return path


def test_from_the_excel_of_an_office_to_a_false_write_off(
    live: None, opened: Open, tmp_path: Path, shots: Path
) -> None:
    """Import, publish refused, mended, published, accepted, progress, claimed, own write-off refused, verified, re-opened, lead."""
    office, builder = opened("office"), opened("builder")
    path = drafted(office, ledger_of(tmp_path))
    builder.goto("/tasks/mine/")
    builder.click("text=去办")
    send(builder)
    act(builder, "反馈进展")
    builder.fill("[name=quantity]", "120")
    builder.fill("[name=text]", "已修复120盏")
    send(builder)
    assert "120 / 300" in builder.inner_text("main")
    act(builder, "申报完成")
    builder.fill("[name=quantity]", "300")
    builder.fill("[name=text]", "300盏全部修复")
    builder.click(".acting form button.btn-primary")
    assert "没有佐证不能申报完成" in builder.inner_text(".form-errors")
    evidence = tmp_path / "验收报告.pdf"
    evidence.write_bytes(task_story.PDF)
    builder.set_input_files("[name=files]", evidence)
    send(builder)
    assert "申报待核验" in builder.inner_text("h1")
    written_off(opened, path, shots)
    office.goto(path)
    act(office, "重新打开")
    office.fill("[name=reason]", "夜间抽查，41盏不亮")
    office.check("[name=false_claim][value=yes]")
    send(office)
    main = office.inner_text("main")
    assert "12月20日" in main
    assert "疑似虚假销号" in main
    office.screenshot(path=shots / "journey-reopened-1280-zh.png", full_page=True)
    office.goto("/tasks/morning/")
    assert "疑似虚假销号" in office.inner_text("main")
    builder.goto(path)
    assert "重新打开" in builder.inner_text(".page-head")
    assert "疑似虚假销号" not in builder.inner_text("main")


def written_off(opened: Open, path: str, shots: Path) -> None:
    """By the unit itself: refused, and on record. By another unit, from the desk: done."""
    head = opened("head")
    head.goto(path)
    act(head, "核验销号")
    head.check("[name=how][value=site]")
    head.fill("[name=text]", "看过，属实")
    head.click(".acting form button.btn-primary")
    head.wait_for_selector("text=已拒绝，并已记录")
    assert "不能核验本单位的任务" in head.inner_text("[role=alert]")
    head.screenshot(path=shots / "journey-refused-1280-zh.png")
    water = opened("water")
    water.goto("/tasks/desk/")
    water.click("td >> text=核验")
    water.check("[name=how][value=site]")
    water.fill("[name=text]", "逐盏看过")
    send(water)
    assert "已销号" in water.inner_text("h1")
