"""What may be published: promises no longer than the statute, whatever the units."""

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from luoshi.catalogue import spans
from luoshi.catalogue.checks import completed, problems
from luoshi.catalogue.definition import Definition, Material, Step
from luoshi.catalogue.tests.conftest import WATER, changed
from luoshi.law.calendar import calendar_for
from luoshi.law.counting import due
from luoshi.law.period import Period
from luoshi.law.registry import clock

DAY = date(2026, 3, 2)


def found(**values: Any) -> dict[str, str]:
    return {p.field: p.reason for p in problems(completed(changed(**values), DAY), DAY)}


def test_a_sound_item_has_no_problem() -> None:
    assert found() == {}


def test_the_statutory_figure_comes_from_the_registry() -> None:
    assert completed(WATER, DAY).statutory == Period(20, "working_day") == clock("CLK-02").period
    assert completed(changed(clock="CLK-03"), DAY).statutory == Period(45, "working_day")


def test_grounds_stand_in_the_order_of_the_law_so_that_order_is_no_change() -> None:
    told = completed(changed(pause_grounds=("expert_review", "hearing", "expert_review")), DAY)
    assert told.pause_grounds == ("hearing", "expert_review")


@pytest.mark.parametrize(
    ("promise", "statute", "fine"),
    [
        ((20, "working_day"), (20, "working_day"), True),
        ((21, "working_day"), (20, "working_day"), False),
        ((20, "day"), (20, "working_day"), True),
        ((60, "day"), (20, "working_day"), False),
        ((20, "working_day"), (20, "day"), False),
        ((5, "working_day"), (30, "day"), True),
        ((1, "month"), (28, "day"), False),
        ((28, "day"), (1, "month"), True),
        ((24, "hour"), (1, "working_day"), True),
        ((25, "hour"), (1, "day"), False),
        ((1, "day"), (24, "hour"), False),
        ((1, "day"), (48, "hour"), True),
    ],
)
def test_promise_within_statute(promise: tuple[int, str], statute: tuple[int, str], fine: bool) -> None:
    values = {"promise_amount": promise[0], "promise_per": promise[1]}
    values |= {"statutory_amount": statute[0], "statutory_per": statute[1], "statutory_basis": "某法 第十条"}
    problem = found(steps=(), **values).get("promise_amount")
    assert (problem is None) is fine, problem


def test_a_refused_promise_says_why_and_what_may_be_promised() -> None:
    told = found(
        promise_amount=20, promise_per="working_day", statutory_amount=30, statutory_per="day",
        statutory_basis="某法 第十条", steps=(),
    )["promise_amount"]  # fmt: skip
    best = spans.largest("working_day", Period(30, "day"))
    assert best is not None
    assert best.said() in told
    assert "从严" in told
    assert spans.within(best, Period(30, "day"))
    assert not spans.within(Period(best.amount + 1, "working_day"), Period(30, "day"))


@given(
    st.dates(date(2005, 1, 1), date(2026, 6, 1)),
    st.tuples(st.integers(1, 40), st.sampled_from(["working_day", "day", "month"])),
    st.tuples(st.integers(1, 60), st.sampled_from(["working_day", "day", "month"])),
)
def test_what_is_within_never_ends_later(day: date, one: tuple[int, str], other: tuple[int, str]) -> None:
    """The comparison against the law's own counting, for any day of the known years."""
    shorter, longer = Period(*one), Period(*other)
    if not spans.within(shorter, longer):
        return
    calendar = calendar_for("CN")
    first, second = due(calendar, day, shorter), due(calendar, day, longer)
    if second.due_on and first.due_on and not (first.provisional or second.provisional):
        assert first.due_on <= second.due_on


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"code": "有 空格"}, "code"),
        ({"code": ""}, "code"),
        ({"name": " "}, "name"),
        ({"unit": ""}, "unit"),
        ({"kind": "other"}, "kind"),
        ({"clock": "CLK-99"}, "clock"),
        ({"clock": "CLK-06"}, "clock"),
        ({"clock": "CLK-09.1"}, "clock"),
        ({"statutory_amount": 60, "statutory_per": "working_day"}, "statutory_basis"),
        ({"promise_amount": None}, "promise_amount"),
        ({"promise_amount": 0}, "promise_amount"),
        ({"promise_per": "fortnight"}, "promise_amount"),
        ({"steps": (Step(name="审查", amount=13, per="working_day"),)}, "steps"),
        ({"steps": (Step(name="审查"), Step(name="审查"))}, "steps"),
        ({"materials": (Material(code="M1", name="甲"), Material(code="M1", name="乙"))}, "materials"),
        ({"materials": (Material(code="", name="甲"),)}, "materials"),
        ({"commitment": True, "commitment_excluded": "public_safety"}, "commitment"),
        ({"commitment_excluded": "because"}, "commitment_excluded"),
        ({"pause_grounds": ("lunch",)}, "pause_grounds"),
        ({"pause_grounds": ("third_party_opinion",)}, "pause_grounds"),
        ({"contact": "张工 13812345678"}, "contact"),
        ({"conditions": "如 530102199001011234"}, "conditions"),
        ({"visits": -1}, "visits"),
    ],
)
def test_what_may_not_be_published_is_named_by_its_field(values: dict[str, Any], field: str) -> None:
    assert list(found(**values)) == [field]


def test_an_item_on_the_spot_needs_no_promise() -> None:
    assert found(kind="instant", promise_amount=None, promise_per="", steps=()) == {}


def test_a_definition_survives_its_payload() -> None:
    assert Definition.from_payload(WATER.as_payload()) == WATER
    bare = Definition(code="A", name="甲", unit="U")
    assert Definition.from_payload(bare.as_payload()) == bare
    free = changed(materials=(Material(code="M3", name="丙", needed=False),))
    assert Definition.from_payload(free.as_payload()) == free
