"""Running the surveys over everything: the steps of `plan`, those of `cases`, then each survey's numbers.

On demand only, on DuckDB: over the ledger exported as Parquet, or over an Arrow table.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

import ibis
import numpy as np
import pyarrow as pa

from luoshi.engine import cases, plan
from luoshi.engine import facts as fact
from luoshi.engine.embedded import sql
from luoshi.engine.schema import ENTRIES
from luoshi.engine.whole import Whole
from luoshi.law import folder
from luoshi.law.days import number
from luoshi.law.folder import MechanismLaw
from luoshi.mechanisms.base import Facts
from luoshi.mechanisms.statistics.many import benjamini_hochberg
from luoshi.mechanisms.supervision import (
    back_entry,
    bottlenecks,
    card_withdrawals,
    clock_stopping,
    deadline_bunching,
    false_write_offs,
    fast_lane_use,
    inflated_targets,
    over_inspection,
    padded_promises,
    reclassified_cases,
    reused_evidence,
    selective_execution,
)
from luoshi.mechanisms.survey import EVIDENCE, Measured, Subject, Survey, Thresholds

if TYPE_CHECKING:
    import ibis.expr.types as ir

SURVEYS: tuple[Survey, ...] = tuple(
    found.survey
    for found in (
        deadline_bunching, padded_promises, clock_stopping, reclassified_cases, back_entry, card_withdrawals,
        fast_lane_use, bottlenecks, false_write_offs, inflated_targets, reused_evidence, over_inspection,
        selective_execution,
    )
)  # fmt: skip
HOME = Path(__file__).parents[1] / "mechanisms" / "supervision"
SHOWN = 100
"""Matters kept with a lead, those that show it most."""

PAYLOAD = {
    "applicant": "coalesce(json_extract_string(payload, '$.applicant'), '')",
    "activity": "coalesce(json_extract_string(payload, '$.activity'), '')",
    "entered": "CASE WHEN json_extract_string(payload, '$.entered_at') LIKE '%Z' "
    "THEN epoch_us(try_cast(json_extract_string(payload, '$.entered_at') AS TIMESTAMP)) END",
    "card": "try_cast(json_extract_string(payload, '$.card') AS BIGINT)",
    "carries": "CASE WHEN kind LIKE 'tasks.%' THEN coalesce(json_extract_string(payload, '$.source'), '') ELSE '' END",
    "clauses": "CASE WHEN kind = 'tasks.source_registered' "
    "THEN CAST(json_extract_string(payload, '$.clauses[*].n') AS VARCHAR) "
    "WHEN kind LIKE 'tasks.%' THEN coalesce(json_extract_string(payload, '$.clauses'), '') ELSE '' END",
    "clause": "try_cast(json_extract_string(payload, '$.clause') AS BIGINT)",
}
"""Where an export holds what only surveys read. Moments are told in UTC, as `ledger.entry.instant` writes them."""
BLANK = {"string": "''", "int64": "CAST(NULL AS BIGINT)"}
Own = Mapping[str, int]
"""The office's own values of thresholds, by survey and name."""
NONE: Own = MappingProxyType({})


@dataclass(frozen=True, slots=True, kw_only=True)
class Lead:
    """A measure that survived the comparison with all others: a lead (疑似), with the matters beneath it."""

    survey: str
    version: str
    measured: Measured
    q: float
    matters: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Surveyed:
    """What one survey found: everything measured, what of it is a lead, and the thresholds it went by."""

    survey: Survey
    thresholds: Thresholds
    measured: Sequence[Measured]
    leads: Sequence[Lead]


def law_of(survey: Survey) -> MechanismLaw:
    return folder.read(HOME / survey.name)


def thresholds(survey: Survey, day: date, own: Own = NONE) -> dict[str, int]:
    """The parameters of a survey in force on a day, the office's own before the file's, and the days it looks at:
    whole months before that day's end."""
    held = {
        name: own.get(f"{survey.name}.{name}") or one.on(day)
        for name, one in law_of(survey).parameters.items()
    }
    return {**held, "since": number(months_before(day, held["window_months"])), "until": number(day) + 1}


