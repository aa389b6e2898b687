"""Running the surveys over the ledger, and recording what they find: new leads, and those no longer found."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from django.conf import settings

from luoshi.engine import surveys as engine
from luoshi.engine.surroundings import lawful
from luoshi.engine.surveys import Lead as Found
from luoshi.engine.surveys import Surveyed
from luoshi.law.days import day_of_number, number
from luoshi.ledger.book import Book
from luoshi.ledger.entry import SHANGHAI
from luoshi.mechanisms.survey import Measured
from luoshi.monitor import settings as office
from luoshi.monitor import surroundings
from luoshi.monitor.acting import acting
from luoshi.monitor.occasions import ONCE
from luoshi.monitor.replay import exported
from luoshi.supervision.events import FOUND, RUNS, SUPERSEDED, SURVEYED, matter_of
from luoshi.supervision.models import Lead, Survey

ACTOR = "survey"
GOING_ON = (Lead.State.OPEN, Lead.State.REVIEWED)
NIGHT = range(1, 6)
"""Hours at which the surveys run by themselves: nobody waits for the machine then."""
MISSED = timedelta(hours=47)
"""So long without a survey, and the next runs at any hour."""


@dataclass(frozen=True, slots=True)
class Done:
    """What a run found, and what of it was new or is no longer found."""

    results: Sequence[Surveyed]
    times: Sequence[Mapping[str, Any]]
    new: int = 0
    gone: int = 0


def survey(*, at: datetime, ledger: str | None = None, folder: Path | None = None) -> Done:
    """Survey everything as it stood at `at`, from the ledger or from an export of it. Nothing is written."""
    ledger = ledger or settings.LUOSHI_JURISDICTION
    day = at.astimezone(SHANGHAI).date()
    here = surroundings.world(at=at, ledger=ledger)
    held = surroundings.in_force(office.rows(ledger), at)
    own = {name: row.number for name, row in held.items()}
    with exported(folder, ledger) as files:
        results, times = engine.run_with_times(files, lawful(), here, day=day, seed=number(day), own=own)
    return Done(results, times)


def record(*, at: datetime, ledger: str | None = None) -> Done:
    """Survey, and record it: leads found for the first time, those whose figures moved, those no longer found."""
    ledger = ledger or settings.LUOSHI_JURISDICTION
    done = survey(at=at, ledger=ledger)
    known = {lead.matter: lead for lead in Lead.objects.filter(ledger=ledger)}
    with acting(actor=ACTOR, at=at, ledger=ledger) as book:
        seen = {name_of(lead): (result, lead) for result in done.results for lead in result.leads}
        fresh = [name for name in seen if name not in known or known[name].state not in GOING_ON]
        for name, (result, lead) in seen.items():
            before = known.get(name)
            if name in fresh or (before is not None and moved(before, lead, at)):
                put(book, name, FOUND.kind, before, lead.measured.subject.unit, told(result, lead))
        gone = [lead for name, lead in known.items() if name not in seen and lead.state in GOING_ON]
        for before in gone:
            put(book, before.matter, SUPERSEDED.kind, before, before.unit, last(before, done.results))
        write_run(book, done, new=len(fresh), gone=len(gone))
    return Done(done.results, done.times, len(fresh), len(gone))


def put(book: Book, matter: str, kind: str, before: Lead | None, unit: str, payload: dict[str, Any]) -> None:
    """One entry of a lead, numbered, so that two surveys at the same time record it once."""
    number_of = before.entries if before else 0
    book.record(
        matter=matter, kind=kind, occasion=f"{matter}:{number_of}", unit=unit, actor_kind="system",
        source_digest=ONCE, payload=payload,
    )  # fmt: skip


def write_run(book: Book, done: Done, *, new: int, gone: int) -> None:
    book.record(
        matter=RUNS, kind=SURVEYED.kind, occasion=f"survey:{book.at.isoformat()}", actor_kind="system",
        payload=summary(done, new, gone),
    )  # fmt: skip


def name_of(lead: Found) -> str:
    of = lead.measured.subject
    return matter_of(lead.survey, lead.measured.measure, of.unit, of.item, of.of)


def moved(before: Lead, lead: Found, at: datetime) -> bool:
    """Is it worth recording again: another month, or an effect outside the interval told before?"""
    then, now = before.seen_at.astimezone(SHANGHAI), at.astimezone(SHANGHAI)
    outside = not before.low <= lead.measured.effect <= before.high
    return outside or (then.year, then.month) != (now.year, now.month)


def told(result: Surveyed, lead: Found) -> dict[str, Any]:
    """All the arithmetic of a lead, so that it can be read and argued about without running anything."""
    it, on = lead.measured, dict(result.thresholds)
    since, until = on.pop("since"), on.pop("until")
    return {
        "survey": lead.survey, "measure": it.measure, "item": it.subject.item, "of": it.subject.of, "n": it.n,
        "effect": rounded(it.effect), "low": rounded(it.low), "high": rounded(it.high), "p": rounded(it.p or 1.0),
        "q": rounded(lead.q), "rule": lead.version,
        "compared": sum(one.p is not None and one.measure == it.measure for one in result.measured),
        "since": day_of_number(since).isoformat(), "until": day_of_number(until - 1).isoformat(),
        "thresholds": on, "told": plain(it.told), "drawn": plain(it.drawn), "matters": list(lead.matters),
    }  # fmt: skip


def last(before: Lead, results: Sequence[Surveyed]) -> dict[str, Any]:
    """What a later survey says of a lead that it no longer finds: the figures now, or that there are too few cases."""
    for one in (m for r in results if r.survey.name == before.survey for m in r.measured):
        if (
            matter_of(before.survey, one.measure, one.subject.unit, one.subject.item, one.subject.of)
            == before.matter
        ):
            return figures(one)
    return {"n": 0, "why": "none"}


def figures(one: Measured) -> dict[str, Any]:
    why = "few" if one.p is None else "within"
    told = {"n": one.n, "effect": rounded(one.effect), "why": why}
    return told if one.p is None else {**told, "p": rounded(one.p)}


def summary(done: Done, new: int, gone: int) -> dict[str, Any]:
    """What was looked at, measure by measure, and how long cases took."""
    by = [
        {
            "survey": result.survey.name, "measured": len(result.measured), "leads": len(result.leads),
            "few": sum(one.p is None for one in result.measured),
        }
        for result in done.results
    ]  # fmt: skip
    totals = {name: sum(int(one[name]) for one in by) for name in ("measured", "few", "leads")}  # type: ignore[call-overload]
    return {**totals, "new": new, "gone": gone, "surveys": by, "times": plain({"rows": done.times})["rows"]}


def rounded(value: float) -> float:
    """Six significant digits: enough to check, the same on every machine."""
    return float(f"{value:.6g}")


def plain(values: Mapping[str, Any]) -> dict[str, Any]:
    """The same with floats rounded, whatever lies inside."""

    def one(value: Any) -> Any:
        if isinstance(value, float):
            return rounded(value)
        if isinstance(value, Mapping):
            return {k: one(v) for k, v in value.items()}
        if isinstance(value, (list, tuple)):
            return [one(v) for v in value]
        return value

    return {name: one(value) for name, value in values.items()}


def due(at: datetime, ledger: str) -> bool:
    """Once a night; at any hour if nights were missed, or never was one."""
    before = Survey.objects.filter(ledger=ledger).order_by("-at").values_list("at", flat=True).first()
    now = at.astimezone(SHANGHAI)
    if before is None or at - before >= MISSED:
        return True
    return now.hour in NIGHT and before.astimezone(SHANGHAI).date() < now.date()
