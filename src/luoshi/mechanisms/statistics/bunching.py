"""Bunching just before a limit: how many more than a smooth curve through the rest foretells.

A cubic in the logarithm of the counts is fitted (Poisson) to the days before the last stretch; there it
foretells N_cf, and the excess is B = (N_obs − N_cf) / N_cf. Counts so fitted are never negative. The
curve is held to be smooth: where few cases are left to fit, it is drawn towards an even one. Each limit
keeps its own days, so that 1/10 and 1/15 need not be forced into common bins.
"""

import math
from dataclasses import dataclass

import numpy as np

from luoshi.mechanisms.statistics.tails import LEAST, Array, poisson_above

DEGREE = 3
ROUGHNESS = (1.5, 1.0, 0.3)
"""How steep, bent and twisted a natural curve is: standard deviations of its terms before anything is seen."""
SHORTEST = 5
"""Days of a limit below which no curve can be told from a step."""


@dataclass(frozen=True, slots=True)
class Cells:
    """The days of all limits laid out: one cell a day of a limit, days without cases included."""

    length: Array
    day: Array
    count: Array
    offset: Array  # how many fall on a day if all are alike
    shape: Array  # cells × 4: the cubic's terms
    last: Array  # is the cell in the last stretch?


@dataclass(frozen=True, slots=True)
class Bunched:
    """What was found: cases, how many in the last stretch and how many the curve foretells, excess with interval."""

    n: int
    observed: int
    expected: float
    excess: float
    low: float
    high: float
    p: float
    cells: Cells
    fitted: Array


def laid_out(length: Array, day: Array, count: Array, stretch: float) -> Cells:
    """From counts by limit and day used (1 … limit) to cells; limits shorter than SHORTEST are left out."""
    lengths, days, counts = [], [], []
    for limit in np.unique(length[length >= SHORTEST]).tolist():
        own = (length == limit) & (day >= 1) & (day <= limit)
        made = np.zeros(limit)
        np.add.at(made, day[own] - 1, count[own])
        lengths.append(np.full(limit, limit))
        days.append(np.arange(1, limit + 1))
        counts.append(made)
    if not lengths:
        none = np.zeros(0)
        return Cells(none, none, none, none, np.zeros((0, DEGREE + 1)), none.astype(bool))
    every, on, held = (np.concatenate(part) for part in (lengths, days, counts))
    totals = np.concatenate([np.full(len(part), part.sum()) for part in counts])
    x = 2 * (on - 0.5) / every - 1
    shape = np.stack([np.ones_like(x), x, (3 * x**2 - 1) / 2, (5 * x**3 - 3 * x) / 2], axis=1)
    return Cells(every, on, held, np.maximum(totals, 1e-9) / every, shape, on / every >= stretch - 1e-9)


def bunched(cells: Cells, *, seed: int, draws: int = 400) -> Bunched | None:
    """The excess in the last stretch, its 95 % interval by resampling, and the chance of it if there were none."""
    n = int(cells.count.sum())
    fit = ~cells.last
    if n < 2 or fit.sum() <= DEGREE or not cells.last.any():
        return None
    beta, covered = _fitted(cells.shape[fit], cells.offset[fit], cells.count[None, fit])
    fitted = cells.offset * np.exp(np.clip(cells.shape @ beta[0], -30, 30))
    observed, expected = cells.count[cells.last].sum(), fitted[cells.last].sum()
    wide = _dispersion(cells.count[fit], fitted[fit])
    slope = (fitted[cells.last, None] * cells.shape[cells.last]).sum(axis=0) / expected
    doubt = math.sqrt(max(wide * float(slope @ covered[0] @ slope), 0.0))
    low, high = _interval(cells, fit, seed, draws)
    return Bunched(
        n=n, observed=int(observed), expected=float(expected), excess=float(observed / expected - 1), low=low,
        high=high, p=_chance(observed / wide, expected / wide, doubt), cells=cells, fitted=fitted,
    )  # fmt: skip


def _fitted(shape: Array, offset: Array, counts: Array) -> tuple[Array, Array]:
    """Newton's steps for every row of counts at once: coefficients, and how sure they are."""
    hold = np.diag([1e-6] + [1 / s**2 for s in ROUGHNESS])
    beta = np.zeros((len(counts), DEGREE + 1))
    beta[:, 0] = np.log(np.maximum(counts.sum(axis=1), 0.5) / offset.sum())
    inverse = np.zeros((len(counts), DEGREE + 1, DEGREE + 1))
    for _ in range(40):
        mean = offset * np.exp(np.clip(beta @ shape.T, -30, 30))
        slope = (counts - mean) @ shape - beta @ hold
        inverse = np.linalg.inv(np.einsum("rc,ci,cj->rij", mean, shape, shape) + hold)
        step = np.einsum("rij,rj->ri", inverse, slope)
        beta += np.clip(step, -1.0, 1.0)
        if np.abs(step).max() < 1e-8:
            break
    return beta, inverse


def _dispersion(counts: Array, fitted: Array) -> float:
    """How much more the days scatter about the curve than chance does; 1 while chance may explain it."""
    left = max(len(counts) - DEGREE - 1, 1)
    scatter = float(((counts - fitted) ** 2 / np.maximum(fitted, 0.5)).sum())
    return scatter / left if scatter > left + 2 * math.sqrt(2 * left) else 1.0


def _interval(cells: Cells, fit: Array, seed: int, draws: int) -> tuple[float, float]:
    """From cases drawn again with replacement: the middle 95 % of the excess."""
    n = int(cells.count.sum())
    drawn = np.random.default_rng(seed).multinomial(n, cells.count / n, size=draws).astype(float)
    beta, _ = _fitted(cells.shape[fit], cells.offset[fit], drawn[:, fit])
    late = cells.shape[cells.last]
    expected = (cells.offset[cells.last] * np.exp(np.clip(beta @ late.T, -30, 30))).sum(axis=1)
    excess = drawn[:, cells.last].sum(axis=1) / np.maximum(expected, 1e-9) - 1
    low, high = np.quantile(excess, [0.025, 0.975])
    return float(low), float(high)


def _chance(observed: float, expected: float, doubt: float) -> float:
    """P(N ≥ observed) of a Poisson whose mean is known up to a normal error in its logarithm."""
    if observed <= expected:
        return 1.0
    z = np.linspace(-8, 8, 321)
    weight = np.exp(-(z**2) / 2)
    tails = poisson_above(observed, expected * np.exp(np.minimum(doubt * z, 30.0)))
    return float(min(max((weight * tails).sum() / weight.sum(), LEAST), 1.0))
