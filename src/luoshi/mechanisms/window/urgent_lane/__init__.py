"""特事特办制: what cannot wait goes ahead, on a listed ground, approved by somebody else, with nothing waived.

Grounds: emergency, life and health, a major project or a leader's instruction (with their document number), force
majeure. The approver does not handle the case. Steps are deferred with a day by which they are made up (their own
limits, 限时办结制). A grant on another ground, or by the very person who asked, is a lead: a yellow card.
"""

from typing import TYPE_CHECKING

from luoshi.mechanisms.base import Facts, Mechanism, day_number, finding, lawful
from luoshi.mechanisms.cards import CARD_ISSUED, YELLOW

if TYPE_CHECKING:
    import ibis.expr.types as ir

ASKED, GRANTED = "approvals.fast_lane_requested", "approvals.fast_lane_granted"
NUMBERED = ("major_project", "leader_instruction")
GROUNDS = ("emergency", "life_health", "force_majeure", *NUMBERED)


def relation(facts: Facts) -> "ir.Table":
    """One finding a grant without lawful ground or document, or by whoever asked."""
    e = facts.entries
    g = e.filter((e.kind == GRANTED) & lawful(e))
    g = g.select("matter", "position", "local", "happened", "unit", "law", "ground", "document", "officer")
    a = e.filter(e.kind == ASKED).select(of="matter", asked="position", asker="officer")
    g = g.left_join(a, (g.matter == a.of) & (a.asked < g.position) & (a.asker == g.officer) & (a.asker != ""))
    key = ["matter", "position", "local", "happened", "unit", "law", "ground", "document"]
    g = g.group_by(key).agg(own=g.asked.max())
    unfounded = ~g.ground.isin(GROUNDS) | (g.ground.isin(NUMBERED) & (g.document == ""))
    g = g.filter(unfounded | g.own.notnull())
    return finding(
        g, CARD_ISSUED, rung=YELLOW, instance=g.happened.cast("string"), arises=g.happened, day=day_number(g.local),
    )  # fmt: skip


mechanism = Mechanism(
    name="urgent_lane",
    grain="matter",
    reads=frozenset({ASKED, GRANTED}),
    yields=(CARD_ISSUED,),
    relation=relation,
    needs=frozenset({GRANTED}),
)
