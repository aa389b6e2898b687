"""受理后不得变更办件类型和时限: the parameters of a clock are frozen when the case is accepted.

House rule against a known trick: a case recorded as to be settled on the spot becomes one with a promise, or its
promised day moves, after it was accepted. The clocks stay as they were at acceptance; the change is kept beside them
and is a lead: a yellow card, to be explained.
"""

from typing import TYPE_CHECKING

from luoshi.mechanisms.base import Facts, Mechanism, day_number, finding, lawful
from luoshi.mechanisms.cards import CARD_ISSUED, YELLOW

if TYPE_CHECKING:
    import ibis.expr.types as ir

RECLASSIFIED = "approvals.reclassified"


def relation(facts: Facts) -> "ir.Table":
    """One finding a change of kind or promise after acceptance."""
    e = facts.entries
    e = e.filter((e.kind == RECLASSIFIED) & lawful(e))
    m = facts.matters.select(of="matter", accepted="accepted")
    e = e.inner_join(m, e.matter == m.of)
    e = e.filter(e.accepted.notnull() & (e.local >= e.accepted))
    return finding(
        e, CARD_ISSUED, rung=YELLOW, instance=e.happened.cast("string"), arises=e.happened, day=day_number(e.local),
    )  # fmt: skip


mechanism = Mechanism(
    name="frozen_terms",
    grain="matter",
    reads=frozenset({RECLASSIFIED, "approvals.accepted"}),
    yields=(CARD_ISSUED,),
    relation=relation,
    needs=frozenset({RECLASSIFIED}),
)
