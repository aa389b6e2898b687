"""Claimed is not verified: who writes off, who cannot, and what comes of finding it undone."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from luoshi.law.errors import CouldNot, OnRecord
from luoshi.ledger.models import LedgerEntry
from luoshi.org import actions as org
from luoshi.org.models import Unit, User
from luoshi.tasks.models import Claim, Node
from tests.tasks.office import FILE, GOAL, Do, act, claimed, clocks, ledger, moment, task, under_way


def attempts(matter: str) -> list[LedgerEntry]:
    return list(LedgerEntry.objects.filter(matter=matter, kind="tasks.write_off_refused"))


@pytest.mark.parametrize("who", ["head", "handler", "clerk"])
@pytest.mark.parametrize(
    ("how", "told"),
    [("verify", {"how": "site", "text": "看过"}), ("send_back", {"grounds": "false", "reason": "不实"})],
)
def test_a_unit_writes_nothing_of_its_own_off_and_the_attempt_stands(
    do: Do, who: str, how: str, told: dict[str, str]
) -> None:
    matter = claimed(do)
    with pytest.raises(OnRecord, match="不能核验本单位"):
        do(how, who, "2026-06-02T09:00", matter=matter, **told)
    assert task(matter).state == "claimed"
    (attempt,) = attempts(matter)
    assert attempt.officer == who
    assert '"reason":"own_unit"' in attempt.payload
    with pytest.raises(OnRecord):
        do(how, who, "2026-06-02T09:30", matter=matter, **told)
    assert len(attempts(matter)) == 2


def test_a_city_wide_role_does_not_make_one_of_the_unit_another(do: Do) -> None:
    """An officer of the lead unit who also sits in the efficiency office stays one of its own."""
    matter = claimed(do)
    user = User.objects.get(username="second")
    org.assign(user=user, unit=Unit.objects.get(code="530107"), role="handler", since=date(2026, 1, 1))
    with pytest.raises(OnRecord):
        do("verify", "second", "2026-06-02T09:00", matter=matter, how="site", text="看过")
    assert len(attempts(matter)) == 1


@pytest.mark.parametrize("who", ["office", "water", "waterhead", "mayor"])
def test_another_unit_verifies(do: Do, who: str) -> None:
    matter = claimed(do)
    do("verify", who, "2026-06-02T09:00", matter=matter, how="site", text="逐个看过")
    assert task(matter).state == "verified"
    (claim,) = Claim.objects.all()
    assert (claim.state, claim.decided_by, claim.unit_name) == ("verified", who, "春城市园林绿化局")
    assert claim.verifier_unit not in ("", claim.unit_name)
    assert not attempts(matter)


def test_an_inspector_only_looks(do: Do) -> None:
    matter = claimed(do)
    with pytest.raises(CouldNot) as refused:
        do("verify", "inspector", "2026-06-02T09:00", matter=matter, how="site", text="看过")
    assert not isinstance(refused.value, OnRecord)
    assert task(matter).state == "claimed"


def test_a_claim_needs_evidence_and_the_whole_target(do: Do) -> None:
    matter = under_way(do)
    with pytest.raises(CouldNot, match="佐证"):
        do("claim", "handler", "2026-06-01T09:00", matter=matter, text="完成", quantity="20")
    with pytest.raises(CouldNot, match="未达到目标值 20"):
        do("claim", "handler", "2026-06-01T09:00", matter=matter, text="完成", quantity="19.5", files=[FILE])
    with pytest.raises(CouldNot, match="牵头单位"):
        do("claim", "water", "2026-06-01T09:00", matter=matter, text="完成", quantity="20", files=[FILE])
    do("claim", "handler", "2026-06-01T09:00", matter=matter, text="完成", quantity="20", files=[FILE])
    assert clocks(matter)["task_due", "1"].state == "met"
    assert task(matter).done == 1000
    with pytest.raises(CouldNot, match="待核验"):
        do("claim", "handler", "2026-06-01T10:00", matter=matter, text="完成", quantity="20", files=[FILE])


def test_sent_back_the_first_date_runs_on(do: Do) -> None:
    matter = claimed(do)
    do("send_back", "office", "2026-06-02T09:00", matter=matter, grounds="evidence", reason="缺照片")
    assert task(matter).state == "returned"
    held = clocks(matter)
    assert held["task_due", "1.2"].due_on == GOAL.until
    assert held["task_due", "1.2"].state != "met"
    do("progress", "handler", "2026-06-03T09:00", matter=matter, text="补拍", quantity="20")
    do("claim", "handler", "2026-06-04T09:00", matter=matter, text="补齐", quantity="20", files=[FILE])
    assert clocks(matter)["task_due", "1.2"].state == "met"
    assert [claim.state for claim in task(matter).claims] == ["returned", "claimed"]


@pytest.mark.parametrize(("days", "fine"), [(1, True), (180, True), (181, False)])
def test_what_is_found_undone_within_180_days_is_opened_again(do: Do, days: int, fine: bool) -> None:
    matter = claimed(do, "2026-02-02T09:00")
    do("verify", "office", "2026-02-03T09:00", matter=matter, how="site", text="看过")
    at = f"{date(2026, 2, 3) + timedelta(days=days)}T09:00"
    if not fine:
        with pytest.raises(CouldNot, match="超过 180 日"):
            do("reopen", "office", at, matter=matter, reason="两个公园没有开放")
        return
    do("reopen", "office", at, matter=matter, reason="两个公园没有开放")
    node = Node.objects.get(matter=matter)
    assert (node.state, node.first_until, node.reopened) == ("reopened", GOAL.until, 1)
    assert node.first_closed_at == moment("2026-02-03T09:00")
    assert node.verified_at is None
    (claim,) = Claim.objects.all()
    assert (claim.state, claim.false_claim) == ("reopened", True)
    told = LedgerEntry.objects.get(matter=matter, kind="tasks.reopened").payload
    assert f'"n":{days}' in told
    assert '"closed_on":"2026-02-03"' in told


def test_only_the_office_opens_again_and_an_archived_one_too(do: Do) -> None:
    matter = claimed(do)
    do("verify", "water", "2026-06-02T09:00", matter=matter, how="site", text="看过")
    do("archive", "office", "2026-06-03T09:00", matter=matter)
    with pytest.raises(CouldNot, match="效能办"):
        do("reopen", "head", "2026-06-04T09:00", matter=matter, reason="没有完成")
    do("reopen", "office", "2026-06-04T09:00", matter=matter, reason="没有完成")
    do("progress", "handler", "2026-06-05T09:00", matter=matter, text="补做", quantity="20")
    do("claim", "handler", "2026-06-06T09:00", matter=matter, text="完成", quantity="20", files=[FILE])
    do("verify", "office", "2026-06-07T09:00", matter=matter, how="site", text="看过")
    node = Node.objects.get(matter=matter)
    assert node.first_closed_at == moment("2026-06-02T09:00")
    assert node.verified_at == moment("2026-06-07T09:00")


def test_a_parent_is_claimed_when_its_parts_are_written_off(do: Do) -> None:
    matter = do("draft", "office", "2026-01-05T09:00", plan=GOAL)
    (made,) = do("break_down", "head", "2026-01-05T09:10", matter=matter, parts=[replace(GOAL, level="task")])
    do("publish", "office", "2026-01-05T09:20", matter=matter)
    do("assign", "office", "2026-01-05T09:30", matter=matter)
    for one in (matter, made):
        do("receipt", "clerk", "2026-01-06T09:00", matter=one)
    with pytest.raises(CouldNot, match="没有销号"):
        do("claim", "handler", "2026-06-01T09:00", matter=matter, text="完成")
    with pytest.raises(CouldNot, match="分解项上反馈"):
        do("progress", "handler", "2026-06-01T09:00", matter=matter, text="过半", quantity="10")
    do("claim", "handler", "2026-06-01T09:00", matter=made, text="完成", quantity="20", files=[FILE])
    do("verify", "office", "2026-06-02T09:00", matter=made, how="site", text="看过")
    do("claim", "handler", "2026-06-03T09:00", matter=matter, text="完成")
    do("verify", "office", "2026-06-04T09:00", matter=matter, how="document", text="分解项均已销号")
    assert task(matter).state == "verified"


def test_the_same_file_again_is_noted_beside_the_claim(do: Do) -> None:
    first = claimed(do)
    second = under_way(do)
    do("claim", "handler", "2026-06-05T09:00", matter=second, text="完成", quantity="20", files=[FILE])
    (noted,) = LedgerEntry.objects.filter(kind="tasks.evidence_reused")
    assert noted.matter == second
    assert f'"of":"{first}"' in noted.payload


def test_nothing_else_of_a_refused_act_stands(city: str) -> None:
    """Only the attempt is kept: drafts written before it in the same book are not."""
    matter = claimed(act)
    before = LedgerEntry.objects.count()
    with pytest.raises(OnRecord):
        act("verify", "head", "2026-06-02T09:00", matter=matter, how="site", text="看过")
    assert LedgerEntry.objects.count() == before + 1
    assert ledger() == city
