"""撤牌偏多: cards that are issued and then taken back.

A card may be withdrawn on appeal, by somebody who did not issue it. Where a unit's cards are withdrawn far
more often than others', either its cards are issued wrongly or they are haggled away: both need a look. The
share of each unit's cards that were withdrawn is compared in a funnel.
"""

from typing import TYPE_CHECKING

import ibis

from luoshi.mechanisms.base import Facts
from luoshi.mechanisms.supervision import shares
from luoshi.mechanisms.supervision.window import within
from luoshi.mechanisms.survey import Columns, Measure, Measured, Survey, Thresholds

if TYPE_CHECKING:
    import ibis.expr.types as ir

ISSUED, DECIDED = "monitor.card_issued", "monitor.appeal_decided"
WITHDRAWN = "withdrawn"


def cards(facts: Facts, on: Thresholds) -> "ir.Table":
    """Cards issued in the days looked at, and whether each was withdrawn."""
    t = facts.found["told"]
    i = t.filter((t.kind == ISSUED) & within(t.local, on)).select("matter", "unit", "position")
    w = t.filter((t.kind == DECIDED) & (t.outcome == WITHDRAWN)).select(of="card").distinct()
    i = i.left_join(w, i.position == w.of)
    return i.select("matter", "unit", withdrawn=i.of.notnull())


def relation(facts: Facts, on: Thresholds) -> "ir.Table":
    """How many of how many, by unit."""
    c = cards(facts, on)
    return shares.counted(c, "withdrawn", c.withdrawn)


def evidence(facts: Facts, on: Thresholds) -> "ir.Table":
    """The matters whose cards were withdrawn."""
    c = cards(facts, on)
    c = c.filter(c.withdrawn).group_by(["matter", "unit"]).agg(times=ibis._.count())
    return shares.witness(c, "withdrawn", c.times)


def assess(columns: Columns, on: Thresholds, seed: int) -> list[Measured]:
    return shares.assess(columns, on, ("withdrawn",))


survey = Survey(
    name="card_withdrawals",
    grain="unit",
    reads=frozenset({ISSUED, DECIDED}),
    relation=relation,
    columns=shares.COLUMNS,
    evidence=evidence,
    assess=assess,
    measures=(
        Measure(
            name="withdrawn",
            title=("撤牌偏多", "Cards often withdrawn"),
            effect="share",
            chart="funnel",
            sentence=(
                "发出的 {n} 张牌中有 {k} 张被撤回，占 {effect:.1%}；其他单位合计 {center:.1%}，同样张数的上限是 {upper:.1%}。",
                ("Of {n} cards issued, {k} were withdrawn: {effect:.1%}. All others together: {center:.1%}; the upper limit for "
                "so many cards is {upper:.1%}."),
            ),
            caution=(
                "申诉成立多，可能说明规则或数据有问题，而不是单位在讨价还价。先看撤回的理由和引用的条款。",
                ("Many justified appeals may mean that a rule or the data are wrong, not that cards are haggled over. Read the "
                "reasons and the clauses they cite first."),
            ),
        ),
    ),
)  # fmt: skip
