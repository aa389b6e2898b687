"""决策部署执行情况报告: whoever carries out a decision reports on it, and silence is seen.

重大行政决策程序暂行条例 第三十四条: the executing unit reports to the decision-making body how it is carried out. From the
receipt, and from every report since, the unit has `report_days` days for its next report, until it claims completion.
A parent reports through its parts. Nothing is decided by the silence; the unit owes a report.
"""

from typing import TYPE_CHECKING

from luoshi.law.event import Event
from luoshi.mechanisms.base import DAY, Facts, Mechanism, day_number, finding, lawful

if TYPE_CHECKING:
    import ibis.expr.types as ir

BEGUN = ("tasks.receipted", "tasks.progressed", "tasks.returned", "tasks.reopened")
"""After these the unit owes its next report."""
ANSWERS = ("tasks.progressed", "tasks.claimed", "tasks.cancelled")
BROKEN_DOWN = "tasks.broken_down"
OWED = Event(
    kind="monitor.report_owed",
    title=("应报告执行情况", "A report on progress is owed"),
    sentence=(
        "已超过报告间隔没有反馈进展，请牵头单位报告执行情况",
        "No progress was reported for longer than agreed: the lead unit owes a report",
    ),
    binds="escalation",
)


def relation(facts: Facts) -> "ir.Table":
    """One finding a time without report; its instance is the day from which it counts."""
    e = facts.entries
    key = ["matter", "position", "local", "happened", "unit", "law"]
    b = e.filter(e.kind.isin(BEGUN) & lawful(e)).select(*key)
    a = e.filter(e.kind.isin(ANSWERS)).select(of="matter", answer="local", at="position")
    b = b.left_join(a, (b.matter == a.of) & (a.answer >= b.local) & (a.at > b.position))
    b = b.group_by(key).agg(answered=b.answer.min())
    p = e.filter(e.kind == BROKEN_DOWN).select(parent="matter", parted="local")
    p = p.group_by("parent").agg(parted=p.parted.min())
    b = b.left_join(p, b.matter == p.parent)
    on = b.cross_join(facts.world)
    over = (day_number(on.local).cast("int64") + on.report_days + 1) * DAY
    on = on.mutate(over=over, last=(day_number(on.local) + on.report_days).cast("int32"))
    late = on.filter(
        (on.answered.isnull() | (on.answered >= on.over)) & (on.parted.isnull() | (on.parted >= on.over))
    )
    return finding(
        late, OWED, instance=late.happened.cast("string"), arises=late.over - late.offset, day=late.last,
        n=late.report_days,
    )  # fmt: skip


mechanism = Mechanism(
    name="decision_execution",
    grain="matter",
    reads=frozenset({*BEGUN, *ANSWERS, BROKEN_DOWN}),
    yields=(OWED,),
    relation=relation,
    needs=frozenset(BEGUN),
)
