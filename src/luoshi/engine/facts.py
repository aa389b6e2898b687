"""Facts: plain readings of entries, as relations. One pass over the entries for each."""

from typing import TYPE_CHECKING, Any

import ibis

from luoshi.engine.counting import day_number
from luoshi.law.registry import clock, grounds

if TYPE_CHECKING:
    import ibis.expr.types as ir

FIRSTS = {
    "received": "approvals.received",
    "notified": "approvals.correction_notified",
    "refused": "approvals.acceptance_refused",
    "accepted": "approvals.accepted",
    "decided": "approvals.decided",
    "delivered": "approvals.delivered",
    "withdrawn": "approvals.withdrawn",
}
FILING = ("approvals.received", "approvals.supplemented")
RESPONSE = (
    "approvals.correction_notified",
    "approvals.accepted",
    "approvals.acceptance_refused",
    "approvals.withdrawn",
)
FAR = 2**62


def lawful_grounds() -> tuple[str, ...]:
    """The enumerated grounds (行政许可法 第四十五条), by their code or by the law's own word."""
    known = [grounds()[name] for name in clock("CLK-06").pause_grounds]
    return tuple(word for ground in known for word in (ground.id, ground.title[0]))


def current(entries: "ir.Table") -> "ir.Table":
    """Entries in force: an entry that was corrected gives way to its latest correction; a voided one to none."""
    corrections = entries.filter(entries.corrects.notnull())
    latest = corrections.group_by("corrects").agg(latest=corrections.position.max())
    latest = latest.rename(origin="corrects")
    joined = entries.left_join(latest, ibis.coalesce(entries.corrects, entries.position) == latest.origin)
    kept = joined.filter(joined.latest.isnull() | (joined.latest == joined.position))
    return kept.filter(kept.kind != "ledger.voided").select(*entries.columns)


def matters(entries: "ir.Table") -> "ir.Table":
    """One row a matter: civil moments of the first of each act, how often corrected filings came, who holds it."""
    e = entries

    def first(kind: str) -> Any:
        return e.local.min(where=e.kind == kind)

    return e.group_by("matter").agg(
        **{name: first(kind) for name, kind in FIRSTS.items()},
        supplements=e.position.count(where=e.kind == "approvals.supplemented"),
        last=e.local.max(where=e.kind.startswith("approvals.")),
        unit=e.unit.max(where=e.kind == "approvals.received"),
        any_unit=e.unit.max(),
        moved_to=e.to_unit.argmax(e.position, where=e.kind == "approvals.transferred"),
        item=e.item.max(where=e.kind == "approvals.received"),
        law=e.law.max(),
        refusal=e.position.count(where=(e.kind == "approvals.decided") & (e.outcome == "refused")),
        special=e.position.count(where=(e.kind == "clocks.set") & (e.grade == "statutory")),
    )


def pauses(entries: "ir.Table") -> "ir.Table":
    """One row a stay of the clock (R7): half-open days, overlapping ones merged; only with ground and document."""
    spans = spells(entries)
    spans = spans.filter(spans.valid)
    order = ibis.window(group_by="matter", order_by=["since_day", "until_far"])
    before = ibis.window(group_by="matter", order_by=["since_day", "until_far"], preceding=(None, 1))
    marked = spans.mutate(reach=spans.until_far.max().over(before))
    marked = marked.mutate(
        fresh=ibis.ifelse(marked.reach.isnull() | (marked.since_day > marked.reach), 1, 0)
    )
    grouped = marked.mutate(island=marked.fresh.sum().over(order))
    merged = grouped.group_by(["matter", "island"]).agg(
        since_day=grouped.since_day.min(), until_far=grouped.until_far.max()
    )
    return merged.select(
        "matter", "since_day", until_day=ibis.ifelse(merged.until_far == FAR, ibis.null("int64"), merged.until_far).cast("int32")
    )


def spells(entries: "ir.Table") -> "ir.Table":
    """Each pause with the first resumption after it (of the same instance), valid or not."""
    e = entries.filter(entries.kind.isin(("approvals.paused", "approvals.resumed")))
    after = ibis.window(
        group_by=["matter", "instance"], order_by=["local", "position"], preceding=0, following=None
    )
    e = e.select(
        "matter",
        "instance",
        "position",
        "local",
        "kind",
        "ground",
        "document",
        resumed=ibis.ifelse(e.kind == "approvals.resumed", e.local, ibis.null("int64")),
    )
    e = e.mutate(back=e.resumed.min().over(after))
    p = e.filter(e.kind == "approvals.paused")
    return p.select(
        "matter",
        "instance",
        "position",
        "local",
        since_day=day_number(p.local).cast("int64"),
        until_far=ibis.coalesce(day_number(p.back).cast("int64"), FAR),
        valid=p.ground.isin(lawful_grounds()) & (p.document != ""),
    )


def given(entries: "ir.Table") -> "ir.Table":
    """Limits given by entries (a promise, a step's, a source's own) with the first entry that met each."""
    e = entries.filter(entries.kind.isin(("clocks.set", "clocks.met")))
    setting = e.kind == "clocks.set"
    g = e.group_by(["matter", "clock", "instance"]).agg(
        grade=e.grade.max(where=setting),
        set_local=e.local.min(where=setting),
        set_happened=e.happened.min(where=setting),
        set_amount=e.amount.max(where=setting),
        set_per=e.per.max(where=setting),
        due_given=e.due.max(where=setting),
        held_by=e.unit.max(where=setting),
        met_local=e.local.min(where=~setting),
        met_happened=e.happened.min(where=~setting),
    )
    return g.filter(g.set_local.notnull())


def extensions(entries: "ir.Table") -> "ir.Table":
    """The first extension of each clock (R9: once)."""
    e = entries.filter(entries.kind == "approvals.extended")
    first = e.mutate(
        turn=ibis.row_number().over(
            ibis.window(group_by=["matter", "clock"], order_by=["local", "position"])
        )
    )
    first = first.filter(first.turn == 0)
    return first.select(
        "matter", "clock", extended_day=day_number(first.local), extended_amount=first.amount
    )


def filings(entries: "ir.Table", matters: "ir.Table") -> "ir.Table":
    """Each filing with the first answer to it; matters with one filing need no second look at the entries."""
    once = matters.filter((matters.supplements == 0) & matters.received.notnull())
    single = once.select(
        "matter",
        instance=ibis.literal(""),
        filed=once.received,
        answered=answered(once),
    )
    many = matters.filter(matters.supplements > 0).select("matter")
    e = entries.filter(entries.kind.isin(FILING + RESPONSE))
    e = e.semi_join(many, "matter")
    after = ibis.window(group_by="matter", order_by=["local", "position"], preceding=0, following=None)
    e = e.select(
        "matter",
        "position",
        "local",
        "kind",
        origin=ibis.coalesce(e.corrects, e.position),
        answer=ibis.ifelse(e.kind.isin(RESPONSE), e.local, ibis.null("int64")),
    )
    e = e.mutate(answered=e.answer.min().over(after))
    e = e.filter(e.kind.isin(FILING))
    several = e.select(
        "matter",
        instance=ibis.ifelse(e.kind == "approvals.received", ibis.literal(""), e.origin.cast("string")),
        filed=e.local,
        answered=e.answered,
    )
    return single.union(several)


def answered(m: "ir.Table") -> Any:
    """The first answer of a matter: notice, acceptance, refusal or withdrawal."""
    first = ibis.least(*(ibis.coalesce(m[name], FAR) for name in ("notified", "accepted", "refused", "withdrawn")))
    return ibis.ifelse(first == FAR, ibis.null("int64"), first)
