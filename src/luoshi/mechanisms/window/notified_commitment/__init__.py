"""告知承诺制: the applicant, offered the choice, commits; the authority decides on the spot and checks later.

优化营商环境条例 第四十条第三款. A commitment that was not decided on its day is a lead: a yellow card. A commitment found
broken obliges the authority to act by law (order correction, revoke); the software opens a task for a person and
decides nothing. The check itself has a limit (CLK-34, unverified), kept by 限时办结制.
"""

from typing import TYPE_CHECKING

import ibis

from luoshi.law.event import Event
from luoshi.mechanisms.base import DAY, Facts, Mechanism, day_number, finding, lawful
from luoshi.mechanisms.cards import CARD_ISSUED, YELLOW

if TYPE_CHECKING:
    import ibis.expr.types as ir

MADE, DECIDED, CHECKED = "approvals.commitment_made", "approvals.decided", "approvals.commitment_checked"

BROKEN = Event(
    kind="approvals.commitment_broken",
    title=("承诺不实待处理", "Commitment broken"),
    sentence=(
        "核查发现承诺不实，请有权机关依法责令整改或撤销，并告知当事人陈述申辩",
        "The check found the commitment broken; the competent authority must act by law and hear the party",
    ),
    binds="escalation",
)


def undecided(facts: Facts) -> "ir.Table":
    """Commitments not decided on their day."""
    e = facts.entries
    made = e.filter((e.kind == MADE) & lawful(e)).select(
        "matter", "position", "local", "happened", "unit", "law"
    )
    d = e.filter(e.kind == DECIDED).select(of="matter", decided="local")
    m = made.left_join(d, made.matter == d.of)
    m = m.group_by(["matter", "position", "local", "happened", "unit", "law"]).agg(decided=m.decided.min())
    over = (day_number(m.local).cast("int64") + 1) * DAY
    m = m.filter(m.decided.isnull() | (m.decided >= over)).cross_join(facts.world)
    over = (day_number(m.local).cast("int64") + 1) * DAY
    return finding(
        m, CARD_ISSUED, rung=YELLOW, instance=m.happened.cast("string"), arises=over - m.offset, day=day_number(m.local),
    )  # fmt: skip


def relation(facts: Facts) -> "ir.Table":
    """One finding a commitment not decided on the spot, and one a broken commitment."""
    e = facts.entries
    c = e.filter((e.kind == CHECKED) & (e.outcome == "broken") & lawful(e))
    broken = finding(
        c,
        BROKEN,
        instance=c.happened.cast("string"),
        arises=c.happened,
        day=day_number(c.local),
    )
    return ibis.union(undecided(facts), broken)


mechanism = Mechanism(
    name="notified_commitment",
    grain="matter",
    reads=frozenset({MADE, DECIDED, CHECKED}),
    yields=(CARD_ISSUED, BROKEN),
    relation=relation,
    needs=frozenset({MADE, CHECKED}),
)
