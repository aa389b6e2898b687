"""视为受理（超时默认制的法定一类）: silence on an application becomes its acceptance.

行政许可法 第三十二条第一款第四项: an authority that does not tell the applicant, on the spot or
within five days, everything that must be corrected has accepted the application on the day it
received it. Five days are working days (第八十二条); each filing starts its own term (R8), those of
one day a single one, until the matter is accepted, decided or withdrawn. The effect comes about at 00:00 of the day after the fifth working day, rest day or not, and is dated
the day of receipt (R3).

A notice that turns up later but was given in time disproves the effect: a second event says so
and asks a person to look. Nothing is removed.
"""

from typing import TYPE_CHECKING

import ibis

from luoshi.law.event import Event
from luoshi.mechanisms.base import DAY, Facts, Mechanism, day_number

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


def silence(facts: Facts) -> "ir.Table":
    """Each filing under the law, by when its answer was due, and whether that moment passed in silence.

    Where the calendar is provisional nothing comes about: the day may still move.
    """
    filings = facts.found["filings"]
    rows = filings.filter((filings.law != "none") & (filings.law != ""))
    rows = rows.mutate(filed_day=day_number(rows.filed), term=ibis.literal(CLOCK))
    rules = facts.rules.select("clock", "since", "until", n="amount")
    known = rows.inner_join(
        rules, (rows.term == rules.clock) & (rows.filed_day >= rules.since) & (rows.filed_day < rules.until)
    )
    on = known.cross_join(facts.world)
    dated = on.mutate(due_day=facts.count(on).after(on.filed_day, on.n))
    dated = dated.mutate(arises=(dated.due_day.cast("int64") + 1) * DAY)
    passed = (dated.arises <= dated.as_of + dated.offset) & (dated.due_day <= dated.confirmed)
    silent = passed & (dated.answered.isnull() | (dated.answered >= dated.arises))
    return dated.select("matter", "instance", "filed", "due_day", "arises", "answered", silent=silent)


def accepted_since(facts: Facts) -> "ir.Table":
    """The earliest filing of each matter that silence accepted: matter, deemed, deemed_arises (civil)."""
    s = facts.found["silence"]
    s = s.filter(s.silent)
    return s.group_by("matter").agg(deemed=s.filed.min(), deemed_arises=s.arises.min())


def relation(facts: Facts) -> "ir.Table":
    """One row a filing: when it came, by when an answer was due, whether it became an acceptance.

    Columns: matter, instance, filed (civil), due_day, arises (civil, 00:00 after the due day),
    answered (civil or null), fired (the effect has come about at the moment judged for). A matter
    is accepted once: that answers its other filings, and what is filed afterwards needs no answer.
    """
    since = facts.found["accepted_since"].rename(of="matter")
    s = facts.found["silence"]
    s = s.left_join(since, s.matter == since.of)
    s = s.filter(s.deemed.isnull() | (s.filed < s.deemed_arises))
    fired = s.silent & (s.filed == s.deemed)
    other = s.deemed.notnull() & ~fired
    answered = ibis.ifelse(
        other, ibis.least(ibis.coalesce(s.answered, s.deemed_arises), s.deemed_arises), s.answered
    )
    return s.select("matter", "instance", "filed", "due_day", "arises", answered=answered, fired=fired)


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
            "approvals.decided",
            "approvals.withdrawn",
        }
    ),
    yields=(DEEMED, SUPERSEDED),
    before=(("silence", silence), ("accepted_since", accepted_since)),
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
