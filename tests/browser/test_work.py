"""Working on cases in a real browser: every page sound at both widths, and the ways a case goes."""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
import time_machine

from luoshi.monitor.sweep import sweep
from luoshi.sealed.tests.people import person_number
from luoshi.web.tests import cases as story
from luoshi.web.tests import sample
from luoshi.web.tests.office import PERMIT, moment
from tests.browser.conftest import NOW, Open
from tests.browser.test_pages import faults

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser"), pytest.mark.timeout(300)]


@pytest.fixture
def told(transactional_db: None) -> Iterator[dict[str, str]]:
    """The cases of a morning, on 12 October 2026."""
    with time_machine.travel(NOW, tick=True):
        sample.people()
        yield story.cases(now=NOW)


@pytest.fixture
def clock(told: dict[str, str]) -> Iterator[Any]:
    """`clock("2026-10-13T09:00")` moves everybody's day; who was signed in before must sign in again."""
    travels: list[Any] = []

    def move(at: str) -> datetime:
        while travels:
            travels.pop().stop()
        traveller = time_machine.travel(moment(at), tick=True)
        traveller.start()
        travels.append(traveller)
        sweep(at=moment(at))
        return moment(at)

    yield move
    while travels:
        travels.pop().stop()


def pages(told: dict[str, str]) -> dict[str, tuple[str, str]]:
    """Who opens what."""

    def case(name: str, act: str = "") -> str:
        return f"/matters/{told[name]}" + (f"/acts/{act}/" if act else "")

    return {
        "work-head": ("head", "/work/"), "work-clerk": ("clerk", "/work/"), "work-nothing": ("water", "/work/"),
        "receive": ("clerk", "/receive/?q=许可"), "receipt": ("clerk", f"/receive/{PERMIT}/"),
        "case-fresh": ("clerk", case("fresh")), "case-overdue": ("builder", case("overdue")),
        "case-extension": ("head", case("extension")), "case-silent": ("clerk", case("silent")),
        "case-paused": ("builder", case("paused")), "act-notify": ("clerk", case("fresh", "notify_corrections")),
        "act-accept": ("clerk", case("fresh", "accept")), "act-extension": ("head", case("extension", "decide_extension")),
        "act-pause": ("builder", case("extension", "pause")), "act-lane": ("clerk", case("fresh", "request_fast_lane")),
        "act-hand-over": ("clerk", case("fresh", "hand_over")), "act-refused": ("builder", case("overdue", "request_extension")),
        "looks": ("office", "/looks/"),
    }  # fmt: skip


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_page_of_work_is_sound_at_both_widths(
    told: dict[str, str], opened: Open, shots: Path, language: str
) -> None:
    wrong: list[str] = []
    by_user: dict[str, Any] = {}
    for name, (who, path) in pages(told).items():
        page = by_user.get(who) or by_user.setdefault(who, opened(who, language=language))
        for width in (1280, 360):
            page.set_viewport_size({"width": width, "height": 800})
            page.goto(path)
            page.screenshot(path=shots / f"{name}-{width}-{language}.png", full_page=True)
            if page.evaluate("document.documentElement.scrollWidth") > width:
                wrong.append(f"{name} at {width}: wider than the screen")
        wrong += [f"{name}: {fault}" for fault in faults(page)]
    assert not wrong, "\n".join(wrong)


def receive(page: Any, *, papers: int, then: str, n: int) -> str:
    """At the counter: find the item, tick papers, say who applies; the number of the case."""
    page.goto("/receive/")
    page.fill("[name=q]", "施工")
    page.keyboard.press("Enter")
    page.click("td.name >> text=房屋建筑工程施工许可")
    for i in range(papers):
        page.check(f"#id_filed_{i}")
    page.fill("[name=name]", f"某某{n}")
    page.fill("[name=number]", person_number(n))
    page.click(f"text={then}")
    page.click("#open-case")
    page.wait_for_selector("#acts")
    return str(page.locator("h1").inner_text().split()[0])


def test_told_at_once_or_accepted_by_silence(opened: Open, clock: Any) -> None:
    clock("2026-10-12T09:00")
    page = opened("clerk")
    told = receive(page, papers=1, then="收件并一次性告知", n=20)
    assert "状态：已告知补正" in page.inner_text("main")
    assert "建设工程规划许可证、施工图设计文件审查合格书" in page.inner_text(".events")
    silent = receive(page, papers=3, then="只收件", n=21)
    assert person_number(21) not in page.content()
    clock("2026-10-20T00:01")
    page = opened("clerk")
    page.goto(f"/matters/{silent}")
    main = page.inner_text("main")
    assert "状态：视为受理" in main
    assert "自 10月12日（周一） 起" in main
    assert "逾期不告知的，自收到申请材料之日起即为受理" in main
    assert page.locator("#acts >> text=一次性告知补正").is_hidden()
    page.click("#acts summary")
    assert "不能再要求补正" in page.inner_text("#acts")
    page.goto(f"/matters/{told}")
    assert "状态：已告知补正" in page.inner_text("main")


