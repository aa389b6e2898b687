"""Joint handling: a clock a unit, silence moves on and grants nothing; steps; how a case ends (B7, B12)."""

import pytest

from luoshi.approvals.models import Ask, Matter
from luoshi.law.errors import CouldNot
from luoshi.ledger import read
from luoshi.monitor.models import Card, Clock
from luoshi.monitor.sweep import sweep
from tests.cases.conftest import FIRE, HOUSING, Do, moment, why_not

ASKED = {"unit": FIRE, "question": "消防设计是否符合"}


def test_each_unit_asked_has_a_limit_of_its_own(do: Do, accepted: str) -> None:
    do("invite", "handler", "2026-09-21T09:00", matter=accepted, **ASKED)
    do("invite", "handler", "2026-09-21T09:00", matter=accepted, unit=HOUSING, question="选址", amount=3)
    limits = {
        c.unit: (c.amount, c.due_on.isoformat())
        for c in Clock.objects.filter(matter=accepted, clock="opinion")
    }
    assert limits == {FIRE: (5, "2026-09-29"), HOUSING: (3, "2026-09-24")}
    with pytest.raises(CouldNot, match="还没有回"):
        do("invite", "handler", "2026-09-22T09:00", matter=accepted, **ASKED)
    with pytest.raises(CouldNot, match="本单位以外"):
        do("invite", "handler", "2026-09-22T09:00", matter=accepted, unit="530103", question="x")
    assert "协办意见还没有回" in why_not("decide", "handler", "2026-09-22T09:00", accepted)
    with pytest.raises(CouldNot, match="条件或不同意的理由"):
        do("give_opinion", "fire", "2026-09-22T09:00", matter=accepted, opinion="disagree")
    do("give_opinion", "fire", "2026-09-22T09:00", matter=accepted, opinion="conditional", text="增设消火栓")
    assert Clock.objects.get(matter=accepted, unit=FIRE, clock="opinion").state == "met"
    assert "由春城市住房城乡建设局的承办人" in why_not(
        "give_opinion", "handler", "2026-09-22T10:00", accepted
    )


def test_silence_moves_the_case_on_and_cards_the_silent_unit(do: Do, accepted: str) -> None:
    do("invite", "handler", "2026-09-21T09:00", matter=accepted, **ASKED)
    assert why_not("decide", "handler", "2026-09-29T23:59", accepted)
    sweep(at=moment("2026-09-30T00:00"))
    assert Matter.objects.get(matter=accepted).state == "accepted"
    card = Card.objects.get(matter=accepted, clock="opinion")
    assert (card.unit, card.rung) == (FIRE, "yellow_card")
    assert why_not("decide", "handler", "2026-09-30T00:00", accepted) == ""
    do("give_opinion", "fire", "2026-09-30T09:00", matter=accepted, opinion="agree")
    assert Clock.objects.get(matter=accepted, clock="opinion").state == "late"


def test_a_unit_may_be_asked_again(do: Do, accepted: str) -> None:
    for day in ("21", "22"):
        do("invite", "handler", f"2026-09-{day}T09:00", matter=accepted, **ASKED)
        do("give_opinion", "fire", f"2026-09-{day}T10:00", matter=accepted, opinion="agree")
    assert Clock.objects.filter(matter=accepted, clock="opinion", state="met").count() == 2
    assert Ask.objects.filter(matter=accepted, state="yes").count() == 2


def test_steps_follow_one_another(do: Do, received: str) -> None:
    def step() -> str:
        return Clock.objects.get(matter=received, clock="step", met_at__isnull=True).instance

    assert step() == "受理"
    do("accept", "clerk", "2026-09-21T09:00", matter=received)
    assert step() == "审查"
    do("finish_step", "handler", "2026-09-22T09:00", matter=received, activity="现场核查")
    assert step() == "审查"
    do("finish_step", "handler", "2026-09-23T09:00", matter=received)
    assert step() == "决定"
    with pytest.raises(CouldNot, match="请用“作出决定”"):
        do("finish_step", "handler", "2026-09-23T10:00", matter=received)
    do(
        "decide",
        "handler",
        "2026-09-24T09:00",
        matter=received,
        outcome="granted",
        document="春水许〔2026〕1号",
    )
    assert not Clock.objects.filter(matter=received, clock="step", met_at__isnull=True).exists()


