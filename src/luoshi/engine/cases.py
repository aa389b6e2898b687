"""Cases as surveys and screens see them: what each took, net of pauses and as the applicant felt it.

These steps run only on demand, after those of `plan`. They rest on `governed` and `time_limit`, so that a
case's limit is told once; and on `told`, the entries in force with what only surveys read (TOLD).
"""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import ibis

from luoshi.engine import facts as fact
from luoshi.engine.schema import ENTRIES
from luoshi.mechanisms.base import Facts, day_number
from luoshi.mechanisms.survey import Thresholds

if TYPE_CHECKING:
    import ibis.expr.types as ir

TOLD: Mapping[str, str] = {
    **ENTRIES,
    "actor_kind": "string",
    "applicant": "string",  # a pseudonym, told at receipt
    "activity": "string",  # what the source calls a step
    "entered": "int64",  # when the source's own system learned of it, microseconds UTC
    "card": "int64",  # position of the card that an appeal's decision is about
    "carries": "string",  # the matter of the document that a task comes from
    "clauses": "string",  # numbers of clauses, as a JSON list: those of a document, those that a task carries out
    "clause": "int64",  # the clause set aside with a reason
}
DAYS = ("working_day", "day", "month", "year")
BY = ["applicant", "item"]
FAST = "fast_lane"
NOT_OF_DECISION = ("CLK-01", "CLK-05", FAST)
"""Limits of other things than of deciding: the answer to a filing, the delivery, what the fast lane shortened."""


def cases(facts: Facts, on: Thresholds) -> "ir.Table":
    """One row a case under law: who holds it, who applied, and the civil moments at which it was received,
    accepted, decided and ended; whether it ended with what was applied for."""
    g = facts.found["governed"]
    t = facts.found["told"]
    a = t.filter((t.kind == fact.FIRSTS["received"]) & (t.applicant != ""))
    a = a.group_by("matter").agg(applicant=a.applicant.max()).rename(of="matter")
    g = g.filter(g.under_law).left_join(a, g.matter == a.of)
    refused = (g.marks & facts.mark["refusal"]) != 0
    return g.select(
        "matter", "received", "decided", "ended", accepted="accepted_at", unit="holder",
        item=ibis.coalesce(g.item, ""),
        applicant=ibis.coalesce(g.applicant, ""),
        granted=g.decided.notnull() & ~refused,
    )  # fmt: skip


def stops(facts: Facts, on: Thresholds) -> "ir.Table":
    """One row a pause as it was recorded, whether or not it is lawful and documented (`valid`)."""
    return fact.spells(facts.entries).select("matter", "position", "valid", day="since_day")


def used(facts: Facts, on: Thresholds) -> "ir.Table":
    """One row a decided case with a limit in days: how many of the limit's days it used, pauses left out.

    The promise where there is one, else the statutory term; `statute` is the length of the latter.
    `start` and `length` are ordinals of the limit's own days, as in R1–R9; the start day is not counted.
    """
    t = facts.found["time_limit"]
    t = t.filter(t.grade.isin(("promise", "statutory")) & ~t.clock.isin(NOT_OF_DECISION) & t.per.isin(DAYS))
    c = facts.found["cases"]
    c = c.filter(c.decided.notnull()).select(of="matter", met_day=day_number(c.decided))
    t = t.inner_join(c, t.matter == c.of).cross_join(facts.world)
    count = facts.count(t)
    length = count.length(t.start_day, t.amount + t.extended, t.per)
    statute = ibis.ifelse(t.grade == "statutory", length, ibis.null("int32"))
    t = t.select(
        "matter", "unit", "clock", "grade", "per", "start_day", "met_day", length=length, statute=statute,
        start=count.start(t.start_day, t.per), met=count.start(t.met_day, t.per), item=ibis.coalesce(t.item, ""),
    )  # fmt: skip
    whole = ibis.window(group_by="matter")
    first = ibis.window(group_by="matter", order_by=[(t.grade == "promise").desc(), t.length, t.clock])
    t = t.mutate(statute=t.statute.min().over(whole), turn=ibis.row_number().over(first))
    t = t.filter(t.turn == 0).drop("turn")
    p = paused(facts, t).rename(of="matter")
    t = t.left_join(p, t.matter == p.of).drop("of")
    out = ibis.coalesce(t.out, 0).cast("int32")
    return t.select(*(c for c in t.columns if c not in ("out", "met")), used=t.met - t.start - out)


