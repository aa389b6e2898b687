"""超时回复（超时默认制的其余情形）: who exceeds the time owes a reason in public; nothing is granted by it.

优化营商环境条例 第三十六条第二款: where the time is exceeded, the unit must say why in public. When the promised or the
statutory term of a decision has passed, the obligation arises, once for each; the applicant is shown where to
complain, to ask for reconsideration or to sue.
"""

from typing import TYPE_CHECKING

from luoshi.law.event import Event
from luoshi.mechanisms.base import Facts, Mechanism, finding

if TYPE_CHECKING:
    import ibis.expr.types as ir

REASON_OWED = Event(
    kind="approvals.reason_owed",
    title=("应公开超时理由", "Reason owed in public"),
    sentence=(
        "已超过办理时间，办理单位应当公开说明理由；不因此产生任何许可",
        "The time is exceeded and the unit must say why in public; nothing is granted by it",
    ),
    visibility="public",
    binds="escalation",
    citation="优化营商环境条例 第三十六条第二款",
)
NOT_DECISIONS = ("CLK-01", "CLK-05")


def relation(facts: Facts) -> "ir.Table":
    """One finding a promised or statutory decision term that passed while it ran."""
    t = facts.found["time_limit"]
    t = t.filter(
        t.grade.isin(("statutory", "promise")) & ~t.clock.isin(NOT_DECISIONS) & t.acting & t.due.notnull()
    )
    t = t.filter(t.met.isnull() | (t.met >= t.due))
    return finding(t, REASON_OWED, instance=t.clock, arises=t.due, day=t.due_day, n=t.amount)


mechanism = Mechanism(
    name="overdue_reply",
    grain="clock",
    reads=frozenset({"time_limit", "approvals.received"}),
    yields=(REASON_OWED,),
    relation=relation,
    needs=frozenset({"approvals.received", "clocks.set"}),
)
