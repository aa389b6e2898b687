"""Which limits a matter has: one row each, before any day is counted."""

from typing import TYPE_CHECKING, Any

import ibis

from luoshi.mechanisms.base import Facts

if TYPE_CHECKING:
    import ibis.expr.types as ir

FAR = 2**62
PLAIN = (
    "matter",
    "clock",
    "instance",
    "grade",
    "unit",
    "item",
    "law",
    "last",
    "start",
    "stop",
    "due_given",
    "marks",
)
"""What a limit carries all the way; `start` and `stop` are civil, those of a source's own deadline UTC."""
COLUMNS = (*PLAIN, "amount", "per")
TYPES = dict.fromkeys(("start", "stop", "due_given", "last"), "int64") | {"amount": "int32", "marks": "int32"}


def earliest(*moments: Any) -> Any:
    """The earliest of several moments that may be absent."""
    first = ibis.least(*(ibis.coalesce(m, FAR) for m in moments))
    return ibis.ifelse(first == FAR, ibis.null("int64"), first)


def governed(facts: Facts) -> "ir.Table":
    """Each matter with its holder, the start of its decision term (silence counts as acceptance) and its end.

    What was handed over had been decided; a refusal to accept ends a matter that nothing accepted; so does renewal by silence.
    """
    m = facts.matters
    since, moved = (
        facts.found["accepted_since"].rename(of="matter"),
        facts.found["transfers"].rename(handed="matter"),
    )
    m = m.left_join(since, m.matter == since.of)
    m = m.left_join(moved, m.matter == moved.handed)
    m = m.mutate(accepted_at=earliest(m.deemed, m.accepted))
    renewed = (
        facts.found["deemed_renewal"]
        .rename(renewing="matter", renewed_at="arises")
        .select("renewing", "renewed_at")
    )
    m = m.left_join(renewed, m.matter == renewed.renewing)
    m = m.cross_join(facts.world.select("as_of", "offset"))
    by_law = ibis.ifelse(m.renewed_at <= m.as_of, m.renewed_at + m.offset, ibis.null("int64"))
    refused = ibis.ifelse(m.accepted_at.isnull(), m.refused, ibis.null("int64"))
    return m.select(
        "matter", "received", "decided", "delivered", "withdrawn", "marks", "last", "item", "law", "accepted_at",
        holder=ibis.coalesce(m.moved_to, m.unit.nullif(""), m.any_unit, ""),
        ended=earliest(m.decided, m.delivered, m.withdrawn, refused, by_law),
        under_law=(m.law != "none") & (m.law != ""),
    )  # fmt: skip


def limits(facts: Facts, m: "ir.Table") -> "ir.Table":
    """All limits of these matters: the answer to a filing, the decision, the delivery, and what entries gave."""
    return ibis.union(answer(facts, m), decision(facts, m), delivery(facts, m), from_entries(facts, m))


def row(t: "ir.Table", **values: Any) -> "ir.Table":
    """A limit with every column in order and of one type."""
    plain = {
        "matter": t.matter, "instance": ibis.literal(""), "grade": ibis.literal("statutory"),
        "amount": ibis.null("int32"), "per": ibis.literal(""), "due_given": ibis.null("int64"), "unit": t.holder,
        "item": t.item, "law": t.law, "last": t["last"], "marks": t.marks, **values,
    }  # fmt: skip
    return t.select(**{name: plain[name].cast(TYPES.get(name, "string")) for name in COLUMNS})


def answer(facts: Facts, m: "ir.Table") -> "ir.Table":
    """CLK-01: tell everything at once, accept or refuse; silence ends it at 00:00 after its last day."""
    t = facts.found["deemed_acceptance"].inner_join(m, "matter")
    stop = ibis.ifelse(t.fired, t.arises, t.answered)
    return row(t, clock=ibis.literal("CLK-01"), instance=t.instance, start=t.filed, stop=stop)


def decision(facts: Facts, m: "ir.Table") -> "ir.Table":
    """CLK-02: decide, unless an entry names another statutory term for this matter."""
    ordinary = (m.marks & facts.mark["special"]) == 0
    t = m.filter(m.under_law & m.accepted_at.notnull() & ordinary)
    return row(t, clock=ibis.literal("CLK-02"), start=t.accepted_at, stop=t.ended)


def delivery(facts: Facts, m: "ir.Table") -> "ir.Table":
    """CLK-05: hand over the licence within ten working days of granting it."""
    granted = (m.marks & facts.mark["refusal"]) == 0
    t = m.filter(m.under_law & m.decided.notnull() & granted)
    return row(t, clock=ibis.literal("CLK-05"), start=t.decided, stop=earliest(t.delivered, t.withdrawn))


def from_entries(facts: Facts, m: "ir.Table") -> "ir.Table":
    """What entries gave.

    Another statutory term and a promise run from acceptance until the end of the matter; where
    nothing was applied for, a promise runs from when it was given. A step runs from its own start
    until it is met; what is owed afterwards (a deferred step, the check of a commitment) also runs from
    its own start, outlives the decision and ends only when met or withdrawn. A source's own deadline is a
    moment and is compared as a moment.
    """
    t = facts.given.inner_join(m, "matter")
    own = t.due_given.notnull()
    after = t.grade == "follow_up"
    step = (t.grade == "step") | after
    statutory = t.grade == "statutory"
    unasked = ibis.ifelse(t.received.isnull(), t.set_local, ibis.null("int64"))
    promised = ibis.coalesce(t.accepted_at, unasked)
    start = ibis.cases((own, t.set_happened), (statutory, t.accepted_at), (step, t.set_local), else_=promised)
    t = t.mutate(own=own, step=step, after=after, statutory=statutory, start=start)
    t = t.filter((t.own | t.under_law) & t.start.notnull())
    return row(
        t,
        clock=t.clock,
        instance=t.instance,
        grade=ibis.ifelse(t.own, "source", t.grade),
        start=t.start,
        stop=ibis.cases(
            (t.own, t.met_happened),
            (t.statutory, t.ended),
            (t.after, earliest(t.met_local, t.withdrawn)),
            else_=earliest(t.met_local, t.ended),
        ),
        amount=t.set_amount,
        per=ibis.coalesce(t.set_per, ""),
        due_given=t.due_given,
        unit=ibis.ifelse(
            t.step,
            ibis.coalesce(t.held_by.nullif(""), t.holder),
            ibis.coalesce(t.holder.nullif(""), t.held_by, ""),
        ),
    )
