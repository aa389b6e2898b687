"""视为准予延续（超时默认制的法定一类）: a timely application to renew, undecided when the licence ends, renews it.

行政许可法 第五十条. The application must come thirty days before the end; 日 are calendar days (R10: the later reading),
the end itself is not counted (R6). No decision by the end of the last valid day: renewed from 00:00 of the next.
Only timely applications are renewed so; whether a late one is, the text leaves open.
"""

from typing import TYPE_CHECKING

import ibis

from luoshi.law.event import Event
from luoshi.mechanisms.base import DAY, Facts, Mechanism, day_number, finding, lawful

if TYPE_CHECKING:
    import ibis.expr.types as ir

RECEIVED = "approvals.received"
BEFORE = 30

RENEWED = Event(
    kind="approvals.deemed_renewed",
    title=("视为准予延续", "Deemed renewed"),
    sentence=(
        "有效期届满前未作出是否准予延续的决定，视为准予延续",
        "No decision on renewal before the licence ended: deemed renewed",
    ),
    visibility="public",
    binds="statutory",
    citation="行政许可法 第五十条第二款",
    changes_state=True,
)


def relation(facts: Facts) -> "ir.Table":
    """One finding a timely application to renew that was undecided when the licence ended."""
    e = facts.entries
    r = e.filter((e.kind == RECEIVED) & e.until.notnull() & lawful(e))
    r = r.filter(day_number(r.local) <= r.until - BEFORE)
    r = r.select("matter", "position", "unit", "law", "item", "until")
    m = facts.matters
    ended = ibis.least(*(ibis.coalesce(m[name], 2**62) for name in ("decided", "withdrawn", "refused")))
    m = m.select(of="matter", ended=ended)
    r = r.inner_join(m, r.matter == m.of).cross_join(facts.world)
    r = r.mutate(over=(r.until.cast("int64") + 1) * DAY)
    r = r.filter(r.ended >= r.over)
    return finding(r, RENEWED, arises=r.over - r.offset, day=r.until, n=BEFORE)


mechanism = Mechanism(
    name="deemed_renewal",
    grain="matter",
    reads=frozenset({RECEIVED, "approvals.decided", "approvals.withdrawn", "approvals.acceptance_refused"}),
    yields=(RENEWED,),
    relation=relation,
    needs=frozenset({RECEIVED}),
)
