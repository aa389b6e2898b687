"""The order of evaluation: facts, then mechanisms after what they read, compiled to SQL once.

Every step is an expression over tables named by earlier steps, so that each query stays small:
planning dominates small evaluations. The same steps run on DuckDB and on Spark.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from graphlib import TopologicalSorter
from typing import TYPE_CHECKING

import ibis
import ibis.expr.operations as ops

from luoshi.engine import facts as fact
from luoshi.engine.counting import Counting
from luoshi.engine.schema import ENTRIES, RULES, WORLD
from luoshi.mechanisms.base import Facts, Mechanism
from luoshi.mechanisms.targets import (
    campaign_report,
    co_operation,
    decision_execution,
    joint_meeting,
    ledger_cycle,
    media_follow_up,
    owned_tasks,
    rectification,
    target_cascade,
)
from luoshi.mechanisms.window import (
    deemed_acceptance,
    deemed_renewal,
    excluded_time,
    first_inquiry,
    frozen_terms,
    notified_commitment,
    one_time_notice,
    opinion_silence,
    overdue_reply,
    post_vacancy,
    reasoned_refusal,
    time_limit,
    two_visits,
    urgent_lane,
)

if TYPE_CHECKING:
    import ibis.expr.types as ir

MECHANISMS: tuple[Mechanism, ...] = tuple(
    found.mechanism
    for found in (
        deemed_acceptance, time_limit, one_time_notice, excluded_time, reasoned_refusal, two_visits, opinion_silence,
        overdue_reply, first_inquiry, urgent_lane, notified_commitment, deemed_renewal, frozen_terms, post_vacancy,
        target_cascade, ledger_cycle, owned_tasks, decision_execution, co_operation, rectification,
        media_follow_up, campaign_report, joint_meeting,
    )
)  # fmt: skip
FINDING = tuple(m.name for m in MECHANISMS if m.finds)
"""The mechanisms that find single things."""
MARK: Mapping[str, int] = {
    "paused": fact.PAUSED_MARK,
    "extended": fact.EXTENDED_MARK,
    "refusal": fact.REFUSAL_MARK,
    "special": fact.SPECIAL_MARK,
}
NEEDS: Mapping[str, frozenset[str]] = {
    "transfers": frozenset(fact.HANDED_ON),
    "pauses": frozenset({fact.PAUSED}),
    "given": frozenset({fact.SET}),
    "extensions": frozenset({fact.EXTENDED}),
    "looked_at": frozenset({fact.SUPPLEMENTED, fact.FIRSTS["notified"], fact.FIRSTS["refused"]}),
    "refiled": frozenset({fact.SUPPLEMENTED, fact.FIRSTS["notified"], fact.FIRSTS["refused"]}),
    "silence": frozenset({fact.FIRSTS["received"]}),
    "accepted_since": frozenset({fact.FIRSTS["received"]}),
    "moved_terms": frozenset({fact.PAUSED, fact.EXTENDED}),
    "marked": frozenset({fact.PAUSED, fact.EXTENDED}),
    "lengthened": frozenset({fact.EXTENDED}),
    "measured": frozenset({fact.PAUSED, fact.EXTENDED}),
    "taken": frozenset({fact.PAUSED}),
    **{name: m.needs for m in MECHANISMS if m.needs for name in (m.name, *(step for step, _ in m.before))},
}
"""Steps that stay empty unless entries of one of these kinds are among those judged."""

ON_THE_WAY = frozenset(
    {"acts", "firsts", "filings", "plain", "adjusted", "reached", "dated", "ladder", "judged", "holdings"}
)
"""Steps that only one other reads: never stored."""
WIDE = frozenset({"silence", "unmoved_terms", "moved_terms", "time_limit", "stays"})
"""Steps too wide to store for millions of matters, and cheap enough to do again."""

INPUTS: Mapping[str, Mapping[str, str]] = {"all_entries": ENTRIES, "rules": RULES, "world": WORLD}


@dataclass(frozen=True, slots=True)
class Step:
    """One table to make: its name, its expression, and the columns it promises."""

    name: str
    expression: "ir.Table"


def ordered(mechanisms: Iterable[Mechanism]) -> list[Mechanism]:
    """Mechanisms after those whose findings they read. A cycle is a mistake in what they declare."""
    by_name = {m.name: m for m in mechanisms}
    graph = {m.name: {r for r in m.reads if r in by_name} for m in by_name.values()}
    return [by_name[name] for name in TopologicalSorter(graph).static_order()]


@cache
def steps() -> tuple[Step, ...]:
    """Every table of an evaluation, in order."""
    made: dict[str, ir.Table] = {name: ibis.table(schema, name=name) for name, schema in INPUTS.items()}
    order: list[Step] = []

    def make(name: str, expression: "ir.Table") -> "ir.Table":
        order.append(Step(name, expression))
        made[name] = ibis.table(expression.schema(), name=name)
        return made[name]

    e = made["entries"] = ibis.table(ENTRIES, name="entries")
    make("places", fact.places(e))
    make("acts", fact.acts(e, made["places"]))
    make("firsts", fact.firsts(made["acts"]))
    make("matters", fact.matters(made["firsts"], made["places"]))
    for name, read in (
        ("transfers", fact.transfers),
        ("pauses", fact.pauses),
        ("given", fact.given),
        ("extensions", fact.extensions),
    ):
        make(name, read(e))
    make("looked_at", fact.looked_at(e, made["matters"]))
    make("refiled", fact.refiled(made["looked_at"], Counting, made["world"]))
    make("filings", ibis.union(fact.once(made["matters"]), made["refiled"]))
    for mechanism in ordered(MECHANISMS):
        for name, relation in mechanism.before:
            make(name, relation(tables(made)))
        make(mechanism.name, promised(mechanism, mechanism.relation(tables(made))))
    return tuple(order)


@cache
def leading_to(wanted: frozenset[str]) -> frozenset[str]:
    """The steps without which these cannot be made, themselves included."""
    found = set(wanted)
    for step in reversed(steps()):
        if step.name in found:
            found |= {table.name for table in step.expression.op().find(ops.UnboundTable)}
    return frozenset(found)


def in_force(*, corrected: bool) -> "ir.Table":
    """What had happened by the moment judged for; where anything was corrected, its latest version."""
    entries, world = (ibis.table(INPUTS[name], name=name) for name in ("all_entries", "world"))
    e = fact.current(entries) if corrected else entries
    e = e.cross_join(world.select(judged="as_of"))
    return e.filter(e.happened <= e.judged).drop("judged")


def tables(made: Mapping[str, "ir.Table"]) -> Facts:
    """The facts as mechanisms see them."""
    return Facts(
        entries=made["entries"],
        matters=made["matters"],
        pauses=made["pauses"],
        given=made["given"],
        extensions=made["extensions"],
        rules=made["rules"],
        world=made["world"],
        count=Counting,
        found=made,
        mark=MARK,
    )


def promised(mechanism: Mechanism, table: "ir.Table") -> "ir.Table":
    """The mechanism's table, with exactly the columns and types it declares."""
    return table.select(**{name: table[name].cast(kind) for name, kind in mechanism.columns.items()})
