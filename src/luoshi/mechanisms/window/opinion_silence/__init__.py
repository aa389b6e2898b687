"""逾期视为无意见（超时默认制的内部一类）: a co-operating unit that stays silent does not hold up a joint case.

行政许可法 第二十六条第二款 lets several departments handle a case together. An opinion asked for within a limit and
not given moves the case on as "no opinion"; it grants nothing, and the unit's own limit is broken all the same. No
national statute says so for licences in general: the rule is internal, local practice in parallel approval.
"""

from typing import TYPE_CHECKING

from luoshi.law.event import Event
from luoshi.mechanisms.base import Facts, Mechanism, finding, lawful

if TYPE_CHECKING:
    import ibis.expr.types as ir

OPINION_DEEMED = Event(
    kind="approvals.opinion_deemed",
    title=("逾期视为无意见", "No opinion by silence"),
    sentence=(
        "协办单位逾期未反馈，视为无意见，联合办理继续；不产生任何许可",
        "The co-operating unit did not answer in time: taken as no opinion, the joint case goes on; nothing is granted",
    ),
    binds="internal",
)


def relation(facts: Facts) -> "ir.Table":
    """One finding an opinion not given by its due moment."""
    t = facts.found["time_limit"]
    t = t.filter((t.clock == "opinion") & lawful(t) & t.due.notnull() & ~t.provisional)
    t = t.filter(t.met.isnull() | (t.met >= t.due))
    return finding(t, OPINION_DEEMED, arises=t.due, day=t.due_day, n=t.amount)


mechanism = Mechanism(
    name="opinion_silence",
    grain="clock",
    reads=frozenset({"time_limit", "approvals.opinion_invited"}),
    yields=(OPINION_DEEMED,),
    relation=relation,
    needs=frozenset({"approvals.opinion_invited", "clocks.set"}),
)
