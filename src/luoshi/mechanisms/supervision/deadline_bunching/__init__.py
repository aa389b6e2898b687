"""临期集中办结: work that sits and is then closed on the last days of its limit.

For each item of a unit, x is the share of the limit that a case used, in the limit's own days with
pauses left out. A cubic is fitted to the histogram (in the logarithm, so that it foretells no negative
count) outside x in [0.9, 1.0]; the excess there is B = (observed − foretold) ÷ foretold. A lead needs
200 cases, B above one half and p below α. Items with fewer cases are taken together, as the rest of
their unit. Beside it: how much of the limit had usually gone by before anybody did anything.
"""

from typing import TYPE_CHECKING, Any

import ibis
import numpy as np

from luoshi.mechanisms.base import Facts, day_number
from luoshi.mechanisms.statistics.bunching import SHORTEST, Bunched, bunched, laid_out
from luoshi.mechanisms.statistics.quantiles import quantile
from luoshi.mechanisms.supervision.shares import witness
from luoshi.mechanisms.survey import Array, Columns, Measured, Subject, Survey, Thresholds

if TYPE_CHECKING:
    import ibis.expr.types as ir

TENTHS = 10
BARS = 10
"""Bars of the chart where limits differ; with one limit, a bar a day."""
MOSTLY = 0.8


def closed(facts: Facts, on: Thresholds) -> "ir.Table":
    """Decided cases of the days looked at, with the share of the limit that went by before the first act."""
    u = facts.found["used"]
    u = u.filter((u.met_day >= on["since"]) & (u.met_day < on["until"]) & (u.length >= SHORTEST))
    u = u.filter((u.used >= 1) & (u.used <= u.length))
    c = facts.found["cases"].select(of="matter", accepted="accepted")
    t = facts.found["told"]
    acts = t.filter(t.kind.startswith("approvals.") & t.actor_kind.isin(("person", "import")))
    acts = acts.select(of="matter", local="local")
    acts = acts.inner_join(c, "of")
    acts = acts.filter(acts.local > acts.accepted).group_by("of").agg(first=acts.local.min())
    u = u.left_join(acts, u.matter == acts.of).cross_join(facts.world)
    day = ibis.least(ibis.coalesce(day_number(u["first"]), u.met_day), u.met_day)
    idle = facts.count(u).start(day, u.per) - u.start
    tenth = (ibis.greatest(ibis.least(idle, u.length), 0) * TENTHS / u.length).floor()
    return u.select("matter", "unit", "item", "length", "used", idle=tenth.cast("int32"))


def relation(facts: Facts, on: Thresholds) -> "ir.Table":
    """Cases by limit, day used and tenth of the limit gone by before the first act."""
    t = closed(facts, on)
    return t.group_by(["unit", "item", "length", "used", "idle"]).agg(n=t.count())


def evidence(facts: Facts, on: Thresholds) -> "ir.Table":
    """The cases closed in the last stretch; those of items with few cases under the unit alone."""
    t = closed(facts, on)
    held = t.matter.count().over(ibis.window(group_by=["unit", "item"]))
    t = t.mutate(item=ibis.ifelse(held >= on["min_n"], t.item, ""))
    late = t.filter(t.used * 100 >= t.length * on["stretch_percent"])
    return witness(late, "bunching", late.used / late.length, by=("unit", "item"))


def assess(columns: Columns, on: Thresholds, seed: int) -> list[Measured]:
    unit, item = columns["unit"].astype(str), columns["item"].astype(str)
    count = columns["n"].astype(float)
    keys, place = np.unique(np.stack([unit, item]), axis=1, return_inverse=True)
    totals = np.bincount(place.ravel(), weights=count, minlength=keys.shape[1])
    item = np.where(totals[place.ravel()] >= on["min_n"], item, "")
    keys, place = np.unique(np.stack([unit, item]), axis=1, return_inverse=True)
    return [
        measured(Subject(unit=str(u), item=str(i)), columns, place.ravel() == n, on, seed)
        for n, (u, i) in enumerate(keys.T)
    ]


def measured(subject: Subject, columns: Columns, own: Array, on: Thresholds, seed: int) -> Measured:
    """One item of one unit, or the rest of a unit."""
    length, used, count = (columns[name][own] for name in ("length", "used", "n"))
    n = int(count.sum())
    if n < on["min_n"]:
        return Measured(measure="bunching", subject=subject, n=n, effect=0.0)
    cells = laid_out(length.astype(int), used.astype(int), count.astype(float), on["stretch_percent"] / 100)
    found = bunched(cells, seed=seed)
    if found is None:
        return Measured(measure="bunching", subject=subject, n=n, effect=0.0)
    idle = quantile(columns["idle"][own].astype(float), count.astype(float), 0.5) / TENTHS
    return Measured(
        measure="bunching", subject=subject, n=found.n, effect=found.excess, low=found.low, high=found.high, p=found.p,
        beyond=found.excess > on["excess_percent"] / 100,
        told={
            "observed": found.observed, "expected": round(found.expected, 1), "idle": idle, "times": found.excess + 1,
        },
        drawn=histogram(found),
    )  # fmt: skip


def histogram(found: Bunched) -> dict[str, Any]:
    """What the chart draws: bars by day where most cases have one limit, else by tenths of the limit."""
    c = found.cells
    lengths = np.unique(c.length)
    held = [c.count[c.length == one].sum() for one in lengths]
    limit = int(lengths[int(np.argmax(held))])
    one = c.length == limit
    if c.count[one].sum() >= MOSTLY * c.count.sum():
        return {
            "limit": limit, "bars": c.count[one].astype(int).tolist(), "fitted": np.round(found.fitted[one], 2).tolist(),
            "last": c.last[one].astype(int).tolist(),
        }  # fmt: skip
    place = np.minimum(np.ceil(c.day / c.length * BARS - 1e-9).astype(int) - 1, BARS - 1)
    bars = np.bincount(place, weights=c.count, minlength=BARS)
    fitted = np.bincount(place, weights=found.fitted, minlength=BARS)
    last = [int(n >= BARS * 0.9 - 1e-9) for n in range(BARS)]
    return {
        "limit": 0,
        "bars": bars.astype(int).tolist(),
        "fitted": np.round(fitted, 2).tolist(),
        "last": last,
    }


survey = Survey(
    name="deadline_bunching",
    grain="unit and item",
    reads=frozenset({"time_limit", "approvals.accepted", "approvals.decided", "clocks.set"}),
    relation=relation,
    columns={
        "unit": "string",
        "item": "string",
        "length": "int32",
        "used": "int32",
        "idle": "int32",
        "n": "int64",
    },
    evidence=evidence,
    assess=assess,
)
