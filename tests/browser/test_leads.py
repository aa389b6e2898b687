"""Every kind of chart of a lead in a real browser, and a lead looked into by keyboard."""

from pathlib import Path

import pytest

from luoshi.supervision.tests import story as leads
from tests.browser.conftest import Open
from tests.browser.test_pages import faults

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser"), pytest.mark.timeout(170)]


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_chart_is_drawn_and_sound_at_both_widths(
    city: object, opened: Open, shots: Path, language: str
) -> None:
    wrong: list[str] = []
    page = opened("office", language=language)
    for survey, measure in leads.MEASURES:
        for width in (1280, 360):
            page.set_viewport_size({"width": width, "height": 800})
            page.goto(f"/leads/{leads.name(survey, measure)}/")
            assert page.locator(".chart svg path").count() > 5, measure
            page.screenshot(path=shots / f"lead-{measure}-{width}-{language}.png", full_page=True)
            if page.evaluate("document.documentElement.scrollWidth") > width:
                wrong.append(f"{measure} at {width}: wider than the screen")
        wrong += [f"{measure}: {fault}" for fault in faults(page)]
    assert not wrong, "\n".join(wrong)


def test_a_lead_is_found_opened_and_looked_into_by_keyboard(city: object, opened: Open) -> None:
    page = opened("office")
    page.goto("/leads/?survey=clock_stopping")
    page.keyboard.press("j")
    page.keyboard.press("Enter")
    page.wait_for_url("**/leads/lead:clock_stopping**")
    assert "不等于" in page.locator("main").inner_text()
    page.locator("[name=outcome]").first.focus()
    page.keyboard.press("Space")
    page.locator("[name=reason]").focus()
    page.keyboard.type("看过十件，都是依法听证，停表有文书。")
    page.locator("#review button").focus()
    page.keyboard.press("Enter")
    page.wait_for_selector("text=核查结果已记入")
    assert page.locator(".light", has_text="已核查").count() == 1
    assert not faults(page)
