"""A real Chromium against a live server with an invented city."""

import os
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
import time_machine

from luoshi.monitor.sweep import sweep
from luoshi.supervision.tests import story as leads
from luoshi.web.tests import office, sample

CHROMIUM = "/usr/bin/chromium"
FLAGS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
]  # fmt: skip
NOW = datetime.fromisoformat("2026-10-12T08:41+08:00")
NIGHT = datetime.fromisoformat("2026-10-12T02:00+08:00")
Open = Callable[..., Any]


@pytest.fixture(scope="session")
def chromium() -> Iterator[Any]:
    """The browser, started once."""
    if not Path(CHROMIUM).exists():
        pytest.skip("Chromium absent")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def city(transactional_db: None) -> Iterator[datetime]:
    """People, matters and one told history, on 12 October 2026."""
    with time_machine.travel(NOW, tick=True):
        people = sample.people()
        sample.history()
        office.items()
        office.posts(people)
        sweep(at=NOW)
        sample.matters(120, now=NOW)
        leads.tell(NIGHT, units=leads.NAMES)
        leads.ran(NIGHT)
        yield NOW


@pytest.fixture
def empty_city(transactional_db: None) -> None:
    sample.people()


@pytest.fixture
def opened(chromium: Any, live_server: Any) -> Iterator[Open]:
    """`opened("office", width=360, language="en")`: a page of someone signed in; complaints of the browser fail the test."""
    contexts: list[Any] = []
    complaints: list[str] = []

    def open_page(who: str = "", *, width: int = 1280, language: str = "zh") -> Any:
        context = chromium.new_context(
            viewport={"width": width, "height": 800}, base_url=live_server.url,
            locale="zh-CN" if language == "zh" else "en-US", timezone_id="Asia/Shanghai",
        )  # fmt: skip
        contexts.append(context)
        page = context.new_page()
        page.on("console", lambda m: complaints.append(m.text) if m.type in ("error", "warning") else None)
        page.on("pageerror", lambda failure: complaints.append(str(failure)))
        if who:
            page.goto("/sign-in/")
            page.fill("[name=username]", who)
            page.fill("[name=password]", sample.PASSWORD)
            page.click("main button")
            page.wait_for_url("**/")
        return page

    yield open_page
    for context in contexts:
        context.close()
    answers = (
        "status of 403",
        "status of 404",
        "status of 409",
        "status of 422",
        "status of 503",
        "Error Code 503",
    )  # said on the page, in words
    said = [c for c in complaints if not any(answer in c for answer in answers)]
    assert not said, said


@pytest.fixture(scope="session")
def shots(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where pictures of every page go, to be looked at (LUOSHI_SHOTS names a folder to keep them in)."""
    named = os.environ.get("LUOSHI_SHOTS")
    folder = Path(named) if named else tmp_path_factory.mktemp("shots")
    folder.mkdir(parents=True, exist_ok=True)
    return folder
