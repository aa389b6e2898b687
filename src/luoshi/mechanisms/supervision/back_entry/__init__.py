"""体外循环与事后补录: work done outside the system and entered afterwards.

Four things that paper leaves behind, by unit. Half of all entries come more than one working day after
what they tell (entry lag, P50). Many entries of one officer for many cases lie within one second. A decision
follows acceptance sooner than the work can take: under a fifth of what the quickest hundredth of the
city's cases of that item took. A decision is dated before the acceptance.

Entry lag is reckoned where the moment of entry is known: where the source tells it, and for what people
do here; a past taken over in one go says nothing about its officers.
"""

from typing import TYPE_CHECKING

import ibis
import numpy as np

from luoshi.mechanisms.base import DAY, Facts, day_number, divided
from luoshi.mechanisms.statistics.quantiles import interval, quantile
from luoshi.mechanisms.statistics.tails import binomial_above
from luoshi.mechanisms.supervision import shares
from luoshi.mechanisms.supervision.window import within
from luoshi.mechanisms.survey import Array, Columns, Measured, Subject, Survey, Thresholds

if TYPE_CHECKING:
    import ibis.expr.types as ir

PEOPLE = ("person", "import")
SECOND = 1_000_000
ONE_GO = 500
"""More entries than this with one moment of recording are a past taken over, not the work of a moment."""
LONGEST = 60
"""Working days of lag beyond which all are alike."""
SHARES = ("same_second", "too_fast", "before_acceptance")


def acts(facts: Facts, on: Thresholds) -> "ir.Table":
    """What people did to cases under law in the days looked at."""
    t = facts.found["told"]
    t = t.filter(t.kind.startswith("approvals.") & t.actor_kind.isin(PEOPLE) & within(t.local, on))
    return t.filter((t.law != "none") & (t.law != ""))


def lags(facts: Facts, on: Thresholds) -> "ir.Table":
    """Each act with the working days until it was entered, where that is known."""
    t = acts(facts, on)
    together = t.position.count().over(ibis.window(group_by="recorded"))
    here = (t.actor_kind == "person") & (together <= ONE_GO)
    t = t.mutate(learned=ibis.coalesce(t.entered, ibis.ifelse(here, t.recorded, ibis.null("int64"))))
    w = t.filter(t.learned.notnull()).cross_join(facts.world)
    count = facts.count(w)
    lag = count.ordinal(day_number(w.learned + w.offset)) - count.ordinal(day_number(w.local))
    return w.select("matter", "unit", lag=ibis.greatest(ibis.least(lag, LONGEST), 0).cast("int32"))


def seconds(facts: Facts, on: Thresholds) -> "ir.Table":
    """Each act of an officer, and whether they acted on many cases in that same second. Whole days tell no second."""
    t = acts(facts, on)
    t = t.filter((t.officer != "") & (t.local % DAY != 0))
    t = t.select("matter", "unit", "officer", second=divided(t.local, SECOND))
    many = t.group_by(["unit", "officer", "second"]).agg(cases=t.matter.nunique())
    many = many.rename(u="unit", o="officer", s="second")
    t = t.left_join(many, (t.unit == many.u) & (t.officer == many.o) & (t.second == many.s))
    return t.select("matter", "unit", burst=t.cases >= on["burst"])


def decided(facts: Facts, on: Thresholds) -> "ir.Table":
    """Cases decided in the days looked at: time from acceptance, and the least the item's work can take."""
    c = facts.found["cases"]
    c = c.filter(within(c.decided, on) & c.accepted.notnull())
    c = c.select(
        "matter",
        "unit",
        "item",
        took=c.decided - c.accepted,
        before=day_number(c.decided) < day_number(c.accepted),
    )
    item = ibis.window(group_by="item")
    c = c.mutate(
        quickest=c.took.cast("float64").quantile(on["quick_percentile"] / 100).over(item),
        held=c.matter.count().over(item),
    )
    known = (c.held >= on["quick_n"]) & (c.quickest > 0)
    least = ibis.ifelse(known, c.quickest * on["quick_percent"] / 100, ibis.null("float64"))
    return c.select("matter", "unit", "before", "took", least=least)


def relation(facts: Facts, on: Thresholds) -> "ir.Table":
    """Lags by unit as a histogram (`value`), and the three shares."""
    lag = lags(facts, on)
    lag = lag.group_by(["unit", "lag"]).agg(n=lag.count())
    none = ibis.literal("")
    lag = lag.select(
        measure=ibis.literal("lag"), unit=lag.unit, item=none, of=none, n=lag.n, k=lag.lag.cast("int64")
    )
    s, d = seconds(facts, on), decided(facts, on)
    known = d.filter(d.least.notnull())
    return ibis.union(
        lag,
        shares.counted(s, "same_second", s.burst),
        shares.counted(known, "too_fast", quick(known)),
        shares.counted(d, "before_acceptance", d.before),
    )


def quick(d: "ir.Table") -> "ir.BooleanValue":
    return (d.took >= 0) & (d.took.cast("float64") < d.least)


def evidence(facts: Facts, on: Thresholds) -> "ir.Table":
    """The cases beneath each measure."""
    lag, s, d = lags(facts, on), seconds(facts, on), decided(facts, on)
    late = lag.filter(lag.lag > on["lag_days"])
    late = late.group_by(["matter", "unit"]).agg(lag=late.lag.max())
    fast = d.filter(d.least.notnull() & quick(d))
    return ibis.union(
        shares.witness(late, "lag", late.lag),
        shares.witness(s.filter(s.burst).select("matter", "unit").distinct(), "same_second"),
        shares.witness(fast, "too_fast", -fast.took.cast("float64")),
        shares.witness(d.filter(d.before), "before_acceptance", -d.filter(d.before).took.cast("float64")),
    )


def assess(columns: Columns, on: Thresholds, seed: int) -> list[Measured]:
    own = columns["measure"] == "lag"
    units = columns["unit"][own]
    value, count = columns["k"][own].astype(int), columns["n"][own].astype(int)
    late = [lagging(str(u), value[units == u], count[units == u], on) for u in np.unique(units.astype(str))]
    return late + shares.assess(columns, on, SHARES)


def lagging(unit: str, value: Array, count: Array, on: Thresholds) -> Measured:
    """Whether more than half of a unit's entries come later than allowed: the sign test of the median."""
    n, subject = int(count.sum()), Subject(unit=unit)
    middle = quantile(value, count, 0.5)
    if n < on["min_n"]:
        return Measured(measure="lag", subject=subject, n=n, effect=middle)
    late = int(count[value > on["lag_days"]].sum())
    low, high = interval(value, count, 0.5)
    bars = np.bincount(np.minimum(value, 20), weights=count, minlength=21).astype(int).tolist()
    return Measured(
        measure="lag", subject=subject, n=n, effect=middle, low=low, high=high, p=binomial_above(late, n, 0.5),
        beyond=middle > on["lag_days"], told={"k": late, "share": late / n, "allowed": on["lag_days"]},
        drawn={"bars": bars, "bound": on["lag_days"]},
    )  # fmt: skip


survey = Survey(
    name="back_entry",
    grain="unit",
    reads=frozenset({"approvals.received", "approvals.accepted", "approvals.step", "approvals.decided"}),
    relation=relation,
    columns=shares.COLUMNS,
    evidence=evidence,
    assess=assess,
)
