"""The pages for staff: what they show, that filters hold, that they ask the database little."""

import io
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import openpyxl
import pytest
import time_machine
from django.test import Client

from luoshi.approvals.models import Matter
from luoshi.monitor.models import Card
from luoshi.monitor.sweep import sweep
from luoshi.web.tests import office, sample
from luoshi.web.tests.conftest import As

NOW = datetime.fromisoformat("2026-10-12T08:41+08:00")
MOST = 12  # queries a page
Most = Callable[..., Any]


@pytest.fixture
def moment() -> Any:
    with time_machine.travel(NOW, tick=False):
        yield NOW


@pytest.fixture
def matters(people: Any, moment: Any) -> None:
    sample.matters(120, now=NOW)
    office.items()
    office.posts(people)


@pytest.fixture
def case(people: Any, moment: Any) -> str:
    name = sample.history()
    sweep(at=NOW)
    return name


def text(client: Client, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200, path
    body = b"".join(answer.streaming_content) if answer.streaming else answer.content  # type: ignore[attr-defined]
    return str(body.decode())


@pytest.mark.parametrize(
    "path",
    [
        "/", "/?period=all", "/wall/", "/wall/page/", "/matters/", "/matters/?light=overdue&unit=春城市水务局&q=许可&since=2026-09-01&sort=-due",
        "/cards/", "/cards/?show=prompts&rung=blue", "/law/", "/law/?show=tacit", "/law/?show=mechanisms", "/due/",
        "/imports/", "/style/", "/leads/", "/leads/?state=all&survey=back_entry", "/catalogue/", "/catalogue/?q=许可&unit=530101&kind=promised&show=incomplete",
        f"/catalogue/item/{office.PERMIT}/", f"/catalogue/item/{office.PERMIT}/?version=1", f"/catalogue/item/{office.PERMIT}/change/",
        f"/catalogue/item/{office.PERMIT}/retire/", "/catalogue/new/", "/catalogue/upload/",
        "/settings/", "/settings/?on=2027-01-01", "/settings/time_limit.warn_days/", "/organisation/", "/organisation/?unit=530101&q=岗&show=b_acts", "/organisation/posts/ZJ-01/",
        "/organisation/absences/new/",
    ],
)  # fmt: skip
@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_a_page_asks_the_database_little(
    signed_in: As, matters: None, django_assert_max_num_queries: Most, path: str, language: str
) -> None:
    client = signed_in("office", language)
    with django_assert_max_num_queries(MOST):
        body = text(client, path)
    assert "<h1" in body
    assert "<script>" not in body
    assert "style=" not in body


@pytest.mark.parametrize(
    "path", ["/people/", "/people/?q=o&role=clerk", "/people/new/", "/people/1/", "/organisation/upload/"]
)
def test_a_page_of_the_administrator_asks_the_database_little(
    signed_in: As, people: Any, django_assert_max_num_queries: Most, path: str
) -> None:
    path = path.replace("1", str(people["water"].pk))
    client = signed_in("admin")
    with django_assert_max_num_queries(MOST):
        assert "<h1" in text(client, path)


def test_one_matter_asks_the_database_little(
    signed_in: As, case: str, django_assert_max_num_queries: Most
) -> None:
    client = signed_in("office")
    client.get(f"/matters/{case}")  # the rules are compiled once a process
    with django_assert_max_num_queries(MOST):
        client.get(f"/matters/{case}")


def test_the_overview_counts(signed_in: As, people: Any, moment: datetime) -> None:
    sample.history()
    page = text(signed_in("office"), "/")
    assert "2026年10月12日 周一 · 工作日" in page
    assert "今日收件" in page
    assert "春城市住房城乡建设局" in page


def test_an_empty_office_is_told_the_next_step(signed_in: As) -> None:
    for path in ("/", "/matters/"):
        page = text(signed_in("office"), path)
        assert "还没有办件" in page
        assert 'href="/imports/"' in page
    assert 'href="/imports/"' not in text(signed_in("water"), "/matters/")
    assert "没有牌" in text(signed_in("office"), "/cards/")


def test_one_matter_explains_its_dates(signed_in: As, case: str) -> None:
    page = text(signed_in("office"), f"/matters/{case}")
    assert "10月15日 到期" in page  # 15 working days from 14 September, four days of expert review left out
    assert "已用 12 / 15 个工作日" in page
    assert "10月22日 到期" in page
    assert "为什么是 10月15日" in page
    assert "11 补班" in page
    assert "10/1–7" in page
    assert "专家评审" in page
    assert "第四十二条" in text(signed_in("office"), f"/matters/{case}?clock=1")
    english = text(signed_in("office", "en"), f"/matters/{case}")
    assert "Why 15 Oct" in english
    assert "12 of 15 working days used" in english


def test_a_matter_nobody_knows_is_said_in_words(signed_in: As) -> None:
    answer = signed_in("office").get("/matters/no:such")
    assert answer.status_code == 404
    assert "请核对编号" in answer.content.decode()


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", 120), ("unit=春城市水务局", 24), ("q=0007", 1), ("q=食品", 30), ("state=decided", 35), ("light=red_card", 11),
        ("light=nonsense", 120), ("sort=--drop", 120), ("since=2026-99-99", 120), ("page=999", 120), ("q=%00", 120),
    ],
)  # fmt: skip
def test_filters_live_in_the_address(signed_in: As, matters: None, query: str, found: int) -> None:
    page = text(signed_in("office"), f"/matters/?{query}")
    if found == 0:
        assert "没有符合条件的办件" in page
    else:
        assert f"共 {found} 条" in page


