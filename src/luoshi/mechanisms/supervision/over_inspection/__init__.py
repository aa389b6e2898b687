"""督查过频: bodies that are inspected far more often than others, or again before the last one is digested.

督查条例 第十五条. By body: its share of all inspections served, and how many of its inspections came within some days of
another. This is a lead about those who inspect, told to the efficiency office; the body is at no fault.
"""

from typing import TYPE_CHECKING

import ibis

from luoshi.mechanisms.base import Facts, day_number
from luoshi.mechanisms.supervision import shares
from luoshi.mechanisms.supervision.window import within
from luoshi.mechanisms.survey import Columns, Measured, Survey, Thresholds

if TYPE_CHECKING:
    import ibis.expr.types as ir

SERVED = "inspections.served"
MEASURES = ("frequent", "close")


def served(facts: Facts, on: Thresholds) -> "ir.Table":
    """One row an inspection and body, with the days since the one before at that body."""
    t = facts.found["told"]
    s = t.filter((t.kind == SERVED) & (t.to_unit != "") & within(t.local, on))
    s = s.group_by(["matter", "to_unit"]).agg(local=s.local.min()).rename(unit="to_unit")
    before = ibis.window(group_by="unit", order_by=["local", "matter"])
    s = s.mutate(last=s.local.lag().over(before), whole=s.matter.count().over(ibis.window()))
    gap = day_number(s.local) - day_number(s["last"])
    soon = (gap > 0) & (gap <= on["apart_days"])  # what falls on one day is one visit
    return s.select("matter", "unit", "whole", again=ibis.coalesce(soon, ibis.literal(False)))


def relation(facts: Facts, on: Thresholds) -> "ir.Table":
    """How many of how many, by body; for frequency, how many of all inspections."""
    s = served(facts, on)
    g = s.group_by("unit").agg(k=s.matter.count(), n=s.whole.max())
    none = ibis.literal("")
    frequent = g.select(measure=ibis.literal("frequent"), unit=g.unit, item=none, of=none, n=g.n, k=g.k)
    return ibis.union(frequent, shares.counted(s, "close", s.again))


def evidence(facts: Facts, on: Thresholds) -> "ir.Table":
    """The inspections of the body."""
    s = served(facts, on)
    return ibis.union(shares.witness(s, "frequent"), shares.witness(s.filter(s.again), "close"))


def assess(columns: Columns, on: Thresholds, seed: int) -> list[Measured]:
    return shares.assess(columns, on, MEASURES)


survey = Survey(
    name="over_inspection",
    grain="unit",
    reads=frozenset({SERVED}),
    relation=relation,
    columns=shares.COLUMNS,
    evidence=evidence,
    assess=assess,
)
