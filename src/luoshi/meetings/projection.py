"""From the entries of meetings and issues to their rows: the only writer of these tables."""

from typing import Any

from django.db import models

from luoshi.ledger.projections import By
from luoshi.meetings.models import Decision, Issue, Meeting
from luoshi.meetings.reading import read

TABLES: tuple[type[models.Model], ...] = (Meeting, Issue, Decision)


def project(ledger: str, by_matter: By) -> None:
    """Write these matters anew from their current entries."""
    made: dict[type[models.Model], list[Any]] = {table: [] for table in TABLES}
    for matter, rows in by_matter.items():
        it = read(ledger, matter, rows)
        made[Meeting] += [it.meeting] if it.meeting else []
        made[Issue] += [it.issue] if it.issue else []
        made[Decision] += it.decisions.values()
    for table in TABLES:
        table._default_manager.filter(ledger=ledger, matter__in=list(by_matter)).delete()
        table._default_manager.bulk_create(made[table], batch_size=500)
