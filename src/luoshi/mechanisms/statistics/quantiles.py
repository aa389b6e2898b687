"""Quantiles of counted values: value and how often, as histograms come."""

import numpy as np

from luoshi.mechanisms.statistics.tails import Array


def quantile(values: Array, counts: Array, share: float) -> float:
    """The smallest value with at least that share of the counts at or below it."""
    order = np.argsort(values, kind="stable")
    reached = np.cumsum(counts[order])
    place = int(np.searchsorted(reached, share * reached[-1] - 1e-9))
    return float(values[order][min(place, len(values) - 1)])


def interval(values: Array, counts: Array, share: float, *, z: float = 1.959964) -> tuple[float, float]:
    """Where the quantile lies, 95 % of the time: the values at the shares that its rank may have."""
    n = float(counts.sum())
    half = z * np.sqrt(share * (1 - share) / n)
    low, high = share - half, share + half
    return quantile(values, counts, max(low, 1 / n)), quantile(values, counts, min(high, 1.0))
