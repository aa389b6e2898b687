"""Between people: B acts while A is away and nobody leaves a post empty; a card appealed, decided by another, still seen."""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
import time_machine

from luoshi.monitor.sweep import sweep
from luoshi.web.tests import office, sample
from tests.browser.conftest import Open

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser"), pytest.mark.timeout(170)]
NOW = datetime.fromisoformat("2026-10-19T09:00+08:00")


@pytest.fixture
def late(transactional_db: None) -> Iterator[Any]:
    """Four days after the promise of a case ran out; posts with A and B."""
    with time_machine.travel(NOW, tick=True) as traveller:
        people = sample.people()
        sample.history()
        office.items()
        office.posts(people)
        sweep(at=NOW)
        yield traveller


def row(page: Any, post: str) -> str:
    page.goto(f"/organisation/?q={post}")
    return str(page.locator("[data-rows] tr").inner_text())


def leave(page: Any, officer: str, since: str, until: str) -> None:
    page.goto("/organisation/absences/new/")
    page.select_option("[name=officer]", officer)
    page.fill("[name=since]", since)
    page.fill("[name=until]", until)
    page.click("main form button.btn-primary")


def test_b_acts_while_a_is_away_and_nobody_leaves_a_post_empty(late: Any, opened: Open, shots: Path) -> None:
    page = opened("head")
    assert "A 岗在岗" in row(page, "ZJ-01")
    leave(page, "Z01", "2026-10-19T08:00", "2026-10-23T18:00")
    assert "施工许可受理岗：赵乙" in page.locator(".toasts").inner_text()
    assert "B 岗顶岗" in row(page, "ZJ-01")
    leave(page, "Z02", "2026-10-21T08:00", "2026-10-22T18:00")
    refused = page.locator(".form-errors").inner_text()
    assert "将无人顶岗" in refused
    assert "请先安排另一人" in refused
    assert "空缺报警" in row(page, "ZJ-03")
    page.goto("/organisation/")
    page.screenshot(path=shots / "organisation-cover-1280.png")
    late.move_to(datetime.fromisoformat("2026-10-23T18:01+08:00"), tick=True)
    page = opened("head")
    assert "A 岗在岗" in row(page, "ZJ-01")


def test_a_card_is_appealed_decided_by_another_and_stays_in_sight(
    late: Any, opened: Open, shots: Path
) -> None:
    head, other = opened("head"), opened("office")
    head.goto("/cards/")
    head.locator("[data-rows] a.go").first.click()
    head.wait_for_selector("[name=appeal-reason]")
    card = head.url
    head.fill("[name=appeal-reason]", "专家评审另有延长的书面告知，见案卷第 3 页")
    head.screenshot(path=shots / "card-appeal-1280.png", full_page=True)
    head.click("form[action$='/appeal/'] button")
    assert "申诉中" in head.locator("h1").inner_text()
    assert head.locator("form[action$='/decide/']").count() == 0, "the unit does not decide on its own card"

    other.goto(card)
    other.check("[name=decide-outcome][value=withdrawn]")
    other.fill("[name=decide-clause]", "行政许可法第四十五条")
    other.fill("[name=decide-reason]", "评审时间不计入，书面告知齐全")
    other.screenshot(path=shots / "card-decide-1280.png", full_page=True)
    other.click("form[action$='/decide/'] button")
    assert other.locator("form[action$='/decide/']").count() == 0
    head.goto(card)
    told = head.locator("main").inner_text()
    assert "评审时间不计入" in told
    assert "行政许可法第四十五条" in told
    head.goto("/cards/?state=all")
    assert head.locator(f"a[href='{card[card.index('/cards/') :]}']").count() >= 1, "withdrawn, still listed"
