"""无主任务清零: no task is in nobody's hands.

What was drafted without a lead unit and has neither been broken down nor called off is in nobody's hands. It cannot be
published (`tasks.acts.publishing`); here it is told to the efficiency office when its working days for finding an
owner are over. The figure shown is 0 when all is well.
"""

from typing import TYPE_CHECKING

from luoshi.law.event import Event
from luoshi.mechanisms.base import DAY, Facts, Mechanism, day_number, finding, lawful

if TYPE_CHECKING:
    import ibis.expr.types as ir

DRAFTED, AMENDED = "tasks.drafted", "tasks.amended"
SETTLED = ("tasks.broken_down", "tasks.cancelled")
OWNERLESS = Event(
    kind="monitor.ownerless_task",
    title=("无主任务", "A task in nobody's hands"),
    sentence=(
        "立项后仍没有牵头单位，也没有分解，请确定牵头单位或撤销",
        "Drafted without a lead unit and not broken down since: name one, or call it off",
    ),
    binds="escalation",
)


def relation(facts: Facts) -> "ir.Table":
    """One finding a task still ownerless when the days for finding an owner are over."""
    e = facts.entries
    d = e.filter((e.kind == DRAFTED) & (e.unit == "") & lawful(e)).select(
        "matter", "local", "happened", "unit", "law"
    )
    owned = e.kind.isin(SETTLED) | ((e.kind == AMENDED) & (e.unit != ""))
    s = e.filter(owned).select(of="matter", settled="local")
    d = d.left_join(s, d.matter == s.of)
    d = d.group_by(["matter", "local", "happened", "unit", "law"]).agg(settled=d.settled.min())
    on = d.cross_join(facts.world)
    last = facts.count(on).after(day_number(on.local), on.owner_days)
    on = on.mutate(last=last, over=(last.cast("int64") + 1) * DAY)
    late = on.filter((on.settled.isnull() | (on.settled >= on.over)) & (on.last <= on.confirmed))
    return finding(late, OWNERLESS, arises=late.over - late.offset, day=late.last, n=late.owner_days)


mechanism = Mechanism(
    name="owned_tasks",
    grain="matter",
    reads=frozenset({DRAFTED, AMENDED, *SETTLED}),
    yields=(OWNERLESS,),
    relation=relation,
    needs=frozenset({DRAFTED}),
)
