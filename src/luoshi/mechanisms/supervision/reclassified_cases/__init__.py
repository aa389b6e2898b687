"""受理后改变办件类型: cases that become another kind, or get another promise, after they were accepted.

A case to be settled on the spot (即办件) turned into one with a promise (承诺件) gains days. Terms are
frozen at acceptance; each change is told and explained by itself. Here the share of each unit's accepted
cases that were changed afterwards is compared in a funnel.
"""

from typing import TYPE_CHECKING

import ibis

from luoshi.mechanisms.base import Facts
from luoshi.mechanisms.supervision import shares
from luoshi.mechanisms.supervision.window import within
from luoshi.mechanisms.survey import Columns, Measured, Survey, Thresholds

if TYPE_CHECKING:
    import ibis.expr.types as ir

RECLASSIFIED = "approvals.reclassified"


def accepted(facts: Facts, on: Thresholds) -> "ir.Table":
    """Cases accepted in the days looked at, and how often each was changed at or after acceptance."""
    c = facts.found["cases"]
    c = c.filter(within(c.accepted, on)).select("matter", "unit", "accepted")
    t = facts.found["told"]
    t = t.filter(t.kind == RECLASSIFIED).select(of="matter", local="local")
    a = c.select(whose="matter", since="accepted")
    t = t.inner_join(a, t.of == a.whose)
    t = t.filter(t.local >= t.since).group_by("of").agg(times=ibis._.count())
    return c.left_join(t, c.matter == t.of).select("matter", "unit", "times")


def relation(facts: Facts, on: Thresholds) -> "ir.Table":
    """How many of how many, by unit."""
    a = accepted(facts, on)
    return shares.counted(a, "reclassified", a.times.notnull())


def evidence(facts: Facts, on: Thresholds) -> "ir.Table":
    """The cases that were changed."""
    a = accepted(facts, on).filter(lambda t: t.times.notnull())
    return shares.witness(a, "reclassified", a.times)


def assess(columns: Columns, on: Thresholds, seed: int) -> list[Measured]:
    return shares.assess(columns, on, ("reclassified",))


survey = Survey(
    name="reclassified_cases",
    grain="unit",
    reads=frozenset({RECLASSIFIED, "approvals.accepted"}),
    relation=relation,
    columns=shares.COLUMNS,
    evidence=evidence,
    assess=assess,
)
