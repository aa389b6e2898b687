"""From the counter to acceptance: numbers, the one-time notice, silence, refusal (B9, B7, U5)."""

from datetime import date
from typing import Any

import pytest

from luoshi.approvals.models import Matter
from luoshi.law.errors import CouldNot
from luoshi.ledger import read
from luoshi.monitor.models import Card, Clock
from luoshi.monitor.sweep import sweep
from tests.cases.conftest import Do, case_of, moment, why_not


def receive(do: Do, at: str = "2026-09-18T09:00", **more: Any) -> str:
    told: dict[str, Any] = {"item": "W1", "applicant": "P1", "filed": ["M1"], **more}
    return str(do("receive", "clerk", at, **told))


def notice(matter: str) -> str:
    """What the last notice says."""
    return [r.payload for r in read.entries([matter]) if r.kind == "approvals.correction_notified"][-1]


def test_numbers_run_without_gaps_by_unit_and_year(do: Do) -> None:
    assert receive(do) == "530103-2026-00001"
    with pytest.raises(CouldNot, match="材料清单"):
        receive(do, filed=["M9"])
    assert receive(do) == "530103-2026-00002"
    assert do("receive", "builder", "2026-09-18T09:00", item="H1", applicant="P2") == "530101-2026-00001"
    assert receive(do, "2027-01-04T09:00") == "530103-2027-00001"


def test_a_number_once_given_is_not_given_again(do: Do) -> None:
    from luoshi.approvals.models import Numbering

    receive(do)
    Numbering.objects.all().delete()
    assert receive(do) == "530103-2026-00002"


def test_a_case_keeps_the_version_of_its_receipt_and_sets_its_promise(do: Do) -> None:
    matter = receive(do)
    row = Matter.objects.get(matter=matter)
    assert (row.item, row.code, row.version, row.applicant) == ("取水许可", "W1", 1, "P1")
    assert (row.unit, row.officer, row.channel) == ("春城市水务局", "clerk", "window")
    assert not Clock.objects.filter(matter=matter, clock="promise").exists()
    do("supplement", "clerk", "2026-09-21T09:00", matter=matter, filed=["M2", "M3"])
    do("accept", "clerk", "2026-09-21T10:00", matter=matter)
    promise = Clock.objects.get(matter=matter, clock="promise")
    assert (promise.amount, promise.started_on.isoformat()) == (12, "2026-09-21")
    assert Clock.objects.get(matter=matter, clock="step", instance="审查").amount == 6


def test_an_item_of_another_unit_is_pointed_to(do: Do) -> None:
    with pytest.raises(CouldNot, match="向春城市住房城乡建设局提出"):
        receive(do, item="H1")
    with pytest.raises(CouldNot, match="没有实施"):
        receive(do, item="X1")
    with pytest.raises(CouldNot, match="窗口范围"):
        do("receive", "head", "2026-09-18T09:00", item="W1", applicant="P1")


def test_what_is_missing_is_named_before_it_is_accepted(do: Do) -> None:
    matter = receive(do)
    with pytest.raises(CouldNot, match="还缺 水资源论证报告书、退水方案"):
        do("accept", "clerk", "2026-09-18T10:00", matter=matter)


def test_a_notice_names_listed_papers_only(do: Do) -> None:
    matter = receive(do)
    with pytest.raises(CouldNot, match="M9 不在本事项的材料清单中"):
        do("notify_corrections", "clerk", "2026-09-18T10:00", matter=matter, materials=["M9"])
    with pytest.raises(CouldNot, match="请勾选"):
        do("notify_corrections", "clerk", "2026-09-18T10:00", matter=matter)
    do(
        "notify_corrections", "clerk", "2026-09-18T10:00", matter=matter, materials=["M2", "M3"],
        wrong={"M2": "缺第三章", "M1": "不算数"},
    )  # fmt: skip
    assert Matter.objects.get(matter=matter).state == "notified"
    payload = notice(matter)
    assert '"wrong":{"M2":"缺第三章"}' in payload
    assert '"cause"' not in payload


def test_a_second_notice_may_name_only_what_was_newly_filed(do: Do) -> None:
    matter = receive(do)
    do("notify_corrections", "clerk", "2026-09-18T10:00", matter=matter, materials=["M2"])
    do("supplement", "clerk", "2026-09-21T09:00", matter=matter, filed=["M2"])
    with pytest.raises(CouldNot, match="退水方案不是新交的，须由负责人写明理由"):
        do(
            "notify_corrections",
            "clerk",
            "2026-09-21T10:00",
            matter=matter,
            materials=["M2", "M3"],
            reason="漏了",
        )
    do("notify_corrections", "clerk", "2026-09-21T10:00", matter=matter, materials=["M2"])
    assert '"cause":"applicant"' in notice(matter)
    with pytest.raises(CouldNot, match="为什么现在才提出"):
        do("notify_corrections", "head", "2026-09-22T10:00", matter=matter, materials=["M3"])
    do(
        "notify_corrections",
        "head",
        "2026-09-22T10:00",
        matter=matter,
        materials=["M3"],
        reason="首次核对时遗漏",
    )
    payload = notice(matter)
    assert '"cause":"agency"' in payload
    assert "首次核对时遗漏" in payload
    assert Card.objects.get(matter=matter, clock="one_time_notice").instance == "3"