def test_overdue_is_due_before_now_and_open(signed_in: As, matters: None) -> None:
    page = signed_in("office").get("/matters/?light=overdue")
    for row in page.context["rows"]:
        assert row["clock"].due_at <= NOW
        assert row["clock"].met_at is None


@pytest.mark.parametrize(
    "sort", ["received", "-received", "due", "-due", "unit", "item", "state", "matter", "ended"]
)
def test_lists_sort_both_ways(signed_in: As, matters: None, sort: str) -> None:
    rows = signed_in("office").get(f"/matters/?sort={sort}").context["rows"]
    names = [r["matter"].received_at for r in rows] if "received" in sort else []
    assert names == sorted(names, reverse=sort.startswith("-"))
    assert len(rows) == 50


def test_excel_holds_what_the_filters_select(signed_in: As, matters: None) -> None:
    Matter.objects.filter(matter="permits:春建许受〔2026〕0007 号").update(item="=1+1")
    answer = signed_in("office").get("/matters.xlsx?unit=春城市水务局")
    sheet = openpyxl.load_workbook(io.BytesIO(b"".join(answer.streaming_content)))["Sheet1"]  # type: ignore[attr-defined]
    rows = list(sheet.iter_rows(values_only=True))
    assert rows[0][:4] == ("编号", "事项", "单位", "状态")
    assert len(rows) == 25
    assert {row[2] for row in rows[1:]} == {"春城市水务局"}
    formula = next(sheet.cell(i + 1, 2) for i, row in enumerate(rows) if row[0] == "春建许受〔2026〕0007 号")
    assert formula.value == "=1+1"
    assert formula.data_type == "s"


def test_excel_of_a_unit_holds_only_its_own(signed_in: As, matters: None) -> None:
    answer = signed_in("water").get("/matters.xlsx?unit=春城市住房城乡建设局")
    sheet = openpyxl.load_workbook(io.BytesIO(b"".join(answer.streaming_content)))["Sheet1"]  # type: ignore[attr-defined]
    assert sheet.max_row == 1


def test_cards_and_prompts_are_listed_and_exported(signed_in: As, matters: None) -> None:
    office = signed_in("office")
    assert "红牌" in text(office, "/cards/?rung=red_card")
    assert "预警" in text(office, "/cards/?show=prompts")
    sheet = openpyxl.load_workbook(io.BytesIO(b"".join(office.get("/cards.xlsx").streaming_content)))[
        "Sheet1"
    ]  # type: ignore[attr-defined]
    assert sheet.max_row == 1 + Card.objects.count()
    assert "0000" not in text(signed_in("water"), "/cards/")


def test_the_registry_is_as_in_force_on_a_day(signed_in: As) -> None:
    office = signed_in("office")
    assert "CLK-02" in text(office, "/law/?on=2026-10-12&q=许可决定")
    assert "CLK-02" not in text(office, "/law/?on=2003-01-01")
    assert "视为受理" in text(office, "/law/?show=tacit")
    assert "限时办结制" in text(office, "/law/?show=mechanisms")
    assert "已核对" in text(office, "/law/?status=verified")


def test_the_calculator_answers_as_the_command_does(signed_in: As, moment: Any) -> None:
    office = signed_in("office")
    page = text(
        office,
        "/due/?start=2026-09-14&amount=15&unit=working_day&pause_since=2026-09-21&pause_until=2026-09-25",
    )
    assert "10月15日（周四） 到期" in page
    assert "不能" in text(office, "/due/?start=2026-09-14&clock=CLK-01&pause_since=2026-09-15")
    assert "请填期限长短" in text(office, "/due/?start=2026-09-14")
    assert "到期" in text(office, "/due/?start=2026-09-14&clock=CLK-02&extended=on")
    assert 'role="alert"' in text(office, "/due/?start=1990-01-01&amount=3&unit=working_day")
    assert "第四十二条" in text(office, "/due/?start=2026-09-14&clock=CLK-02")


def test_a_clock_that_rolls_or_counts_hours_is_drawn(signed_in: As, moment: Any) -> None:
    office = signed_in("office")
    assert "10-12 11:00" in text(office, "/due/?start=2026-10-12&at=09:00&amount=2&unit=hour")
    assert "到期" in text(office, "/due/?start=2026-10-12&amount=3&unit=month")
    assert "到期" in text(office, "/due/?start=2026-10-12&amount=200&unit=working_day")
    assert "到期" in text(office, "/due/?start=2026-10-12&amount=7&unit=day&backward=on")


def test_health_and_metrics_are_plain(client: Client, db: None) -> None:
    assert client.get("/healthz").content == b"ok\n"
    answer = client.get("/metrics")
    assert answer.headers["Content-Type"].startswith("text/plain")
    assert b"luoshi_ledger_position 0" in answer.content


def test_a_page_of_a_day_without_calendar_says_so(signed_in: As) -> None:
    with time_machine.travel(datetime(2061, 3, 1, tzinfo=UTC), tick=False):
        assert "日历未覆盖此日" in text(signed_in("office"), "/due/")
