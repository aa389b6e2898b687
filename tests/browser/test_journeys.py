"""What people do, with the keyboard too: find who was late and why; import a file; change the language."""

from pathlib import Path
from typing import Any

import pytest

from luoshi.web import importing
from tests.browser.conftest import Open

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser"), pytest.mark.timeout(170)]

LOG = """case,activity,time,unit,deadline,end
A-1,received,2026-09-01T09:00:00+08:00,春城市水务局,2026-09-10T17:00:00+08:00,2026-09-12T10:00:00+08:00
A-1,checked,2026-09-12T10:00:00+08:00,春城市水务局,2026-09-10T17:00:00+08:00,2026-09-12T10:00:00+08:00
A-2,received,2026-09-02T09:00:00+08:00,春城市水务局,2026-09-20T17:00:00+08:00,2026-09-03T10:00:00+08:00
A-3,received,yesterday,春城市水务局,2026-09-20T17:00:00+08:00,2026-09-03T10:00:00+08:00
"""
MAPPING = """
[source]
name = "sample-log"
law = "none"
[matter]
id = "case"
unit = "unit"
closed = "end"
[clocks.own]
due = "deadline"
met = "end"
[event]
id = ["case", "activity", "time"]
activity = "activity"
time = "time"
[kinds]
"received" = "approvals.received"
"""


def test_from_the_overview_to_the_reason_in_three_steps(city: object, opened: Open) -> None:
    page = opened("office")
    page.click("text=春城市住房城乡建设局")
    page.fill("[name=q]", "0318")
    page.keyboard.press("Enter")
    page.wait_for_url("**q=0318**")
    page.click("text=春建许受〔2026〕0318 号")
    why = page.locator("#why").inner_text()
    assert "为什么是 10月15日" in why
    assert "补班" in why


def test_lists_by_keyboard(city: object, opened: Open) -> None:
    page = opened("office")
    page.goto("/matters/")
    page.keyboard.press("j")
    first = page.evaluate("document.activeElement.textContent")
    page.keyboard.press("j")
    assert page.evaluate("document.activeElement.textContent") != first
    page.keyboard.press("k")
    assert page.evaluate("document.activeElement.textContent") == first
    page.keyboard.press("/")
    assert page.evaluate("document.activeElement.name") == "q"
    page.keyboard.press("Escape")
    page.evaluate("document.activeElement.blur()")
    page.keyboard.press("k")
    page.keyboard.press("Enter")
    page.wait_for_selector("text=北京时间")
    page.go_back()
    assert page.url.endswith("/matters/")


def test_the_first_tab_skips_to_the_content(city: object, opened: Open) -> None:
    page = opened("office")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"


def test_the_language_changes_in_place(city: object, opened: Open) -> None:
    page = opened("office")
    page.goto("/matters/?light=overdue")
    page.click("header >> text=EN")
    assert page.url.endswith("/matters/?light=overdue")
    assert page.locator("h1").inner_text() == "Matters"


def test_excel_and_dialog(city: object, opened: Open) -> None:
    page = opened("office")
    page.goto("/matters/?unit=春城市水务局")
    with page.expect_download() as download:
        page.click("text=导出 Excel")
    assert download.value.suggested_filename == "办件.xlsx"
    page.goto("/style/")
    page.click("[data-opens]")
    assert page.locator("dialog").is_visible()
    page.keyboard.press("Escape")
    assert not page.locator("dialog").is_visible()


def test_importing_a_file_and_reading_who_was_late(
    empty_city: None, opened: Open, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # The server of a test shares its database with this process only, so the work is done here.
    monkeypatch.setattr(importing, "start", importing.carry_out)
    (tmp_path / "log.csv").write_text(LOG, encoding="utf-8")
    (tmp_path / "own.toml").write_text(MAPPING, encoding="utf-8")
    page = opened("office")
    lying = set(importing.folder().iterdir())
    page.goto("/imports/")
    page.set_input_files("[name=file]", tmp_path / "log.csv")
    page.set_input_files("[name=own]", tmp_path / "own.toml")
    page.click("main form button")
    page.wait_for_url("**/imports/*-*/")
    report: Any = page.locator(".report").inner_text()
    assert "4 读到的行" in report
    assert "3 新存入" in report
    assert "1 未存入" in report
    page.click("text=看谁晚了")
    row = page.locator("tr", has_text="春城市水务局").inner_text()
    assert "1" in row
    assert set(importing.folder().iterdir()) == lying, "what was imported does not stay"
