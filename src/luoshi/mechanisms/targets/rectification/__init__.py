"""责令限期整改: put right by a day; more time once, then only from the head; late for long, a red card.

政府督查工作条例 第十八条. The day is a limit of its own (限时办结制: a yellow card when it passes). Here two more things: an
extension beyond the free ones that the head did not approve (yellow), and a rectification still open some working days
after its day (red). Where the act refuses, as in this software, the first can only come from elsewhere.
"""

from typing import TYPE_CHECKING

import ibis

from luoshi.mechanisms.base import DAY, Facts, Mechanism, day_number, finding, lawful
from luoshi.mechanisms.cards import CARD_ISSUED, RED, YELLOW

if TYPE_CHECKING:
    import ibis.expr.types as ir

ORDERED, EXTENDED = "inspections.rectification_ordered", "inspections.rectification_extended"
CLOCK = "rectification"


def extended(facts: Facts) -> "ir.Table":
    """One finding an extension beyond the free ones, not approved by the head; `n` is its number."""
    e = facts.entries
    e = e.filter((e.kind == EXTENDED) & lawful(e))
    turn = ibis.row_number().over(ibis.window(group_by="matter", order_by=["local", "position"]))
    e = e.mutate(turn=(turn + 1).cast("int32")).select(
        "matter", "local", "happened", "unit", "law", "outcome", "turn"
    )
    on = e.cross_join(facts.world)
    on = on.filter((on.turn > on.free_extensions) & (on.outcome != "head"))
    return finding(
        on,
        CARD_ISSUED,
        rung=YELLOW,
        instance=on.happened.cast("string"),
        arises=on.happened,
        day=day_number(on.local),
        n=on.turn,
    )


def overdue(facts: Facts) -> "ir.Table":
    """One finding a limit still open so many working days after its day."""
    t = facts.found["time_limit"]
    t = t.filter((t.clock == CLOCK) & lawful(t) & t.due.notnull() & ~t.provisional)
    t = t.select("matter", "instance", "unit", "law", "due_day", "met")
    on = t.cross_join(facts.world)
    last = facts.count(on).after(on.due_day, on.red_days)
    on = on.mutate(last=last, over=(last.cast("int64") + 1) * DAY - on.offset)
    late = on.filter((on.met.isnull() | (on.met >= on.over)) & (on.last <= on.confirmed))
    return finding(late, CARD_ISSUED, rung=RED, arises=late.over, day=late.due_day, n=late.red_days)


def relation(facts: Facts) -> "ir.Table":
    return ibis.union(extended(facts), overdue(facts))


mechanism = Mechanism(
    name="rectification",
    grain="clock",
    reads=frozenset({"time_limit", ORDERED, EXTENDED}),
    yields=(CARD_ISSUED,),
    relation=relation,
    needs=frozenset({ORDERED, EXTENDED}),
)
