"""A ratio of two sums over the same cases, with its interval, from sums alone (the delta method)."""

import math
from dataclasses import dataclass

from luoshi.mechanisms.statistics.tails import normal_above


@dataclass(frozen=True, slots=True)
class Ratio:
    value: float
    low: float
    high: float
    p: float


def ratio(
    *, n: int, w: float, t: float, ww: float, wt: float, tt: float, bound: float, z: float = 1.959964
) -> Ratio:
    """Σw ÷ Σt over n cases, its 95 % interval, and the chance of it if it were not above `bound`."""
    if n < 2 or t <= 0:
        return Ratio(0.0, 0.0, 1.0, 1.0)
    value = w / t
    left = max(ww - 2 * value * wt + value * value * tt, 0.0)
    error = math.sqrt(n / (n - 1) * left) / t
    if error <= 0:
        return Ratio(value, value, value, 1.0)
    low, high = max(value - z * error, 0.0), min(value + z * error, 1.0)
    return Ratio(value, low, high, normal_above((value - bound) / error))
