"""Signing in as people do it: a telephone set up, its code asked for, and the round trip to an identity provider."""

from pathlib import Path
from typing import Any

import pytest

from luoshi.org.models import User
from luoshi.web.tests import provider, sample
from luoshi.web.tests.test_second_step import code
from tests.browser.conftest import Open
from tests.browser.test_pages import faults

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser"), pytest.mark.timeout(170)]


@pytest.fixture
def home(settings: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    settings.LUOSHI_HOME = tmp_path
    monkeypatch.setenv("LUOSHI_OIDC_SECRET", provider.SECRET)
    return tmp_path


def sound(page: Any, shots: Path, name: str) -> None:
    """No sideways scrolling at 360 px, no serious fault; pictures at both widths."""
    for width in (1280, 360):
        page.set_viewport_size({"width": width, "height": 800})
        page.screenshot(path=shots / f"{name}-{width}.png", full_page=True)
        assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.set_viewport_size({"width": 1280, "height": 800})
    assert not faults(page)


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_telephone_is_set_up_and_asked_for(
    empty_city: None, home: Path, opened: Open, shots: Path, language: str
) -> None:
    (home / "sign_in.toml").write_text('[second_step]\nrequired = ["administrator"]\n', encoding="utf-8")
    page = opened(language=language)
    page.goto("/sign-in/")
    page.fill("[name=username]", "admin")
    page.fill("[name=password]", sample.PASSWORD)
    page.click("main button")
    page.wait_for_url("**/second-step/")
    assert page.locator(".qr svg").is_visible()
    page.click("summary")
    sound(page, shots, f"second-step-enrol-{language}")
    secret = page.locator("code.key").inner_text().replace(" ", "")
    page.fill("[name=code]", code(secret, -1))
    page.click("main button")
    assert page.locator(".recovery li").count() == 10
    sound(page, shots, f"second-step-codes-{language}")
    spare = page.locator(".recovery code").first.inner_text()
    page.click("main a.btn-primary")
    page.click("header .who")
    page.wait_for_url("**/second-step/")
    sound(page, shots, f"second-step-{language}")

    page.click("header form[action='/sign-out/'] button")
    for right in (lambda: code(secret), lambda: spare):
        page.fill("[name=username]", "admin")
        page.fill("[name=password]", sample.PASSWORD)
        page.click("main button")
        page.wait_for_url("**/sign-in/code/")
        page.fill("[name=code]", "000000")
        page.click("main button")
        assert page.locator(".form-errors").is_visible()
        sound(page, shots, f"sign-in-code-{language}")
        page.fill("[name=code]", right())
        page.keyboard.press("Enter")
        page.wait_for_selector("header .who")
        page.goto("/people/")
        assert page.locator("[data-rows] tr").count() >= 5
        page.click("header form[action='/sign-out/'] button")


@pytest.mark.parametrize("language", ["zh", "en"])
def test_there_and_back_to_the_identity_provider(
    empty_city: None, home: Path, opened: Open, shots: Path, language: str
) -> None:
    with provider.running() as office:
        (home / "sign_in.toml").write_text(provider.settings(office), encoding="utf-8")
        page = opened(language=language)
        page.goto("/matters/")
        sound(page, shots, f"sign-in-office-{language}")
        page.click("main a.btn-primary")
        page.wait_for_url("**/matters/")
        assert page.locator("header .who").is_visible()
        page.click("header form[action='/sign-out/'] button")

        office.claims = {"sub": "s-2", "preferred_username": "nobody-here"}
        before = User.objects.count()
        page.click("main a.btn-primary")
        assert page.locator("[role=alert]").is_visible()
        sound(page, shots, f"sign-in-unknown-{language}")
        assert User.objects.count() == before
        page.click("main a.btn-primary")
        page.wait_for_url("**/sign-in/")
