"""Tails and shares against slow sums, and against themselves on drawn samples."""

from math import comb, exp, factorial

import numpy as np
import pytest

from luoshi.mechanisms.statistics.many import benjamini_hochberg
from luoshi.mechanisms.statistics.quantiles import interval, quantile
from luoshi.mechanisms.statistics.ratio import ratio
from luoshi.mechanisms.statistics.runs import runs
from luoshi.mechanisms.statistics.tails import (
    binomial_above,
    normal_above,
    poisson_above,
    predicted_above,
    wilson,
)


@pytest.mark.parametrize("n", [1, 7, 40])
@pytest.mark.parametrize("share", [0.0, 0.01, 0.5, 0.93, 1.0])
def test_binomial_is_the_sum_of_its_terms(n: int, share: float) -> None:
    for k in range(n + 2):
        slow = sum(comb(n, j) * share**j * (1 - share) ** (n - j) for j in range(k, n + 1))
        assert binomial_above(k, n, share) == pytest.approx(slow, rel=1e-9, abs=1e-250)


@pytest.mark.parametrize(("seen", "of"), [(0, 40), (7, 50), (50, 50)])
def test_what_others_foretell_is_a_binomial_over_every_share_they_allow(seen: int, of: int) -> None:
    """Against a plain sum over 20,000 shares, each weighed by how well it explains the others."""
    share = (np.arange(20_000) + 0.5) / 20_000
    weight = share ** (seen - 0.5) * (1 - share) ** (of - seen - 0.5)
    for k in (0, 1, 5, 12, 13):
        slow = sum(
            comb(12, j) * (weight * share**j * (1 - share) ** (12 - j)).sum() / weight.sum()
            for j in range(k, 13)
        )
        assert predicted_above(k, 12, seen, of) == pytest.approx(slow, rel=0.02, abs=1e-12)


@pytest.mark.parametrize("mean", [0.1, 3.0, 12.0])
def test_poisson_is_the_sum_of_its_terms(mean: float) -> None:
    for k in (1, 4, 20):
        slow = 1 - sum(exp(-mean) * mean**j / factorial(j) for j in range(k))
        got = float(poisson_above(k, np.array([mean]))[0])
        assert got == (1.0 if mean >= k else pytest.approx(slow, rel=1e-6))


def test_normal_at_points_known_from_tables() -> None:
    assert normal_above(0) == pytest.approx(0.5)
    assert normal_above(2.326348) == pytest.approx(0.01, rel=1e-5)
    assert normal_above(60) > 0


@pytest.mark.parametrize("share", [0.02, 0.2, 0.5, 0.9])
@pytest.mark.parametrize("n", [20, 100, 1000])
def test_wilson_covers_as_often_as_it_says(share: float, n: int) -> None:
    """Added up over every possible count: between 92 and 99 % (it is discrete; near the ends it is cautious)."""
    covered = 0.0
    for k in range(n + 1):
        low, high = wilson(k, n)
        if low <= share <= high:
            covered += binomial_above(k, n, share) - binomial_above(k + 1, n, share)
    assert 0.92 <= covered <= 0.99


def test_false_leads_among_leads_stay_rare() -> None:
    """100 studies of 180 idle units and 20 odd ones: the mean share of false leads stays below α, most odd ones are seen."""
    r = np.random.default_rng(3)
    false, seen = [], []
    for _ in range(100):
        p = np.concatenate([r.random(180), r.random(20) * 1e-4])
        lead = benjamini_hochberg(p) <= 0.05
        false.append(lead[:180].sum() / max(lead.sum(), 1))
        seen.append(lead[180:].mean())
    assert np.mean(false) <= 0.055
    assert np.mean(seen) > 0.99


def test_benjamini_hochberg_by_hand() -> None:
    q = benjamini_hochberg(np.array([0.04, 0.01, 0.03, 0.5]))
    assert q.tolist() == pytest.approx([0.16 / 3, 0.04, 0.16 / 3, 0.5])
    assert len(benjamini_hochberg(np.zeros(0))) == 0


def test_quantiles_of_counts_are_those_of_the_values() -> None:
    r = np.random.default_rng(1)
    values = r.integers(0, 9, 500)
    seen, counts = np.unique(values, return_counts=True)
    for share in (0.1, 0.5, 0.9, 1.0):
        ordered = np.sort(values)
        assert quantile(seen, counts, share) == ordered[int(np.ceil(share * 500)) - 1]


def test_the_interval_of_a_median_covers_it() -> None:
    r = np.random.default_rng(2)
    hits = 0
    for _ in range(400):
        seen, counts = np.unique(r.exponential(1.0, 200).round(4), return_counts=True)
        low, high = interval(seen, counts, 0.5)
        hits += low <= np.log(2) <= high
    assert 0.92 <= hits / 400 <= 0.985


def test_a_ratio_is_covered_and_its_test_keeps_its_level() -> None:
    """Waits that are 40 % of the whole on average: the interval covers 0.4, and 0.4 is rarely called more than 0.4."""
    r = np.random.default_rng(4)
    covered, called = 0, 0
    for _ in range(600):
        t = r.gamma(3, 4, 120)
        w = t * r.beta(4, 6, 120)
        found = ratio(
            n=120, w=w.sum(), t=t.sum(), ww=(w * w).sum(), wt=(w * t).sum(), tt=(t * t).sum(), bound=0.4
        )
        covered += found.low <= 0.4 <= found.high
        called += found.p < 0.01
    assert 0.92 <= covered / 600 <= 0.98
    assert called / 600 <= 0.025
    assert ratio(n=1, w=1, t=1, ww=1, wt=1, tt=1, bound=0.4).p == 1.0


def test_runs_see_order_and_leave_chance_alone() -> None:
    r = np.random.default_rng(5)
    level = np.mean([runs(r.random(60) < 0.4)[2] < 0.01 for _ in range(1000)])
    assert level <= 0.015
    assert runs(np.repeat([True, False], 30))[2] < 1e-6
    assert runs(np.tile([True, False], 30))[2] < 1e-6
    assert runs(np.array([], dtype=bool))[2] == 1.0
    assert runs(np.array([True, False]))[2] == 1.0
