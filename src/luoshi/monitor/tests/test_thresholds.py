"""An office sets a threshold from a day on: used from then, never before, and nothing judged is judged again."""

from datetime import date, datetime, timedelta

import pytest

from luoshi.law.errors import CouldNot
from luoshi.ledger import read
from luoshi.monitor import rebuild, scores, settings
from luoshi.monitor.models import Card, Clock, Prompt, Setting
from luoshi.monitor.sweep import sweep
from luoshi.monitor.tests.conftest import Act, moment

SET_AT = moment("2026-03-09T10:00")


def put(name: str, value: int, since: str, at: datetime = SET_AT) -> None:
    settings.set_threshold(
        name=name, value=value, since=date.fromisoformat(since), reason="市效能办 2026 年 3 月会议", actor="admin", at=at
    )  # fmt: skip


def warned(matter: str) -> list[str]:
    return [
        p.issued_at.astimezone(moment("2026-01-01T00:00").tzinfo).isoformat(timespec="minutes")[:16]
        for p in Prompt.objects.filter(matter=matter, rung="yellow_warning")
    ]


def accepted(act: Act, *matters: str) -> None:
    """Accepted on 3 March: 20 working days end on 31 March; 20 % is left from 25 March on."""
    for matter in matters:
        act(matter, "received", "2026-03-02T09:00")
        act(matter, "accepted", "2026-03-03T09:00")


def walk(since: str, until: str) -> None:
    at = moment(since)
    while at <= moment(until):
        sweep(at=at)
        at += timedelta(days=1)


def test_a_later_day_changes_nothing_before_it_and_everything_open_from_it(live: str, act: Act) -> None:
    accepted(act, "甲", "乙")
    put("time_limit.warn_percent", 60, "2026-03-20")
    assert settings.ours("time_limit", moment("2026-03-19T23:59"))["warn_percent"] == 20
    assert settings.ours("time_limit", moment("2026-03-20T00:00"))["warn_percent"] == 60
    # By 60 % the warning would have begun on 17 March: before that value held.
    walk("2026-03-10T00:00", "2026-03-19T23:00")
    assert not warned("甲")
    act("乙", "decided", "2026-03-19T15:00")
    sweep(at=moment("2026-03-20T00:00"))
    assert warned("甲") == ["2026-03-20T00:00"]
    assert Clock.objects.get(matter="甲", clock="CLK-02").light == "yellow_warning"
    act("乙", "delivered", "2026-03-20T15:00")
    walk("2026-03-21T00:00", "2026-04-20T00:00")
    assert not warned("乙"), "decided before the value held"
    assert warned("甲") == ["2026-03-20T00:00"]


def test_after_an_outage_each_stretch_is_judged_by_its_own_value(live: str, act: Act) -> None:
    accepted(act, "甲")
    sweep(at=SET_AT)
    put("time_limit.warn_percent", 5, "2026-03-27")
    sweep(at=moment("2026-04-20T00:00"))  # nobody swept since the 9th
    assert warned("甲") == ["2026-03-25T00:00"]


def test_one_crossing_is_judged_like_a_walk(live: str, act: Act) -> None:
    accepted(act, "甲", "丙")
    put("time_limit.warn_percent", 60, "2026-03-20")
    put("time_limit.idle_days", 1, "2026-03-18")
    sweep(at=moment("2026-04-20T00:00"))
    once = {(p.matter, p.rung, p.issued_at) for p in Prompt.objects.all()}
    assert ("甲", "yellow_warning", moment("2026-03-20T00:00")) in once
    cards = {(c.matter, c.rung, c.issued_at) for c in Card.objects.all()}
    assert {rung for _, rung, _ in cards} == {"red_card", "escalated_5", "escalated_10"}


def test_from_today_it_holds_from_the_moment_it_was_set(live: str, act: Act) -> None:
    accepted(act, "甲")
    at = moment("2026-03-24T10:00")
    sweep(at=at)
    put("time_limit.warn_percent", 60, "2026-03-24", at)
    row = Setting.objects.get(name="time_limit.warn_percent")
    assert row.begins_at is not None
    assert at < row.begins_at <= at + timedelta(microseconds=1)
    sweep(at=at + timedelta(seconds=5))
    assert warned("甲") == ["2026-03-24T10:00"]


def test_points_of_a_card_are_those_of_its_moment(live: str, act: Act) -> None:
    accepted(act, "甲")
    put("card_appeals.red_points", 30, "2026-04-01", moment("2026-03-30T10:00"))
    sweep(at=moment("2026-04-20T00:00"))
    by_rung = {c.rung: c for c in Card.objects.all()}
    assert scores.points(by_rung["red_card"].issued_at - timedelta(days=1))["red"] == 10
    assert scores.points(by_rung["escalated_5"].issued_at)["red"] == 30


def test_set_twice_for_a_day_the_last_holds_and_both_stay_on_record(live: str) -> None:
    put("time_limit.warn_days", 2, "2026-04-01")
    put("time_limit.warn_days", 4, "2026-04-01", SET_AT + timedelta(hours=1))
    assert settings.ours("time_limit", moment("2026-04-01T00:00"))["warn_days"] == 4
    assert len(read.entries([settings.MATTER])) == 3
    one = settings.threshold("time_limit.warn_days")
    assert one is not None
    own = [(row, it) for row, it in settings.told() if "begins" in it]
    turns = settings.history(one, own)
    assert [(t.value, str(t.since), t.by) for t in turns] == [
        (1, "2004-01-01", ""),
        (4, "2026-04-01", "admin"),
    ]
    assert turns[0].until == date(2026, 4, 1)
    before = list(Setting.objects.order_by("name").values("name", "value", "since", "begins_at"))
    rebuild.rebuild(at=SET_AT, ledger=live)
    assert list(Setting.objects.order_by("name").values("name", "value", "since", "begins_at")) == before


@pytest.mark.parametrize(
    ("name", "value", "since", "reason", "says"),
    [
        ("time_limit.warn_days", 0, "2026-04-01", "会议", "1 到"),
        ("time_limit.warn_percent", 101, "2026-04-01", "会议", "1 到 100"),
        ("time_limit.warn_days", 2, "2026-03-08", "会议", "不能改判"),
        ("time_limit.warn_days", 2, "2026-04-01", " ", "理由"),
        ("time_limit.warn_days", 2, "2026-04-01", "电话 13800138000", "手机号"),
        ("time_limit.escalate_1", 10, "2026-04-01", "会议", "第一次升级"),
        ("ledger_cycle.reopen_days", 2, "2026-04-01", "会议", "没有可调"),
        ("time_limit.colour", 2, "2026-04-01", "会议", "没有可调"),
    ],
)
def test_what_makes_no_sense_is_refused(
    live: str, name: str, value: int, since: str, reason: str, says: str
) -> None:
    with pytest.raises(CouldNot, match=says):
        settings.set_threshold(
            name=name, value=value, since=date.fromisoformat(since), reason=reason, actor="admin", at=SET_AT
        )
    assert Setting.objects.count() == 1
