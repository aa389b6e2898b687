"""选择性执行: clauses that never become a task, and tasks that are taken and never begun.

公职人员政务处分法 第三十条第二项 names refusing to carry out a decision, or dragging it out. By document: the share of its
clauses that no task carries out and nobody set aside with a reason, some days after it was registered. By unit: the
share of the tasks handed to it on which nothing was done within as many days.
"""

from typing import TYPE_CHECKING

import ibis

from luoshi.mechanisms.base import Facts, day_number
from luoshi.mechanisms.supervision import shares
from luoshi.mechanisms.supervision.window import within
from luoshi.mechanisms.survey import Columns, Measured, Survey, Thresholds

if TYPE_CHECKING:
    import ibis.expr.types as ir

REGISTERED, ASIDE, DRAFTED, CANCELLED = (
    "tasks.source_registered", "tasks.clause_set_aside", "tasks.drafted", "tasks.cancelled",
)  # fmt: skip
ASSIGNED = "tasks.assigned"
BEGUN = ("tasks.progressed", "tasks.broken_down", "tasks.claimed", "tasks.co_asked")
MEASURES = ("uncovered", "not_begun")


def clauses(facts: Facts, on: Thresholds) -> "ir.Table":
    """Each clause of a document registered long enough ago, and whether nothing came of it."""
    t = facts.found["told"]
    old = within(t.local, on) & (day_number(t.local) < on["until"] - on["grace_days"])
    s = numbered(t.filter((t.kind == REGISTERED) & old), "matter").rename(source="of")
    titles = t.filter(t.kind == REGISTERED).group_by("matter").agg(item=t.item.max())
    gone = t.filter(t.kind == CANCELLED).select(off="matter").distinct()
    d = t.filter(t.kind.isin((DRAFTED, "tasks.amended")) & (t.carries != ""))
    d = d.anti_join(gone, d.matter == gone.off)
    aside = t.filter((t.kind == ASIDE) & t.clause.notnull()).select(
        of="matter", clause_no=t.clause.cast("string")
    )
    done = ibis.union(numbered(d, "carries"), aside).distinct().rename(by="of", no="clause_no")
    s = s.left_join(done, (s.source == done.by) & (s.clause_no == done.no))
    s = s.select(matter="source", bare=s.by.isnull())
    return s.inner_join(titles, "matter").select("matter", "item", "bare")


def numbered(t: "ir.Table", of: str) -> "ir.Table":
    """One row a clause number that entries name."""
    text = t.clauses.replace("[", "").replace("]", "").replace('"', "").replace(" ", "")
    t = t.filter(t.clauses != "").select(of=t[of], clause_no=text.split(",").unnest())
    return t.filter(t.clause_no != "").distinct()


def handed(facts: Facts, on: Thresholds) -> "ir.Table":
    """Each task handed out long enough ago, and whether nothing was done about it in that time."""
    t = facts.found["told"]
    a = t.filter((t.kind == ASSIGNED) & (t.to_unit != "") & within(t.local, on))
    a = a.filter(day_number(a.local) < on["until"] - on["grace_days"])
    a = a.group_by(["matter", "to_unit"]).agg(local=a.local.max()).rename(unit="to_unit")
    b = t.filter(t.kind.isin(BEGUN)).select(of="matter", begun="local")
    gone = t.filter(t.kind == CANCELLED).select(off="matter").distinct()
    a = a.anti_join(gone, a.matter == gone.off)
    soon = (
        (a.matter == b.of)
        & (b.begun >= a.local)
        & (day_number(b.begun) - day_number(a.local) <= on["grace_days"])
    )
    a = a.left_join(b, soon)
    return a.group_by(["matter", "unit"]).agg(idle=a.begun.min().isnull())


def relation(facts: Facts, on: Thresholds) -> "ir.Table":
    """How many of how many: clauses by document, tasks by unit."""
    c, h = clauses(facts, on), handed(facts, on)
    return ibis.union(
        shares.counted(c, "uncovered", c.bare, by=("item",)), shares.counted(h, "not_begun", h.idle)
    )


def evidence(facts: Facts, on: Thresholds) -> "ir.Table":
    """The documents and the tasks."""
    c, h = clauses(facts, on), handed(facts, on)
    c = c.filter(c.bare).group_by(["matter", "item"]).agg(times=ibis._.count())
    return ibis.union(
        shares.witness(c, "uncovered", c.times, by=("item",)),
        shares.witness(h.filter(h.idle).select("matter", "unit"), "not_begun"),
    )


def assess(columns: Columns, on: Thresholds, seed: int) -> list[Measured]:
    return shares.assess(columns, on, MEASURES)


survey = Survey(
    name="selective_execution",
    grain="unit and item",
    reads=frozenset({REGISTERED, ASIDE, DRAFTED, CANCELLED, ASSIGNED, *BEGUN}),
    relation=relation,
    columns=shares.COLUMNS,
    evidence=evidence,
    assess=assess,
)
