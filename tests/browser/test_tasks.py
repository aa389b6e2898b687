"""Key tasks in a real browser: every page sound at both widths in both languages."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import time_machine

from luoshi.web.tests import sample, task_story
from tests.browser.conftest import NOW, Open
from tests.browser.test_pages import faults

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser"), pytest.mark.timeout(300)]
Told = dict[str, str]


@pytest.fixture
def told(transactional_db: None) -> Iterator[Told]:
    """The tasks of a morning, on 12 October 2026."""
    with time_machine.travel(NOW, tick=True):
        sample.people()
        yield task_story.tell(now=NOW)


PAGES = {
    "tasks": ("office", "/tasks/"),
    "tasks-none": ("office", "/tasks/?q=没有这样的任务"),
    "tasks-unit": ("fire", "/tasks/"),
    "task-whole": ("office", "/tasks/{pipes}/"),
    "task-late": ("water", "/tasks/{late}/"),
    "task-reopened": ("office", "/tasks/{reopened}/"),
    "task-draft": ("office", "/tasks/{draft}/"),
    "tasks-tree": ("office", "/tasks/tree/"),
    "tasks-timeline": ("office", "/tasks/timeline/"),
    "tasks-matrix": ("office", "/tasks/matrix/"),
    "tasks-mine": ("water", "/tasks/mine/"),
    "tasks-desk": ("office", "/tasks/desk/"),
    "tasks-morning": ("office", "/tasks/morning/"),
    "tasks-import": ("office", "/tasks/import/"),
    "task-sources": ("office", "/tasks/sources/"),
    "task-source": ("office", "/tasks/sources/{report}/"),
    "task-source-new": ("office", "/tasks/sources/new/"),
    "task-new": ("office", "/tasks/new/"),
    "task-amend": ("office", "/tasks/{pipes}/acts/amend/"),
    "task-break-down": ("water", "/tasks/{behind}/acts/break_down/"),
    "task-progress": ("water", "/tasks/{late}/acts/progress/"),
    "task-verify": ("office", "/tasks/{claimed}/acts/verify/"),
    "task-order": ("office", "/tasks/{behind}/acts/issue_order/"),
    "task-cannot": ("office", "/tasks/{good}/acts/archive/"),
}
"""Who opens what."""


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_page_of_tasks_is_sound_at_both_widths(
    told: Told, opened: Open, shots: Path, language: str
) -> None:
    wrong: list[str] = []
    by_user: dict[str, Any] = {}
    for name, (who, path) in PAGES.items():
        page = by_user.get(who) or by_user.setdefault(who, opened(who, language=language))
        for width in (1280, 360):
            page.set_viewport_size({"width": width, "height": 800})
            page.goto(path.format(**told))
            page.screenshot(path=shots / f"{name}-{width}-{language}.png", full_page=True)
            if page.evaluate("document.documentElement.scrollWidth") > width:
                wrong.append(f"{name} at {width}: wider than the screen")
        wrong += [f"{name}: {fault}" for fault in faults(page)]
    assert not wrong, "\n".join(wrong)
