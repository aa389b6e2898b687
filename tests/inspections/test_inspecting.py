"""Inspections: authorised, never twice, within the cap; findings, review, rectification, closing."""

from datetime import date

import pytest

from luoshi.inspections import actions, queries
from luoshi.inspections.models import Inspection
from luoshi.inspections.records import Rectification
from luoshi.law.errors import CouldNot, OnRecord
from luoshi.law.typed import Missing
from luoshi.ledger.models import LedgerEntry
from luoshi.monitor.models import Card, Clock
from luoshi.monitor.models import Task as Left
from luoshi.monitor.sweep import sweep
from luoshi.org.access import Scope
from tests.inspections.office import ORDER, PLAN, TWO, act, concluded, ordered, planned
from tests.tasks.office import actor, moment

pytestmark = pytest.mark.usefixtures("city")


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"document": " "}, "document"),
        ({"lead": ""}, "lead"),
        ({"leader": ""}, "leader"),
        ({"units": []}, "units"),
        ({"on": date(2026, 3, 1)}, "on"),
        ({"until": date(2026, 3, 3)}, "until"),
        ({"pattern": "repeated"}, "every"),
        ({"pattern": "focused", "volume": 3, "threshold": 9}, "volume"),
    ],
)
def test_nothing_is_planned_without_what_authorises_and_bounds_it(
    changes: dict[str, object], field: str
) -> None:
    with pytest.raises(Missing) as refused:
        planned(**changes)
    assert refused.value.field == field
    assert not Inspection.objects.exists()


def test_the_supervised_plan_no_inspections() -> None:
    with pytest.raises(CouldNot, match="效能办"):
        act("plan", "head", "2026-03-02T09:00", **PLAN)


def test_a_like_topic_at_the_same_body_is_refused_within_ninety_days_and_merged_instead() -> None:
    first = planned()
    again = {**PLAN, "topic": "口袋公园建设进度情况", "on": date(2026, 5, 30), "until": date(2026, 6, 20)}
    with pytest.raises(actions.Duplicate) as refused:
        act("plan", "office", "2026-05-30T09:00", **again)
    assert (refused.value.matter, refused.value.units) == (first, ("春城市园林绿化局",))
    act("plan", "office", "2026-05-30T09:00", **{**again, "units": ["530103"]})
    act("plan", "office", "2026-05-30T09:30", **{**again, "topic": "城市照明设施"})
    merged = {"into": first, "topic": "公园配套停车", "units": ["530101"], "document": "春政督〔2026〕9号"}
    act("merge", "office", "2026-05-30T10:00", **merged)
    assert {t.code for t in queries.inspection(first).bodies} == {"530107", "530101"}
    later = {**again, "on": date(2026, 6, 2), "until": date(2026, 6, 20)}
    act("plan", "office", "2026-06-02T09:00", **{**later, "topic": "口袋公园建设进度", "cap_document": "x"})


def test_no_body_is_inspected_more_often_than_the_cap_without_the_heads_document() -> None:
    for topic in ("绿化养护", "城市照明", "财务收支", "信访积案"):
        planned(topic=topic)
    with pytest.raises(Missing, match="上限 4 次") as refused:
        planned(topic="安全生产")
    assert refused.value.field == "cap_document"
    assert planned(topic="安全生产", cap_document="春政批〔2026〕8号")
    assert queries.frequency(2026) == [("春城市园林绿化局", 5, 4)]


def test_those_inspected_see_nothing_before_it_begins() -> None:
    matter = planned()
    own = Scope(all=False, units=frozenset({"530107", "春城市园林绿化局"}))
    assert not queries.inspections(own).exists()
    act("begin", "office", "2026-03-03T09:00", matter=matter)
    assert queries.inspections(own).get().matter == matter
    assert not queries.inspections(Scope(all=False, units=frozenset({"530103"}))).exists()


def test_a_finding_needs_two_different_pieces_of_evidence_and_stays_within_the_scope() -> None:
    matter = planned()
    act("begin", "office", "2026-03-03T09:00", matter=matter)
    told = {"matter": matter, "unit": "530107", "text": "未开放"}
    for files in ((), TWO[:1], (TWO[0], TWO[0])):
        with pytest.raises(Missing, match="两项"):
            act("find", "office", "2026-03-05T09:00", files=files, **told)
    with pytest.raises(Missing, match="不得随意扩大"):
        act("find", "office", "2026-03-05T09:00", files=TWO, **{**told, "unit": "530103"})
    with pytest.raises(CouldNot, match="督查组"):
        act("find", "water", "2026-03-05T09:00", files=TWO, **told)
    assert act("find", "office", "2026-03-05T09:00", files=TWO, **told) == "1"


