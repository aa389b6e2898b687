"""From the entries of inspections and what comes of them to their rows: the only writer of these tables."""

from typing import Any

from django.db import models

from luoshi.inspections import beside, reading
from luoshi.inspections.events import CAMPAIGN, INSPECTION, RECTIFICATION, RESEARCH, SAMPLE
from luoshi.inspections.models import Finding, Inspection, Review, Target
from luoshi.inspections.records import Campaign, Member, Problem, Rectification, Research, Sample, SampleItem
from luoshi.ledger.projections import By

TABLES: tuple[type[models.Model], ...] = (
    Inspection, Target, Finding, Review, Rectification, Campaign, Member, Sample, SampleItem, Research, Problem,
)  # fmt: skip
READ = {
    RECTIFICATION: beside.rectification, CAMPAIGN: beside.campaign, SAMPLE: beside.sample, RESEARCH: beside.research,
}  # fmt: skip


def project(ledger: str, by_matter: By) -> None:
    """Write these matters anew from their current entries."""
    made: dict[type[models.Model], list[Any]] = {table: [] for table in TABLES}
    for matter, rows in by_matter.items():
        if matter.startswith(INSPECTION):
            it = reading.inspection(ledger, matter, rows)
            if it.inspection is not None:
                one_each = {one.instance: one for one in it.findings}
                made[Inspection].append(it.inspection)
                made[Target] += it.targets.values()
                made[Finding] += one_each.values()
                made[Review] += {one.instance: one for one in it.reviews}.values()
        else:
            kept = READ[matter[: matter.index(":") + 1]](ledger, matter, rows)
            for held in (kept.rectification, kept.campaign, kept.sample, kept.research):
                if held is not None:
                    made[type(held)].append(held)
            made[Member] += kept.members if kept.campaign else []
            made[SampleItem] += {(one.of, one.instance): one for one in kept.items}.values()
            made[Problem] += kept.problems.values()
    matters = list(by_matter)
    for table in TABLES:
        for start in range(0, len(matters), 500):
            table._default_manager.filter(ledger=ledger, matter__in=matters[start : start + 500]).delete()
        table._default_manager.bulk_create(made[table], batch_size=500)
