"""Pauses and extensions: only on a ground, only in time, by the right person, by as much as the row allows (B5, U7)."""

from datetime import date

import pytest

from luoshi.law.errors import CouldNot
from luoshi.monitor.models import Clock
from luoshi.monitor.sweep import sweep
from tests.cases.conftest import Do, moment, why_not


def due(matter: str, clock: str = "CLK-02") -> str:
    found = Clock.objects.get(matter=matter, clock=clock)
    return found.due_on.isoformat() if found.due_on else ""


def test_the_clock_stops_and_runs_on_from_the_day_it_is_resumed(do: Do, accepted: str) -> None:
    assert due(accepted) == "2026-10-22"
    told = {"ground": "expert_review", "document": "时间告知书〔1〕", "expected": date(2026, 9, 28)}
    do("pause", "handler", "2026-09-21T09:00", matter=accepted, **told)
    assert due(accepted) == ""
    assert Clock.objects.get(matter=accepted, clock="CLK-02").light == "stopped"
    with pytest.raises(CouldNot, match="已因同一事由停表"):
        do("pause", "handler", "2026-09-22T09:00", matter=accepted, **told)
    assert "还没有恢复" in why_not("decide", "handler", "2026-09-22T09:00", accepted)
    do("resume", "handler", "2026-09-29T09:00", matter=accepted, on=date(2026, 9, 28))
    assert due(accepted) == "2026-10-28"
    assert "现在没有停表" in why_not("resume", "handler", "2026-09-29T10:00", accepted)


def test_a_pause_needs_a_lawful_ground_and_its_document(do: Do, accepted: str) -> None:
    fine = {"ground": "hearing", "document": "告知书", "expected": date(2026, 9, 28)}
    for told, words in (
        ({"ground": "喝茶"}, "没有别的事由"), ({"document": " "}, "没有文书不停表"), ({"expected": date(2026, 9, 21)}, "今天之后"),
    ):  # fmt: skip
        with pytest.raises(CouldNot, match=words):
            do("pause", "handler", "2026-09-21T09:00", matter=accepted, **fine | told)
    assert "由春城市水务局的承办人" in why_not("pause", "clerk", "2026-09-21T09:00", accepted)
    assert "9月18日起停表" not in why_not("pause", "handler", "2026-09-21T09:00", accepted)


def test_resuming_cannot_buy_days(do: Do, accepted: str) -> None:
    do(
        "pause",
        "handler",
        "2026-09-21T09:00",
        matter=accepted,
        ground="hearing",
        document="书",
        expected=date(2026, 9, 28),
    )
    for on in (date(2026, 9, 18), date(2026, 10, 9)):
        with pytest.raises(CouldNot, match="恢复日应在停表之日"):
            do("resume", "handler", "2026-09-28T09:00", matter=accepted, on=on)


def test_several_stays_are_told_apart(do: Do, accepted: str) -> None:
    for ground in ("hearing", "testing"):
        do(
            "pause",
            "handler",
            "2026-09-21T09:00",
            matter=accepted,
            ground=ground,
            document="书",
            expected=date(2026, 9, 28),
        )
    with pytest.raises(CouldNot, match="请选恢复哪一次"):
        do("resume", "handler", "2026-09-28T09:00", matter=accepted)
    do("resume", "handler", "2026-09-28T09:00", matter=accepted, instance="2")
    assert due(accepted) == ""
    do("resume", "handler", "2026-09-29T09:00", matter=accepted)
    assert due(accepted) == "2026-10-29"


def test_after_the_due_day_no_pause_helps(do: Do, accepted: str) -> None:
    sweep(at=moment("2026-10-23T00:00"))
    assert "10月22日已过，停表不能再推迟" in why_not("pause", "handler", "2026-10-23T00:00", accepted)
    assert why_not("pause", "handler", "2026-10-22T23:59", accepted) == ""


def test_an_extension_is_asked_for_decided_by_another_and_adds_ten(do: Do, accepted: str) -> None:
    with pytest.raises(CouldNot, match="最多延长 10 个工作日"):
        do("request_extension", "handler", "2026-10-22T09:00", matter=accepted, reason="复杂", amount=11)
    with pytest.raises(CouldNot, match="延期的理由"):
        do("request_extension", "handler", "2026-10-22T09:00", matter=accepted, reason="")
    do("request_extension", "handler", "2026-10-22T09:00", matter=accepted, reason="须补充论证")
    assert due(accepted) == "2026-10-22"
    assert "等负责人决定" in why_not("request_extension", "handler", "2026-10-22T10:00", accepted)
    with pytest.raises(CouldNot, match="单位负责人"):
        do("decide_extension", "second", "2026-10-22T11:00", matter=accepted, answer="yes", reason="同意")
    with pytest.raises(CouldNot, match="告知申请人的延期理由"):
        do("decide_extension", "head", "2026-10-22T11:00", matter=accepted, answer="yes", reason="")
    do("decide_extension", "head", "2026-10-22T11:00", matter=accepted, answer="yes", reason="须补充论证")
    assert due(accepted) == "2026-11-05"
    assert "已延期一次" in why_not("request_extension", "handler", "2026-10-23T09:00", accepted)


def test_after_expiry_only_the_reason_can_be_given(do: Do, accepted: str) -> None:
    do("request_extension", "handler", "2026-10-22T23:58", matter=accepted, reason="复杂")
    assert why_not("decide_extension", "head", "2026-10-22T23:59", accepted) == ""
    words = "10月22日已过，只能由负责人说明理由；延期申请应在到期前提出"
    assert why_not("decide_extension", "head", "2026-10-23T00:00", accepted) == words
    assert why_not("request_extension", "second", "2026-10-23T00:00", accepted) == words
    assert "没有超过办理时间" not in why_not("explain", "head", "2026-10-23T00:00", accepted)
    do("explain", "head", "2026-10-23T09:00", matter=accepted, reason="专家评审延误，致歉")


def test_nobody_agrees_to_their_own_request(do: Do, accepted: str) -> None:
    do("request_extension", "head", "2026-10-20T09:00", matter=accepted, reason="复杂")
    assert "请由另一位负责人决定" in why_not("decide_extension", "head", "2026-10-20T10:00", accepted)
    do("decide_extension", "mayor", "2026-10-20T10:00", matter=accepted, answer="no", reason="材料已齐")
    assert due(accepted) == "2026-10-22"
    assert why_not("request_extension", "handler", "2026-10-20T11:00", accepted) == ""


def test_joint_handling_has_its_own_term_and_approver(do: Do) -> None:
    matter = do("receive", "builder", "2026-09-18T09:00", item="H1", applicant="P2", filed=["M1", "M2", "M3"])
    do("accept", "builder", "2026-09-18T09:30", matter=matter)
    assert due(matter, "CLK-03") == "2026-11-26"
    assert not Clock.objects.filter(matter=matter, clock="CLK-02").exists()
    do("request_extension", "builder", "2026-11-20T09:00", matter=matter, reason="联合验收")
    assert "本级人民政府负责人" in why_not("decide_extension", "builderhead", "2026-11-20T10:00", matter)
    do("decide_extension", "mayor", "2026-11-20T10:00", matter=matter, answer="yes", reason="联合验收")
    assert Clock.objects.get(matter=matter, clock="CLK-03").extended == 15
