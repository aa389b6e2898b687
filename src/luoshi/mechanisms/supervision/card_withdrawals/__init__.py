"""撤牌偏多: cards that are issued and then taken back.

A card may be withdrawn on appeal, by somebody who did not issue it. Where a unit's cards are withdrawn far
more often than others', either its cards are issued wrongly or they are haggled away: both need a look. The
share of each unit's cards that were withdrawn is compared in a funnel.
"""

from typing import TYPE_CHECKING

import ibis

from luoshi.mechanisms.base import Facts
from luoshi.mechanisms.supervision import shares
from luoshi.mechanisms.supervision.window import within
from luoshi.mechanisms.survey import Columns, Measured, Survey, Thresholds

if TYPE_CHECKING:
    import ibis.expr.types as ir

ISSUED, DECIDED = "monitor.card_issued", "monitor.appeal_decided"
WITHDRAWN = "withdrawn"


def cards(facts: Facts, on: Thresholds) -> "ir.Table":
    """Cards issued in the days looked at, and whether each was withdrawn."""
    t = facts.found["told"]
    i = t.filter((t.kind == ISSUED) & within(t.local, on)).select("matter", "unit", "position")
    w = t.filter((t.kind == DECIDED) & (t.outcome == WITHDRAWN)).select(of="card").distinct()
    i = i.left_join(w, i.position == w.of)
    return i.select("matter", "unit", withdrawn=i.of.notnull())


def relation(facts: Facts, on: Thresholds) -> "ir.Table":
    """How many of how many, by unit."""
    c = cards(facts, on)
    return shares.counted(c, "withdrawn", c.withdrawn)


def evidence(facts: Facts, on: Thresholds) -> "ir.Table":
    """The matters whose cards were withdrawn."""
    c = cards(facts, on)
    c = c.filter(c.withdrawn).group_by(["matter", "unit"]).agg(times=ibis._.count())
    return shares.witness(c, "withdrawn", c.times)


def assess(columns: Columns, on: Thresholds, seed: int) -> list[Measured]:
    return shares.assess(columns, on, ("withdrawn",))


survey = Survey(
    name="card_withdrawals",
    grain="unit",
    reads=frozenset({ISSUED, DECIDED}),
    relation=relation,
    columns=shares.COLUMNS,
    evidence=evidence,
    assess=assess,
)
