"""一次性告知制: everything that must be corrected is told once.

行政许可法 第三十二条第一款第四项、第七十二条第四项. A second notice is lawful only where what the applicant filed
since made it necessary; a second notice that the authority itself caused, or that nobody accounted for, is a
lead: a yellow card. The notice itself stands, and the applicant's term is not shortened by it.
"""

from typing import TYPE_CHECKING

import ibis

from luoshi.mechanisms.base import Facts, Mechanism, day_number, finding, lawful
from luoshi.mechanisms.cards import CARD_ISSUED, YELLOW

if TYPE_CHECKING:
    import ibis.expr.types as ir

NOTIFIED = "approvals.correction_notified"


def relation(facts: Facts) -> "ir.Table":
    """One finding a further notice that the applicant did not cause; `n` is its number."""
    e = facts.entries
    e = e.filter((e.kind == NOTIFIED) & lawful(e))
    turn = ibis.row_number().over(ibis.window(group_by="matter", order_by=["local", "position"]))
    e = e.mutate(turn=turn)
    e = e.filter((e.turn > 0) & (e.cause != "applicant"))
    number = (e.turn + 1).cast("int32")
    return finding(
        e, CARD_ISSUED, rung=YELLOW, instance=number.cast("string"), n=number, arises=e.happened,
        day=day_number(e.local),
    )  # fmt: skip


mechanism = Mechanism(
    name="one_time_notice",
    grain="matter",
    reads=frozenset({NOTIFIED}),
    yields=(CARD_ISSUED,),
    relation=relation,
    needs=frozenset({NOTIFIED}),
)
