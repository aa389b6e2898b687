"""跟踪督办制: what the media reported is followed to its end, told to the public, and looked at once more.

政府督查工作条例 第十二条、第十四条. After the result is published the matter stays open; when the days for looking back
are over, somebody must look whether it holds. Only then can it be closed (`inspections.acts.inspecting.close`).
"""

from typing import TYPE_CHECKING

from luoshi.law.event import Event
from luoshi.mechanisms.base import DAY, Facts, Mechanism, day_number, finding, lawful

if TYPE_CHECKING:
    import ibis.expr.types as ir

PUBLISHED, LOOKED_BACK = "inspections.result_published", "inspections.looked_back"
MEDIA = "media"
DUE = Event(
    kind="monitor.look_back_due",
    title=("应回头看", "Time to look back"),
    sentence=(
        "媒体反映的问题公开结果已满期限，请再次核实是否反弹，之后方可办结",
        "The days since the result was published are over: look whether it holds, then it can be closed",
    ),
    binds="escalation",
)


def relation(facts: Facts) -> "ir.Table":
    """One finding a published result, when it is time to look back; `n` is the days."""
    e = facts.entries
    p = e.filter((e.kind == PUBLISHED) & (e.ground == MEDIA) & lawful(e))
    p = p.select("matter", "local", "happened", "unit", "law")
    on = p.cross_join(facts.world)
    on = on.mutate(last=(day_number(on.local) + on.look_back_days).cast("int32"))
    return finding(
        on, DUE, instance=on.happened.cast("string"), arises=on["last"].cast("int64") * DAY - on.offset, day=on["last"],
        n=on.look_back_days,
    )  # fmt: skip


mechanism = Mechanism(
    name="media_follow_up",
    grain="matter",
    reads=frozenset({PUBLISHED}),
    yields=(DUE,),
    relation=relation,
    needs=frozenset({PUBLISHED}),
)
