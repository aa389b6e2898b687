"""Leads on pages: what they say, who may see and review them, that every kind of chart is drawn from figures."""

import io
from datetime import datetime
from typing import Any

import openpyxl
import pytest
import time_machine

from luoshi.law.words import language
from luoshi.org.models import View
from luoshi.supervision import words
from luoshi.supervision.models import Lead
from luoshi.supervision.tests.story import NAMES, tell
from luoshi.web import lead_charts
from luoshi.web.tests import sample
from luoshi.web.tests.conftest import As

NOW = datetime.fromisoformat("2026-10-12T08:41+08:00")
NIGHT = datetime.fromisoformat("2026-10-12T02:00+08:00")
MOST = 12


@pytest.fixture
def leads(people: Any) -> Any:
    with time_machine.travel(NOW, tick=False):
        sample.matters(10, now=NOW)
        tell(NIGHT, units=NAMES)
        yield Lead.objects.all()


def page(client: Any, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200, path
    return str(answer.content.decode())


def test_the_list_tells_effect_interval_and_strength(
    signed_in: As, leads: Any, django_assert_max_num_queries: Any
) -> None:
    office = signed_in("office")
    with django_assert_max_num_queries(MOST):
        body = page(office, "/leads/")
    assert "不是结论" in body
    assert "停表偏多" in body
    rows = office.get("/leads/").context["rows"]
    assert len(rows) == leads.count()
    strength = [row["lead"].q for row in rows]
    assert strength == sorted(strength)


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("survey=clock_stopping", {"clock_stopping"}), ("unit=春城市水务局&survey=back_entry", {"back_entry"}),
        ("survey=nonsense&state=nonsense&sort=nonsense", None), ("unit=%00", None), ("state=reviewed", set()),
    ],
)  # fmt: skip
def test_filters_live_in_the_address(signed_in: As, leads: Any, query: str, found: set[str] | None) -> None:
    rows = signed_in("office").get(f"/leads/?{query}").context["rows"]
    kinds = {row["lead"].survey for row in rows}
    assert kinds == (found if found is not None else set(leads.values_list("survey", flat=True)))


def test_without_leads_it_says_what_comes_next(signed_in: As) -> None:
    assert "还没有线索" in page(signed_in("office"), "/leads/")
    assert "没有符合条件" in page(signed_in("office"), "/leads/?survey=back_entry")


@pytest.mark.parametrize("tongue", ["zh-hans", "en"])
def test_every_lead_is_told_in_words_with_its_grounds(
    signed_in: As, leads: Any, django_assert_max_num_queries: Any, tongue: str
) -> None:
    """Each measure: the sentence, the figures, a chart, the thresholds with their basis, what it does not mean."""
    office = signed_in("office", tongue)
    for lead in leads:
        with django_assert_max_num_queries(MOST):
            body = page(office, f"/leads/{lead.matter}/")
        assert "style=" not in body
        assert ("这不等于" if tongue == "zh-hans" else "What this does not mean") in body
        assert ("地方可调" in body) is True
        assert f"{lead.n:,}" in body
        assert "{" not in body.split('class="lead-sentence">')[1].split("<")[0]


def test_every_measure_has_a_page_and_a_chart(leads: Any) -> None:
    told = {(law.folder, name) for law in words.surveys() for name in law.measures}
    assert {(lead.survey, lead.measure) for lead in leads} == told
    for lead in leads:
        made = lead_charts.chart(lead)
        assert made is not None
        assert made["kind"] in ("bunching", "funnel", "bars", "waits", "against")
        assert made["rows"]
        assert all(row["told"] for row in made["rows"])


def test_the_histogram_shades_what_lies_above_the_curve(leads: Any) -> None:
    made = lead_charts.chart(leads.get(measure="bunching"))
    assert made is not None
    last = made["rows"][-1]
    assert last["over"] > 100
    assert last["base"] + last["over"] == pytest.approx(150)
    assert all(row["over"] == 0 for row in made["rows"][:17])


def test_the_funnel_holds_its_own_point_above_the_limit(leads: Any) -> None:
    made = lead_charts.chart(leads.get(measure="paused"))
    assert made is not None
    n, share = made["own"]
    nearest = min(made["upper"], key=lambda point: abs(point[0] - n))
    assert share > nearest[1]
    assert len(made["points"]) == 5


def test_units_see_no_leads_and_inspectors_only_look(signed_in: As, leads: Any) -> None:
    name = leads.get(measure="paused").matter
    for who in ("head", "water", "admin"):
        client = signed_in(who)
        assert 'href="/leads/"' not in client.get("/").content.decode()
        for path in ("/leads/", "/leads.xlsx", f"/leads/{name}/"):
            assert client.get(path).status_code == 403
        assert (
            client.post(f"/leads/{name}/review/", {"outcome": "explained", "reason": "x"}).status_code == 403
        )
    inspector = signed_in("inspector")
    body = page(inspector, f"/leads/{name}/")
    assert "记入核查结果" not in body
    assert View.objects.get().matter == name
    assert (
        inspector.post(f"/leads/{name}/review/", {"outcome": "explained", "reason": "x"}).status_code == 403
    )
    assert inspector.get("/leads/lead:nothing/").status_code == 404


def test_looking_into_a_lead_is_recorded_and_shown(signed_in: As, leads: Any) -> None:
    office, name = signed_in("office"), leads.get(measure="paused").matter
    refused = office.post(f"/leads/{name}/review/", {"outcome": "explained", "reason": ""})
    assert refused.status_code == 422
    assert "还不能提交" in refused.content.decode()
    personal = office.post(f"/leads/{name}/review/", {"outcome": "explained", "reason": "电话13800138000"})
    assert personal.status_code == 409
    assert "电话13800138000" in personal.content.decode(), "what was typed is not lost"
    done = office.post(
        f"/leads/{name}/review/", {"outcome": "explained", "reason": "每周二集中会审"}, follow=True
    )
    body = done.content.decode()
    assert "核查结果已记入" in body
    assert "每周二集中会审" in body
    assert "有合理解释" in body
    assert [row["lead"].matter for row in office.get("/leads/?state=reviewed").context["rows"]] == [name]


def test_excel_holds_what_the_filters_select(signed_in: As, leads: Any) -> None:
    answer = signed_in("office").get("/leads.xlsx?survey=clock_stopping")
    sheet = openpyxl.load_workbook(io.BytesIO(b"".join(answer.streaming_content)))["Sheet1"]  # type: ignore[attr-defined]
    assert sheet.max_row == 1 + leads.filter(survey="clock_stopping").count()
    assert {"疑似线索", "样本量", "q", "算法版本"} <= {cell.value for cell in sheet[1]}


@pytest.mark.parametrize("tongue", ["zh", "en"])
def test_figures_read_as_their_measure_says(tongue: str) -> None:
    token = language.set(tongue)
    try:
        bunching, lag = words.measure("deadline_bunching", "bunching"), words.measure("back_entry", "lag")
        assert words.effect(bunching, 3.0) == ("4.0 倍" if tongue == "zh" else "× 4.0")
        assert words.effect(lag, 2.0) == ("2 个工作日" if tongue == "zh" else "2 working days")
        assert words.effect(words.measure("clock_stopping", "paused"), 0.125) == "12.5%"
        assert words.step("approvals.transferred") != "approvals.transferred"
        assert words.step("现场核查") == "现场核查"
    finally:
        language.reset(token)
