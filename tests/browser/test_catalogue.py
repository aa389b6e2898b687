"""Changing a promise in a real browser: fill in, see what changes and for whom, confirm, read it on the page."""

from pathlib import Path
from typing import Any

import pytest

from luoshi.web.tests import office
from tests.browser.conftest import Open
from tests.browser.test_pages import faults

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]


def test_a_promise_is_changed_for_new_cases_only(city: Any, opened: Open, shots: Path) -> None:
    page = opened("office")
    page.goto("/catalogue/")
    page.keyboard.press("j")
    page.keyboard.press("Enter")
    page.get_by_role("link", name="发布新版本").click()
    page.fill("[name=promise_amount]", "21")
    page.get_by_role("button", name="看看会改什么").click()
    assert "长于法定时限" in page.locator(".form-errors").inner_text()
    page.fill("[name=promise_amount]", "11")
    page.get_by_role("button", name="看看会改什么").click()
    asked = page.locator(".panel.confirm")
    assert "12 工作日 → 11 工作日" in asked.inner_text()
    assert "按收件时的版本办理" in asked.inner_text()
    page.screenshot(path=shots / "item-confirm-1280-zh.png")
    assert not faults(page)
    page.get_by_role("button", name="确认发布").click()
    page.wait_for_url(f"**/catalogue/item/{office.PERMIT}/")
    assert "已发布" in page.locator(".toasts").inner_text()
    assert "15 个工作日" in page.locator(".limits").inner_text(), "the version in force stands until its day"
    assert "未曾生效，已被替换" in page.locator("#versions").inner_text()


def test_a_workbook_is_looked_at_before_it_is_written(
    city: Any, opened: Open, shots: Path, tmp_path: Path
) -> None:
    from openpyxl import load_workbook

    page = opened("office", width=360)
    page.goto("/catalogue/upload/")
    with page.expect_download() as download:
        page.get_by_role("link", name="导出现有的").click()
    file = tmp_path / "事项.xlsx"
    download.value.save_as(file)
    book = load_workbook(file)
    sheet = book["事项"]
    titles = [cell.value for cell in sheet[1]]
    amount = titles.index("承诺时限") + 1
    sheet.cell(2, amount).value = 11
    sheet.cell(2, titles.index("生效日期") + 1).value = "2026-12-01"
    sheet.cell(3, amount).value = 99
    book.save(file)
    page.set_input_files("[name=file]", file)
    page.get_by_role("button", name="先看会怎样").click()
    told = page.locator("section.panel").inner_text()
    assert "试运行，还没有写入" in told
    assert "长于法定时限" in told
    page.screenshot(path=shots / "upload-looked-360-zh.png", full_page=True)
    page.set_viewport_size({"width": 1280, "height": 800})
    page.screenshot(path=shots / "upload-looked-1280-zh.png", full_page=True)
    assert not faults(page)
    page.get_by_role("button", name="确认写入").click()
    assert "已写入" in page.locator("section.panel").inner_text()
    page.goto(f"/catalogue/item/{office.PERMIT}/")
    assert "11 工作日" in page.locator("#versions").inner_text()