def test_nothing_is_refused_without_a_reason(do: Do, accepted: str) -> None:
    with pytest.raises(CouldNot, match="必须说明理由"):
        do("decide", "handler", "2026-09-24T09:00", matter=accepted, outcome="refused", document="文")
    with pytest.raises(CouldNot, match="决定书文号"):
        do("decide", "handler", "2026-09-24T09:00", matter=accepted, outcome="granted", document="")
    do(
        "decide",
        "handler",
        "2026-09-24T09:00",
        matter=accepted,
        outcome="refused",
        document="文",
        reason="水资源不足",
    )
    assert "没有证件可送达" in why_not("deliver", "clerk", "2026-09-24T10:00", accepted)
    assert "9月24日已作出决定" in why_not("withdraw", "clerk", "2026-09-24T10:00", accepted)
    assert not Clock.objects.filter(matter=accepted, clock="CLK-05").exists()


def test_a_granted_licence_is_delivered_once(do: Do, accepted: str) -> None:
    do("decide", "handler", "2026-09-24T09:00", matter=accepted, outcome="granted", document="文")
    assert "还没有作出决定" not in why_not("deliver", "clerk", "2026-09-24T10:00", accepted)
    do("deliver", "clerk", "2026-09-24T10:00", matter=accepted, how="post")
    assert Matter.objects.get(matter=accepted).state == "delivered"
    assert "9月24日已送达" in why_not("deliver", "clerk", "2026-09-24T11:00", accepted)


def test_an_application_can_be_withdrawn_in_writing(do: Do, accepted: str) -> None:
    with pytest.raises(CouldNot, match="书面撤回请求"):
        do("withdraw", "clerk", "2026-09-21T09:00", matter=accepted, document="")
    do("withdraw", "clerk", "2026-09-21T09:00", matter=accepted, document="撤回申请书")
    assert "9月21日申请人已撤回申请" in why_not("decide", "handler", "2026-09-22T09:00", accepted)


FAST = {"ground": "emergency", "reason": "抗旱应急取水", "amount": 3}


def test_the_fast_lane_defers_and_never_waives(do: Do, accepted: str) -> None:
    for told, words in (
        ({"ground": "urgent"}, "特办的事由|特事特办的事由"), ({"ground": "leader_instruction"}, "写明文号"),
        ({"amount": 12}, "短于一般时限：1 至 11"), ({"deferred": ["喝茶"], "until": None}, "不是本件可缓办"),
        ({"deferred": ["审查"]}, "补办期限"),
    ):  # fmt: skip
        with pytest.raises(CouldNot, match=words):
            do("request_fast_lane", "clerk", "2026-09-21T09:00", matter=accepted, **FAST | told)
    until = moment("2026-10-20T00:00").date()
    do(
        "request_fast_lane",
        "clerk",
        "2026-09-21T09:00",
        matter=accepted,
        **FAST,
        deferred=["审查"],
        until=until,
    )
    assert "单位负责人" in why_not("decide_fast_lane", "clerk", "2026-09-21T10:00", accepted)
    do("decide_fast_lane", "head", "2026-09-21T10:00", matter=accepted, answer="yes")
    assert Matter.objects.get(matter=accepted).lane == "fast"
    assert Clock.objects.get(matter=accepted, clock="fast_lane").due_on.isoformat() == "2026-09-22"
    assert "已是特事特办" in why_not("request_fast_lane", "clerk", "2026-09-21T11:00", accepted)
    do("decide", "handler", "2026-09-22T09:00", matter=accepted, outcome="granted", document="文")
    owed = Clock.objects.get(matter=accepted, clock="deferred", instance="审查")
    assert (owed.state, owed.due_on) == ("running", until)
    sweep(at=moment("2026-10-21T00:00"))
    assert Card.objects.filter(matter=accepted, clock="deferred", rung="yellow_card").exists()
    do("make_up", "handler", "2026-10-21T09:00", matter=accepted, step="审查", document="审查报告")
    assert Clock.objects.get(matter=accepted, clock="deferred").state == "late"
    assert "没有待补办" in why_not("make_up", "handler", "2026-10-21T10:00", accepted)


