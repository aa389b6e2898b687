"""The funnel: honest units stay inside, one that stands out does not, and habit is not held against anybody."""

from typing import Any

import numpy as np
import pytest

from luoshi.mechanisms.statistics.funnel import funnel
from luoshi.mechanisms.statistics.many import benjamini_hochberg


def called(k: Any, n: Any) -> Any:
    """Which units are leads: above the limit and, all together, at 1 %."""
    f = funnel(k, n)
    above = np.array([a / b > f.upper(c, b) for a, b, c in zip(k, n, f.center, strict=True)])
    return above & (benjamini_hochberg(f.p) <= 0.01)


@pytest.mark.parametrize("share", [0.002, 0.05, 0.4])
def test_units_alike_are_not_called(share: float) -> None:
    r = np.random.default_rng(1)
    false = []
    for _ in range(300):
        n = r.integers(30, 900, 40)
        false.append(called(r.binomial(n, share), n).any())
    assert np.mean(false) <= 0.015


def test_units_that_differ_by_nature_are_hardly_called() -> None:
    """Shares of a beta distribution, from nearly none to a third: differences, not misconduct."""
    r = np.random.default_rng(2)
    false = []
    for _ in range(300):
        n = r.integers(100, 900, 40)
        false.append(called(r.binomial(n, r.beta(4, 36, 40)), n).mean())
    assert np.mean(false) <= 0.01


@pytest.mark.parametrize("units", [6, 40])
def test_the_one_that_stands_out_is_seen_even_beside_few(units: int) -> None:
    r = np.random.default_rng(3)
    seen, others = [], []
    for _ in range(200):
        n = r.integers(150, 400, units)
        share = r.beta(20, 180, units)
        share[0] = 0.45
        found = called(r.binomial(n, share), n)
        seen.append(found[0])
        others.append(found[1:].any())
    assert np.mean(seen) >= 0.9
    assert np.mean(others) <= 0.05


def test_three_standard_errors_where_units_are_alike() -> None:
    f = funnel(np.array([38, 40, 42, 39, 41, 40, 40, 40, 40]), np.full(9, 400))
    assert f.spread == 0.0
    assert f.center[1] == pytest.approx(320.5 / 3201)
    assert f.upper(0.1, 400) == pytest.approx(0.1 + 3 * np.sqrt(0.1 * 0.9 / 400))
    assert f.lower(0.1, 400) == pytest.approx(0.1 - 3 * np.sqrt(0.1 * 0.9 / 400))
    assert f.lower(0.1, 10) == 0.0


def test_one_case_where_others_had_none_proves_nothing() -> None:
    f = funnel(np.array([1, 0, 0, 0, 0, 0]), np.full(6, 30))
    assert f.p[0] > 0.05


def test_counts_too_few_to_test_help_to_find_the_middle() -> None:
    n = np.full(5, 100)
    assert funnel(np.full(5, 10), n).center[0] == pytest.approx(40.5 / 401)
    assert funnel(np.full(5, 10), n, rest=(0, 500)).center[0] == pytest.approx(40.5 / 901)
