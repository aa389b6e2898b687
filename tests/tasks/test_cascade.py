"""层层加码: less time or a higher total on the way down needs a reason and approval, and stays in sight."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest

from luoshi.law.errors import CouldNot
from luoshi.tasks import queries
from luoshi.tasks.cascade import heightened, squeezed
from luoshi.tasks.models import Inflation, Node
from luoshi.tasks.plan import Plan
from luoshi.tasks.weighing import NotReady
from tests.tasks.office import GOAL, Do, part, task

ON = date(2026, 1, 5)
YEAR = replace(GOAL, since=date(2026, 1, 1), until=date(2027, 1, 1), target=Decimal(1000))


def due(days: int) -> Plan:
    return replace(YEAR, until=date(2026, 1, 1) + timedelta(days=days))


@pytest.mark.parametrize(("days", "grown"), [(365, False), (292, False), (291, True), (100, True)])
def test_time_below_four_fifths(days: int, grown: bool) -> None:
    """292 of 365 days is exactly 0.8: still fine."""
    assert (squeezed(YEAR, due(days), since=ON, on=ON) is not None) == grown


@pytest.mark.parametrize(
    ("targets", "grown"),
    [((500, 500), False), ((1050,), False), ((1050, "0.0001"), True), ((700, 700), True)],
)
def test_total_above_one_and_a_twentieth(targets: tuple[int | str, ...], grown: bool) -> None:
    parts = [replace(YEAR, target=Decimal(t)) for t in targets]
    assert (heightened(YEAR, parts, on=ON) is not None) == grown


def test_only_what_is_counted_in_the_same_unit_adds_up() -> None:
    assert heightened(YEAR, [replace(YEAR, target=Decimal(5000), per="平方米")], on=ON) is None


def test_a_part_that_begins_later_and_ends_with_the_whole_is_not_squeezed() -> None:
    assert squeezed(YEAR, replace(YEAR, since=date(2026, 10, 1)), since=ON, on=ON) is None


def test_the_case_of_benxi() -> None:
    """A target of the end of 2023, of which four fifths were asked for by mid-2021 (domain G10)."""
    city = replace(YEAR, since=date(2020, 12, 31), until=date(2023, 12, 31), target=Decimal(100))
    county = replace(city, until=date(2021, 6, 30), target=Decimal(80))
    found = squeezed(city, county, since=ON, on=ON)
    assert found is not None
    assert found.per_mille == 165


def test_without_a_reason_nothing_grows(do: Do) -> None:
    matter = do("draft", "office", "2026-01-05T09:00", plan=GOAL)
    for parts in (
        [part(target=Decimal(12)), part(target=Decimal(12))],
        [part(target=Decimal(20), until=date(2026, 9, 1))],
    ):
        with pytest.raises(CouldNot, match="写明理由"):
            do("break_down", "head", "2026-01-05T09:10", matter=matter, parts=parts)
    assert Node.objects.count() == 1
    do("break_down", "head", "2026-01-05T09:10", matter=matter, parts=[part(target=Decimal(12))])
    with pytest.raises(CouldNot, match="120%"):
        do("break_down", "head", "2026-01-05T09:20", matter=matter, parts=[part(target=Decimal(12))])


def test_it_goes_out_only_once_somebody_else_approved_it(do: Do) -> None:
    matter = do("draft", "office", "2026-01-05T09:00", plan=GOAL)
    (made,) = do(
        "break_down",
        "head",
        "2026-01-05T09:10",
        matter=matter,
        reason="国庆前开放",
        parts=[part(target=Decimal(20), until=date(2026, 9, 1))],
    )
    with pytest.raises(NotReady) as refused:
        do("publish", "office", "2026-01-05T09:20", matter=matter)
    assert [(g.task.matter, g.found.cause) for g in refused.value.grown] == [(made, "time")]
    do("decide_inflation", "office", "2026-01-05T09:30", matter=made, answer="no", reason="时间太紧")
    with pytest.raises(NotReady):
        do("publish", "office", "2026-01-05T09:40", matter=matter)
    do("explain_inflation", "head", "2026-01-05T09:50", matter=made, reason="市政府要求国庆前开放")
    with pytest.raises(CouldNot, match="不能自己批准"):
        do("decide_inflation", "head", "2026-01-05T10:00", matter=made, answer="yes")
    with pytest.raises(CouldNot, match="效能办"):
        do("decide_inflation", "waterhead", "2026-01-05T10:00", matter=made, answer="yes")
    do("decide_inflation", "office", "2026-01-05T10:00", matter=made, answer="yes")
    do("publish", "office", "2026-01-05T10:10", matter=matter)
    assert [i.state for i in Inflation.objects.order_by("instance")] == ["refused", "approved"]
    assert queries.sums_of([matter])[matter]["inflated"] == 2


def test_nobody_approves_what_they_proposed(do: Do) -> None:
    matter = do("draft", "office", "2026-01-05T09:00", plan=GOAL)
    do(
        "break_down",
        "office",
        "2026-01-05T09:10",
        matter=matter,
        reason="留有余地",
        parts=[part(target=Decimal(25))],
    )
    with pytest.raises(CouldNot, match="不能自己批准"):
        do("decide_inflation", "office", "2026-01-05T09:20", matter=matter, answer="yes")
    do("decide_inflation", "second", "2026-01-05T09:20", matter=matter, answer="yes")
    do("publish", "office", "2026-01-05T09:30", matter=matter)


def test_what_was_approved_covers_no_more_than_that(do: Do) -> None:
    matter = do("draft", "office", "2026-01-05T09:00", plan=GOAL)
    (made,) = do(
        "break_down",
        "head",
        "2026-01-05T09:10",
        matter=matter,
        reason="余地",
        parts=[part(target=Decimal(22))],
    )
    do("decide_inflation", "office", "2026-01-05T09:20", matter=matter, answer="yes")
    do("amend", "office", "2026-01-05T09:30", matter=made, plan=part(target=Decimal("21.5")))
    with pytest.raises(CouldNot, match="写明理由"):
        do("amend", "office", "2026-01-05T09:40", matter=made, plan=part(target=Decimal(23)))
    do("amend", "office", "2026-01-05T09:40", matter=made, plan=part(target=Decimal(23)), reason="再加一个")
    assert [i.state for i in task(matter).inflations] == ["approved", "open"]


def test_a_goal_lowered_behind_its_parts_is_noticed_too(do: Do) -> None:
    matter = do("draft", "office", "2026-01-05T09:00", plan=GOAL)
    do("break_down", "head", "2026-01-05T09:10", matter=matter, parts=[part(target=Decimal(20))])
    with pytest.raises(CouldNot, match="写明理由"):
        do("amend", "office", "2026-01-05T09:20", matter=matter, plan=replace(GOAL, target=Decimal(15)))
