"""行政监督联席会议: an issue that was on the table twice without a decision is seen (议而不决).

信访工作条例 第十二条、第十三条 as the model. Deferring an issue is lawful; deferring it at every meeting is how things
are never decided. From the second deferral on without a decision, the convenor is told; nothing is decided by that.
"""

from typing import TYPE_CHECKING

import ibis

from luoshi.law.event import Event
from luoshi.mechanisms.base import Facts, Mechanism, day_number, finding, lawful

if TYPE_CHECKING:
    import ibis.expr.types as ir

DISCUSSED, DECIDED = "meetings.discussed", "meetings.decided"
TWICE = Event(
    kind="monitor.undecided_twice",
    title=("议而不决", "Discussed again and not decided"),
    sentence=(
        "议题两次上会没有决定，请召集人明确牵头单位、决定和时限",
        "Twice on the table without a decision: the convenor must settle who does what by when",
    ),
    binds="escalation",
)


def relation(facts: Facts) -> "ir.Table":
    """One finding an issue whose deferrals, since it was last decided, reach the number; `n` is that number."""
    e = facts.entries
    key = ["matter", "position", "local", "happened", "unit", "law"]
    d = e.filter((e.kind == DISCUSSED) & (e.outcome != "decided") & lawful(e)).select(*key)
    s = e.filter((e.kind == DECIDED) | ((e.kind == DISCUSSED) & (e.outcome == "decided")))
    s = s.select(of="matter", settled="local")
    d = d.left_join(s, (d.matter == s.of) & (s.settled < d.local))
    d = d.group_by(key).agg(settled=d.settled.max())
    since = ibis.window(group_by=["matter", "settled"], order_by=["local", "position"])
    turn = ibis.row_number().over(since)
    d = d.mutate(turn=(turn + 1).cast("int32"))
    on = d.cross_join(facts.world)
    on = on.filter(on.turn == on.undecided_meetings)
    return finding(
        on,
        TWICE,
        instance=on.happened.cast("string"),
        arises=on.happened,
        day=day_number(on.local),
        n=on.turn,
    )


mechanism = Mechanism(
    name="joint_meeting",
    grain="matter",
    reads=frozenset({DISCUSSED, DECIDED}),
    yields=(TWICE,),
    relation=relation,
    needs=frozenset({DISCUSSED}),
)
