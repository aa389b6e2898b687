"""Excess before a limit: nothing where the curve is natural, and what was put there where it was."""

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from luoshi.mechanisms.statistics.bunching import Bunched, bunched, laid_out

Draw = Callable[[Any, int], Any]
NATURAL: dict[str, Draw] = {
    "even": lambda r, n: r.random(n),
    "a hump in the middle": lambda r, n: r.normal(0.6, 0.2, n),
    "early and long-tailed": lambda r, n: np.exp(r.normal(-1.2, 0.6, n)),
    "most at once": lambda r, n: r.exponential(0.1, n),
    "waiting times": lambda r, n: r.gamma(4, 0.12, n),
    "late but smooth": lambda r, n: r.beta(8, 3, n),
    "two sorts of cases": lambda r, n: np.where(r.random(n) < 0.5, r.gamma(4, 0.05, n), r.beta(4, 4, n)),
}
"""Shares of a limit used by honest work."""


def found(x: Any, limit: int, *, draws: int = 2) -> Bunched:
    day = np.ceil(x * limit).astype(int)
    day, count = np.unique(day[(day >= 1) & (day <= limit)], return_counts=True)
    it = bunched(laid_out(np.full(len(day), limit), day, count, 0.9), seed=1, draws=draws)
    assert it is not None
    return it


@pytest.mark.parametrize("name", NATURAL)
def test_honest_work_is_hardly_ever_called_bunched(name: str) -> None:
    """At 1 %, over limits of 5 to 45 days and 200 to 5,000 cases: no more often than that says, and chance allows."""
    r = np.random.default_rng(7)
    called = [
        (it := found(NATURAL[name](r, n), limit)).p < 0.01 and it.excess > 0.5
        for n in (200, 1000, 5000)
        for limit in (5, 10, 20, 45)
        for _ in range(60)
    ]
    assert np.mean(called) <= 0.015


def sat(r: Any, n: int, share: float) -> Any:
    """Honest work, of which a share sits until the last day."""
    x = np.minimum(NATURAL["waiting times"](r, n), 1.0)
    late = r.random(n) < share
    x[late] = r.uniform(0.96, 1, late.sum())
    return x


@pytest.mark.parametrize(("share", "n", "limit", "power"), [(0.4, 250, 20, 0.95), (0.2, 500, 20, 0.9), (0.4, 250, 10, 0.8), (0.95, 250, 15, 0.95)])  # fmt: skip
def test_what_sits_is_seen(share: float, n: int, limit: int, power: float) -> None:
    r = np.random.default_rng(8)
    seen = [(it := found(sat(r, n, share), limit)).p < 0.01 and it.excess > 0.5 for _ in range(80)]
    assert np.mean(seen) >= power


def test_the_interval_covers_the_excess_that_was_put_there() -> None:
    """An even 950 cases on 20 days, and 190 more on the last: N_obs/N_cf = (2·47.5 + 47.5 + 190) / 142.5, so B = 4/3."""
    r = np.random.default_rng(9)
    hits = 0
    for _ in range(150):
        day = np.concatenate([r.integers(1, 21, 950), np.full(190, 20)])
        seen, count = np.unique(day, return_counts=True)
        it = bunched(laid_out(np.full(len(seen), 20), seen, count, 0.9), seed=3, draws=200)
        assert it is not None
        hits += it.low <= 4 / 3 <= it.high
    assert hits / 150 >= 0.9


def test_the_same_seed_gives_the_same_interval() -> None:
    x = sat(np.random.default_rng(1), 400, 0.3)
    one, two = found(x, 20, draws=50), found(x, 20, draws=50)
    assert (one.low, one.high, one.p) == (two.low, two.high, two.p)


def test_limits_of_different_length_stand_side_by_side() -> None:
    """Every day of limits of 10 and 15 days holds ten cases: nothing is bunched, though 1/10 and 1/15 share no grid."""
    length = np.concatenate([np.full(10, 10), np.full(15, 15)])
    day = np.concatenate([np.arange(1, 11), np.arange(1, 16)])
    it = bunched(laid_out(length, day, np.full(25, 12), 0.9), seed=1)
    assert it is not None
    assert abs(it.excess) < 0.1
    assert it.p > 0.2


def test_what_cannot_be_told_is_not_told() -> None:
    short = laid_out(np.array([3, 3, 3]), np.array([1, 2, 3]), np.array([5, 5, 300]), 0.9)
    assert bunched(short, seed=1) is None
    assert bunched(laid_out(np.array([20]), np.array([20]), np.array([1]), 0.9), seed=1) is None
