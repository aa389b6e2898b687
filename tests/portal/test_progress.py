"""What the public sees of key tasks: only what is marked public, only figures, and nobody's name."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
import time_machine
from django.test import Client

from luoshi.web.tests import sample, task_story
from luoshi.web.tests.test_pages import NOW


@pytest.fixture
def told(db: None) -> Iterator[dict[str, str]]:
    with time_machine.travel(NOW, tick=False):
        sample.people()
        yield task_story.tell(now=NOW)


def page(path: str = "/portal/progress/") -> str:
    return Client(headers={"accept-language": "zh-hans"}).get(path).content.decode()


def test_promises_are_shown_with_their_figures(told: dict[str, str]) -> None:
    shown = page()
    for words in (
        "共 3 项", "主城区14条污水管网改造", "8 / 14 条", "241 / 300 部", "过了时限还没有完成", "等其他单位核验", "截至 10月12日",
    ):  # fmt: skip
        assert words in shown, words
    assert "整治盘江城区段河道" not in shown  # not marked public
    assert "盘江大道段" not in shown  # a part of what is shown
    assert "共 1 项" in page("/portal/progress/?q=电梯")
    assert "没有这样的事" in page("/portal/progress/?q=没有")


def test_nothing_typed_and_nobody_named_is_public(told: dict[str, str]) -> None:
    shown = page()
    for words in ("建管处", "房产处", "已通电241部", "抽查发现", "builder", "water", "验收汇总表", "疑似"):
        assert words not in shown, words


def test_the_page_asks_the_database_little(
    told: dict[str, str], django_assert_max_num_queries: Callable[..., Any]
) -> None:
    with django_assert_max_num_queries(4):
        page()


def test_before_anything_is_public(db: None) -> None:
    assert "还没有公布" in page()