def months_before(day: date, months: int) -> date:
    """The first of the month that lies so many whole months before `day`."""
    index = day.year * 12 + day.month - 1 - months
    return date(index // 12, index % 12 + 1, 1)


def run(
    entries: pa.Table | Path, rules: pa.Table, world: pa.Table, *, day: date, seed: int,
    surveys: Sequence[Survey] | None = None,
) -> list[Surveyed]:  # fmt: skip
    """Every survey over these entries as they stood at the moment of `world`."""
    with Whole() as whole:
        whole.load(entries, rules, world)
        prepare(whole, day)
        return [surveyed(whole, one, day, seed) for one in (SURVEYS if surveys is None else surveys)]


def run_with_times(
    entries: pa.Table | Path, rules: pa.Table, world: pa.Table, *, day: date, seed: int, own: Own = NONE
) -> tuple[list[Surveyed], list[dict[str, Any]]]:
    """The same, and beside it how long cases took by unit (see `times`)."""
    with Whole() as whole:
        whole.load(entries, rules, world)
        prepare(whole, day, own)
        return [surveyed(whole, one, day, seed, own) for one in SURVEYS], times(whole, day)


def times(whole: Whole, day: date, *, months: int = 12) -> list[dict[str, Any]]:
    """By unit, over the last whole months: cases ended, the middle net days of their limits, the middle days that
    applicants waited, and how many continued an earlier case."""
    rows = whole.connection.execute(
        "SELECT unit, count(*) AS n, median(net) FILTER (WHERE per = 'working_day') AS net, "
        "median(felt) / 86400000000 AS felt, count(*) FILTER (WHERE again) AS again FROM felt "
        "WHERE felt IS NOT NULL AND ended // 86400000000 >= ? GROUP BY unit ORDER BY unit",
        [number(months_before(day, months))],
    )
    names = [column[0] for column in rows.description or ()]
    return [dict(zip(names, row, strict=True)) for row in rows.fetchall()]


def prepare(whole: Whole, day: date, own: Own = NONE) -> None:
    """What all surveys stand on: the entries with what only surveys read, and the cases."""
    c = whole.connection
    there = {name for name, *_ in c.execute("DESCRIBE all_entries").fetchall()}
    more = {name: kind for name, kind in cases.TOLD.items() if name not in ENTRIES}
    told = ", ".join(
        f"{name if name in there else PAYLOAD.get(name) if 'payload' in there else None or BLANK[kind]} AS {name}"
        for name, kind in more.items()
    )
    plain = ", ".join(f'"{name}"' for name in ENTRIES)
    c.execute(f"CREATE OR REPLACE VIEW all_told AS SELECT {plain}, {told} FROM all_entries")
    (corrected,) = c.execute("SELECT count(corrects) FROM all_entries").fetchone() or (0,)
    c.execute(f"CREATE OR REPLACE VIEW told AS {sql(in_force(corrected=corrected > 0))}")
    terms = common(day, own)
    for name, step in cases.STEPS:
        c.execute(f"CREATE OR REPLACE TABLE {name} AS {sql(step(facts(), terms))}")


def common(day: date, own: Own = NONE) -> dict[str, int]:
    """The thresholds of steps that several surveys and screens share."""
    told = folder.read(HOME / "clock_stopping").parameters["refiled_days"]
    return {"refiled_days": own.get("clock_stopping.refiled_days") or told.on(day)}


def in_force(*, corrected: bool) -> "ir.Table":
    """As `plan.in_force`, with what only surveys read."""
    entries = ibis.table(cases.TOLD, name="all_told")
    world = ibis.table(plan.INPUTS["world"], name="world")
    e = fact.current(entries) if corrected else entries
    e = e.cross_join(world.select(judged="as_of"))
    return e.filter(e.happened <= e.judged).drop("judged")


@cache
def facts() -> Facts:
    """Every table a survey may read, by name."""
    made: dict[str, ir.Table] = {name: ibis.table(schema, name=name) for name, schema in plan.INPUTS.items()}
    made["entries"] = ibis.table(ENTRIES, name="entries")
    made |= {step.name: ibis.table(step.expression.schema(), name=step.name) for step in plan.steps()}
    made["told"] = ibis.table(cases.TOLD, name="told")
    terms: Any = {"refiled_days": 0}
    for name, step in cases.STEPS:
        made[name] = ibis.table(step(plan.tables(made), terms).schema(), name=name)
    return plan.tables(made)


def surveyed(whole: Whole, survey: Survey, day: date, seed: int, own: Own = NONE) -> Surveyed:
    """One survey: its numbers, what they come to, and which of that is a lead."""
    on = thresholds(survey, day, own)
    table = survey.relation(facts(), on)
    table = table.select(**{name: table[name].cast(kind) for name, kind in survey.columns.items()})
    rows = whole.connection.execute(sql(table)).to_arrow_table()
    columns = {name: np.asarray(rows.column(name).to_numpy(zero_copy_only=False)) for name in survey.columns}
    measured = survey.assess(columns, on, seed)
    found = leads(measured, on["alpha_per_mille"] / 1000)
    shown = evidence(whole, survey, on, [one.subject for one, _ in found]) if found else {}
    return Surveyed(
        survey=survey, thresholds=on, measured=measured,
        leads=[
            Lead(survey=survey.name, version=survey.version, measured=one, q=q,
                 matters=shown.get((one.measure, one.subject), ()))
            for one, q in found
        ],
    )  # fmt: skip


def leads(measured: Iterable[Measured], alpha: float) -> list[tuple[Measured, float]]:
    """Of each measure, what passes its threshold and is among the discoveries at rate α, with its q."""
    found = []
    by_measure: dict[str, list[Measured]] = {}
    for one in measured:
        if one.p is not None:
            by_measure.setdefault(one.measure, []).append(one)
    for held in by_measure.values():
        q = benjamini_hochberg(np.array([one.p for one in held]))
        found += [(one, float(at)) for one, at in zip(held, q, strict=True) if one.beyond and at <= alpha]
    return found


def evidence(
    whole: Whole, survey: Survey, on: Thresholds, subjects: Sequence[Subject]
) -> Mapping[tuple[str, Subject], tuple[str, ...]]:
    """The matters beneath each lead, those that show it most, at most SHOWN of them."""
    table = survey.evidence(facts(), on)
    table = table.select(**{name: table[name].cast(kind) for name, kind in EVIDENCE.items()})
    wanted = pa.table(
        {name: pa.array([getattr(s, name) for s in subjects], pa.string()) for name in ("unit", "item", "of")}
    )
    whole.connection.register("wanted", wanted)
    rows = whole.connection.execute(
        f"SELECT measure, unit, item, of, list(matter ORDER BY weight DESC, matter)[1:{SHOWN}] FROM ({sql(table)}) "
        "SEMI JOIN wanted USING (unit, item, of) GROUP BY ALL"
    ).fetchall()
    whole.connection.unregister("wanted")
    return {
        (measure, Subject(unit=unit, item=item, of=of)): tuple(matters)
        for measure, unit, item, of, matters in rows
    }
