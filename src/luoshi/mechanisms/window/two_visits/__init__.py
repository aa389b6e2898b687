"""两次终结制: the first visit ends with everything told, the second ends the matter.

The paper of 2008 names the rule without defining it; the meaning here is inferred and marked so in `law.yaml`. Its
living successors are 一次办结 and 一次性告知 in 优化营商环境条例 第三十六条. Visits are the days on which the applicant
filed. A third visit after a notice that the authority itself caused is a lead: a yellow card, to be explained by the
head. Visits that the applicant's own filings made necessary are counted and shown, never held against anybody.
"""

from typing import TYPE_CHECKING

import ibis

from luoshi.mechanisms.base import Facts, Mechanism, day_number, finding, lawful
from luoshi.mechanisms.cards import CARD_ISSUED, YELLOW

if TYPE_CHECKING:
    import ibis.expr.types as ir

RECEIVED, SUPPLEMENTED = "approvals.received", "approvals.supplemented"
NOTIFIED = "approvals.correction_notified"
ENOUGH = 2


def visits(facts: Facts) -> "ir.Table":
    """The days on which each applicant filed, numbered from 0: matter, day, local (first filing of the day), visit."""
    e = facts.entries
    e = e.filter(e.kind.isin((RECEIVED, SUPPLEMENTED)) & lawful(e))
    e = e.mutate(day=day_number(e.local))
    v = e.group_by(["matter", "day"]).agg(
        local=e.local.min(),
        happened=e.happened.min(),
        unit=e.unit.max(),
        law=e.law.max(),
    )
    return v.mutate(visit=ibis.row_number().over(ibis.window(group_by="matter", order_by="day")))


def relation(facts: Facts) -> "ir.Table":
    """One finding a visit beyond the second whose notice the authority caused; `n` is its number."""
    v = facts.found["visits"]
    v = v.filter(v.visit >= ENOUGH)
    e = facts.entries
    # The first notice is what the first visit ends with; any later one needs its cause told.
    told = e.filter(e.kind == NOTIFIED)
    told = told.mutate(
        turn=ibis.row_number().over(ibis.window(group_by="matter", order_by=["local", "position"]))
    )
    told = told.filter((told.turn > 0) & (told.cause != "applicant")).select(of="matter", said="local")
    joined = v.inner_join(told, (v.matter == told.of) & (told.said < v.local))
    found = joined.group_by(["matter", "day", "visit"]).agg(
        happened=joined.happened.min(), unit=joined.unit.max(), law=joined.law.max()
    )
    number = (found.visit + 1).cast("int32")
    return finding(
        found, CARD_ISSUED, rung=YELLOW, instance=number.cast("string"), n=number, arises=found.happened
    )


mechanism = Mechanism(
    name="two_visits",
    grain="matter",
    reads=frozenset({RECEIVED, SUPPLEMENTED, NOTIFIED}),
    yields=(CARD_ISSUED,),
    before=(("visits", visits),),
    relation=relation,
    needs=frozenset({SUPPLEMENTED}),
)
