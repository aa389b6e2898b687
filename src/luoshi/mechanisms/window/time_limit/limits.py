"""Which limits a matter has: one row each, before any day is counted."""

from typing import TYPE_CHECKING, Any

import ibis

from luoshi.mechanisms.base import Facts

if TYPE_CHECKING:
    import ibis.expr.types as ir

FAR = 2**62
COLUMNS = (
    "matter", "clock", "instance", "grade", "start", "stop", "amount", "per", "due_given", "unit", "item", "law", "last",
)  # fmt: skip


def earliest(*moments: Any) -> Any:
    """The earliest of several moments that may be absent."""
    first = ibis.least(*(ibis.coalesce(m, FAR) for m in moments))
    return ibis.ifelse(first == FAR, ibis.null("int64"), first)


def governed(facts: Facts) -> "ir.Table":
    """Each matter with its holder, the start of its decision term (silence counts as acceptance) and its end."""
    accepted = facts.found["accepted_since"]
    m = facts.matters.left_join(accepted, "matter")
    return m.select(
        "matter",
        "decided",
        "delivered",
        "withdrawn",
        "refusal",
        "special",
        "last",
        "item",
        "law",
        holder=ibis.coalesce(m.moved_to.nullif(""), m.unit.nullif(""), m.any_unit, ""),
        accepted_at=earliest(m.deemed, m.accepted),
        ended=earliest(m.decided, m.withdrawn),
        under_law=(m.law != "none") & (m.law != ""),
    )


def limits(facts: Facts) -> "ir.Table":
    """All limits: the answer to a filing, the decision, the delivery, and what entries gave."""
    m = facts.found["governed"]
    return ibis.union(answer(facts, m), decision(m), delivery(m), from_entries(facts, m))


def row(t: "ir.Table", **values: Any) -> "ir.Table":
    """A limit with every column in order and of one type."""
    types = dict.fromkeys(("start", "stop", "due_given", "last"), "int64") | {"amount": "int32"}
    plain = {
        "matter": t.matter, "instance": ibis.literal(""), "grade": ibis.literal("statutory"),
        "amount": ibis.null("int32"), "per": ibis.literal(""), "due_given": ibis.null("int64"), "unit": t.holder,
        "item": t.item, "law": t.law, "last": t.last, **values,
    }  # fmt: skip
    return t.select(**{name: plain[name].cast(types.get(name, "string")) for name in COLUMNS})


def answer(facts: Facts, m: "ir.Table") -> "ir.Table":
    """CLK-01: tell everything at once, accept or refuse; silence ends it at 00:00 after its last day."""
    t = facts.found["deemed_acceptance"].inner_join(m, "matter")
    stop = ibis.coalesce(t.answered, ibis.ifelse(t.fired, t.arises, ibis.null("int64")))
    return row(t, clock=ibis.literal("CLK-01"), instance=t.instance, start=t.filed, stop=stop)


def decision(m: "ir.Table") -> "ir.Table":
    """CLK-02: decide, unless an entry names another statutory term for this matter."""
    t = m.filter(m.under_law & m.accepted_at.notnull() & (m.special == 0))
    return row(t, clock=ibis.literal("CLK-02"), start=t.accepted_at, stop=t.ended)


def delivery(m: "ir.Table") -> "ir.Table":
    """CLK-05: hand over the licence within ten working days of granting it."""
    t = m.filter(m.under_law & m.accepted_at.notnull() & m.decided.notnull() & (m.refusal == 0))
    return row(t, clock=ibis.literal("CLK-05"), start=t.decided, stop=earliest(t.delivered, t.withdrawn))


def from_entries(facts: Facts, m: "ir.Table") -> "ir.Table":
    """What entries gave.

    Another statutory term and a promise run from acceptance until the decision, a step from its
    own start until it is met. A source's own deadline is a moment and is compared as a moment.
    """
    t = facts.given.inner_join(m, "matter")
    own = t.due_given.notnull()
    step = t.grade == "step"
    statutory = t.grade == "statutory"
    start = ibis.cases(
        (own, t.set_happened), (statutory, t.accepted_at), (step, t.set_local), else_=ibis.coalesce(t.accepted_at, t.set_local)
    )
    t = t.filter((own | t.under_law) & start.notnull())
    return row(
        t,
        clock=t.clock,
        instance=t.instance,
        grade=ibis.ifelse(own, "source", t.grade),
        start=start,
        stop=ibis.cases((own, t.met_happened), (statutory, t.ended), else_=earliest(t.met_local, t.ended)),
        amount=t.set_amount,
        per=ibis.coalesce(t.set_per, ""),
        due_given=t.due_given,
        unit=ibis.ifelse(step, ibis.coalesce(t.held_by.nullif(""), t.holder), ibis.coalesce(t.holder.nullif(""), t.held_by, "")),
    )
