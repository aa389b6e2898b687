"""The public portal in a real browser, nobody signed in: sound at both widths, without script, in both languages."""

from collections.abc import Callable, Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
import time_machine

from luoshi.ledger import seal
from luoshi.monitor.sweep import sweep
from luoshi.sealed.tests.people import person_number
from luoshi.web.tests import cases as story
from luoshi.web.tests import office, sample
from luoshi.web.tests.office import PERMIT, moment
from tests.browser.conftest import NOW, Open
from tests.browser.test_pages import faults

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser"), pytest.mark.timeout(300)]
PAGES = {
    "front": "/portal/", "guide": "/portal/guide/", "guide-none": "/portal/guide/?q=火星", "item": f"/portal/guide/{PERMIT}/",
    "item-gone": "/portal/guide/none/", "complain": "/portal/complain/", "progress": "/portal/progress/", "ledger": "/portal/ledger/", "look-up": "/portal/case/", "due": "/due/?start=2026-09-14&clock=CLK-02",
}  # fmt: skip


@pytest.fixture
def guide(transactional_db: None, settings: Any) -> Iterator[datetime]:
    settings.LUOSHI_COMPLAINTS = "春城市效能办 0871-6310 0000（政务服务大厅三楼 301）"
    settings.LUOSHI_COMPLAINTS_EN = "Chuncheng Efficiency Office 0871-6310 0000 (service hall, room 301)"
    with time_machine.travel(NOW, tick=True):
        sample.people()
        office.items()
        seal.seal(NOW)
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


def look_up(page: Any, number: str, code: str) -> str:
    """As somebody does who holds the slip; what the page then says."""
    page.goto("/portal/")
    page.click(".doors a[href='/portal/case/']")
    page.fill("[name=number]", number)
    page.fill("[name=code]", code)
    page.click("main form button")
    page.wait_for_selector(".course")
    assert number not in page.url
    return str(page.inner_text("main"))


def received(page: Any, n: int) -> tuple[str, str]:
    """At the counter; number and code as they stand on the slip."""
    page.goto(f"/receive/{PERMIT}/")
    for i in range(3):
        page.check(f"#id_filed_{i}")
    page.fill("[name=name]", f"某某{n}")
    page.fill("[name=number]", person_number(n))
    page.click("text=收件并受理")
    page.wait_for_selector("#slip-code")
    return page.inner_text("#slip-number"), page.inner_text("#slip-code")


@pytest.fixture
def clock(told: dict[str, str]) -> Iterator[Callable[[str], None]]:
    """`clock("2026-10-13T09:00")` moves everybody's day, and brings about what falls due."""
    travels: list[Any] = []

    def move(at: str) -> None:
        while travels:
            travels.pop().stop()
        traveller = time_machine.travel(moment(at), tick=True)
        traveller.start()
        travels.append(traveller)
        sweep(at=moment(at))

    yield move
    while travels:
        travels.pop().stop()


def test_from_the_counter_to_the_reason_why_it_is_late(
    opened: Open, shots: Path, clock: Callable[[str], None]
) -> None:
    clock("2026-10-12T09:00")
    clerk = opened("clerk")
    number, code = received(clerk, 60)
    clerk.screenshot(path=shots / "slip-1280-zh.png", full_page=True)
    assert not faults(clerk)
    clerk.reload()
    assert code not in clerk.content()
    citizen = opened(width=360)
    told = look_up(citizen, number, code)
    assert "我们承诺最迟在这一天答复您" in told
    assert "还有 15 个工作日" in told
    assert "clerk" not in citizen.content()
    paper = {
        "ground": "expert_review",
        "document": "特别程序时间告知书〔2026〕9号",
        "expected": date(2026, 10, 20),
    }
    story.do("pause", "builder", "2026-10-13T09:00", matter=number, **paper)
    clock("2026-10-14T09:00")
    citizen.goto("/portal/case/")
    assert citizen.locator("[name=number]").is_visible(), "a day later it asks again"
    told = look_up(citizen, number, code)
    assert "依法暂停计时" in told
    assert "10月13日 起，预计 10月20日 恢复" in citizen.inner_text("#stays")
    story.do("resume", "builder", "2026-10-20T09:00", matter=number)
    clock("2026-12-01T09:00")
    told = look_up(citizen, number, code)
    assert "为什么晚了" in told
    assert "春城市住房城乡建设局的“审查”环节" in told
    assert "还没有说明" in told
    citizen.screenshot(path=shots / "portal-late-360-zh.png", full_page=True)
    head = opened("head")
    head.goto(f"/matters/{number}/acts/explain/")
    head.fill("[name=reason]", "专家名单调整，须重新评审")
    head.click(".acting button")
    head.wait_for_selector("#acts")
    citizen.reload()
    assert "专家名单调整，须重新评审" in citizen.inner_text("main")
    citizen.click("text=怎样投诉、复议、起诉")
    assert "12345" in citizen.inner_text("main")
    citizen.go_back()
    citizen.click("text=查完了，关闭")
    citizen.wait_for_selector("[name=number]")
    citizen.go_back()
    citizen.reload()
    assert number not in citizen.content()


def test_a_case_is_looked_up_without_script(told: dict[str, str], chromium: Any, live_server: Any) -> None:
    code = story.do("give_code", "clerk", "2026-10-12T08:40", matter=told["overdue"])
    context = chromium.new_context(
        java_script_enabled=False, base_url=live_server.url, locale="zh-CN", viewport={"width": 360, "height": 800}
    )  # fmt: skip
    page = context.new_page()
    assert "为什么晚了" in look_up(page, told["overdue"], code)
    page.click(".promise summary")
    assert page.locator(".promise .days").is_visible()
    page.click("header button[name=language]")
    assert "Why it is late" in page.inner_text("main")
    context.close()


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_answer_is_sound_at_both_widths(
    told: dict[str, str], opened: Open, shots: Path, language: str
) -> None:
    page = opened(language=language)
    wrong: list[str] = []
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
