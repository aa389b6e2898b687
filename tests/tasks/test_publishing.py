"""From a draft to a task in somebody's hands: what keeps it from going out, and the clocks that start."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from luoshi.law.errors import CouldNot
from luoshi.org.access import Scope
from luoshi.tasks import queries
from luoshi.tasks.models import Node
from luoshi.tasks.plan import Plan
from luoshi.tasks.weighing import NotReady
from tests.tasks.office import GOAL, LEAD, Do, clocks, part, task

ALL = Scope(all=True, units=frozenset())


def test_a_leaf_goes_out_with_one_lead_a_value_a_date_and_a_kind_of_evidence(do: Do) -> None:
    matter = do("draft", "office", "2026-01-05T09:00", plan=Plan(level="task", title="改造老旧小区"))
    assert queries.ownerless() == 1
    with pytest.raises(NotReady) as refused:
        do("publish", "office", "2026-01-05T09:10", matter=matter)
    assert [gap.field for gap in refused.value.gaps] == ["lead", "target", "until", "evidence"]
    assert matter in str(refused.value)
    assert task(matter).state == "draft"
    full = replace(
        task(matter).plan or GOAL,
        lead=LEAD,
        target=Decimal(10),
        per="个",
        until=date(2026, 12, 1),
        evidence=("photo",),
    )
    do("amend", "office", "2026-01-05T09:20", matter=matter, plan=full)
    assert do("publish", "office", "2026-01-05T09:30", matter=matter) == [matter]
    assert queries.ownerless() == 0


def test_a_day_that_has_passed_is_no_date(do: Do) -> None:
    matter = do("draft", "office", "2026-01-05T09:00", plan=replace(GOAL, until=date(2026, 1, 5)))
    with pytest.raises(NotReady) as refused:
        do("publish", "office", "2026-01-05T09:10", matter=matter)
    assert [gap.field for gap in refused.value.gaps] == ["until"]


def test_what_has_parts_needs_none_of_its_own_and_names_every_leaf_that_does(do: Do) -> None:
    matter = do("draft", "office", "2026-01-05T09:00", plan=Plan(level="goal", title="城市更新"))
    parts = [part(target=Decimal(10)), part(title="没有主的", lead=None, target=Decimal(5))]
    made = do("break_down", "office", "2026-01-05T09:10", matter=matter, parts=parts)
    with pytest.raises(NotReady) as refused:
        do("publish", "office", "2026-01-05T09:20", matter=matter)
    assert [(gap.matter, gap.field) for gap in refused.value.gaps] == [(made[1], "lead")]


def test_publishing_and_handing_out_reach_the_whole_tree_and_start_its_clocks(do: Do) -> None:
    matter = do("draft", "office", "2026-01-05T09:00", plan=GOAL)
    made = do(
        "break_down",
        "head",
        "2026-01-05T09:10",
        matter=matter,
        parts=[part(target=Decimal(12)), part(target=Decimal(8))],
    )
    assert do("publish", "office", "2026-01-05T09:20", matter=matter) == [matter, *made]
    assert do("assign", "office", "2026-01-05T09:30", matter=matter) == [matter, *made]
    held = clocks(made[0])
    assert held["task_receipt", "1"].due_on == date(2026, 1, 6)
    assert held["task_due", "1"].due_on == date(2026, 12, 31)
    assert held["task_receipt", "1"].unit == LEAD.name
    do("receipt", "clerk", "2026-01-06T16:00", matter=made[0])
    assert clocks(made[0])["task_receipt", "1"].state == "met"
    assert task(made[0]).state == "receipted"
    assert task(made[1]).state == "assigned"


def test_only_the_office_publishes_a_root_and_only_the_lead_signs(do: Do) -> None:
    matter = do("draft", "head", "2026-01-05T09:00", plan=GOAL)
    with pytest.raises(CouldNot, match="效能办"):
        do("publish", "head", "2026-01-05T09:10", matter=matter)
    do("publish", "office", "2026-01-05T09:20", matter=matter)
    do("assign", "office", "2026-01-05T09:30", matter=matter)
    with pytest.raises(CouldNot, match="牵头单位"):
        do("receipt", "water", "2026-01-05T10:00", matter=matter)
    with pytest.raises(CouldNot, match="立项由"):
        do("draft", "water", "2026-01-05T10:00", plan=GOAL)


def test_a_unit_sees_what_it_leads_or_helps_with(do: Do) -> None:
    mine = do("draft", "office", "2026-01-05T09:00", plan=GOAL)
    do("draft", "office", "2026-01-05T09:01", plan=replace(GOAL, co=()))
    assert queries.nodes(ALL).count() == 2
    water = Scope(all=False, units=frozenset({"530103", "春城市水务局"}))
    assert [node.matter for node in queries.nodes(water)] == [mine]
    assert queries.nodes(Scope(all=False, units=frozenset())).count() == 0


def test_numbers_have_no_gaps(do: Do) -> None:
    for n in range(1, 4):
        assert do("draft", "office", "2026-01-05T09:00", plan=GOAL) == f"task:2026-{n:05}"
        with pytest.raises(CouldNot):
            do("draft", "office", "2026-01-05T09:00", plan=replace(GOAL, title=" "))
    assert list(Node.objects.order_by("n").values_list("n", flat=True)) == [1, 2, 3]
    assert (
        do("draft", "office", "2027-01-05T09:00", plan=replace(GOAL, until=date(2027, 9, 1)))
        == "task:2027-00001"
    )


def test_a_whole_ledger_goes_out_or_nothing_of_it(do: Do) -> None:
    matters = [do("draft", "office", "2026-01-05T09:00", plan=GOAL) for _ in range(3)]
    bare = do("draft", "office", "2026-01-05T09:00", plan=replace(GOAL, evidence=()))
    with pytest.raises(NotReady) as refused:
        do("publish_all", "office", "2026-01-05T09:10", matters=[*matters, bare])
    assert [(gap.matter, gap.field) for gap in refused.value.gaps] == [(bare, "evidence")]
    assert set(Node.objects.values_list("state", flat=True)) == {"draft"}
    assert do("publish_all", "office", "2026-01-05T09:20", matters=matters) == matters
    assert do("assign_all", "office", "2026-01-05T09:30", matters=matters) == matters
    assert task(matters[2]).state == "assigned"
