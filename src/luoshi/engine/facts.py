"""Facts: plain readings of entries, as relations. One pass over the entries for each."""

from typing import TYPE_CHECKING, Any

import ibis
import ibis.expr.datatypes as dt

from luoshi.law.registry import lawful_grounds, versions
from luoshi.mechanisms.base import day_number

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
HANDED_ON = ("approvals.transferred", "tasks.assigned")
"""What gives a matter to another unit, named in `to_unit`."""
WORKED = ("tasks.receipted", "tasks.broken_down", "tasks.progressed", "tasks.claimed")
"""What the lead unit of a task does about it."""
SUPPLEMENTED, PAUSED, RESUMED = "approvals.supplemented", "approvals.paused", "approvals.resumed"
EXTENDED, SET, MET = "approvals.extended", "clocks.set", "clocks.met"
EFFECTS = (
    "approvals.deemed_accepted",
    "approvals.deemed_acceptance_superseded",
    "approvals.deemed_renewed",
    "approvals.opinion_deemed",
    "approvals.reason_owed",
    "approvals.commitment_broken",
)
ANSWERS = ("notified", "refused", "accepted", "decided", "withdrawn")
"""What answers a filing."""
SETTLED = ("accepted", "decided", "withdrawn")
"""After these, what is filed is no application any more and needs no answer."""

AUTOMATIC = ("CLK-01", "CLK-02", "CLK-05")
"""Terms that run by themselves. An entry may give the decision another statutory term, nothing else of theirs."""

REFILED_MARK, PAUSED_MARK, EXTENDED_MARK, REFUSAL_MARK, SPECIAL_MARK = 1, 2, 4, 8, 16
"""What a matter's `marks` say it has: corrected filings, pauses, extensions, a refusal, a statutory term of its own."""

OTHER, ACT = 100, 50
LONGEST = 1_000_000
"""Amounts beyond it are no limits; in whatever unit, the calendar ends earlier."""
FAR = 2**62


@ibis.udf.agg.builtin(name="bit_or")
def together(marks: dt.int32) -> dt.int32:  # type: ignore[valid-type,empty-body]
    """All bits of a group (Ibis has no words for it on Spark)."""


def current(entries: "ir.Table") -> "ir.Table":
    """Entries in force: an entry that was corrected gives way to its latest correction; a voided one to none."""
    corrections = entries.filter(entries.corrects.notnull())
    latest = corrections.group_by("corrects").agg(latest=corrections.position.max())
    latest = latest.rename(origin="corrects")
    joined = entries.left_join(latest, ibis.coalesce(entries.corrects, entries.position) == latest.origin)
    kept = joined.filter(joined.latest.isnull() | (joined.latest == joined.position))
    return kept.filter(kept.kind != "ledger.voided").select(*entries.columns)


def places(entries: "ir.Table") -> "ir.Table":
    """Every unit, item and law that occur together, numbered in that order, and once more with the law first.

    Numbers are gathered by matter much sooner than texts.
    """
    found = entries.select("unit", "item", "law").distinct()
    return found.mutate(
        place=ibis.row_number().over(order_by=["unit", "item", "law"]).cast("int32"),
        rank=ibis.row_number().over(order_by=["law", "unit", "item"]).cast("int32"),
    )


def acts(entries: "ir.Table", places: "ir.Table") -> "ir.Table":
    """Each entry with its kind as a small number, where it belongs, and the mark it leaves on its matter.

    Codes below 50 are acts on the matter; a limit that is set or met is none, nor is what the rules
    themselves found.
    """
    e = entries
    statutory = (e.grade == "statutory") & e.clock.isin(special_clocks()) & e.due.isnull()
    code = ibis.cases(
        *((e.kind == kind, n) for n, kind in enumerate(FIRSTS.values())),
        (e.kind.isin(EFFECTS), OTHER),
        (e.kind.startswith("approvals.") | e.kind.isin(WORKED), ACT - 1),
        else_=OTHER,
    )
    mark = ibis.cases(
        (e.kind == SUPPLEMENTED, REFILED_MARK),
        (e.kind == PAUSED, PAUSED_MARK),
        (e.kind == EXTENDED, EXTENDED_MARK),
        ((e.kind == FIRSTS["decided"]) & (e.outcome == "refused"), REFUSAL_MARK),
        ((e.kind == SET) & statutory, SPECIAL_MARK),
        else_=0,
    )
    told = e.mutate(code=code.cast("int8"), mark=mark.cast("int32"))
    known = told.inner_join(places, ["unit", "item", "law"])
    return known.select("matter", "local", "code", "mark", "place", "rank")


