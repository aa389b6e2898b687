"""Runs (Wald–Wolfowitz): does a row of yes and no change as often as chance would have it?"""

import math

import numpy as np

from luoshi.mechanisms.statistics.tails import Array, normal_above


def runs(drawn: Array) -> tuple[int, float, float]:
    """How many runs there are, how many chance foretells, and the two-sided chance of being so far from it."""
    yes = int(drawn.sum())
    no = len(drawn) - yes
    n = yes + no
    found = 1 + int((np.diff(drawn.astype(np.int8)) != 0).sum()) if n else 0
    if yes < 2 or no < 2:
        return found, float(found), 1.0
    mean = 2 * yes * no / n + 1
    spread = math.sqrt(2 * yes * no * (2 * yes * no - n) / (n * n * (n - 1)))
    away = max(abs(found - mean) - 0.5, 0.0) / spread
    return found, mean, min(2 * normal_above(away), 1.0)