def test_who_handles_the_case_does_not_grant_the_fast_lane(do: Do, accepted: str) -> None:
    do("hand_over", "clerk", "2026-09-21T08:00", matter=accepted, to_unit="530103", reason="负责人自办")
    do("take_over", "head", "2026-09-21T08:30", matter=accepted)
    do("request_fast_lane", "handler", "2026-09-21T09:00", matter=accepted, **FAST)
    assert "请由另一位负责人决定" in why_not("decide_fast_lane", "head", "2026-09-21T10:00", accepted)
    do("decide_fast_lane", "mayor", "2026-09-21T10:00", matter=accepted, answer="no", reason="不属应急")
    assert Matter.objects.get(matter=accepted).lane == ""


def test_papers_may_be_deferred_in_the_fast_lane_only(do: Do) -> None:
    matter = do("receive", "clerk", "2026-09-18T09:00", item="W1", applicant="P1", filed=["M1", "M2"])
    do(
        "request_fast_lane", "clerk", "2026-09-18T10:00", matter=matter, **FAST, deferred=["退水方案"],
        until=moment("2026-09-30T00:00").date(),
    )  # fmt: skip
    assert "还缺 退水方案" in why_not("accept", "clerk", "2026-09-18T10:30", matter)
    do("decide_fast_lane", "head", "2026-09-18T11:00", matter=matter, answer="yes")
    assert why_not("accept", "clerk", "2026-09-18T11:30", matter) == ""


def test_a_commitment_is_decided_on_the_spot_and_checked(do: Do, received: str) -> None:
    assert "本事项不实行告知承诺" in why_not("commit", "handler", "2026-09-18T10:00", received)
    matter = do("receive", "clerk", "2026-09-18T09:00", item="W2", applicant="P1")
    assert "单位负责人" in why_not("commit", "clerk", "2026-09-18T09:10", matter)
    do("commit", "handler", "2026-09-18T09:10", matter=matter, document="承诺书")
    row = Matter.objects.get(matter=matter)
    assert (row.state, row.outcome, row.lane) == ("decided", "granted", "commitment")
    check = Clock.objects.get(matter=matter, clock="CLK-34")
    assert (check.state, check.due_on.isoformat(), check.grade) == ("running", "2026-11-18", "follow_up")
    with pytest.raises(CouldNot, match="哪些承诺不实"):
        do("check_commitment", "handler", "2026-10-12T09:00", matter=matter, outcome="broken")
    do("check_commitment", "handler", "2026-10-12T09:00", matter=matter, outcome="kept")
    assert Clock.objects.get(matter=matter, clock="CLK-34").state == "met"
    assert Matter.objects.get(matter=matter).state == "decided"
    assert "没有待核查的承诺" in why_not("check_commitment", "handler", "2026-10-12T10:00", matter)


def test_who_does_not_commit_takes_the_ordinary_way(do: Do) -> None:
    matter = do("receive", "clerk", "2026-09-18T09:00", item="W2", applicant="P1", filed=["M1"])
    do("decline_commitment", "clerk", "2026-09-18T09:10", matter=matter)
    assert "已作出选择" in why_not("commit", "handler", "2026-09-18T09:20", matter)
    do("accept", "clerk", "2026-09-18T09:30", matter=matter)
    assert read.entries([matter])[-1].kind == "approvals.accepted"
