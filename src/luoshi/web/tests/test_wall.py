"""The wall: true numbers, told at once, asked for cheaply, by those who may."""

import re
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
import time_machine
from django.conf import settings
from django.test import Client
from django.utils import translation

from luoshi.approvals.models import Matter
from luoshi.ledger import record
from luoshi.ledger.entry import Draft
from luoshi.monitor import tallies
from luoshi.monitor.acting import acting
from luoshi.monitor.follow import catch_up
from luoshi.monitor.models import Clock
from luoshi.monitor.numbers import Sum, median, summed
from luoshi.monitor.sweep import sweep
from luoshi.org.models import Unit
from luoshi.web import counts
from luoshi.web.tests import sample
from luoshi.web.tests.conftest import As
from luoshi.web.wall import drawing, feed, rows
from luoshi.web.wall.places import places

NOW = datetime.fromisoformat("2026-10-12T08:41+08:00")
WORKS, WATER = sample.BODIES[0][0], sample.BODIES[2][0]
Most = Callable[..., Any]


@pytest.fixture
def moment() -> Iterator[Any]:
    with time_machine.travel(NOW, tick=False) as clock:
        yield clock


@pytest.fixture
def city(people: Any, moment: Any) -> None:
    sample.history()
    sweep(at=NOW)
    sample.matters(120, now=NOW)


