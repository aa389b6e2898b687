"""Many tests at once: the share of false leads among leads is what is held down (Benjamini–Hochberg)."""

import numpy as np

from luoshi.mechanisms.statistics.tails import Array


def benjamini_hochberg(p: Array) -> Array:
    """The q of each p: the smallest rate of false discoveries at which it would still be one."""
    m = len(p)
    if not m:
        return np.zeros(0)
    order = np.argsort(p, kind="stable")
    ranked = np.asarray(p, dtype=float)[order] * m / np.arange(1, m + 1)
    q = np.empty(m)
    q[order] = np.minimum(np.minimum.accumulate(ranked[::-1])[::-1], 1.0)
    return q
