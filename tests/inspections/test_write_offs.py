"""Samples meet the tasks: what was written off, what came again, and half of it where one was found false."""

from datetime import date

import pytest

from luoshi.inspections.records import Sample
from luoshi.inspections.sampling import WriteOff
from luoshi.monitor.acting import acting
from luoshi.monitor.models import Task as Left
from luoshi.supervision import write_offs
from luoshi.supervision.responsibility import matrix
from tests.tasks.office import GOAL, PARKS, Do, actor, claimed, do, ledger, moment  # noqa: F401  fixture

SPAN = {"since": date(2026, 4, 1), "until": date(2026, 6, 30)}


def verified(do: Do) -> str:  # noqa: F811
    matter = claimed(do)
    do("verify", "office", "2026-06-08T09:00", matter=matter, how="site", text="看过")
    return matter


def drawn(at: str) -> Sample:
    by = actor("office", moment(at))
    with acting(actor=by.name, at=moment(at)) as book:
        matter = write_offs.draw(book=book, by=by, unit="530107", **SPAN)
    return Sample.objects.get(matter=matter)


def test_a_write_off_found_false_is_a_lead_and_half_of_the_units_others_are_drawn(do: Do) -> None:  # noqa: F811
    one = verified(do)
    assert write_offs.population(ledger=ledger(), unit=PARKS, **SPAN) == [WriteOff(one, "1")]
    do("reopen", "office", "2026-06-20T09:00", matter=one, reason="一个公园没有开放")
    assert Left.objects.get(reason="monitor.false_write_off").matter == one
    assert write_offs.population(ledger=ledger(), unit=PARKS, **SPAN) == [WriteOff(one, "1", repeated=True)]
    assert drawn("2026-07-02T09:00").share == 500


def test_reopened_because_things_changed_is_no_lead(do: Do) -> None:  # noqa: F811
    one = verified(do)
    do("reopen", "office", "2026-06-20T09:00", matter=one, reason="道路改造", false_claim=False)
    assert not Left.objects.filter(reason="monitor.false_write_off").exists()
    assert drawn("2026-07-02T09:00").share == 100


@pytest.mark.usefixtures("city")
def test_the_map_of_responsibility_shows_gaps_and_overlaps(do: Do) -> None:  # noqa: F811
    from dataclasses import replace

    from tests.tasks.office import OTHER

    clauses = {1: "新建口袋公园", 2: "消除易涝点", 3: "整治河道"}
    source = do(
        "register_source",
        "office",
        "2026-01-04T09:00",
        sort="report",
        title="工作报告",
        document="1号",
        clauses=clauses,
    )
    goal = replace(GOAL, source=source, clauses=(1, 3))
    top = do("draft", "office", "2026-01-05T09:00", plan=goal)
    do(
        "break_down",
        "office",
        "2026-01-05T09:10",
        matter=top,
        parts=[replace(goal, level="task", lead=OTHER, clauses=(1,))],
    )
    do("draft", "office", "2026-01-05T09:20", plan=replace(goal, lead=OTHER, clauses=(3,)))
    cells = {cell.clause: cell for cell in matrix()}
    assert cells[2].gap
    assert cells[3].overlap
    assert not cells[1].gap
    assert cells[1].leads == (PARKS,)
    assert [cell.clause for cell in matrix()][:2] == [2, 3]
