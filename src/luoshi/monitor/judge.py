"""Judging matters: their entries in, clocks and effects out. Nothing is written here."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import orjson

from luoshi.engine.frame import moment
from luoshi.engine.judging import judged
from luoshi.engine.plan import FINDING
from luoshi.engine.surroundings import OFFSET, lawful, micros
from luoshi.law.days import day_of_number
from luoshi.ledger.entry import Draft, Row, instant
from luoshi.mechanisms.window.deemed_acceptance import DEEMED, SUPERSEDED
from luoshi.mechanisms.window.time_limit import RUNGS
from luoshi.monitor import findings, surroundings
from luoshi.monitor.events import TASK_OPENED
from luoshi.monitor.models import Setting
from luoshi.monitor.occasions import ONCE, VERSION, occasion

WANTED = ("deemed_acceptance", "time_limit", *FINDING)

MOMENTS = {
    "blue": "blue",
    "yellow_warning": "warn",
    "yellow_card": "card",
    "red_card": "card",
    "escalated_5": "escalate_1",
    "escalated_10": "escalate_2",
}
RESTS_ON = {
    "blue": ("idle_days",),
    "yellow_warning": ("warn_percent", "warn_days"),
    "escalated_5": ("escalate_1",),
    "escalated_10": ("escalate_2",),
}
"""Which thresholds a rung rests on; a card rests on the law or the promise alone."""


@dataclass(frozen=True, slots=True)
class Judgement:
    """What the rules find: one dict a clock, the effects in the order in which they came about, and for each matter
    the next moment (microseconds) at which something other than a clock's rung arises."""

    clocks: list[dict[str, Any]]
    effects: list[Draft]
    wakes: dict[str, int]


def judge(rows: Iterable[Row], *, at: datetime, ledger: str) -> Judgement:
    """Judge the matters of these current entries for the moment `at`."""
    held = list(rows)
    own = list(Setting.objects.filter(ledger=ledger))
    world = surroundings.world(at=at, ledger=ledger, held=own)
    found = judged(held, lawful(), world, WANTED)
    clocks, filings = found["time_limit"], found["deemed_acceptance"]
    live = world.column("live")[0].as_py() - OFFSET // timedelta(microseconds=1)
    now, known = micros(at), context(held)
    effects = [
        *deemed(filings, known, live),
        *disproved(filings, held, at),
        *rungs(clocks, now, live, begun(own, at)),
        *findings.arisen(found, known, now, live),
    ]
    effects.sort(key=lambda d: (d.happened_at, d.occasion))
    return Judgement(clocks, effects, findings.wakes(found, now, live))


def context(rows: Iterable[Row]) -> dict[str, Row]:
    """For each matter the entry that says where it belongs: its receipt, or its first."""
    found: dict[str, Row] = {}
    for row in rows:
        known = found.get(row.matter)
        if known is None or (row.kind == "approvals.received" and known.kind != row.kind):
            found[row.matter] = row
    return found


def deemed(filings: Iterable[Mapping[str, Any]], known: Mapping[str, Row], live: int) -> Iterator[Draft]:
    """An acceptance for each filing that silence accepted since this office went live."""
    shift = OFFSET // timedelta(microseconds=1)
    for filing in filings:
        if not filing["fired"] or filing["arises"] - shift < live:
            continue
        row = known[filing["matter"]]
        effective = moment(filing["filed"] - shift)
        yield effect(
            row,
            kind=DEEMED.kind,
            actor_kind="law",
            at=moment(filing["arises"] - shift),
            occasion=occasion("deemed_acceptance", filing),
            payload={
                "clock": "CLK-01",
                "instance": filing["instance"],
                "effective_at": instant(effective),
                "due_on": day_of_number(filing["due_day"]).isoformat(),
                "citation": DEEMED.citation,
                "mechanism": "deemed_acceptance",
                "rule": VERSION,
            },
        )


def disproved(filings: Iterable[Mapping[str, Any]], rows: Iterable[Row], at: datetime) -> Iterator[Draft]:
    """For each acceptance by silence on record that no longer holds: say so, and ask a person to look."""
    holds = {(f["matter"], f["instance"]) for f in filings if f["fired"]}
    for row in rows:
        if row.kind != DEEMED.kind:
            continue
        instance = orjson.loads(row.payload).get("instance", "")
        if (row.matter, instance) in holds:
            continue
        name = occasion("deemed_acceptance", {"matter": row.matter, "instance": instance})
        payload = {"clock": "CLK-01", "instance": instance, "entry": row.position, "rule": VERSION}
        yield effect(
            row,
            kind=SUPERSEDED.kind,
            actor_kind="system",
            at=at,
            occasion=f"{name}:superseded",
            payload=payload,
        )
        yield effect(
            row,
            kind=TASK_OPENED.kind,
            actor_kind="system",
            at=at,
            occasion=f"{name}:task",
            payload={**payload, "reason": SUPERSEDED.kind},
        )


def begun(own: Iterable[Setting], at: datetime) -> dict[str, int]:
    """By rung, the moment from which the office's present values hold; a rung is not reached by them before."""
    held = {name: row.begins_at for name, row in surroundings.ladder(own, at).items()}
    return {
        rung: max((micros(begins) for name in names if (begins := held.get(name))), default=0)
        for rung, names in RESTS_ON.items()
    }


def rungs(
    clocks: Iterable[Mapping[str, Any]], now: int, live: int, since: Mapping[str, int]
) -> Iterator[Draft]:
    """Every rung reached while its clock was open, since this office went live."""
    for clock in clocks:
        if not clock["acting"]:
            continue
        for rung, kind in RUNGS.items():
            if rung in ("yellow_card", "red_card") and rung != clock["rung"]:
                continue
            reached = clock[MOMENTS[rung]]
            if reached is not None:
                reached = max(reached, since.get(rung, 0))
            if reached is None or not live <= reached <= now:
                continue
            if clock["met"] is not None and clock["met"] < reached:
                continue
            yield rung_draft(clock, rung, kind, reached)


def rung_draft(clock: Mapping[str, Any], rung: str, kind: str, reached: int) -> Draft:
    """The entry that records a rung, with the arithmetic that a person can check."""
    return Draft(
        matter=clock["matter"],
        kind=kind,
        happened_at=moment(reached),
        occasion=f"{occasion('time_limit', clock)}:{rung}",
        unit=clock["unit"],
        actor_kind="system",
        law=clock["law"],
        source_digest=ONCE,
        payload={
            "clock": clock["clock"],
            "instance": clock["instance"],
            "grade": clock["grade"],
            "rung": rung,
            "item": clock["item"] or "",
            "since": day_of_number(clock["start_day"]).isoformat(),
            "amount": clock["amount"],
            "per": clock["per"],
            "extended": clock["extended"],
            "paused": clock["paused_days"],
            # While a stay holds the clock, nobody knows the day; a rung reached before stands all the same.
            "due_on": "" if clock["due_day"] is None else day_of_number(clock["due_day"]).isoformat(),
            "mechanism": "time_limit",
            "rule": VERSION,
        },
    )


def effect(
    row: Row, *, kind: str, actor_kind: str, at: datetime, occasion: str, payload: dict[str, Any]
) -> Draft:
    return Draft(
        matter=row.matter,
        kind=kind,
        happened_at=at,
        occasion=occasion,
        unit=row.unit,
        actor_kind=actor_kind,
        law=row.law,
        source_digest=ONCE,
        payload=payload,
    )
