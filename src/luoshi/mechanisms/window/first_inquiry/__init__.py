"""首问责任制: who was asked first owns the matter until another has accepted it.

A hand-over is an offer; the owner changes only when the receiver takes it, so at every moment somebody owns the
matter. `stays` measures this: one row a holder and time, each beginning where the one before ends, and the time
without an owner, which must be 0. An offer left unanswered past its working days is told to both heads.
Local rules: 北京市接诉即办工作条例 第十四条 (首接负责); the days for an answer are a local parameter.
"""

from typing import TYPE_CHECKING

import ibis

from luoshi.law.event import Event
from luoshi.mechanisms.base import DAY, Facts, Mechanism, day_number, finding, lawful

if TYPE_CHECKING:
    import ibis.expr.types as ir

OFFERED, TAKEN = "approvals.hand_over_offered", "approvals.transferred"
ANSWERS = (TAKEN, "approvals.hand_over_declined", "approvals.hand_over_withdrawn")
RECEIVED = "approvals.received"

WAITING = Event(
    kind="monitor.hand_over_waiting",
    title=("移交久未接收", "Hand-over unanswered"),
    sentence=(
        "移交提出后未在期限内接收或说明理由，仍由移出方负责，请双方负责人协调",
        "The hand-over was neither taken nor declined in time; the giver keeps it, both heads should settle it",
    ),
    binds="escalation",
)


def holdings(facts: Facts) -> "ir.Table":
    """Who held each matter from when (civil): the receipt, then every take-over, in order."""
    e = facts.entries
    e = e.filter((e.kind == RECEIVED) | ((e.kind == TAKEN) & (e.to_unit != "")))
    held = ibis.ifelse(e.kind == TAKEN, e.to_unit, e.unit)
    return e.select("matter", "position", holder=held, since=e.local)


def stays(facts: Facts) -> "ir.Table":
    """One row a stay: matter, holder, since, until (null: still), gap: microseconds before it without an owner."""
    h = facts.found["holdings"]
    after = ibis.window(group_by="matter", order_by=["since", "position"], following=(1, 1))
    h = h.mutate(until=h.since.min().over(after))
    m = facts.matters.select(of="matter", received="received")
    h = h.left_join(m, h.matter == m.of)
    gap = ibis.greatest(ibis.coalesce(h.received, h.since) - h.since, 0)
    return h.select("matter", "holder", "since", "until", gap=gap)


def relation(facts: Facts) -> "ir.Table":
    """One finding an offer unanswered when its working days are over."""
    e = facts.entries
    o = e.filter((e.kind == OFFERED) & lawful(e))
    o = o.select("matter", "position", "local", "happened", "unit", "law")
    a = e.filter(e.kind.isin(ANSWERS)).select(of="matter", answer="local", at="position")
    o = o.left_join(a, (o.matter == a.of) & (a.answer >= o.local) & (a.at > o.position))
    o = o.group_by(["matter", "position", "local", "happened", "unit", "law"]).agg(answered=o.answer.min())
    on = o.cross_join(facts.world)
    last = facts.count(on).after(day_number(on.local), on.answer_days)
    on = on.mutate(last=last, over=(last.cast("int64") + 1) * DAY)
    late = on.filter((on.answered.isnull() | (on.answered >= on.over)) & (on.last <= on.confirmed))
    return finding(
        late, WAITING, instance=late.happened.cast("string"), arises=late.over - late.offset, day=late.last,
        n=late.answer_days,
    )  # fmt: skip


mechanism = Mechanism(
    name="first_inquiry",
    grain="matter",
    reads=frozenset({RECEIVED, OFFERED, *ANSWERS}),
    yields=(WAITING,),
    before=(("holdings", holdings), ("stays", stays)),
    relation=relation,
    needs=frozenset({OFFERED, TAKEN}),
)
