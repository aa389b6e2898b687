"""Every page in a real browser: nothing overflows, axe finds no serious fault, strict policy holds."""

from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from axe_playwright_python.sync_playwright import Axe

from luoshi.supervision.tests import story as leads
from luoshi.web.tests import office, sample
from tests.browser.conftest import Open

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser"), pytest.mark.timeout(170)]
MATTER = "/matters/" + quote("permits:春建许受〔2026〕0318 号")
PAGES = {
    "overview": "/",
    "wall": "/wall/",
    "wall-page": "/wall/page/",
    "matters": "/matters/",
    "nothing-found": "/matters/?q=没有这样的编号",
    "matter": MATTER,
    "matter-statute": f"{MATTER}?clock=1",
    "papers": "/papers/?matter=" + quote("permits:春建许受〔2026〕0318 号"),
    "cards": "/cards/",
    "prompts": "/cards/?show=prompts",
    "leads": "/leads/",
    "lead": f"/leads/{leads.name('clock_stopping', 'paused')}/",
    "law": "/law/?q=许可",
    "tacit": "/law/?show=tacit",
    "mechanisms": "/law/?show=mechanisms",
    "due": "/due/",
    "due-answer": "/due/?start=2026-09-14&clock=CLK-02&pause_since=2026-09-21&pause_until=2026-09-25",
    "due-errors": "/due/?start=&amount=0",
    "due-long": "/due/?start=2026-09-14&amount=120&unit=working_day",
    "catalogue": "/catalogue/",
    "item": f"/catalogue/item/{office.PERMIT}/",
    "item-form": f"/catalogue/item/{office.PERMIT}/change/",
    "item-retire": f"/catalogue/item/{office.PERMIT}/retire/",
    "upload": "/catalogue/upload/",
    "settings": "/settings/",
    "threshold": "/settings/time_limit.warn_days/",
    "organisation": "/organisation/",
    "post": "/organisation/posts/ZJ-02/",
    "absence": "/organisation/absences/new/",
    "item-past": f"/catalogue/item/{office.PERMIT}/?version=1",
    "imports": "/imports/",
    "style": "/style/",
    "not-found": "/nowhere/",
}
GRAVE = {"serious", "critical"}


def faults(page: Any) -> list[str]:
    found = Axe().run(page).response["violations"]
    return [
        f"{v['id']} ({v['impact']}): {v['nodes'][0]['html'][:160]}" for v in found if v["impact"] in GRAVE
    ]


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_page_is_sound_at_both_widths(city: object, opened: Open, shots: Path, language: str) -> None:
    wrong: list[str] = []
    page = opened("office", language=language)
    for name, path in PAGES.items():
        for width in (1280, 360):
            page.set_viewport_size({"width": width, "height": 800})
            page.goto(path)
            page.screenshot(path=shots / f"{name}-{width}-{language}.png", full_page=True)
            if page.evaluate("document.documentElement.scrollWidth") > width:
                wrong.append(f"{name} at {width}: wider than the screen")
        wrong += [f"{name}: {fault}" for fault in faults(page)]
    assert not wrong, "\n".join(wrong)


def test_the_administrators_pages(city: object, opened: Open, shots: Path) -> None:
    page = opened("admin")
    page.goto("/people/")
    first = page.locator("[data-rows] a.go").first.get_attribute("href")
    wrong: list[str] = []
    for name, path in {"people": "/people/", "person": first, "threshold-set": "/settings/time_limit.warn_days/", "person-new": "/people/new/",
                       "organisation-upload": "/organisation/upload/"}.items():  # fmt: skip
        for width in (1280, 360):
            page.set_viewport_size({"width": width, "height": 800})
            page.goto(path)
            page.screenshot(path=shots / f"{name}-{width}-zh.png", full_page=True)
            if page.evaluate("document.documentElement.scrollWidth") > width:
                wrong.append(f"{name} at {width}: wider than the screen")
        wrong += [f"{name}: {fault}" for fault in faults(page)]
    assert not wrong, "\n".join(wrong)


def test_pages_before_signing_in(empty_city: None, opened: Open, shots: Path) -> None:
    page = opened(width=360)
    page.goto("/")
    page.screenshot(path=shots / "sign-in-360-zh.png")
    assert not faults(page)
    page.fill("[name=username]", "office")
    page.fill("[name=password]", "wrong-wrong")
    page.click("main button")
    assert page.locator(".form-errors").is_visible()
    assert not faults(page)
    page.screenshot(path=shots / "sign-in-wrong-360-zh.png")


def test_an_empty_office(empty_city: None, opened: Open, shots: Path) -> None:
    page = opened("office")
    for name, path in {"overview": "/", "matters": "/matters/", "cards": "/cards/"}.items():
        page.goto(path)
        page.screenshot(path=shots / f"empty-{name}-1280-zh.png")
        assert page.locator(".empty-state").count() == 1
        assert not faults(page)


def test_many_long_names(city: object, opened: Open) -> None:
    from luoshi.approvals.models import Matter

    Matter.objects.filter(unit=sample.BODIES[2][0]).update(item="关于" + "极其冗长的行政许可事项名称" * 12)
    page = opened("office", width=360)
    page.goto("/matters/?unit=" + quote(sample.BODIES[2][0]))
    assert page.evaluate("document.documentElement.scrollWidth") <= 360


def test_zoomed_to_two_hundred_per_cent(city: object, opened: Open) -> None:
    page = opened("office", width=640)
    for path in ("/", "/matters/", MATTER, "/law/?q=许可"):
        page.goto(path)
        assert page.evaluate("document.documentElement.scrollWidth") <= 640, path
