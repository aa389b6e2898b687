"""虚假销号: claims that do not hold, write-offs that are undone.

By unit, three shares that ought to be small: write-offs opened again within the days of `reopen_days` (not because
things changed), claims sent back by whoever verified them, and write-offs that an independent sample found untrue.
One of them is a lead of its own (`targets/ledger_cycle`); here it is a unit's habit that is looked for.
"""

from typing import TYPE_CHECKING

import ibis

from luoshi.mechanisms.base import Facts, day_number
from luoshi.mechanisms.supervision import shares
from luoshi.mechanisms.supervision.window import within
from luoshi.mechanisms.survey import Columns, Measured, Survey, Thresholds

if TYPE_CHECKING:
    import ibis.expr.types as ir

CLAIMED, RETURNED = "tasks.claimed", "tasks.returned"
VERIFIED, REOPENED = "tasks.verified", "tasks.reopened"
CHECKED = "inspections.sample_checked"
MEASURES = ("undone", "sent_back", "sampled_untrue")


def write_offs(facts: Facts, on: Thresholds) -> "ir.Table":
    """Each write-off of the days looked at, and whether it was undone soon."""
    t = facts.found["told"]
    v = t.filter((t.kind == VERIFIED) & within(t.local, on)).select("matter", "unit", "position", "local")
    r = t.filter((t.kind == REOPENED) & (t.outcome != "changed")).select(of="matter", back="local")
    soon = (
        (v.matter == r.of)
        & (r.back >= v.local)
        & (day_number(r.back) - day_number(v.local) <= on["reopen_days"])
    )
    v = v.left_join(r, soon)
    return v.group_by(["matter", "unit", "position"]).agg(undone=v.back.min().notnull())


def claims(facts: Facts, on: Thresholds) -> "ir.Table":
    """Each claim of the days looked at, and whether it was sent back."""
    t = facts.found["told"]
    c = t.filter((t.kind == CLAIMED) & within(t.local, on)).select("matter", "unit", "instance")
    r = t.filter(t.kind == RETURNED).select(of="matter", which="instance").distinct()
    c = c.left_join(r, (c.matter == r.of) & (c.instance == r.which))
    return c.select("matter", "unit", back=c.of.notnull())


def checks(facts: Facts, on: Thresholds) -> "ir.Table":
    """Each write-off that a sample looked at, and whether it was untrue."""
    t = facts.found["told"]
    t = t.filter((t.kind == CHECKED) & within(t.local, on))
    return t.select("matter", "unit", untrue=t.outcome == "false")


def relation(facts: Facts, on: Thresholds) -> "ir.Table":
    """How many of how many, by unit."""
    v, c, s = write_offs(facts, on), claims(facts, on), checks(facts, on)
    return ibis.union(
        shares.counted(v, "undone", v.undone), shares.counted(c, "sent_back", c.back),
        shares.counted(s, "sampled_untrue", s.untrue),
    )  # fmt: skip


def evidence(facts: Facts, on: Thresholds) -> "ir.Table":
    """The tasks behind each share."""
    v, c, s = write_offs(facts, on), claims(facts, on), checks(facts, on)
    return ibis.union(
        shares.witness(v.filter(v.undone).select("matter", "unit").distinct(), "undone"),
        shares.witness(c.filter(c.back).select("matter", "unit").distinct(), "sent_back"),
        shares.witness(s.filter(s.untrue).select("matter", "unit").distinct(), "sampled_untrue"),
    )


def assess(columns: Columns, on: Thresholds, seed: int) -> list[Measured]:
    return shares.assess(columns, on, MEASURES)


survey = Survey(
    name="false_write_offs",
    grain="unit",
    reads=frozenset({CLAIMED, RETURNED, VERIFIED, REOPENED, CHECKED}),
    relation=relation,
    columns=shares.COLUMNS,
    evidence=evidence,
    assess=assess,
)
