"""From the entries of forms to their rows: the only writer of these tables."""

from typing import Any

from django.db import models

from luoshi.burden.models import Asked, Filling, Form
from luoshi.burden.reading import read
from luoshi.ledger.projections import By

TABLES: tuple[type[models.Model], ...] = (Form, Asked, Filling)


def project(ledger: str, by_matter: By) -> None:
    """Write these forms anew from their current entries."""
    made: dict[type[models.Model], list[Any]] = {table: [] for table in TABLES}
    for matter, rows in by_matter.items():
        it = read(ledger, matter, rows)
        if it.form is not None:
            made[Form].append(it.form)
            made[Asked] += it.asked.values()
            made[Filling] += it.fillings.values()
    for table in TABLES:
        table._default_manager.filter(ledger=ledger, matter__in=list(by_matter)).delete()
        table._default_manager.bulk_create(made[table], batch_size=500)
