"""特事特办使用异常: who gets through the fast lane, and how often.

The fast lane (特事特办) is for listed grounds; it defers steps and waives none. Looked at: how often a unit
grants it, and how often it is granted to the requests of one officer, each in a funnel; how often the cases of
one applicant (a pseudonym) go through it, in a funnel; and the share of each item's cases that do, which is
to stay within five in a hundred.
"""

from typing import TYPE_CHECKING

import ibis

from luoshi.mechanisms.base import Facts
from luoshi.mechanisms.statistics.tails import binomial_above, wilson
from luoshi.mechanisms.supervision import shares
from luoshi.mechanisms.supervision.window import within
from luoshi.mechanisms.survey import Columns, Measured, Subject, Survey, Thresholds

if TYPE_CHECKING:
    import ibis.expr.types as ir

ASKED, GRANTED, REFUSED = (
    "approvals.fast_lane_requested",
    "approvals.fast_lane_granted",
    "approvals.fast_lane_refused",
)


def answers(facts: Facts, on: Thresholds) -> "ir.Table":
    """Requests answered in the days looked at: the unit, who asked, and whether it was granted."""
    t = facts.found["told"]
    a = t.filter(t.kind.isin((GRANTED, REFUSED)) & within(t.local, on))
    a = a.select("matter", "unit", granted=a.kind == GRANTED)
    q = t.filter((t.kind == ASKED) & (t.officer != "")).group_by("matter").agg(asker=t.officer.max())
    q = q.rename(whose="matter")
    a = a.left_join(q, a.matter == q.whose)
    return a.select("matter", "unit", "granted", of=ibis.coalesce(a.asker, ""))


def received(facts: Facts, on: Thresholds) -> "ir.Table":
    """Cases received in the days looked at, and whether they went through the fast lane."""
    t = facts.found["told"]
    g = t.filter(t.kind == GRANTED).select(whose="matter").distinct()
    c = facts.found["cases"]
    c = c.filter(within(c.received, on))
    c = c.left_join(g, c.matter == g.whose)
    return c.select("matter", "unit", "item", "applicant", fast=c.whose.notnull())


def relation(facts: Facts, on: Thresholds) -> "ir.Table":
    """How many of how many; applicants with few cases are taken together, for the middle of the field."""
    a, c = answers(facts, on), received(facts, on)
    asked = a.filter(a.of != "")
    many = c.matter.count().over(ibis.window(group_by=["unit", "applicant"])) >= on["min_applicant"]
    known = c.mutate(of=ibis.ifelse(many & (c.applicant != ""), c.applicant, ""))
    owner = ibis.window(group_by="item")
    item = c.mutate(unit=ibis.ifelse(c.unit.nunique().over(owner) == 1, c.unit, ""))
    return ibis.union(
        shares.counted(a, "granted", a.granted),
        shares.counted(asked, "asked_by", asked.granted, ("unit", "of")),
        shares.counted(known, "applicant", known.fast, ("unit", "of")),
        shares.counted(
            item.filter(item.item != ""), "cap", item.filter(item.item != "").fast, ("unit", "item")
        ),
    )


def evidence(facts: Facts, on: Thresholds) -> "ir.Table":
    """The cases that went through the fast lane."""
    a, c = answers(facts, on), received(facts, on)
    a, fast = a.filter(a.granted), c.filter(c.fast).mutate(of=c.applicant)
    owner = ibis.window(group_by="item")
    item = c.mutate(unit=ibis.ifelse(c.unit.nunique().over(owner) == 1, c.unit, ""))
    return ibis.union(
        shares.witness(a, "granted"),
        shares.witness(a.filter(a.of != ""), "asked_by", by=("unit", "of")),
        shares.witness(fast, "applicant", by=("unit", "of")),
        shares.witness(item.filter(item.fast), "cap", by=("unit", "item")),
    )


def assess(columns: Columns, on: Thresholds, seed: int) -> list[Measured]:
    found = shares.assess(columns, on, ("granted", "asked_by"))
    applicants = shares.field(columns, on, "applicant", on["min_applicant"], tested=named)
    return [*found, *applicants, *capped(columns, on)]


def named(subject: Subject) -> bool:
    """Is it one applicant, and not all those with few cases together?"""
    return bool(subject.of)


def capped(columns: Columns, on: Thresholds) -> list[Measured]:
    """Each item against the cap: five in a hundred of its cases."""
    own = columns["measure"] == "cap"
    cap = on["cap_percent"] / 100
    rows = zip(*(columns[name][own] for name in ("unit", "item", "n", "k")), strict=True)
    return [
        of_item(Subject(unit=str(unit), item=str(item)), int(n), int(k), cap, on) for unit, item, n, k in rows
    ]


def of_item(subject: Subject, n: int, k: int, cap: float, on: Thresholds) -> Measured:
    low, high = wilson(k, n)
    p = binomial_above(k, n, cap) if n >= on["min_n"] else None
    return Measured(
        measure="cap", subject=subject, n=n, effect=k / n, low=low, high=high, p=p, beyond=k / n > cap,
        told={"k": k, "cap": cap}, drawn={"bound": cap},
    )  # fmt: skip


survey = Survey(
    name="fast_lane_use",
    grain="unit and item",
    reads=frozenset({ASKED, GRANTED, REFUSED, "approvals.received"}),
    relation=relation,
    columns=shares.COLUMNS,
    evidence=evidence,
    assess=assess,
)