def body(client: Client, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200, (path, answer.status_code)
    return answer.content.decode()


def again(page: str) -> str:
    """The address that the wall asks next."""
    found = re.search(r'hx-get="([^"]+)"', page)
    assert found
    return found[1].replace("&amp;", "&")


def act(kind: str, at: datetime, matter: str = "甲", **payload: object) -> None:
    with acting(actor="测试", at=at) as book:
        book.record(
            matter=matter, kind=f"approvals.{kind}", occasion=f"{matter}:{kind}:{at}", unit=WATER,
            payload={"item": "取水许可", **payload},
        )  # fmt: skip


@pytest.mark.parametrize("who", ["office", "head", "inspector"])
@pytest.mark.parametrize(
    "path", ["/wall/", "/wall/page/", "/wall/live/", "/wall/live/?screen=1&mark=made-up"]
)
def test_an_update_asks_the_database_little(
    signed_in: As, city: None, django_assert_max_num_queries: Most, who: str, path: str
) -> None:
    client = signed_in(who)
    with django_assert_max_num_queries(12):
        page = body(client, path)
    assert "style=" not in page
    assert "<script>" not in page


def test_asking_whether_anything_changed_is_one_query_and_no_body(
    signed_in: As, city: None, moment: Any, django_assert_num_queries: Most
) -> None:
    client = signed_in("office")
    path = again(body(client, "/wall/"))
    with django_assert_num_queries(1):
        answer = client.get(path, headers={"HX-Request": "true"})
    assert (answer.status_code, answer.content) == (204, b"")
    act("received", NOW)
    fresh = client.get(path)
    assert fresh.status_code == 200
    assert "<h1" in fresh.content.decode()  # still the wall on its screen
    path = again(fresh.content.decode())
    assert client.get(path).status_code == 204
    moment.shift(timedelta(minutes=1))
    assert client.get(path).status_code == 200  # the clock on the wall goes on


def test_a_mark_that_is_not_ours_is_never_right(signed_in: As, city: None) -> None:
    client = signed_in("office")
    mark = parse_qs(urlsplit(again(body(client, "/wall/"))).query)["mark"][0]
    assert client.get("/wall/live/", {"mark": mark}).status_code == 204
    for wrong in (mark[:-1] + ("a" if mark[-1] != "a" else "b"), "", ":", "x" * 3000):
        assert client.get("/wall/live/", {"mark": wrong}).status_code == 200


def test_a_wall_whose_session_ended_goes_to_the_sign_in_page(signed_in: As, city: None, moment: Any) -> None:
    client = signed_in("office")
    path = again(body(client, "/wall/"))
    client.logout()
    moment.shift(timedelta(minutes=1))
    answer = client.get(path, headers={"HX-Request": "true"})
    assert (answer.status_code, answer.headers["HX-Refresh"]) == (204, "true")


@pytest.mark.parametrize("who", ["water", "admin"])
def test_others_may_not_look(signed_in: As, city: None, who: str) -> None:
    for path in ("/wall/", "/wall/page/", "/wall/live/"):
        assert signed_in(who).get(path).status_code == 403
    assert "/wall/" not in signed_in(who).get("/").content.decode()


def test_a_head_sees_the_own_unit_only(signed_in: As, city: None) -> None:
    act("received", NOW)
    page = body(signed_in("head"), "/wall/page/")
    assert "住房城乡建设局" in page
    for other in ("水务局", "市场监督管理局", "消防救援支队"):
        assert other not in page
    assert "水务局" in body(signed_in("office"), "/wall/page/")


def told(client: Client) -> dict[str, str]:
    page = body(client, "/wall/page/")
    found = re.findall(r'<span class="name">([^<]+)</span><span class="number">([^<]+)</span>', page)
    return dict(found)


def test_the_numbers_are_those_of_a_slow_count(signed_in: As, city: None) -> None:
    act("received", NOW)
    act("accepted", NOW)
    today, shown = NOW.date(), told(signed_in("office"))
    flows = counts.flows(Matter.objects.all(), today)
    decisions = Clock.objects.filter(grade__in=("promise", "statutory", "source"))
    late = Clock.objects.filter(met_at__isnull=True, due_at__lte=NOW)
    assert shown["今日收件"] == str(flows["received"]) != "0"
    assert shown["今日办结"] == str(flows["closed"])
    assert shown["今日到期时限"] == str(decisions.filter(due_on=today).count())
    assert shown["承诺超期在办"] == str(late.filter(grade="promise").count()) != "0"
    assert shown["法定超期在办"] == str(late.filter(grade="statutory").count()) != "0"


def test_a_deadline_later_today_is_not_overdue_yet(signed_in: As, people: Any, moment: Any) -> None:
    limit = Draft(
        matter="乙", kind="clocks.set", happened_at=NOW - timedelta(days=9), occasion="限", unit=WATER, law="none",
        payload={"clock": "own", "grade": "source", "due_at": "2026-10-12T15:00:00+08:00"},
    )  # fmt: skip
    record.append_bulk([limit], at=NOW)
    catch_up(at=NOW)
    assert told(signed_in("office"))["承诺超期在办"] == "0"
    moment.move_to(datetime.fromisoformat("2026-10-12T15:00:01+08:00"))
    assert told(signed_in("office"))["承诺超期在办"] == "1"


def test_what_happens_is_told_with_light_and_words(signed_in: As, city: None) -> None:
    client = signed_in("office")
    act("received", NOW)
    act("correction_notified", NOW, materials=["M1", "M2"], document="一次性告知书")
    act("accepted", NOW)
    act("paused", NOW, ground="expert_review", document="特别程序时间告知书")
    act("decided", NOW, outcome="refused")  # without a reason: a red card at once
    page = body(client, "/wall/page/")
    words = re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page))
    for sentence in (
        "收件 取水许可",
        "一次性告知补正 取水许可",
        "2 份材料",
        "专家评审",
        "不予许可 取水许可",
        "净 0 · 感受 0 个工作日",
    ):
        assert sentence in words
    assert "取水许可 疑似不符：不予受理、不予许可说明理由 红牌 · 线索" in words
    assert "红牌：水务局 取水许可" in page  # what a screen reader is told
    english = body(signed_in("office", "en"), "/wall/page/")
    assert "Red card" in english
    assert not re.search(
        r"[\u4e00-\u9fff]",
        re.sub(
            r"取水许可|春城市\w*|住房\w+|市场\w+|消防\w+|水务局|中文|切换为中文|自然资源[^<\"]*|房屋建筑\w*",
            "",
            re.sub(r"<[^>]+>", " ", english),
        ),
    )


