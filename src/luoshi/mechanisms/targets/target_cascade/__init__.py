"""目标责任分解、层层加码: a target that grew, or a term that shrank, on its way down waits for somebody's approval.

杭州市绩效管理条例 第十四条. What the act of breaking down puts on record (`tasks.inflation_found`) is weighed here once
more by the dated thresholds: a part due in less than the least share of the time above it, or parts that add up to
more than the most of the target. It stays in sight upward whatever is decided.
"""

from typing import TYPE_CHECKING

from luoshi.law.event import Event
from luoshi.mechanisms.base import Facts, Mechanism, day_number, finding, lawful

if TYPE_CHECKING:
    import ibis.expr.types as ir

FOUND = "tasks.inflation_found"
ANSWERS = ("tasks.inflation_approved", "tasks.inflation_refused")
WAITING = Event(
    kind="monitor.inflation_waiting",
    title=("层层加码待批", "Grown on its way down, to be approved"),
    sentence=(
        "分解后时限被压缩或指标合计被抬高，超过界限，请上级决定是否同意",
        "Less time or a higher total than above, beyond the limit: whoever stands above must decide",
    ),
    binds="escalation",
)


def relation(facts: Facts) -> "ir.Table":
    """One finding a growth beyond its threshold; `n` is its share in per mille."""
    e = facts.entries
    e = e.filter((e.kind == FOUND) & lawful(e)).select(
        "matter", "local", "happened", "unit", "law", "instance", "cause", "n"
    )
    on = e.cross_join(facts.world)
    squeezed = (on.cause == "time") & (on.n < on.least_time_per_mille)
    heightened = (on.cause == "sum") & (on.n > on.most_sum_per_mille)
    on = on.filter(squeezed | heightened)
    return finding(on, WAITING, arises=on.happened, day=day_number(on.local), n=on.n)


mechanism = Mechanism(
    name="target_cascade",
    grain="matter",
    reads=frozenset({FOUND}),
    yields=(WAITING,),
    relation=relation,
    needs=frozenset({FOUND}),
)
