"""Shares side by side in a funnel: what lies above the upper limit is more than chance and habit explain.

Each unit is compared with all others: p̄ is their share, and the limits are p̄ ± 3√(p̄(1−p̄)/n). Units that
work on different things differ for good reasons; how much they usually do (τ, the spread beyond chance, taken
from the middle of the field so that the few that stand out do not widen it) is added to the width:
p̄ ± 3√(p̄(1−p̄)/n + τ²).
"""

import math
from dataclasses import dataclass

import numpy as np

from luoshi.mechanisms.statistics.tails import Array, normal_above, predicted_above

MIDDLE = 0.454936
"""The median of the square of a standard normal."""
TRIMMED = 0.1
"""The highest shares left out when the usual spread is looked for; at least one."""


@dataclass(frozen=True, slots=True)
class Funnel:
    """For each unit the share of all others (`center`) and the chance of so large a share or a larger one; `spread` is τ."""

    center: Array
    spread: float
    sigma: float
    p: Array

    def width(self, center: float, n: float) -> float:
        return self.sigma * math.sqrt(center * (1 - center) / n + self.spread**2)

    def upper(self, center: float, n: float) -> float:
        return min(center + self.width(center, n), 1.0)

    def lower(self, center: float, n: float) -> float:
        return max(center - self.width(center, n), 0.0)


def funnel(k: Array, n: Array, *, sigma: float = 3.0, rest: tuple[int, int] = (0, 0)) -> Funnel:
    """The funnel over units with k of n each, n ≥ 1; `rest` are counts that only help to find the middle."""
    seen, of = k.sum() + rest[0] - k, n.sum() + rest[1] - n
    center = (seen + 0.5) / (of + 1.0)
    spread = usual(k, n)
    chances = [
        chance(int(a), int(b), (float(s), float(o)), spread)
        for a, b, s, o in zip(k, n, seen, of, strict=True)
    ]
    return Funnel(center, spread, sigma, np.array(chances))


def chance(k: int, n: int, others: tuple[float, float], spread: float) -> float:
    """By chance alone exactly; with a usual spread beyond chance, by whichever says more."""
    exact = predicted_above(k, n, *others)
    if spread <= 0:
        return exact
    center = (others[0] + 0.5) / (others[1] + 1.0)
    away = (k / n - center) / math.sqrt(center * (1 - center) / n + spread * spread)
    return max(exact, normal_above(away))


def usual(k: Array, n: Array) -> float:
    """τ: with it the middle one of the squared distances is what it should be. By halving; 0 if chance suffices."""
    if len(k) < 2:
        return 0.0
    shares = k / n
    kept = np.argsort(shares, kind="stable")[: len(k) - max(int(len(k) * TRIMMED), 1)]
    center = float(k[kept].sum() / n[kept].sum())
    squares, by_chance = (shares - center) ** 2, center * (1 - center) / n

    def middle(more: float) -> float:
        return float(np.median(squares / np.maximum(by_chance + more, 1e-15)))

    if middle(0.0) <= MIDDLE:
        return 0.0
    low, high = 0.0, 1.0
    for _ in range(60):
        half = (low + high) / 2
        low, high = (half, high) if middle(half) > MIDDLE else (low, half)
    return math.sqrt(high)
