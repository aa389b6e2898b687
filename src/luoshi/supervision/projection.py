"""From the entries of a lead to its row: the only writer of these tables."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

import orjson

from luoshi.ledger.entry import Row
from luoshi.ledger.projections import By
from luoshi.supervision.events import FOUND, REVIEWED, RUNS, SUPERSEDED
from luoshi.supervision.models import Lead, Survey

FIGURES = ("survey", "measure", "item", "of", "n", "effect", "low", "high", "p", "q")
State = Lead.State


def project(ledger: str, by_matter: By) -> None:
    """Write the leads and runs of these matters anew from their current entries."""
    for table in (Lead, Survey):
        table._default_manager.filter(ledger=ledger, matter__in=list(by_matter)).delete()
    leads, runs = [], []
    for matter, rows in by_matter.items():
        if matter == RUNS:
            runs += [run(ledger, row) for row in rows]
        elif (found := lead(ledger, matter, rows)) is not None:
            leads.append(found)
    Lead.objects.bulk_create(leads, batch_size=500)
    Survey.objects.bulk_create(runs, batch_size=500)


def lead(ledger: str, matter: str, rows: Sequence[Row]) -> Lead | None:
    """The row of a lead: as last found; open from when it was found anew, until reviewed or no longer found."""
    values: dict[str, Any] = {}
    for row in rows:
        at, told = datetime.fromisoformat(row.happened_at), orjson.loads(row.payload)
        if row.kind == FOUND.kind:
            values = found(values, row, at, told)
        elif values and row.kind == SUPERSEDED.kind:
            values |= {"state": State.SUPERSEDED, "superseded_at": at}
        elif values and row.kind == REVIEWED.kind:
            values |= {
                "state": State.REVIEWED, "reviewed_at": at, "reviewed_by": row.officer, "outcome": told["outcome"],
            }  # fmt: skip
    return Lead(ledger=ledger, matter=matter, entries=len(rows), **values) if values else None


def found(before: dict[str, Any], row: Row, at: datetime, told: dict[str, Any]) -> dict[str, Any]:
    """Found, for the first time or again. What a person said of it stands while it goes on being found."""
    goes_on = before.get("state") in (State.OPEN, State.REVIEWED)
    return {
        "state": before["state"] if goes_on else State.OPEN,
        "found_at": before["found_at"] if goes_on else at,
        "superseded_at": None,
        "reviewed_at": before.get("reviewed_at"),
        "reviewed_by": before.get("reviewed_by", ""),
        "outcome": before.get("outcome", ""),
        **{name: told[name] for name in FIGURES},
        "unit": row.unit,
        "version": told["rule"],
        "seen_at": at,
        "position": row.position,
        "told": told,
    }


def run(ledger: str, row: Row) -> Survey:
    told = orjson.loads(row.payload)
    return Survey(
        ledger=ledger, matter=row.matter, at=datetime.fromisoformat(row.happened_at), measured=told["measured"],
        few=told["few"], leads=told["leads"], position=row.position, told=told,
    )  # fmt: skip
