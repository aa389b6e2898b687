"""Samples of write-offs: nobody picks, everything repeated is looked at, the test stops early and errs as rarely as it says."""

from datetime import date, timedelta

import numpy as np
import pytest

from luoshi.inspections import queries
from luoshi.inspections.patterns import alike, hot, next_visit, threshold
from luoshi.inspections.records import Sample, SampleItem
from luoshi.inspections.sampling import Limits, WriteOff, concluded, drawn, verdict
from luoshi.law.errors import CouldNot
from luoshi.law.typed import Missing
from tests.inspections.office import act

LIMITS = Limits(20, 150, 50, 100)
MANY = [WriteOff(f"task:2026-{n:05}", "1", repeated=n % 10 == 0) for n in range(1, 201)]


def test_a_tenth_at_least_is_drawn_and_everything_repeated_first() -> None:
    found = drawn("seed", MANY, 100)
    assert [one.repeated for one in found] == [True] * 20 + [False] * 18
    assert found == drawn("seed", reversed(MANY), 100)
    assert found[20:] != drawn("other", MANY, 100)[20:]
    assert len(drawn("seed", MANY, 500)) == 20 + 90
    assert len(drawn("seed", [WriteOff("t", "1")], 100)) == 1


def test_everybody_is_drawn_about_equally_often() -> None:
    counts = dict.fromkeys((one.of for one in MANY if not one.repeated), 0)
    for seed in range(400):
        for one in drawn(str(seed), MANY, 100):
            if not one.repeated:
                counts[one.of] += 1
    mean = 400 * 18 / 180
    assert all(mean - 5 * mean**0.5 < n < mean + 5 * mean**0.5 for n in counts.values())


@pytest.mark.parametrize(("false", "wanted", "wrong"), [(0.02, "falsified", 0.05), (0.15, "sound", 0.1)])
def test_the_sequential_test_errs_no_more_often_than_its_risks(
    false: float, wanted: str, wrong: float
) -> None:
    r = np.random.default_rng(7)
    said, looked = 0, []
    for _ in range(3000):
        seen: list[bool] = []
        while not (outcome := verdict(seen, LIMITS)):
            seen.append(bool(r.random() >= false))
        said += outcome == wanted
        looked.append(len(seen))
    assert said / 3000 <= wrong * 1.1
    assert np.mean(looked) < 40


def test_one_false_is_enough_once_all_were_looked_at_and_repeats_are_never_left_out() -> None:
    assert concluded([(False, True), (False, False)], LIMITS) == "falsified"
    assert concluded([(False, True), (False, True)], LIMITS) == "sound"
    assert concluded([(True, True)] * 30 + [(True, None)], LIMITS) == ""
    assert concluded([(False, True)] * 30 + [(False, None)], LIMITS) == "sound"


@pytest.mark.usefixtures("city")
def test_a_sample_is_drawn_once_looked_at_in_order_and_can_be_drawn_again_by_anybody() -> None:
    population = MANY[:40]
    span = {"since": date(2026, 4, 1), "until": date(2026, 6, 30)}
    matter = act("draw", "office", "2026-07-02T09:00", unit="530107", population=population, **span)
    sample = Sample.objects.get()
    assert queries.drawn_rightly(sample, population)
    assert not queries.drawn_rightly(
        sample, [*population[:-1], WriteOff("task:2026-99999", "1", repeated=True)]
    )
    with pytest.raises(CouldNot, match="不能重抽"):
        act("draw", "office", "2026-07-03T09:00", unit="530107", population=population, **span)
    items = list(SampleItem.objects.order_by("n"))
    told = {"matter": matter, "outcome": "true", "text": "属实"}
    with pytest.raises(Missing, match="抽签顺序"):
        act("check", "office", "2026-07-03T09:00", of=items[1].of, instance="1", **told)
    with pytest.raises(CouldNot, match="本单位"):
        act("check", "handler", "2026-07-03T09:00", of=items[0].of, instance="1", **told)
    for item in items[:3]:
        assert act("check", "water", "2026-07-03T09:00", of=item.of, instance="1", **told) == ""
    told |= {"outcome": "false", "text": "现场没有"}
    assert act("check", "office", "2026-07-03T09:00", of=items[3].of, instance="1", **told) == ""
    assert act("check", "office", "2026-07-03T09:00", of=items[4].of, instance="1", **told) == "falsified"
    assert Sample.objects.get().state == "falsified"
    later = {"since": date(2026, 7, 1), "until": date(2026, 9, 30), "population": MANY[:40]}
    act("draw", "office", "2026-10-08T09:00", unit="530107", **later)
    act("draw", "office", "2026-10-08T09:00", unit="530103", **later)
    assert {s.unit: s.share for s in Sample.objects.filter(since=date(2026, 7, 1))} == {
        "530107": 500,
        "530103": 100,
    }


def test_visits_come_at_intervals_nobody_can_foresee_and_trouble_is_where_it_piles_up() -> None:
    last = date(2026, 3, 2)
    days = {(next_visit(str(seed), last, 60) - last).days for seed in range(2000)}
    assert days == set(range(30, 91))
    assert next_visit("a", last, 60) == next_visit("a", last, 60) >= last + timedelta(days=30)
    assert threshold([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]) == 9
    assert hot({"甲": 3, "乙": 4, "丙": 40}) == {"丙": 40}
    assert hot({"甲": 3, "乙": 3}) == {}
    assert alike("口袋公园建设", "口袋公园建设进度")
    assert not alike("口袋公园建设", "河道保洁")
