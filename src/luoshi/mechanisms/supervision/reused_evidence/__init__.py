"""佐证造假苗头: evidence that was handed in before, and work that is only ever reported at the end of the month.

By unit: the share of claims whose files equal or resemble earlier ones, and the share of progress reports made in the
last days of a month. A photo may be used twice for good reasons; a unit whose photos mostly are is worth a look.
"""

from typing import TYPE_CHECKING

import ibis

from luoshi.mechanisms.base import Facts, day_number
from luoshi.mechanisms.supervision import shares
from luoshi.mechanisms.supervision.window import within
from luoshi.mechanisms.survey import Columns, Measured, Survey, Thresholds

if TYPE_CHECKING:
    import ibis.expr.types as ir

CLAIMED, REUSED, PROGRESSED = "tasks.claimed", "tasks.evidence_reused", "tasks.progressed"
MEASURES = ("reused", "month_end")


def claims(facts: Facts, on: Thresholds) -> "ir.Table":
    """Each claim of the days looked at, and whether its evidence had been seen before."""
    t = facts.found["told"]
    c = t.filter((t.kind == CLAIMED) & within(t.local, on)).select("matter", "unit", "instance")
    r = t.filter(t.kind == REUSED).select(of="matter", which="instance").distinct()
    c = c.left_join(r, (c.matter == r.of) & (c.instance == r.which))
    return c.select("matter", "unit", seen=c.of.notnull())


def reports(facts: Facts, on: Thresholds) -> "ir.Table":
    """Each progress report of the days looked at, and whether it came in the last days of its month."""
    t = facts.found["told"]
    t = t.filter((t.kind == PROGRESSED) & within(t.local, on)).select("matter", "unit", "local")
    w = t.cross_join(facts.world)
    count, day = facts.count(w), day_number(w.local)
    month, then = count.iso(day).substr(0, 7), count.iso((day + on["last_days"]).cast("int32")).substr(0, 7)
    return w.select("matter", "unit", late=month != then)


def relation(facts: Facts, on: Thresholds) -> "ir.Table":
    """How many of how many, by unit."""
    c, r = claims(facts, on), reports(facts, on)
    return ibis.union(shares.counted(c, "reused", c.seen), shares.counted(r, "month_end", r.late))


def evidence(facts: Facts, on: Thresholds) -> "ir.Table":
    """The tasks behind each share."""
    c, r = claims(facts, on), reports(facts, on)
    return ibis.union(
        shares.witness(c.filter(c.seen).select("matter", "unit").distinct(), "reused"),
        shares.witness(r.filter(r.late).select("matter", "unit").distinct(), "month_end"),
    )


def assess(columns: Columns, on: Thresholds, seed: int) -> list[Measured]:
    return shares.assess(columns, on, MEASURES)


survey = Survey(
    name="reused_evidence",
    grain="unit",
    reads=frozenset({CLAIMED, REUSED, PROGRESSED}),
    relation=relation,
    columns=shares.COLUMNS,
    evidence=evidence,
    assess=assess,
)
