"""From which day a task is behind its plan: the stored day against the curve asked day by day."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest

from luoshi.tasks.plan import Milestone, Plan, behind_from, expected
from tests.tasks.office import GOAL

PLANS = (
    replace(GOAL, target=Decimal(20)),
    replace(GOAL, target=Decimal("2.5"), until=date(2026, 3, 1)),
    replace(GOAL, milestones=(Milestone("开工", date(2026, 4, 1), Decimal(0)), Milestone("过半", date(2026, 6, 30), Decimal(11)))),
    replace(GOAL, milestones=(Milestone("一半", date(2026, 1, 2), Decimal(10)), Milestone("全部", date(2026, 12, 31), Decimal(20)))),
)  # fmt: skip


def day_by_day(plan: Plan, reached: Decimal, lag: int) -> date | None:
    """The slow telling: walk the days until the plan foresees more than is reached and allowed."""
    assert plan.since is not None
    assert plan.until is not None
    assert plan.target is not None
    on = plan.since
    while on <= plan.until:
        foreseen = expected(plan, on)
        if foreseen is not None and foreseen > reached + plan.target * lag / 1000:
            return on
        on += timedelta(days=1)
    return None


@pytest.mark.parametrize("lag", [0, 100])
@pytest.mark.parametrize("plan", PLANS, ids=range(len(PLANS)))
def test_the_stored_day_is_the_first_on_which_the_curve_is_missed(plan: Plan, lag: int) -> None:
    assert plan.target is not None
    for tenth in range(11):
        reached = plan.target * tenth / 10
        assert behind_from(plan, reached, lag) == day_by_day(plan, reached, lag), (tenth, lag)


def test_without_figures_or_time_nothing_is_behind() -> None:
    assert behind_from(replace(GOAL, target=None), Decimal(0), 100) is None
    assert behind_from(replace(GOAL, since=None), Decimal(0), 100) is None
