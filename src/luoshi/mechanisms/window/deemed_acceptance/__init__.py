"""视为受理（超时默认制的法定一类）: silence on an application becomes its acceptance.

行政许可法 第三十二条第一款第四项: an authority that does not tell the applicant, on the spot or
within five days, everything that must be corrected has accepted the application on the day it
received it. Five days are working days (第八十二条); each filing starts its own term (R8). The
effect comes about at 00:00 of the day after the fifth working day, rest day or not, and is dated
the day of receipt (R3).

A notice that turns up later but was given in time disproves the effect: a second event says so
and asks a person to look. Nothing is removed.
"""

from typing import TYPE_CHECKING


from luoshi.law.event import Event
from luoshi.mechanisms.base import DAY, Facts, Mechanism

if TYPE_CHECKING:
    import ibis.expr.types as ir

CLOCK = "CLK-01"

DEEMED = Event(
    kind="approvals.deemed_accepted",
    title=("视为受理", "Deemed accepted"),
    sentence=(
        "期满未一次性告知补正，自收到申请材料之日起即为受理",
        "No notice of corrections within the term: accepted as of the day of receipt",
    ),
    visibility="public",
    binds="statutory",
    citation="行政许可法 第三十二条第一款第四项",
    changes_state=True,
)
SUPERSEDED = Event(
    kind="approvals.deemed_acceptance_superseded",
    title=("视为受理不成立", "Deemed acceptance disproved"),
    sentence=(
        "后补登的告知表明期限内已作处理，原“视为受理”的依据不再成立，请负责人核实",
        "An entry recorded later shows an answer within the term; a person must look",
    ),
    binds="escalation",
)


def relation(facts: Facts) -> "ir.Table":
    """One row a filing: when it came, by when an answer was due, whether it became an acceptance.

    Columns: matter, instance, filed (civil), due_day, arises (civil, 00:00 after the due day),
    answered (civil or null), fired (the effect has come about at the moment judged for).
    """
    filings = facts.found["filings"]
    governed = facts.matters.filter(
        (facts.matters.law != "none") & (facts.matters.law != "") & facts.matters.received.notnull()
    )
    rows = filings.semi_join(governed, "matter")
    rows = rows.mutate(filed_day=(rows.filed // DAY).cast("int32"))
    rules = facts.rules.filter(facts.rules.clock == CLOCK)
    ruled = rows.inner_join(rules, (rows.filed_day >= rules.since) & (rows.filed_day < rules.until))
    on = ruled.cross_join(facts.world)
    due = facts.count(on).after(on.filed_day, on.amount)
    dated = on.mutate(due_day=due)
    dated = dated.mutate(arises=(dated.due_day.cast("int64") + 1) * DAY)
    fired = (dated.arises <= dated.as_of + dated.offset) & (
        dated.answered.isnull() | (dated.answered >= dated.arises)
    )
    return dated.select("matter", "instance", "filed", "due_day", "arises", "answered", fired=fired)


def accepted_since(found: "ir.Table") -> "ir.Table":
    """The earliest filing of each matter that silence accepted: matter, deemed (civil)."""
    fired = found.filter(found.fired)
    return fired.group_by("matter").agg(deemed=fired.filed.min(), deemed_arises=fired.arises.min())


mechanism = Mechanism(
    name="deemed_acceptance",
    grain="matter",
    reads=frozenset(
        {
            "filings",
            "approvals.received",
            "approvals.supplemented",
            "approvals.correction_notified",
            "approvals.accepted",
            "approvals.acceptance_refused",
            "approvals.withdrawn",
        }
    ),
    yields=(DEEMED, SUPERSEDED),
    relation=relation,
    columns={
        "matter": "string",
        "instance": "string",
        "filed": "int64",
        "due_day": "int32",
        "arises": "int64",
        "answered": "int64",
        "fired": "boolean",
    },
)
__all__ = ["DEEMED", "SUPERSEDED", "accepted_since", "mechanism", "relation"]