def paused(facts: Facts, t: "ir.Table") -> "ir.Table":
    """How many days of the limit lawful pauses took out between its start and the decision."""
    p = facts.pauses.rename(of="matter")
    t = t.select("matter", "per", "start_day", "met_day").inner_join(p, t.matter == p.of)
    t = t.mutate(
        since=ibis.greatest(t.since_day, t.start_day + 1),
        until=ibis.least(ibis.coalesce(t.until_day, t.met_day), t.met_day),
    )
    t = t.filter(t.until > t.since).cross_join(facts.world)
    count = facts.count(t)
    t = t.select("matter", out=count.start(t.until - 1, t.per) - count.start(t.since - 1, t.per))
    return t.group_by("matter").agg(out=t.out.sum().cast("float64").cast("int32"))


def felt(facts: Facts, on: Thresholds) -> "ir.Table":
    """One row a case: how long the applicant waited, everything in, beside the net days of its limit.

    A case filed by the same applicant for the same item within some working days after one that ended
    without being granted continues it (退件重报): the waiting began with the first filing. `before` is the
    case continued, `first` the first of the chain; `felt` are microseconds, empty while the case is open.
    """
    c = facts.found["cases"]
    c = c.filter(c.received.notnull())
    order: Any = ibis.window(group_by=BY, order_by=["received", "matter"])
    c = c.mutate(turn=ibis.row_number().over(order))
    b = c.select(
        b_who="applicant",
        b_what="item",
        b_turn=c.turn + 1,
        b_matter="matter",
        b_ended="ended",
        b_granted="granted",
    )
    same = (c.applicant == b.b_who) & (c.item == b.b_what) & (c.turn == b.b_turn)
    c = continued(facts, c.left_join(b, same), on)
    so_far: Any = ibis.window(group_by=BY, order_by="turn", preceding=None, following=0)
    c = c.mutate(chain=ibis.ifelse(c.again, 0, 1).sum().over(so_far))
    r = c.filter(~c.again).select(
        r_who="applicant", r_what="item", r_chain="chain", root="matter", filed="received"
    )
    c = c.left_join(r, (c.applicant == r.r_who) & (c.item == r.r_what) & (c.chain == r.r_chain))
    alone = c.applicant == ""
    c = c.mutate(filed=ibis.ifelse(alone, c.received, c.filed), root=ibis.ifelse(alone, c.matter, c.root))
    u = facts.found["used"].select("used", "per", "length", of="matter")
    c = c.left_join(u, c.matter == u.of)
    return c.select(
        "matter", "unit", "item", "received", "ended", "filed", "again", first="root",
        before=ibis.ifelse(c.again, c.b_matter, ""),
        felt=c.ended - c.filed,
        net="used",
        per=ibis.coalesce(c.per, ""),
        limit="length",
    )  # fmt: skip


def continued(facts: Facts, c: "ir.Table", on: Thresholds) -> "ir.Table":
    """Beside each case, whether it continues the one before it of the same applicant and item."""
    n = c.cross_join(facts.world)
    count, no = facts.count(n), ibis.literal(False)
    gap = count.ordinal(day_number(n.received)) - count.ordinal(day_number(n.b_ended))
    soon = ibis.coalesce((n.received >= n.b_ended) & (gap <= on["refiled_days"]), no)
    return n.select(*c.columns, again=(n.applicant != "") & ibis.coalesce(~n.b_granted, no) & soon)


STEPS = (("cases", cases), ("stops", stops), ("used", used), ("felt", felt))
