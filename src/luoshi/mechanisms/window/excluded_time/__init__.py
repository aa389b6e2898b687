"""除外时间: a clock stops only on an enumerated ground, with a paper that says how long.

行政许可法 第四十五条. The eight grounds are hearing, tender, auction, inspection, testing, quarantine, appraisal and
expert review. A stop recorded on another ground, or without the written notice, stops nothing (the term is counted
through) and is a lead: a yellow card.
"""

from typing import TYPE_CHECKING

from luoshi.law.registry import lawful_grounds
from luoshi.mechanisms.base import Facts, Mechanism, day_number, finding, lawful
from luoshi.mechanisms.cards import CARD_ISSUED, YELLOW

if TYPE_CHECKING:
    import ibis.expr.types as ir

PAUSED = "approvals.paused"


def relation(facts: Facts) -> "ir.Table":
    """One finding a stop without lawful ground or document."""
    e = facts.entries
    e = e.filter((e.kind == PAUSED) & lawful(e) & ~(e.ground.isin(lawful_grounds()) & (e.document != "")))
    return finding(
        e, CARD_ISSUED, rung=YELLOW, instance=e.happened.cast("string"), arises=e.happened, day=day_number(e.local),
    )  # fmt: skip


mechanism = Mechanism(
    name="excluded_time",
    grain="matter",
    reads=frozenset({PAUSED}),
    yields=(CARD_ISSUED,),
    relation=relation,
    needs=frozenset({PAUSED}),
)