def test_the_clock_stops_and_runs_on(told: dict[str, str], opened: Open, clock: Any) -> None:
    page = opened("builder")
    path = f"/matters/{told['extension']}"
    page.goto(path)
    assert "10月15日 到期" in page.inner_text("main")
    page.click("#acts >> text=停表")
    page.check("[name=ground] >> nth=0")
    page.fill("[name=document]", "特别程序时间告知书〔2026〕9号")
    page.fill("[name=expected]", "2026-10-14")
    page.click(".acting button")
    page.wait_for_selector("#acts")
    assert "停表中，恢复后再定到期日" in page.inner_text("main")
    clock("2026-10-14T09:00")
    page = opened("builder")
    page.goto(path)
    page.click("#acts >> text=恢复计时")
    page.click(".acting button")
    page.wait_for_selector("#acts")
    assert "10月19日 到期" in page.inner_text("main")


def test_an_extension_before_and_after_expiry(told: dict[str, str], opened: Open) -> None:
    head = opened("head")
    head.click("text=去答复 >> nth=1")
    assert head.input_value("[name=amount]") == "10"
    head.check("[name=answer][value=yes]")
    head.click(".acting button")
    head.wait_for_selector("#acts")
    assert "10月29日 到期" in head.inner_text("main")
    builder = opened("builder")
    builder.goto(f"/matters/{told['overdue']}")
    assert builder.locator("a.btn >> text=申请延期").count() == 0
    assert "只能由负责人说明理由；延期申请应在到期前提出" in builder.inner_text("#acts .cannot")
    head.goto(f"/matters/{told['overdue']}")
    head.click("#acts >> text=说明超时理由")
    head.click(".acting button")
    assert "请填“理由”" in head.inner_text(".form-errors")
    head.fill("[name=reason]", "专家评审延误")
    head.click(".acting button")
    head.wait_for_selector("#acts")
    assert "专家评审延误" in head.inner_text(".events")


def test_a_hand_over_is_declined_and_then_taken(told: dict[str, str], opened: Open) -> None:
    clerk, water = opened("clerk"), opened("water")
    path = f"/matters/{told['fresh']}"

    def offer(reason: str) -> None:
        clerk.goto(path)
        clerk.click("#acts >> text=移交")
        clerk.select_option("[name=to_unit]", "春城市水务局")
        clerk.click("text=下一步")
        clerk.fill("[name=reason]", reason)
        clerk.click(".acting button")
        clerk.wait_for_selector(".note")

    offer("疑为取水事项")
    assert "接收前仍由移出方负责" in clerk.inner_text("main")
    water.goto("/work/")
    water.click("text=去答复")
    water.goto(f"{path}/acts/decline/")
    water.fill("[name=reason]", "不涉及取水")
    water.click(".acting button")
    water.wait_for_url("**/work/")
    clerk.goto(path)
    assert "不涉及取水" in clerk.inner_text(".events")
    assert "现由： clerk" in clerk.inner_text("main")
    offer("附有取水口，请并办")
    water.goto("/work/")
    water.click("text=去答复")
    water.click(".acting button")
    water.wait_for_selector("#acts")
    assert "现由： water" in water.inner_text("main")
    clerk.goto(path)
    assert "没有找到" in clerk.inner_text("main")


def test_the_fast_lane(told: dict[str, str], opened: Open) -> None:
    clerk, head = opened("clerk"), opened("head")
    path = f"/matters/{told['fresh']}"
    clerk.goto(f"{path}/acts/request_fast_lane/")
    clerk.check("[name=ground][value=leader_instruction]")
    clerk.fill("[name=amount]", "5")
    clerk.fill("[name=reason]", "汛期抢险")
    clerk.check("[name=deferred][value=审查]")
    clerk.fill("[name=until]", "2026-11-10")
    clerk.click(".acting button")
    assert "写明文号" in clerk.inner_text(".form-errors")
    clerk.fill("[name=document]", "春政阅〔2026〕7号")
    clerk.click(".acting button")
    clerk.wait_for_selector("#acts")
    assert "等负责人决定" in clerk.inner_text("main")
    assert clerk.locator("#acts a >> text=批复特事特办").count() == 0
    head.goto(f"{path}/acts/decide_fast_lane/")
    head.check("[name=answer][value=yes]")
    head.click(".acting button")
    head.wait_for_selector("#acts")
    main = head.inner_text("main")
    assert "特事特办" in head.inner_text(".page-head")
    assert "缓办审查" in main
    assert "11月10日 到期" in main
