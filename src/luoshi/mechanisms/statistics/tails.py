"""Tail probabilities: normal, binomial, Poisson; and shares with their interval."""

import math
from typing import Any

import numpy as np

Array = np.ndarray[Any, Any]
LEAST = 1e-300
"""Smaller probabilities are told as this one: a logarithm of them must exist."""


def normal_above(z: float) -> float:
    """P(Z ≥ z) of a standard normal."""
    return max(0.5 * math.erfc(z / math.sqrt(2)), LEAST)


def binomial_above(k: int, n: int, share: float) -> float:
    """P(X ≥ k) of X ~ Bin(n, share), exactly."""
    if k <= 0 or (share >= 1 and k <= n):
        return 1.0
    if share <= 0 or k > n:
        return LEAST
    first = math.lgamma(n + 1) - math.lgamma(k + 1) - math.lgamma(n - k + 1)
    first += k * math.log(share) + (n - k) * math.log1p(-share)
    j = np.arange(k, n)
    steps = np.log((n - j) / (j + 1)) + math.log(share) - math.log1p(-share)
    logs = first + np.concatenate([[0.0], np.cumsum(steps)])
    return _added(logs)


def predicted_above(k: int, n: int, seen: float, of: float) -> float:
    """P(X ≥ k) of X of n cases, foretold from `seen` of `of` others: beta-binomial, with Jeffreys' half beforehand."""
    if k <= 0:
        return 1.0
    if k > n:
        return LEAST
    a, b, log = seen + 0.5, of - seen + 0.5, math.lgamma
    first = log(n + 1) - log(k + 1) - log(n - k + 1) + log(k + a) + log(n - k + b) - log(n + a + b)
    first += log(a + b) - log(a) - log(b)
    j = np.arange(k, n)
    steps = np.log((n - j) / (j + 1)) + np.log((a + j) / (b + n - j - 1))
    return _added(first + np.concatenate([[0.0], np.cumsum(steps)]))


def poisson_above(k: float, mean: Array) -> Array:
    """P(X ≥ k) of X ~ Poisson(mean), for each mean; 1 where the mean is k or more.

    `k` may be a fraction (a count divided by a dispersion): the series is the same.
    """
    many = int(k + 12 * math.sqrt(k + 1) + 60)
    j = np.arange(many)
    factorials = np.array([math.lgamma(k + i + 1) for i in range(many)])
    m = np.maximum(mean, 1e-12)[:, None]
    logs = (k + j)[None, :] * np.log(m) - m - factorials[None, :]
    top = logs.max(axis=1)
    sums = np.exp(top) * np.exp(logs - top[:, None]).sum(axis=1)
    return np.where(mean >= k, 1.0, np.minimum(sums, 1.0))


def wilson(k: float, n: float, z: float = 1.959964) -> tuple[float, float]:
    """The interval of a share of k in n by Wilson's score (95 % unless told otherwise)."""
    if n <= 0:
        return 0.0, 1.0
    share, square = k / n, z * z
    middle = (share + square / (2 * n)) / (1 + square / n)
    half = z * math.sqrt(share * (1 - share) / n + square / (4 * n * n)) / (1 + square / n)
    return max(middle - half, 0.0), min(middle + half, 1.0)


def _added(logs: Array) -> float:
    top = float(logs.max())
    return float(min(max(math.exp(min(top, 0.0)) * float(np.exp(logs - top).sum()), LEAST), 1.0))
