"""承诺时限虚高: a promise so long that finishing early is easy.

For each item of a unit and each quarter, how much of the promise its cases used, in the promise's own days
with pauses left out. A lead needs the 90th percentile to lie below one half of the promise in each of the
last two whole quarters, and p, the chance of so many below one half if only 90 % were, below α. It suggests
the promise that nine in ten cases of the last twelve months would have kept. Finishing early is never
rewarded here: that reward is what makes promises long.
"""

import math
from typing import TYPE_CHECKING

import ibis
import numpy as np

from luoshi.mechanisms.base import Facts
from luoshi.mechanisms.statistics.quantiles import interval, quantile
from luoshi.mechanisms.statistics.tails import binomial_above
from luoshi.mechanisms.supervision.shares import witness
from luoshi.mechanisms.survey import Array, Columns, Measured, Subject, Survey, Thresholds

if TYPE_CHECKING:
    import ibis.expr.types as ir

NINE_IN_TEN = 0.9
QUARTERS = 2
BARS = 20


def closed(facts: Facts, on: Thresholds) -> "ir.Table":
    """Cases decided under a promise in the days looked at, with how many whole quarters ago; 0 is the present one."""
    u = facts.found["used"]
    u = u.filter((u.grade == "promise") & (u.met_day >= on["since"]) & (u.met_day < on["until"]))
    u = u.filter((u.length >= 1) & (u.used >= 0))
    w = u.cross_join(facts.world)
    now, then = facts.count(w).quarter(ibis.literal(on["until"] - 1)), facts.count(w).quarter(w.met_day)
    return w.select("matter", "unit", "item", "length", "used", "statute", ago=(now - then).cast("int32"))


def relation(facts: Facts, on: Thresholds) -> "ir.Table":
    """Cases by promise, days used and quarters ago."""
    t = closed(facts, on)
    return t.group_by(["unit", "item", "ago", "length", "used"]).agg(n=t.count(), statute=t.statute.max())


def evidence(facts: Facts, on: Thresholds) -> "ir.Table":
    """The cases of the last whole quarters that used least of their promise."""
    t = closed(facts, on)
    t = t.filter(t.ago.between(1, QUARTERS) & (t.used * 100 < t.length * on["used_percent"]))
    return witness(t, "padding", 1 - t.used / t.length, by=("unit", "item"))


def assess(columns: Columns, on: Thresholds, seed: int) -> list[Measured]:
    pairs = np.stack([columns["unit"].astype(str), columns["item"].astype(str)])
    if not pairs.shape[1]:
        return []
    keys, place = np.unique(pairs, axis=1, return_inverse=True)
    return [
        measured(Subject(unit=str(u), item=str(i)), columns, place.ravel() == n, on)
        for n, (u, i) in enumerate(keys.T)
    ]


def measured(subject: Subject, columns: Columns, own: Array, on: Thresholds) -> Measured:
    """One item of one unit over the last whole quarters."""
    ago, length, used, count = (columns[name][own].astype(int) for name in ("ago", "length", "used", "n"))
    recent = (ago >= 1) & (ago <= QUARTERS)
    n = int(count[recent].sum())
    each = [int(count[ago == one].sum()) for one in range(1, QUARTERS + 1)]
    if min(each) < on["min_n"]:
        return Measured(measure="padding", subject=subject, n=n, effect=0.0)
    share, bound = used / length, on["used_percent"] / 100
    ninth = [quantile(share[ago == one], count[ago == one], NINE_IN_TEN) for one in range(1, QUARTERS + 1)]
    below = int(count[recent & (share < bound)].sum())
    low, high = interval(share[recent], count[recent], NINE_IN_TEN)
    statute = np.nan_to_num(columns["statute"][own].astype(float)).max()
    return Measured(
        measure="padding", subject=subject, n=n, effect=quantile(share[recent], count[recent], NINE_IN_TEN), low=low,
        high=high, p=binomial_above(below, n, NINE_IN_TEN), beyond=max(ninth) < bound,
        told={
            "promise": int(np.median(np.repeat(length[recent], count[recent]))), "statute": int(statute),
            "last": round(ninth[0], 4), "before": round(ninth[1], 4),
            "suggested": max(math.ceil(quantile(used, count, NINE_IN_TEN)), 1),
        },
        drawn=bars(share[recent], count[recent], bound),
    )  # fmt: skip


def bars(share: Array, count: Array, bound: float) -> dict[str, object]:
    """Cases by twentieth of the promise used, up to one and a half promises."""
    place = np.minimum(np.ceil(share * BARS).astype(int), int(BARS * 1.5))
    held = np.bincount(place, weights=count, minlength=BARS + 1)
    return {"bars": held.astype(int).tolist(), "of": BARS, "bound": bound}


survey = Survey(
    name="padded_promises",
    grain="unit and item",
    reads=frozenset({"time_limit", "approvals.decided", "clocks.set"}),
    relation=relation,
    columns={
        "unit": "string",
        "item": "string",
        "ago": "int32",
        "length": "int32",
        "used": "int32",
        "n": "int64",
        "statute": "int32",
    },
    evidence=evidence,
    assess=assess,
)
