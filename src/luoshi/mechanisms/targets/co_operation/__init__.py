"""牵头协办制: the lead unit answers for the whole; a co-operating unit answers in time or says why not.

北京市接诉即办工作条例 第十四条第二款 says so for complaints; for key tasks it is a house rule. When a co-operating unit asked by
the lead stays silent beyond its working days, the matter goes up to the head of the lead unit. The limit is the
co-operating unit's own (限时办结制): the card is on it, not on who asked.
"""

from typing import TYPE_CHECKING

from luoshi.law.event import Event
from luoshi.mechanisms.base import Facts, Mechanism, finding, lawful

if TYPE_CHECKING:
    import ibis.expr.types as ir

ASKED, ANSWERED = "tasks.co_asked", "tasks.co_replied"
SILENT = Event(
    kind="monitor.co_operation_silent",
    title=("协办逾期未反馈", "A co-operating unit stays silent"),
    sentence=(
        "协办单位逾期没有反馈，请牵头单位负责人出面协调",
        "The co-operating unit did not answer in time: the head of the lead unit must take it up",
    ),
    binds="escalation",
)


def relation(facts: Facts) -> "ir.Table":
    """One finding a question unanswered at its due moment; the unit is the lead's."""
    t = facts.found["time_limit"]
    t = t.filter((t.clock == "co_reply") & lawful(t) & t.due.notnull() & ~t.provisional)
    t = t.filter(t.met.isnull() | (t.met >= t.due)).drop("unit")
    g = facts.found["governed"].select(of="matter", unit="holder")
    t = t.inner_join(g, t.matter == g.of)
    return finding(t, SILENT, arises=t.due, day=t.due_day, n=t.amount)


mechanism = Mechanism(
    name="co_operation",
    grain="clock",
    reads=frozenset({"time_limit", ASKED, ANSWERED}),
    yields=(SILENT,),
    relation=relation,
    needs=frozenset({ASKED, "clocks.set"}),
)