def test_a_review_may_be_asked_for_within_thirty_days_and_is_decided_by_others() -> None:
    matter = concluded()
    with pytest.raises(CouldNot, match="没有送达"):
        act("ask_review", "head", "2026-03-20T10:00", matter=matter, unit="530107", reason="不服")
    # 2026-03-20 + 30 日 = 2026-04-19, a Sunday: R4 rolls it to Monday the 20th
    assert act("serve", "office", "2026-03-20T11:00", matter=matter, unit="530107") == date(2026, 4, 20)
    asked = {"matter": matter, "unit": "530107", "reason": "公示牌未更新"}
    with pytest.raises(CouldNot, match="2026-04-20"):
        act("ask_review", "head", "2026-04-21T09:00", **asked)
    with pytest.raises(CouldNot, match="督查对象"):
        act("ask_review", "water", "2026-04-20T09:00", **asked)
    act("ask_review", "head", "2026-04-20T09:00", **asked)
    clock = Clock.objects.get(matter=matter, clock="CLK-20.2")
    assert clock.due_on == date(2026, 5, 20)
    told = {"matter": matter, "instance": "1", "outcome": "upheld", "reason": "现场仍关闭"}
    with pytest.raises(CouldNot, match="回避"):
        act("decide_review", "office", "2026-05-06T09:00", **told)
    with pytest.raises(CouldNot, match="效能办"):
        act("decide_review", "head", "2026-05-06T09:00", **told)
    act("decide_review", "second", "2026-05-06T09:00", **told)
    assert Clock.objects.get(matter=matter, clock="CLK-20.2").state == "met"


def test_more_than_one_extension_needs_the_head_and_none_is_granted_by_the_body() -> None:
    order = ordered()
    told = {"matter": order, "reason": "连日降雨"}
    with pytest.raises(CouldNot):
        act("extend", "head", "2026-04-10T09:00", until=date(2026, 4, 30), **told)
    act("extend", "office", "2026-04-10T09:00", until=date(2026, 4, 30), **told)
    with pytest.raises(CouldNot, match="行政首长"):
        act("extend", "office", "2026-04-28T09:00", until=date(2026, 5, 15), **told)
    act("extend", "mayor", "2026-04-28T09:00", until=date(2026, 5, 15), **told)
    with pytest.raises(CouldNot, match="超过整改期限"):
        act("extend", "mayor", "2026-05-16T09:00", until=date(2026, 6, 15), **told)
    r = Rectification.objects.get()
    assert (r.extensions, r.first_until, r.until) == (2, date(2026, 4, 15), date(2026, 5, 15))
    assert not Card.objects.exists()


def test_the_body_cannot_verify_its_own_rectification_and_the_attempt_stands() -> None:
    for verifier in ("530107",):
        with pytest.raises(Missing, match="核验单位"):
            ordered(verifier=verifier)
    order = ordered()
    act("claim", "handler", "2026-04-01T09:00", matter=order, text="已开放", files=TWO[:1])
    for who in ("handler", "head", "clerk"):
        with pytest.raises(OnRecord, match="不能核验"):
            act("verify", who, "2026-04-02T09:00", matter=order, text="看过")
    kinds = LedgerEntry.objects.filter(matter=order).values_list("kind", flat=True)
    assert list(kinds).count("inspections.own_verification_refused") == 3
    assert Rectification.objects.get().state == "claimed"
    act("verify", "water", "2026-04-02T10:00", matter=order, text="属实")
    assert Rectification.objects.get().state == "verified"


def test_late_is_a_yellow_card_and_late_for_long_a_red_one() -> None:
    order = ordered()
    sweep(at=moment("2026-04-16T09:00"))
    assert list(Card.objects.values_list("matter", "colour", "unit")) == [
        (order, "yellow", "春城市园林绿化局")
    ]
    sweep(at=moment("2026-04-29T23:00"))
    assert Card.objects.count() == 1
    sweep(at=moment("2026-05-06T09:00"))
    assert set(Card.objects.values_list("colour", flat=True)) == {"yellow", "red"}


def test_what_the_media_reported_is_closed_only_after_looking_back() -> None:
    matter = concluded(origin="media")
    act("serve", "office", "2026-03-20T11:00", matter=matter, unit="530107")
    with pytest.raises(CouldNot, match="整改通知"):
        act("close", "office", "2026-03-23T09:00", matter=matter)
    order = ordered(inspection=matter, instance="1")
    with pytest.raises(CouldNot, match="已下整改通知"):
        ordered(inspection=matter, instance="1")
    with pytest.raises(CouldNot, match="没有核验"):
        act("close", "office", "2026-03-24T09:00", matter=matter)
    act("claim", "handler", "2026-04-01T09:00", matter=order, text="已开放", files=TWO[:1])
    act("verify", "water", "2026-04-02T10:00", matter=order, text="属实")
    with pytest.raises(CouldNot, match="回头看"):
        act("close", "office", "2026-04-03T09:00", matter=matter)
    act("publish_result", "office", "2026-04-03T09:00", matter=matter, text="已开放")
    looked = {"matter": matter, "outcome": "held", "text": "仍开放"}
    with pytest.raises(CouldNot, match="2026-05-03"):
        act("look_back", "office", "2026-05-02T09:00", **looked)
    sweep(at=moment("2026-05-03T00:30"))
    assert Left.objects.get(reason="monitor.look_back_due").done_at is None
    act("look_back", "office", "2026-05-06T09:00", **looked)
    assert Left.objects.get(reason="monitor.look_back_due").done_at is not None
    act("close", "office", "2026-05-06T10:00", matter=matter)
    assert Inspection.objects.get().state == "closed"


def test_inspectors_of_discipline_only_read() -> None:
    with pytest.raises(CouldNot):
        act("order", "inspector", "2026-03-23T09:00", **ORDER)
    assert actor("inspector", moment("2026-03-23T09:00")).standing.read_only
