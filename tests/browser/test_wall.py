"""The wall on a screen of 1920 pixels moves by itself when something happens, can be held, and says when it cannot."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from luoshi.monitor.acting import acting
from luoshi.web.tests import sample
from tests.browser.conftest import Open

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser"), pytest.mark.timeout(170)]
WITHIN = 5_000  # ms
MOVING = """() => [...document.querySelectorAll('*')].filter((el) => {
  const told = getComputedStyle(el);
  const longest = (all) => Math.max(...all.split(',').map((one) => parseFloat(one) * (one.includes('ms') ? 1 : 1000)));
  return longest(told.animationDuration) > 200 || longest(told.transitionDuration) > 200;
}).length"""


def happen(kind: str, matter: str = "甲", **payload: object) -> None:
    at = datetime.now(UTC)
    with acting(actor="测试", at=at) as book:
        book.record(
            matter=matter, kind=f"approvals.{kind}", occasion=f"{matter}:{kind}", unit=sample.BODIES[2][0],
            payload={"item": "取水许可", **payload},
        )  # fmt: skip


def received(page: Any) -> int:
    return int(page.locator(".tile .number").first.inner_text())


def wait_for(page: Any, n: int) -> None:
    expect(page.locator(".tile .number").first).to_have_text(str(n), timeout=WITHIN)


def test_the_wall_moves_when_something_happens(city: object, opened: Open, shots: Path) -> None:
    page = opened("office", width=1920)
    page.set_viewport_size({"width": 1920, "height": 1080})
    page.goto("/wall/")
    page.evaluate("window.stayed = true")
    before = received(page)
    happen("received")
    wait_for(page, before + 1)
    line = page.locator(".happening li").first
    assert "取水许可" in line.inner_text()
    happen("accepted")
    happen("decided", outcome="refused")
    page.wait_for_selector(".happening li.tone-red >> text=取水许可", timeout=WITHIN)
    assert page.evaluate("window.stayed"), "it was loaded anew"
    assert "红牌" in page.locator("#wall-said").inner_text()
    assert page.evaluate("document.documentElement.scrollHeight") <= 1080
    assert page.evaluate("document.documentElement.scrollWidth") <= 1920
    assert page.evaluate(MOVING) == 0
    grave = [v for v in Axe().run(page).response["violations"] if v["impact"] in ("serious", "critical")]
    assert not grave, [f"{v['id']}: {v['nodes'][0]['html'][:160]}" for v in grave]
    page.screenshot(path=shots / "wall-1920-zh.png")


def test_a_wall_that_is_held_stands_still_and_then_goes_on(city: object, opened: Open) -> None:
    page = opened("office")
    page.goto("/wall/page/")
    page.click("text=暂停更新")
    before = received(page)
    happen("received")
    page.wait_for_timeout(WITHIN)
    assert received(page) == before
    page.click("text=继续更新")
    wait_for(page, before + 1)


def test_focus_stays_on_the_line_that_is_being_read(city: object, opened: Open) -> None:
    page = opened("office", width=1920)
    page.goto("/wall/")
    link = page.locator(".happening a").first
    link.focus()
    held = page.evaluate("document.activeElement.id")
    before = received(page)
    happen("received")
    wait_for(page, before + 1)
    assert page.evaluate("document.activeElement.id") == held


def test_a_lost_line_is_said(city: object, opened: Open) -> None:
    page = opened("office")
    page.goto("/wall/")
    page.route("**/wall/live/**", lambda route: route.fulfill(status=503, body=""))
    page.wait_for_selector("#wall-lost:not([hidden])", timeout=WITHIN)
    page.unroute("**/wall/live/**")
    page.wait_for_selector("#wall-lost", state="hidden", timeout=WITHIN)
