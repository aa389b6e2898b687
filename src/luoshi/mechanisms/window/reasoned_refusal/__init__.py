"""不予受理、不予许可说明理由: who refuses says why, in writing.

行政许可法 第三十八条第二款、第七十二条第七项. A refusal to accept or to grant on record without a reason is a lead:
a red card. Whether the refusal stands is for reconsideration and the courts, not for this rule.
"""

from typing import TYPE_CHECKING

from luoshi.mechanisms.base import Facts, Mechanism, day_number, finding, lawful
from luoshi.mechanisms.cards import CARD_ISSUED, RED

if TYPE_CHECKING:
    import ibis.expr.types as ir

REFUSED, DECIDED = "approvals.acceptance_refused", "approvals.decided"


def relation(facts: Facts) -> "ir.Table":
    """One finding a refusal without a reason."""
    e = facts.entries
    refusal = (e.kind == REFUSED) | ((e.kind == DECIDED) & (e.outcome == "refused"))
    e = e.filter(refusal & ~e.reasoned & lawful(e))
    return finding(
        e, CARD_ISSUED, rung=RED, instance=e.happened.cast("string"), arises=e.happened, day=day_number(e.local),
    )  # fmt: skip


mechanism = Mechanism(
    name="reasoned_refusal",
    grain="matter",
    reads=frozenset({REFUSED, DECIDED}),
    yields=(CARD_ISSUED,),
    relation=relation,
    needs=frozenset({REFUSED, DECIDED}),
)
