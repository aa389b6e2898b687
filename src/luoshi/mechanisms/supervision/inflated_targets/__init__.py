"""层层加码成风: targets that grow, and terms that shrink, at the same unit again and again.

One growth is explained and approved where it happens (`targets/target_cascade`). By unit, the share of its tasks on
which one was put on record is compared with everybody else's.
"""

from typing import TYPE_CHECKING

from luoshi.mechanisms.base import Facts
from luoshi.mechanisms.supervision import shares
from luoshi.mechanisms.supervision.window import within
from luoshi.mechanisms.survey import Columns, Measured, Survey, Thresholds

if TYPE_CHECKING:
    import ibis.expr.types as ir

DRAFTED, FOUND = "tasks.drafted", "tasks.inflation_found"
MEASURES = ("inflated",)


def tasks(facts: Facts, on: Thresholds) -> "ir.Table":
    """Each task drafted in the days looked at, and whether it grew on its way down."""
    t = facts.found["told"]
    d = t.filter((t.kind == DRAFTED) & (t.unit != "") & within(t.local, on)).select("matter", "unit")
    f = t.filter(t.kind == FOUND).select(of="matter").distinct()
    d = d.left_join(f, d.matter == f.of)
    return d.select("matter", "unit", grew=d.of.notnull())


def relation(facts: Facts, on: Thresholds) -> "ir.Table":
    """How many of how many, by unit."""
    d = tasks(facts, on)
    return shares.counted(d, "inflated", d.grew)


def evidence(facts: Facts, on: Thresholds) -> "ir.Table":
    """The tasks that grew."""
    d = tasks(facts, on)
    return shares.witness(d.filter(d.grew).select("matter", "unit").distinct(), "inflated")


def assess(columns: Columns, on: Thresholds, seed: int) -> list[Measured]:
    return shares.assess(columns, on, MEASURES)


survey = Survey(
    name="inflated_targets",
    grain="unit",
    reads=frozenset({DRAFTED, FOUND}),
    relation=relation,
    columns=shares.COLUMNS,
    evidence=evidence,
    assess=assess,
)