def special_clocks() -> tuple[str, ...]:
    """Statutory terms that an entry may put in the place of the ordinary one."""
    others = set(AUTOMATIC) - {"CLK-02"}
    return tuple(sorted({c.id for each in versions().values() for c in each} - others))


def firsts(acts: "ir.Table") -> "ir.Table":
    """One row a matter: civil moments of the first of each act, its last act, what it has, where it was received."""
    a = acts
    moments = {name: a.local.min(where=a.code == n) for n, name in enumerate(FIRSTS)}
    received = list(FIRSTS).index("received")
    return a.group_by("matter").agg(
        **moments,
        last=a.local.max(where=a.code < ACT),
        marks=together(a.mark),
        received_in=a.place.max(where=a.code == received),
        seen_in=a.place.max(),
        ruled_by=a["rank"].max(),
    )


def matters(firsts: "ir.Table", places: "ir.Table") -> "ir.Table":
    """The same with names: the unit and item of its receipt, any unit, its law."""
    p = places
    received = p.select(of=p.place, unit=p.unit, item=p.item)
    m = firsts.left_join(received, firsts.received_in == received.of)
    seen, ruled = p.select(seen=p.place, any_unit=p.unit), p.select(ruled=p["rank"], law=p.law)
    m = m.inner_join(seen, m.seen_in == seen.seen)
    m = m.inner_join(ruled, m.ruled_by == ruled.ruled)
    return m.select("matter", *FIRSTS, "last", "marks", "unit", "any_unit", "item", "law")


def transfers(entries: "ir.Table") -> "ir.Table":
    """Who holds a matter that was handed on: the unit that took it over last."""
    e = entries.filter(entries.kind.isin(HANDED_ON) & (entries.to_unit != ""))
    e = e.mutate(turn=ibis.row_number().over(latest_first("matter", e)))
    last = e.filter(e.turn == 0)
    return last.select("matter", moved_to=last.to_unit)


def latest_first(key: str, e: "ir.Table") -> Any:
    return ibis.window(group_by=key, order_by=[e.local.desc(), e.position.desc()])


def pauses(entries: "ir.Table") -> "ir.Table":
    """One row a stay of the clock (R7): half-open days, disjoint; only with lawful ground and document.

    Where stays overlap, a later one keeps only what the earlier ones left over.
    """
    spans = spells(entries)
    spans = spans.filter(spans.valid & (spans.until_far > spans.since_day))
    before = ibis.window(
        group_by="matter", order_by=["since_day", "until_far", "position"], preceding=(None, 1)
    )
    spans = spans.mutate(reach=spans.until_far.max().over(before))
    spans = spans.mutate(
        since_day=ibis.greatest(spans.since_day, ibis.coalesce(spans.reach, spans.since_day))
    )
    left = spans.filter(spans.until_far > spans.since_day)
    until = ibis.ifelse(left.until_far == FAR, ibis.null("int64"), left.until_far)
    return left.select("matter", since_day=left.since_day.cast("int32"), until_day=until.cast("int32"))


def spells(entries: "ir.Table") -> "ir.Table":
    """Each pause with the first resumption after it (of the same instance), valid or not."""
    e = entries.filter(entries.kind.isin((PAUSED, RESUMED)))
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
        resumed=ibis.ifelse(e.kind == RESUMED, e.local, ibis.null("int64")),
    )
    e = e.mutate(back=e.resumed.min().over(after))
    p = e.filter(e.kind == PAUSED)
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
    """Limits given by entries (a promise, a step's, a source's own) with the first entry that met each.

    Given twice, the limit recorded first stands: nothing recorded later silently buys time.
    """
    e = entries.filter(entries.kind.isin((SET, MET)))
    setting = e.kind == SET
    e = e.select(
        "matter", "clock", "instance", "grade", "per", "due", "local", "happened",
        unit=ibis.coalesce(e.to_unit.nullif(""), e.unit),
        setting=setting,
        origin=ibis.coalesce(e.corrects, e.position),
        amount=ibis.ifelse(e.amount.between(1, LONGEST), e.amount, ibis.null("int32")),
    )  # fmt: skip
    key = ["matter", "clock", "instance"]
    s = e.filter(e.setting)
    opening = s.group_by(key).agg(opening=s.origin.min()).select("opening")
    s = s.inner_join(opening, s.origin == opening.opening)
    m = e.filter(~e.setting)
    m = m.group_by(key).agg(met_local=m.local.min(), met_happened=m.happened.min())
    known = s.due.notnull() | s.grade.isin(("statutory", "promise", "step", "follow_up"))
    free = ~s.clock.isin(AUTOMATIC) | ((s.clock == "CLK-02") & (s.grade == "statutory") & s.due.isnull())
    s = s.filter(known & free)
    g = s.left_join(m, key)
    return g.select(
        *key, "grade", "met_local", "met_happened",
        set_local=g.local, set_happened=g.happened, set_amount=g.amount, set_per=g.per, due_given=g.due, held_by=g.unit,
    )  # fmt: skip