def test_identities_asked_for_are_nobodys_business_here() -> None:
    wanted = feed.kinds()
    assert not [kind for kind in wanted if "identity" in kind or kind.startswith(("org.", "clocks."))]
    assert {"approvals.received", "approvals.decided", "monitor.card_issued"} <= set(wanted)


def test_a_small_sample_gets_a_word_and_no_colour(db: None) -> None:
    city = Unit.objects.create(code="C", name="春城市", kind="city")
    for n, name in enumerate(("五春区", "盘江区", "官山区"), 1):
        Unit.objects.create(code=f"D{n}", name=name, kind="district", parent=city)
    Unit.objects.create(
        code="D1-1", name="五春区审批局", kind="body", parent_id=Unit.objects.get(code="D1").pk
    )
    tree = places(Unit.objects.without_tree_fields())
    found: Any = {
        ("五春区审批局", "red_card"): 20, ("五春区审批局", "green"): 20, ("盘江区", "green"): 200, ("官山区", "green"): 3,
        ("某外来单位", "blue"): 2,
    }  # fmt: skip
    with translation.override("zh-hans"):
        shown = rows.of_units(found, tree)
    assert [(d["name"], d["open"], d["word"]) for d in shown.districts] == [
        ("五春区", 40, "需要关注"), ("盘江区", 200, "平稳"), ("官山区", 3, "样本不足"),
    ]  # fmt: skip
    assert [d["name"] for d in shown.departments] == ["某外来单位"]


def test_a_trend_breaks_where_there_is_too_little(db: None) -> None:
    def point(day: int, met: int, of: int) -> counts.Point:
        on = datetime(2026, 9, day, tzinfo=UTC).date()
        return counts.Point(on, on, counts.rate(met, of))

    drawn = drawing.trend(
        [point(1, 40, 50), point(2, 45, 50), point(3, 1, 2), point(4, 50, 50), point(5, 49, 50)]
    )
    assert drawn is not None
    assert (len(drawn.lines), len(drawn.bands)) == (2, 2)
    assert drawn.levels[-1]["text"] == "60"
    assert drawing.trend([point(1, 1, 2), point(2, 1, 2)]) is None


def test_sums_are_split_and_bounded(db: None) -> None:
    ledger = settings.LUOSHI_JURISDICTION
    numbers = {
        ("felt", 5, "甲局", "3"): 2,
        ("felt", 5, "乙局", "9"): 1,
        ("felt", 6, "甲局", "4"): 2,
        ("net", 5, "甲局", "1"): 7,
    }
    tallies.add(ledger, numbers)
    wanted = {
        "all": Sum("felt", 5, 6, by=("key",)),
        "day": Sum("felt", 5, 5, by=("day", "unit")),
        "none": Sum("net", 8, 9),
    }
    found = summed(wanted, ledger=ledger, units=None)
    assert found["all"] == {("3",): 2, ("9",): 1, ("4",): 2}
    assert found["day"] == {(5, "甲局"): 2, (5, "乙局"): 1}
    assert found["none"] == {}
    assert median(found["all"]) == 4.0
    assert summed(wanted, ledger=ledger, units=frozenset({"乙局"}))["all"] == {("9",): 1}
    assert summed(wanted, ledger=ledger, units=frozenset()) == {"all": {}, "day": {}, "none": {}}
    assert median({("1",): 1, ("2",): 1}) == 1.5


def test_names_are_short_in_both_languages(db: None) -> None:
    city = Unit.objects.create(code="C", name="春城市", name_en="Chuncheng", kind="city")
    Unit.objects.create(
        code="B", name="春城市水务局", name_en="Chuncheng Water Bureau", kind="body", parent=city
    )
    with translation.override("zh-hans"):
        assert places(Unit.objects.without_tree_fields()).names["春城市水务局"] == "水务局"
    with translation.override("en"):
        assert places(Unit.objects.without_tree_fields()).names["春城市水务局"] == "Water Bureau"
