"""台账销号制: what is written off stays under watch; found undone in time, the write-off itself becomes a lead.

政府督查工作条例 第十六条第二款、第十八条. Claimed is not verified, and verified is not forgotten: a task opened again within
the days of `reopen_days` since it was written off is a suspected false write-off (疑似虚假销号). Nobody is blamed by
it; somebody must look. Where the reopening says that circumstances changed since, there is no lead.
"""

from typing import TYPE_CHECKING

from luoshi.law.event import Event
from luoshi.mechanisms.base import Facts, Mechanism, day_number, finding, lawful

if TYPE_CHECKING:
    import ibis.expr.types as ir

VERIFIED, REOPENED = "tasks.verified", "tasks.reopened"
FALSE = Event(
    kind="monitor.false_write_off",
    title=("疑似虚假销号", "Suspected false write-off"),
    sentence=(
        "销号后在期限内又发现未落实，是线索不是结论，请效能办核查申报和核验经过",
        "Found undone within the days after its write-off. A lead, not a finding: claim and verification must be looked into",
    ),
    visibility="supervision",
    binds="escalation",
    about="unit",
)


def relation(facts: Facts) -> "ir.Table":
    """One finding a reopening soon after a write-off; `n` is how many days lay between, `day` the write-off's."""
    e = facts.entries
    r = e.filter((e.kind == REOPENED) & lawful(e) & (e.outcome != "changed"))
    r = r.select("matter", "position", "local", "happened", "unit", "law", "instance")
    v = e.filter(e.kind == VERIFIED).select(of="matter", closed="local", closed_at="position")
    r = r.inner_join(v, (r.matter == v.of) & (v.closed <= r.local) & (v.closed_at < r.position))
    key = ["matter", "position", "local", "happened", "unit", "law", "instance"]
    r = r.group_by(key).agg(closed=r.closed.max())
    on = r.cross_join(facts.world)
    on = on.mutate(days=day_number(on.local) - day_number(on.closed))
    on = on.filter(on.days <= on.reopen_days)
    return finding(on, FALSE, arises=on.happened, day=day_number(on.closed), n=on.days)


mechanism = Mechanism(
    name="ledger_cycle",
    grain="matter",
    reads=frozenset({VERIFIED, REOPENED}),
    yields=(FALSE,),
    relation=relation,
    needs=frozenset({REOPENED}),
)