def extensions(entries: "ir.Table") -> "ir.Table":
    """The first extension of each clock (R9: once)."""
    e = entries.filter(entries.kind == EXTENDED)
    first = e.mutate(
        turn=ibis.row_number().over(ibis.window(group_by=["matter", "clock"], order_by=["local", "position"]))
    )
    first = first.filter((first.turn == 0) & first.amount.between(1, LONGEST))
    return first.select("matter", "clock", extended_day=day_number(first.local), extended_amount=first.amount)


def once(matters: "ir.Table") -> "ir.Table":
    """The only filing of a matter that was filed once, with the first answer to it."""
    m = matters.filter(~looked_at_twice(matters) & matters.received.notnull())
    answers = ibis.least(*(ibis.ifelse(m[name] >= m.received, m[name], FAR) for name in ANSWERS))
    m = m.select("matter", "law", filed="received", answers=answers, settled=settled(m))
    m = m.filter(m.settled >= m.filed)
    answered = ibis.ifelse(m.answers == FAR, ibis.null("int64"), m.answers)
    return m.select("matter", "law", instance=ibis.literal(""), filed=m.filed, answered=answered)


def looked_at_twice(m: "ir.Table") -> Any:
    """Filed more than once, or with an answer from before its filing: the first of each act does not tell enough."""
    none = ibis.literal(False)
    early = ibis.coalesce(m.notified < m.received, none) | ibis.coalesce(m.refused < m.received, none)
    return ((m.marks & REFILED_MARK) != 0) | early


def settled(m: "ir.Table") -> Any:
    """From when on nothing filed is an application any more."""
    return ibis.least(*(ibis.coalesce(m[name], FAR) for name in SETTLED))


def looked_at(entries: "ir.Table", matters: "ir.Table") -> "ir.Table":
    """Filings and answers of the matters that were filed more than once."""
    m = matters.filter(looked_at_twice(matters) & matters.received.notnull())
    m = m.select("matter", "law", "received", settled=settled(m))
    receipt = entries.kind == FIRSTS["received"]
    answers = tuple(FIRSTS[name] for name in ANSWERS)
    e = entries.filter(receipt | entries.kind.isin((SUPPLEMENTED, *answers)))
    e = e.select(
        "matter", "local", receipt=receipt, filing=receipt | (e.kind == SUPPLEMENTED), day=day_number(e.local)
    )
    return e.inner_join(m, "matter")


def refiled(looked_at: "ir.Table", count: Any, world: "ir.Table") -> "ir.Table":
    """Matters filed more than once: one row a day of filing (R8), with the first answer after it.

    Filings of one day are one filing, made at their last moment: they have the same term. The day
    of receipt has the instance "", another day its date. An answer given before a filing is none to it.
    """
    e = looked_at
    f = e.filter(e.filing & e.local.between(e.received, e.settled) & (~e.receipt | (e.local == e.received)))
    f = f.group_by(["matter", "law", "day"]).agg(filed=f.local.max(), opening=f.receipt.any())
    a = e.filter(~e.filing).select(of="matter", answer="local")
    j = f.left_join(a, (f.matter == a.of) & (a.answer >= f.filed))
    j = j.group_by(["matter", "law", "day", "filed", "opening"]).agg(answered=j.answer.min())
    j = j.cross_join(world)
    instance = ibis.ifelse(j.opening, ibis.literal(""), count(j).iso(j.day))
    return j.select("matter", "law", instance=instance, filed=j.filed, answered=j.answered)
