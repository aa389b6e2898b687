"""What is true of every survey: what it declares, its cases, and that it finds what was put there and nothing else."""

from datetime import date, datetime
from typing import Any

import pytest

from luoshi.engine import surveys
from luoshi.engine.surroundings import lawful, world
from luoshi.engine.surveys import SURVEYS, Surveyed, run
from luoshi.engine.tests import stated
from luoshi.engine.tests.habits import HABITS, STUCK, city
from luoshi.law.calendar import calendar_for
from luoshi.law.days import CHINA
from luoshi.law.office_hours import OfficeHours
from luoshi.mechanisms.survey import Subject, Survey

AT = datetime(2026, 11, 20, 1, tzinfo=CHINA)
CASES = [(survey, case) for survey in SURVEYS for case in stated.cases(survey)]
by_name = pytest.mark.parametrize("survey", SURVEYS, ids=lambda s: s.name)


def found(habits: dict[str, str], *, seed: int, honest: int, **more: Any) -> list[Surveyed]:
    here = world(at=AT, calendar=calendar_for("CN-530100"), hours=OfficeHours(), live=None)
    return run(city(seed, habits, honest=honest, **more), lawful(), here, day=AT.date(), seed=1)


@pytest.fixture(scope="module")
def troubled() -> list[Surveyed]:
    return found({f"疑{habit}局": habit for habit in HABITS}, seed=1, honest=6)


def leads(results: list[Surveyed]) -> set[tuple[str, str, str]]:
    return {
        (one.survey.name, lead.measured.measure, lead.measured.subject.unit or lead.measured.subject.item)
        for one in results
        for lead in one.leads
    }


STUCK_LEAD = ("bottlenecks", "wait", STUCK)


def test_each_habit_is_found_at_its_unit_and_nothing_else_is(troubled: list[Surveyed]) -> None:
    """Precision and recall against what only the generator knows: 1 and 1."""
    wanted = {(survey, measure, f"疑{habit}局") for habit, (survey, measure) in HABITS.items()}
    assert leads(troubled) == wanted | {STUCK_LEAD}


def test_an_honest_city_has_only_its_slow_step() -> None:
    assert leads(found({}, seed=5, honest=12, cases=220)) == {STUCK_LEAD}


def test_a_lead_carries_what_it_rests_on(troubled: list[Surveyed]) -> None:
    for one in troubled:
        for lead in one.leads:
            it = lead.measured
            assert it.p is not None
            assert it.p <= lead.q <= 0.01
            assert it.n > 0
            assert it.low <= it.effect <= it.high
            assert lead.version == one.survey.version
            assert 0 < len(lead.matters) <= surveys.SHOWN
            unit = it.subject.unit
            assert all(matter.startswith(unit) for matter in lead.matters)


def test_the_bottleneck_is_the_step_that_cases_wait_for(troubled: list[Surveyed]) -> None:
    (lead,) = (one.leads for one in troubled if one.survey.name == "bottlenecks")
    assert [one.measured.subject.of for one in lead] == ["现场核查"]


@by_name
def test_its_sentences_are_filled_with_what_it_tells(survey: Survey, troubled: list[Surveyed]) -> None:
    told = next(one for one in troubled if one.survey is survey)
    for measure in surveys.law_of(survey).measures.values():
        lead = next((one for one in told.leads if one.measured.measure == measure.name), None)
        if lead is None:  # the city has no such habit: a case of the survey does
            continue
        it = lead.measured
        figures = {"n": it.n, "effect": it.effect, "of": it.subject.of, "step": it.subject.of, **it.told}
        for text in measure.sentence:
            assert "{" not in text.format(**figures)


@by_name
def test_it_is_told_in_both_languages_and_says_what_it_does_not_mean(survey: Survey) -> None:
    law = surveys.law_of(survey)
    assert law.group == "supervision"
    assert law.binds == "escalation"
    assert {"window_months", "alpha_per_mille"} <= set(law.parameters)
    assert all(one.values[-1].basis and one.values[-1].status for one in law.parameters.values())
    assert law.measures
    for measure in law.measures.values():
        assert all((*measure.title, *measure.sentence, *measure.caution))


@pytest.mark.parametrize(("survey", "case"), CASES, ids=[f"{s.name}-{c['name']}" for s, c in CASES])
def test_case(survey: Survey, case: dict[str, Any]) -> None:
    day = date.fromisoformat(case["at"])
    on = surveys.thresholds(survey, day)
    measured = list(survey.assess(stated.columns(survey, case), on, 1))
    held = {(one.measure, one.subject) for one, _ in surveys.leads(measured, on["alpha_per_mille"] / 1000)}
    for wanted in case["outcome"]:
        (it,) = [one for one in measured if (one.measure, one.subject) == key(wanted)]
        if wanted.get("few"):
            assert it.p is None
        else:
            assert it.p is not None
            assert ((it.measure, it.subject) in held) is wanted["lead"]


def key(wanted: dict[str, Any]) -> tuple[str, Subject]:
    return wanted["measure"], Subject(**{name: wanted.get(name, "") for name in ("unit", "item", "of")})


@by_name
def test_each_measure_has_a_case_that_is_a_lead_and_each_survey_one_with_too_few(survey: Survey) -> None:
    told = [o for s, case in CASES if s is survey for o in case["outcome"]]
    assert {o["measure"] for o in told if o.get("lead")} == set(surveys.law_of(survey).measures)
    assert any(o.get("lead") is False for o in told)
    assert any(o.get("few") for o in told)
