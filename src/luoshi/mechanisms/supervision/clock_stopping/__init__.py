"""停表异常: pauses and corrections used to gain time.

行政许可法 第四十五条 lets a term stop on eight grounds, with the time told to the applicant in writing;
第三十二条 has everything to be corrected told at once. Five shares of each unit are compared in funnels:
cases that were stopped; pauses that began when at most one day of the limit was left; pauses without a lawful
ground or its document; cases told to correct more than once; cases sent back and filed again by the same
applicant for the same item within ten working days (退件重报), which are one waiting to the applicant.
"""

from typing import TYPE_CHECKING

import ibis

from luoshi.mechanisms.base import Facts
from luoshi.mechanisms.supervision import shares
from luoshi.mechanisms.supervision.window import within
from luoshi.mechanisms.survey import Columns, Measured, Survey, Thresholds

if TYPE_CHECKING:
    import ibis.expr.types as ir

NOTICE = "approvals.correction_notified"
MEASURES = ("paused", "near_due", "undocumented", "corrections", "refiled")


def accepted(facts: Facts, on: Thresholds) -> "ir.Table":
    """Cases accepted in the days looked at, and whether they were stopped."""
    c = facts.found["cases"]
    c = c.filter(within(c.accepted, on))
    s = facts.found["stops"].select(of="matter").distinct()
    c = c.left_join(s, c.matter == s.of)
    return c.select("matter", "unit", stopped=c.of.notnull())


def pauses(facts: Facts, on: Thresholds) -> "ir.Table":
    """Each pause of the days looked at: valid or not, and how many days of the limit were left when it began."""
    s = facts.found["stops"]
    s = s.filter((s.day >= on["since"]) & (s.day < on["until"]))
    c = facts.found["cases"].select(of="matter", unit="unit")
    s = s.inner_join(c, s.matter == c.of).drop("of")
    u = facts.found["used"].select("per", "start", "length", "start_day", of="matter")
    s = s.left_join(u, s.matter == u.of).drop("of")
    p = facts.pauses.rename(whose="matter")
    e = s.select("matter", "position", "day", "per", "start_day").inner_join(p, s.matter == p.whose)
    e = e.filter((e.since_day < e.day) & (e.since_day > e.start_day)).cross_join(facts.world)
    count = facts.count(e)
    until = ibis.least(ibis.coalesce(e.until_day, e.day), e.day)
    out = count.start(until - 1, e.per) - count.start(e.since_day - 1, e.per)
    e = e.select("matter", "position", out=out)
    e = e.group_by(["matter", "position"]).agg(out=e.out.sum().cast("float64").cast("int32"))
    e = e.rename(of="matter", at="position")
    s = s.left_join(e, (s.matter == e.of) & (s.position == e["at"])).cross_join(facts.world)
    gone = facts.count(s).start(s.day.cast("int32"), s.per) - s.start - ibis.coalesce(s.out, 0)
    return s.select("matter", "unit", "valid", left=s.length - gone)


def received(facts: Facts, on: Thresholds) -> "ir.Table":
    """Cases received in the days looked at: notices of corrections, and whether they continue another."""
    t = facts.found["told"]
    t = t.filter(t.kind == NOTICE).group_by("matter").agg(notices=ibis._.count()).rename(of="matter")
    c = facts.found["felt"]
    c = c.filter(within(c.received, on))
    c = c.left_join(t, c.matter == t.of)
    return c.select("matter", "unit", "again", notices=ibis.coalesce(c.notices, 0))


def relation(facts: Facts, on: Thresholds) -> "ir.Table":
    """How many of how many, by measure and unit."""
    a, p, r = accepted(facts, on), pauses(facts, on), received(facts, on)
    limited = p.filter(p.left.notnull())
    return ibis.union(
        shares.counted(a, "paused", a.stopped),
        shares.counted(limited, "near_due", near(limited, on)),
        shares.counted(p, "undocumented", ~p.valid),
        shares.counted(r, "corrections", r.notices >= 2),
        shares.counted(r, "refiled", r.again),
    )


def near(p: "ir.Table", on: Thresholds) -> "ir.BooleanValue":
    return p.left.between(0, on["near_days"])


def evidence(facts: Facts, on: Thresholds) -> "ir.Table":
    """The cases beneath each measure."""
    a, p, r = accepted(facts, on), pauses(facts, on), received(facts, on)
    often, late = r.filter(r.notices >= 2), p.filter(p.left.notnull() & near(p, on))
    return ibis.union(
        shares.witness(a.filter(a.stopped), "paused"),
        shares.witness(late.distinct(), "near_due"),
        shares.witness(p.filter(~p.valid).select("matter", "unit").distinct(), "undocumented"),
        shares.witness(often, "corrections", often.notices),
        shares.witness(r.filter(r.again), "refiled"),
    )


def assess(columns: Columns, on: Thresholds, seed: int) -> list[Measured]:
    return shares.assess(columns, on, MEASURES)


survey = Survey(
    name="clock_stopping",
    grain="unit",
    reads=frozenset(
        {
            "time_limit",
            "approvals.accepted",
            "approvals.paused",
            "approvals.resumed",
            "approvals.received",
            NOTICE,
            "approvals.withdrawn",
            "approvals.acceptance_refused",
        }
    ),
    relation=relation,
    columns=shares.COLUMNS,
    evidence=evidence,
    assess=assess,
)
