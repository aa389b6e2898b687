"""The public portal in a real browser, nobody signed in: sound at both widths, without script, in both languages."""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
import time_machine

from luoshi.web.tests import cases as story
from luoshi.web.tests import office, sample
from luoshi.web.tests.office import PERMIT
from tests.browser.conftest import NOW, Open
from tests.browser.test_pages import faults

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser"), pytest.mark.timeout(300)]
PAGES = {
    "front": "/portal/", "guide": "/portal/guide/", "guide-none": "/portal/guide/?q=火星", "item": f"/portal/guide/{PERMIT}/",
    "item-gone": "/portal/guide/none/", "complain": "/portal/complain/", "due": "/due/?start=2026-09-14&clock=CLK-02",
}  # fmt: skip


@pytest.fixture
def guide(transactional_db: None, settings: Any) -> Iterator[datetime]:
    settings.LUOSHI_COMPLAINTS = "春城市效能办 0871-6310 0000（政务服务大厅三楼 301）"
    settings.LUOSHI_COMPLAINTS_EN = "Chuncheng Efficiency Office 0871-6310 0000 (service hall, room 301)"
    with time_machine.travel(NOW, tick=True):
        sample.people()
        office.items()
        yield NOW


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_public_page_is_sound_at_both_widths(
    guide: object, opened: Open, shots: Path, language: str
) -> None:
    page = opened(language=language)
    wrong: list[str] = []
    for name, path in PAGES.items():
        for width in (1280, 360):
            page.set_viewport_size({"width": width, "height": 800})
            page.goto(path)
            page.screenshot(path=shots / f"portal-{name}-{width}-{language}.png", full_page=True)
            if page.evaluate("document.documentElement.scrollWidth") > width:
                wrong.append(f"{name} at {width}: wider than the screen")
        wrong += [f"{name}: {fault}" for fault in faults(page)]
    assert not wrong, "\n".join(wrong)


@pytest.fixture
def told(transactional_db: None, settings: Any) -> Iterator[dict[str, str]]:
    """The cases of a morning, on 12 October 2026."""
    settings.LUOSHI_COMPLAINTS = "春城市效能办 0871-6310 0000（政务服务大厅三楼 301）"
    settings.LUOSHI_COMPLAINTS_EN = "Chuncheng Efficiency Office 0871-6310 0000 (service hall, room 301)"
    with time_machine.travel(NOW, tick=True):
        sample.people()
        yield story.cases(now=NOW)


def look_up(page: Any, number: str, code: str) -> None:
    page.goto("/portal/")
    page.click(
        ".doors >> text=办件查询"
        if "zh" in page.evaluate("document.documentElement.lang")
        else ".doors >> text=Look up a case"
    )
    page.fill("[name=number]", number)
    page.fill("[name=code]", code)
    page.click("main form button")
    page.wait_for_selector(".course")


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_answer_is_sound_at_both_widths(
    told: dict[str, str], opened: Open, shots: Path, language: str
) -> None:
    page = opened(language=language)
    wrong: list[str] = []
    page.goto("/portal/case/")
    page.screenshot(path=shots / f"portal-look-up-1280-{language}.png", full_page=True)
    wrong += faults(page)
    for name in ("overdue", "paused", "notified", "extension", "fresh"):
        code = story.do("give_code", "clerk", "2026-10-12T08:40", matter=told[name])
        page.set_viewport_size({"width": 1280, "height": 800})
        look_up(page, told[name], code)
        if name in ("overdue", "extension"):
            page.click(".promise summary")
        for width in (1280, 360):
            page.set_viewport_size({"width": width, "height": 800})
            page.screenshot(path=shots / f"portal-{name}-{width}-{language}.png", full_page=True)
            if page.evaluate("document.documentElement.scrollWidth") > width:
                wrong.append(f"{name} at {width}: wider than the screen")
        wrong += [f"{name}: {fault}" for fault in faults(page)]
        page.click("text=查完了，关闭" if language == "zh" else "text=Done, close")
        page.wait_for_selector("[name=number]")
    page.fill("[name=number]", told["fresh"])
    page.fill("[name=code]", "0000")
    page.click("main form button")
    page.wait_for_selector(".form-errors")
    page.set_viewport_size({"width": 360, "height": 800})
    page.screenshot(path=shots / f"portal-wrong-360-{language}.png", full_page=True)
    wrong += faults(page)
    assert not wrong, "\n".join(wrong)