def test_silence_until_the_fifth_day_ends_is_acceptance_of_the_day_of_receipt(do: Do) -> None:
    matter = receive(do)
    told = why_not("notify_corrections", "clerk", "2026-09-24T23:59", matter)
    assert told == ""
    assert "9月24日已过" in why_not("notify_corrections", "clerk", "2026-09-25T00:00", matter)
    with pytest.raises(CouldNot, match="依法即为受理"):
        do("refuse_acceptance", "clerk", "2026-09-25T00:00", matter=matter, ground="not_ours", reason="x")
    sweep(at=moment("2026-09-25T00:00"))
    row = Matter.objects.get(matter=matter)
    assert (row.state, row.accepted_at) == ("deemed_accepted", moment("2026-09-18T09:00"))
    assert Clock.objects.get(matter=matter, clock="promise").started_on.isoformat() == "2026-09-18"
    assert "视为受理" in why_not("accept", "clerk", "2026-09-25T09:00", matter)
    do("decide", "handler", "2026-09-25T09:00", matter=matter, outcome="granted", document="文1")


def test_no_step_of_ours_runs_while_the_applicant_mends_the_papers(do: Do) -> None:
    def running() -> list[str]:
        found = Clock.objects.filter(matter=matter, clock="step", met_at__isnull=True)
        return list(found.values_list("instance", flat=True))

    matter = receive(do)
    assert running() == ["受理"]
    do("notify_corrections", "clerk", "2026-09-18T10:00", matter=matter, materials=["M2", "M3"])
    assert running() == []
    do("supplement", "clerk", "2026-09-28T09:00", matter=matter, filed=["M2", "M3"])
    assert running() == ["受理 2"]
    do("accept", "clerk", "2026-09-28T10:00", matter=matter)
    assert running() == ["审查"]


def test_papers_filed_again_begin_five_days_anew(do: Do) -> None:
    matter = receive(do)
    do("notify_corrections", "clerk", "2026-09-24T16:00", matter=matter, materials=["M2", "M3"])
    do("supplement", "clerk", "2026-09-28T09:00", matter=matter, filed=["M2", "M3"])
    limit = case_of(matter).filing
    assert limit is not None
    assert limit.due_on is not None
    assert limit.due_on.isoformat() == "2026-10-10"


def test_acceptance_is_refused_on_a_lawful_ground_with_its_reason(do: Do) -> None:
    matter = receive(do)
    for told, words in (
        ({"ground": "incomplete", "reason": "缺材料"}, "法定情形"),
        ({"ground": "not_needed", "reason": " "}, "必须说明理由"),
        ({"ground": "not_ours", "reason": "属省级权限"}, "向哪个机关申请"),
    ):
        with pytest.raises(CouldNot, match=words):
            do("refuse_acceptance", "clerk", "2026-09-18T10:00", matter=matter, **told)
    do(
        "refuse_acceptance", "clerk", "2026-09-18T10:00", matter=matter, ground="not_ours", reason="属省级权限",
        pointed_to="省水利厅",
    )  # fmt: skip
    assert Matter.objects.get(matter=matter).state == "refused"
    assert "已决定不予受理" in why_not("accept", "clerk", "2026-09-18T11:00", matter)


def test_roles_and_units_bound_what_may_be_done(do: Do, received: str) -> None:
    assert "由春城市水务局的窗口、承办人办理" in why_not("accept", "head", "2026-09-18T10:00", received)
    assert "由春城市水务局的" in why_not("accept", "fire", "2026-09-18T10:00", received)
    assert why_not("accept", "inspector", "2026-09-18T10:00", received)
    assert why_not("accept", "handler", "2026-09-18T10:00", received) == ""
    with pytest.raises(CouldNot, match="没有办件"):
        do("accept", "clerk", "2026-09-18T10:00", matter="530103-2026-09999")


def test_the_same_act_twice_is_refused_the_second_time(do: Do, accepted: str) -> None:
    with pytest.raises(CouldNot, match="9月18日已受理"):
        do("accept", "clerk", "2026-09-18T10:00", matter=accepted)


def test_a_timely_application_to_renew_is_renewed_by_silence(do: Do) -> None:
    matter = receive(do, filed=["M1", "M2", "M3"], valid_until=date(2026, 10, 30))
    do("accept", "clerk", "2026-09-18T10:00", matter=matter)
    sweep(at=moment("2026-10-31T00:00"))
    row = Matter.objects.get(matter=matter)
    assert (row.state, row.outcome, row.decided_at) == ("decided", "renewed", moment("2026-10-31T00:00"))
    assert "视为准予延续" in why_not("decide", "handler", "2026-10-31T09:00", matter)
