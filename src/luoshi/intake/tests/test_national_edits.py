"""Later versions of a row: what they correct, what acceptance has frozen, what is taken back."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import orjson
import pytest

from luoshi.intake.tests.national import (
    ACCEPT,
    AT,
    ITEMS,
    PROCESS,
    RESULT,
    SPECIAL,
    bodies,
    counts,
    entries,
    kinds,
    live,
    put,
    rejected,
    row,
    taken,
    told,
    warned,
    whole,
)
from luoshi.ledger import read
from luoshi.monitor.follow import catch_up
from luoshi.monitor.models import Card, Clock

pytestmark = pytest.mark.django_db
RECLASSIFIED = "approvals.reclassified"
LATER = {"cd_operation": "U", "cd_time": "2026-03-09 09:00:00"}


@pytest.fixture(autouse=True)
def _bodies() -> None:
    bodies()


def changed(table: str = ACCEPT, **changes: str) -> dict[str, str]:
    return row(table, **{**LATER, **changes})


def test_a_later_version_corrects_the_same_occasion(tmp_path: Path) -> None:
    taken(put(tmp_path / "1", whole()))
    before = read.head()[0]
    outcomes = taken(put(tmp_path / "2", {PROCESS: [changed(PROCESS, process_name="现场审查")]}))
    assert (counts(outcomes), outcomes.reports[0].corrections) == ((1, 1, 0, 0), 1)
    assert read.head()[0] == before + 1
    assert told("approvals.step")["activity"] == "现场审查"


def test_what_a_later_version_no_longer_tells_is_voided(tmp_path: Path) -> None:
    taken(put(tmp_path / "1", whole()))
    taken(put(tmp_path / "2", {SPECIAL: [changed(SPECIAL, end_time="", cd_time="2026-03-12 09:00:00")]}))
    assert "approvals.resumed" not in kinds()
    assert "approvals.resumed" in {r.kind for r in read.entries(["national:P1"])}


CHANGES = {
    "from on the spot to promised": ({"project_type": "1"}, {"project_type": "2"}, "project_type"),
    "another promised day": ({}, {"promise_date": "2026-04-30"}, "promise_date"),
    "another version of the item": ({}, {"task_version": "2"}, "task_version"),
    "another item": ({}, {"task_code": "T2"}, "task_code"),
}


@pytest.mark.parametrize(("first", "then", "field"), CHANGES.values(), ids=CHANGES)
@pytest.mark.parametrize("together", [True, False], ids=["in one file", "in two imports"])
def test_reclassified_after_acceptance_moves_no_limit(
    tmp_path: Path, first: dict[str, str], then: dict[str, str], field: str, together: bool
) -> None:
    items = [
        row(ITEMS),
        row(ITEMS, row_guid="i2", task_version="2", promise_day="15"),
        row(ITEMS, row_guid="i3", task_code="T2", promise_day="18"),
    ]
    one, two = row(ACCEPT, **first), changed(**{**first, **then})
    if together:
        taken(put(tmp_path, {ITEMS: items, ACCEPT: [two, one]}))
    else:
        taken(put(tmp_path / "1", {ITEMS: items, ACCEPT: [one]}))
        frozen = told("approvals.received")
        outcomes = taken(put(tmp_path / "2", {ACCEPT: [two]}))
        assert field in warned(outcomes)[0].reason
        told_now = {"lag_seconds": 0, "entered_at": ""}
        assert told("approvals.received") | told_now == frozen | told_now
    assert told("clocks.set")["amount"] == 10
    change = told(RECLASSIFIED)
    assert change["before"] == {field: one[field] if field != "promise_date" else ""}
    assert change["after"] == {field: two[field] if field != "promise_date" else "2026-04-30T00:00:00"}
    (entry,) = [r for r in entries() if r.kind == RECLASSIFIED]
    assert entry.happened_at == "2026-03-09T01:00:00.000000Z"


def test_each_change_is_told_against_the_one_before(tmp_path: Path) -> None:
    for n, kind in enumerate(("1", "2", "1")):
        taken(
            put(
                tmp_path / str(n),
                {ACCEPT: [row(ACCEPT, project_type=kind, cd_time=f"2026-03-0{5 + n} 09:00:00")]},
            )
        )
    found = [orjson.loads(r.payload) for r in entries() if r.kind == RECLASSIFIED]
    assert [(f["before"], f["after"]) for f in found] == [
        ({"project_type": "1"}, {"project_type": "2"}), ({"project_type": "2"}, {"project_type": "1"}),
    ]  # fmt: skip
    assert counts(taken(tmp_path / "0", tmp_path / "1", tmp_path / "2")) == (3, 0, 3, 0)


def test_before_acceptance_nothing_is_frozen(tmp_path: Path) -> None:
    taken(put(tmp_path / "1", {ITEMS: [row(ITEMS)], ACCEPT: [row(ACCEPT, accept_date="", project_type="1")]}))
    taken(put(tmp_path / "2", {ACCEPT: [changed()]}))
    assert RECLASSIFIED not in kinds()
    assert told("approvals.received")["kind"] == "promised"
    assert kinds().count("clocks.set") == 1


def test_reclassification_is_a_yellow_card_and_the_clock_stays(tmp_path: Path) -> None:
    live()
    rows = {ITEMS: [row(ITEMS)], ACCEPT: [row(ACCEPT, project_type="1"), changed()]}
    taken(put(tmp_path, rows), at=datetime(2026, 3, 10, 1, tzinfo=UTC), judge=True)
    assert [(c.matter, c.colour) for c in Card.objects.all()] == [("national:P1", "yellow")]
    assert Clock.objects.get(clock="promise").amount == 10


def test_deleting_and_entering_again_buys_no_time_either(tmp_path: Path) -> None:
    items = [row(ITEMS), row(ITEMS, row_guid="i2", task_version="2", promise_day="15")]
    taken(put(tmp_path / "1", {ITEMS: items, ACCEPT: [row(ACCEPT)]}))
    gone = row(ACCEPT, cd_operation="D", cd_time="2026-03-08 09:00:00")
    assert counts(taken(put(tmp_path / "2", {ACCEPT: [gone]}))) == (1, 1, 0, 0)
    assert kinds() == []
    taken(put(tmp_path / "3", {ACCEPT: [changed(task_version="2", cd_operation="I")]}))
    assert told("clocks.set")["amount"] == 10
    assert told(RECLASSIFIED)["after"] == {"task_version": "2"}


def test_deleted_is_voided_and_stays_on_record(tmp_path: Path) -> None:
    folder = put(tmp_path / "1", whole())
    taken(folder)
    there = {r.kind for r in read.entries(["national:P1"])}
    gone = put(tmp_path / "2", {RESULT: [row(RESULT, cd_operation="D", cd_time="2026-03-20 09:00:00")]})
    assert counts(taken(gone)) == (1, 1, 0, 0)
    assert not {"approvals.decided", "approvals.delivered"} & set(kinds())
    assert there | {"ledger.voided"} == {r.kind for r in read.entries(["national:P1"])}
    # Neither the deletion nor the old file changes anything when it is read again.
    assert counts(taken(gone)) == (1, 0, 1, 0)
    assert counts(taken(folder)) == (7, 0, 7, 0)


def test_a_version_older_than_the_one_that_stands_is_left_out(tmp_path: Path) -> None:
    taken(put(tmp_path / "1", whole(**{PROCESS: [changed(PROCESS, process_name="新的名称")]})))
    late = put(tmp_path / "2", {PROCESS: [row(PROCESS, process_name="旧的名称")]})
    outcomes = taken(late)
    assert counts(outcomes) == (1, 0, 1, 0)
    assert warned(outcomes)
    assert told("approvals.step")["activity"] == "新的名称"


def test_the_same_record_twice_without_a_time_is_named(tmp_path: Path) -> None:
    twice = [row(PROCESS, cd_time=""), row(PROCESS, cd_time="", process_name="另一个")]
    outcomes = taken(put(tmp_path, whole(**{PROCESS: twice})))
    (bad,) = rejected(outcomes)
    assert (bad.row, bad.field) == (3, "row_guid")
    assert told("approvals.step")["activity"] == "审查"


def test_taking_back_what_was_never_told_is_named(tmp_path: Path) -> None:
    taken(put(tmp_path / "1", {ACCEPT: [row(ACCEPT)]}))
    outcomes = taken(put(tmp_path / "2", {PROCESS: [row(PROCESS, cd_operation="D")]}))
    assert [bad.field for bad in rejected(outcomes)] == ["row_guid"]


def test_a_second_record_of_acceptance_is_named_unless_it_says_the_same(tmp_path: Path) -> None:
    rows = [
        row(ACCEPT),
        row(ACCEPT, row_guid="a2"),
        row(ACCEPT, row_guid="a3", accept_date="2026-03-04 10:00:00"),
    ]
    outcomes = taken(put(tmp_path, {ACCEPT: rows}))
    assert counts(outcomes) == (3, 1, 1, 1)
    assert [bad.row for bad in rejected(outcomes)] == [4]


def test_a_case_told_live_is_judged_like_one_worked_on_here(tmp_path: Path) -> None:
    """Late against the promise, in time against the statute: a yellow card, with the day that people would count."""
    live()
    open_case = {ITEMS: [row(ITEMS)], ACCEPT: [row(ACCEPT)]}
    taken(put(tmp_path, open_case), at=datetime(2026, 3, 18, 1, tzinfo=UTC), judge=True)
    promise = Clock.objects.get(clock="promise")
    assert (str(promise.due_on), promise.state) == ("2026-03-17", "running")
    catch_up(at=AT + timedelta(days=1))
    assert Card.objects.filter(clock="promise", colour="yellow").exists()


def test_history_brings_no_cards(tmp_path: Path) -> None:
    taken(put(tmp_path, {ITEMS: [row(ITEMS)], ACCEPT: [row(ACCEPT)]}), judge=True)
    assert Clock.objects.filter(clock="promise").exists()
    assert not Card.objects.exists()


@pytest.mark.parametrize("table", [PROCESS, SPECIAL, RESULT])
def test_how_a_row_travelled_is_no_change(tmp_path: Path, table: str) -> None:
    carried: dict[str, Any] = {"cd_batch": "B1", "update_time": "2026-03-01", "id": "7"}
    taken(put(tmp_path / "1", {ACCEPT: [row(ACCEPT)], table: [row(table) | carried]}))
    again = {**row(table), **carried, "cd_batch": "B2", "update_time": "2026-05-01", "id": "9", **LATER}
    assert counts(taken(put(tmp_path / "2", {table: [again]}))) == (1, 0, 1, 0)
