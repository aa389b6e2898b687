"""流程梗阻: where an item's time goes by waiting.

Felt time, from receipt to delivery, is cut at each act of a case; what passed before an act is the wait for
it. For each item, the share of all felt time that was waited for one step or hand-over. A lead goes to the
item's owner, never to a person: a step waited for more than 40 % of the time, over at least 50 cases. What is
waited for the applicant, and cases whose source tells no steps, are shown and never a lead. 优化营商环境条例
第三十五条 has steps, papers and time reduced.
"""

from typing import TYPE_CHECKING, Any

import ibis
import numpy as np

from luoshi.mechanisms.base import DAY, Facts
from luoshi.mechanisms.statistics.ratio import Ratio, ratio
from luoshi.mechanisms.supervision.window import within
from luoshi.mechanisms.survey import EVIDENCE, Array, Columns, Measured, Subject, Survey, Thresholds

if TYPE_CHECKING:
    import ibis.expr.types as ir

STEP = "approvals.step"
ENDS = ("approvals.decided", "approvals.delivered")
APPLICANT = ("approvals.received", "approvals.supplemented", "approvals.corrected_on_spot")
"""Acts of the applicant: what passes before them is not the office's wait."""
PEOPLE = ("person", "import")
FEWEST_STEPS = 3
"""With fewer kinds of acts than this, the longest wait says nothing."""
TOP = 3


def waits(facts: Facts, on: Thresholds) -> "ir.Table":
    """Each act of the cases ended in the days looked at, with the time that passed since the one before."""
    c = facts.found["cases"]
    c = c.filter(within(c.ended, on) & (c.item != "")).select("unit", "item", of="matter", begun="received")
    t = facts.found["told"]
    t = t.filter(t.kind.startswith("approvals.") & t.actor_kind.isin(PEOPLE))
    step = ibis.ifelse((t.kind == STEP) & (t.activity != ""), t.activity, t.kind)
    t = t.select("matter", "local", "position", step=step)
    t = t.inner_join(c, t.matter == c["of"]).drop("of")
    t = t.filter(t.local >= t.begun)
    line: Any = ibis.window(group_by="matter", order_by=["local", "position"])
    t = t.mutate(since=t.local.lag().over(line))
    t = t.filter(t.since.notnull())
    return t.select("matter", "unit", "item", "step", wait=(t.local - t.since).cast("float64") / DAY)


def by_case(facts: Facts, on: Thresholds) -> "ir.Table":
    """One row a case and step: days waited for it, beside all the days of the case."""
    t = waits(facts, on)
    t = t.group_by(["matter", "unit", "item", "step"]).agg(w=t.wait.sum())
    whole = t.w.sum().over(ibis.window(group_by="matter"))
    owner = t.unit.nunique().over(ibis.window(group_by="item"))
    return t.mutate(t=whole, unit=ibis.ifelse(owner == 1, t.unit, ""))


def relation(facts: Facts, on: Thresholds) -> "ir.Table":
    """Sums by item and step; and, under the step "", those of the item's cases."""
    c = by_case(facts, on)
    own = c.group_by(["unit", "item", "step"]).agg(
        n=c.count(),
        w=c.w.sum(),
        ww=(c.w * c.w).sum(),
        wt=(c.w * c.t).sum(),
        t=c.t.sum(),
        tt=(c.t * c.t).sum(),
    )
    case = c.select("matter", "unit", "item", "t").distinct()
    all_of = case.group_by(["unit", "item"]).agg(n=case.count(), t=case.t.sum(), tt=(case.t * case.t).sum())
    zero = ibis.literal(0.0)
    all_of = all_of.select(
        "unit", "item", step=ibis.literal(""), n=all_of.n, w=zero, ww=zero, wt=zero, t=all_of.t, tt=all_of.tt
    )
    return ibis.union(own, all_of)


def evidence(facts: Facts, on: Thresholds) -> "ir.Table":
    """The cases that waited longest for each step."""
    c = by_case(facts, on)
    told = {"measure": ibis.literal("wait"), "unit": c.unit, "item": c.item, "of": c.step, "matter": c.matter}
    return c.select(**told, weight=c.w.cast(EVIDENCE["weight"]))


def assess(columns: Columns, on: Thresholds, seed: int) -> list[Measured]:
    found: list[Measured] = []
    pairs = list(zip(columns["unit"], columns["item"], strict=True))
    for unit, item in dict.fromkeys(pairs):
        own = np.array([pair == (unit, item) for pair in pairs])
        found += of_item(unit, item, {name: values[own] for name, values in columns.items()}, on)
    return found


def of_item(unit: str, item: str, rows: Columns, on: Thresholds) -> list[Measured]:
    """Each step of an item, the longest waits first."""
    everything = int(np.argmax(rows["step"] == ""))
    n, t, tt = int(rows["n"][everything]), float(rows["t"][everything]), float(rows["tt"][everything])
    steps = np.nonzero(rows["step"] != "")[0]
    steps = steps[np.argsort(-rows["w"][steps], kind="stable")]
    drawn = (
        {"steps": [[str(rows["step"][i]), round(float(rows["w"][i]) / t, 4)] for i in steps[:8]]}
        if t > 0
        else {}
    )
    enough = n >= on["min_n"] and len(steps) >= FEWEST_STEPS and t > 0
    told = {"days": round(t / max(n, 1), 2), "top": top(rows, steps, t)}
    bound = on["share_percent"] / 100
    return [
        step_of(
            Subject(unit=str(unit), item=str(item), of=str(rows["step"][i])),
            rows,
            i,
            (n, t, tt),
            bound,
            enough,
            told,
            drawn,
        )
        for i in steps.tolist()
        if str(rows["step"][i]) not in (*APPLICANT, *ENDS)
    ]


def top(rows: Columns, steps: Array, t: float) -> list[list[Any]]:
    return [[str(rows["step"][i]), round(float(rows["w"][i]) / t, 4)] for i in steps[:TOP]] if t > 0 else []


def step_of(
    subject: Subject,
    rows: Columns,
    i: int,
    of: tuple[int, float, float],
    bound: float,
    enough: bool,
    told: Any,
    drawn: Any,
) -> Measured:
    """One step's share of an item's felt time."""
    n, t, tt = of
    if not enough:
        share = float(rows["w"][i]) / t if t > 0 else 0.0
        return Measured(measure="wait", subject=subject, n=n, effect=share)
    r: Ratio = ratio(
        n=n, w=float(rows["w"][i]), t=t, ww=float(rows["ww"][i]), wt=float(rows["wt"][i]), tt=tt, bound=bound
    )
    mean = float(rows["w"][i]) / max(int(rows["n"][i]), 1)
    return Measured(
        measure="wait", subject=subject, n=n, effect=r.value, low=r.low, high=r.high, p=r.p, beyond=r.value > bound,
        told={**told, "mean": round(mean, 2), "passed": int(rows["n"][i])}, drawn={**drawn, "bound": bound},
    )  # fmt: skip


survey = Survey(
    name="bottlenecks",
    grain="item",
    reads=frozenset({STEP, "approvals.received", "approvals.transferred", "approvals.opinion_given", *ENDS}),
    relation=relation,
    columns={
        "unit": "string",
        "item": "string",
        "step": "string",
        "n": "int64",
        "w": "float64",
        "ww": "float64",
        "wt": "float64",
        "t": "float64",
        "tt": "float64",
    },
    evidence=evidence,
    assess=assess,
)
