"""行政问效年（专项行动）: a campaign ends with a report to the public.

政府督查工作条例 第十四条、第十六条. A campaign gathers tasks, inspections and complaints under a document that names its
last day. When that day has passed without a report, the efficiency office owes one; it is said once.
"""

from typing import TYPE_CHECKING

from luoshi.law.event import Event
from luoshi.mechanisms.base import DAY, Facts, Mechanism, finding, lawful

if TYPE_CHECKING:
    import ibis.expr.types as ir

OPENED, REPORTED = "inspections.campaign_opened", "inspections.campaign_reported"
UNREPORTED = Event(
    kind="monitor.campaign_unreported",
    title=("专项行动未公布报告", "A campaign without its report"),
    sentence=(
        "专项行动已到结束日期，还没有公布报告",
        "The campaign's last day has passed and its report is not published",
    ),
    binds="escalation",
)


def relation(facts: Facts) -> "ir.Table":
    """One finding a campaign not reported on by the end of its last day."""
    e = facts.entries
    o = e.filter((e.kind == OPENED) & lawful(e) & e.until.notnull())
    o = o.select("matter", "unit", "law", "until")
    r = e.filter(e.kind == REPORTED).select(of="matter", told="local")
    o = o.left_join(r, o.matter == r.of)
    o = o.group_by(["matter", "unit", "law", "until"]).agg(told=o.told.min())
    on = o.cross_join(facts.world)
    on = on.mutate(over=(on.until.cast("int64") + 1) * DAY)
    late = on.filter(on.told.isnull() | (on.told >= on.over))
    return finding(late, UNREPORTED, arises=late.over - late.offset, day=late.until)


mechanism = Mechanism(
    name="campaign_report",
    grain="matter",
    reads=frozenset({OPENED, REPORTED}),
    yields=(UNREPORTED,),
    relation=relation,
    needs=frozenset({OPENED}),
)
