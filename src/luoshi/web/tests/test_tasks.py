"""The pages of key tasks: what they show and to whom, that filters hold, that they ask the database little."""

import io
from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Any

import openpyxl
import pytest
import time_machine
from django.test import Client

from luoshi.tasks.models import Node
from luoshi.web.tests import task_story
from luoshi.web.tests.conftest import As
from luoshi.web.tests.test_pages import MOST, NOW, text

Most = Callable[..., Any]
Told = dict[str, str]


@pytest.fixture
def told(people: Any) -> Iterator[Told]:
    with time_machine.travel(NOW, tick=False):
        found = task_story.tell(now=NOW)
        people |= {name: task_story.User.objects.get(username=name) for name in task_story.MORE}
        yield found


PAGES = ["/tasks/", "/tasks/?light=late&unit=春城市水务局&q=管网&since=2026-01-01&sort=-until"]


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_pages_of_tasks_ask_the_database_little(
    signed_in: As, told: Told, django_assert_max_num_queries: Most, language: str
) -> None:
    client = signed_in("office", language)
    for path in PAGES:
        with django_assert_max_num_queries(MOST):
            body = text(client, path.format(**told))
        assert "<h1" in body
        assert "<script>" not in body
        assert "style=" not in body


def numbers(client: Client, path: str = "/tasks/") -> dict[str, int]:
    return dict(client.get(path).context["numbers"])


def test_the_ledger_counts_what_it_shows(signed_in: As, told: Told) -> None:
    assert numbers(signed_in("office")) == {
        "leaves": 9, "verified": 1, "claimed": 1, "ownerless": 1, "behind": 1, "late": 2,
    }  # fmt: skip
    of_unit = numbers(signed_in("waterhead"))
    assert of_unit["leaves"] == 6  # four of its own, two parts, one it co-operates in counted by its leaf
    assert of_unit["ownerless"] == 0


FOUND = {
    "": 10, "light=late": 2, "light=behind": 1, "light=near": 1, "light=claimed": 1, "light=verified": 1,
    "light=ownerless": 1, "light=reopened": 1, "light=silent": 1, "light=order": 1, "light=inflated": 1, "level=goal": 0,
    "state=draft": 1, "q=管网": 1, "q=26": 1, "q=2026-00003": 1, "leader=市长": 1, "unit=530105": 2,
    "since=2026-10-01&until=2026-10-31": 2, "light=nonsense": 10, "sort=--drop": 10, "since=9999-99-99": 10, "q=%00": 10,
}  # fmt: skip


def test_filters_of_the_ledger(signed_in: As, told: Told) -> None:
    client = signed_in("office")
    assert {query: len(client.get(f"/tasks/?{query}").context["rows"]) for query in FOUND} == FOUND
    for sort in ("place", "title", "-title", "unit", "until", "-until", "share", "state"):
        assert len(client.get(f"/tasks/?sort={sort}").context["rows"]) == 10


def test_parts_stand_under_what_they_are_parts_of(signed_in: As, told: Told) -> None:
    rows = [r["node"].matter for r in signed_in("office").get("/tasks/").context["rows"]]
    at = rows.index(told["pipes"])
    assert rows[at : at + 3] == [told["pipes"], told["late"], told["behind"]]


def test_a_line_says_what_stands_on_it(signed_in: As, told: Told) -> None:
    page = text(signed_in("office"), "/tasks/")
    for words in (
        "逾期 32 日", "未达序时", "申报待核验", "还有 4 日", "已核验销号", "8 / 14 条", "2 / 3 条", "红色督办单", "待审核",
        "春城市住房城乡建设局 协办未反馈 13 日", "曾于 6月30日 销号，后重新打开", "时限比上级压缩", "1 个分解项逾期", "1 个分解项未达序时", "《2026年政府工作报告》第 1 条", "市长 春政督〔2026〕31号",
    ):  # fmt: skip
        assert words in page, words


def test_a_light_and_its_filter_agree(signed_in: As, told: Told) -> None:
    client = signed_in("office")
    for light in ("late", "behind", "near", "claimed", "verified", "good"):
        rows = client.get(f"/tasks/?light={light}").context["rows"]
        assert {r["light"] for r in rows} == {f"task_{light}"}
    every = client.get("/tasks/").context["rows"]
    assert next(r["light"] for r in every if r["node"].matter == told["pipes"]) == "task_under"
    assert sum(r["light"] == "task_good" for r in every) == len(
        client.get("/tasks/?light=good").context["rows"]
    )


def test_a_unit_sees_what_it_leads_and_helps_with(signed_in: As, told: Told) -> None:
    page = text(signed_in("fire"), "/tasks/")
    assert "新建消防站3座" in page
    assert "集成办理" in page  # it co-operates in this one
    assert "污水管网" not in page


def test_excel_of_the_ledger_holds_what_the_filters_select(signed_in: As, told: Told) -> None:
    Node.objects.filter(matter=told["late"]).update(title="=1+1")
    answer = signed_in("office").get("/tasks.xlsx?light=late")
    sheet = openpyxl.load_workbook(io.BytesIO(b"".join(answer.streaming_content)))["Sheet1"]  # type: ignore[attr-defined]
    rows = list(sheet.iter_rows(values_only=True))
    head = rows[0]
    assert {"序号", "任务", "责任单位", "协办单位", "责任人", "目标值", "完成时限", "进展", "状态"} <= set(
        head
    )
    assert len(rows) == 3
    by = {row[head.index("任务")]: row for row in rows[1:]}
    assert by["=1+1"][head.index("完成量")] == 2
    assert by["老旧小区加装电梯300部"][head.index("完成时限")] == datetime(2026, 9, 30)
    assert by["老旧小区加装电梯300部"][head.index("序号")] == "26"


def test_an_empty_ledger_says_so(signed_in: As) -> None:
    assert "台账里还没有任务" in text(signed_in("office"), "/tasks/")
    assert "没有符合条件的任务" in text(signed_in("office"), "/tasks/?q=没有")
    assert signed_in("admin").get("/tasks/").status_code == 403
