"""From the entries of tasks and sources to their rows: the only writer of these tables."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import orjson
from django.db import models

from luoshi.ledger.entry import Row
from luoshi.ledger.projections import By
from luoshi.tasks import records, sums
from luoshi.tasks.checks import today
from luoshi.tasks.events import SOURCE
from luoshi.tasks.evidence_rows import evidence
from luoshi.tasks.models import Clause, ClauseTask, Node, Source, Sum
from luoshi.tasks.plan import behind_from, day, objects, text
from luoshi.tasks.reading import read
from luoshi.tasks.task import RUNNING, State, Task
from luoshi.tasks.terms import behind_per_mille

OWN: tuple[type[models.Model], ...] = (
    Node, ClauseTask, records.CoUnit, records.MilestoneRow, records.Inflation, records.Claim, records.Order,
    records.Evidence, Source, Clause,
)  # fmt: skip
TABLES: tuple[type[models.Model], ...] = (*OWN, Sum)
SAME = (
    "year", "n", "register", "no", "state", "drafted_at", "published_at", "assigned_at", "receipted_at",
    "progressed_at", "claimed_at", "verified_at", "first_closed_at", "reopened", "first_until", "quantity", "progress",
    "chasers", "colour", "inflated", "last_at", "root", "parent",
)  # fmt: skip
PLANNED = ("level", "title", "category", "section", "post", "measure", "target", "per", "since", "until", "weight", "public", "source")  # fmt: skip
Rows = dict[type[models.Model], list[models.Model]]


def project(ledger: str, by_matter: By) -> None:
    """Write the tasks and sources of these matters anew from their current entries."""
    matters = list(by_matter)
    made: Rows = {table: [] for table in OWN}
    for matter, rows in by_matter.items():
        if matter.startswith(SOURCE):
            source(ledger, matter, rows, made)
        else:
            task(read(ledger, matter, rows), rows, made)
    with sums.kept(ledger, matters):
        for table in OWN:
            for start in range(0, len(matters), 500):
                table._default_manager.filter(ledger=ledger, matter__in=matters[start : start + 500]).delete()
            table._default_manager.bulk_create(made[table], batch_size=500)


def task(it: Task, rows: Sequence[Row], made: Rows) -> None:
    """The row of a node, and of everything that hangs on it."""
    if it.plan is None or not it.n:
        return
    of = {"ledger": it.ledger, "matter": it.matter}
    made[Node].append(Node(**of, **node(it, max(row.position for row in rows))))
    made[ClauseTask] += [
        ClauseTask(**of, source=it.plan.source, clause=n)
        for n in dict.fromkeys(it.plan.clauses)
        if it.plan.source and it.state != State.CANCELLED
    ]
    made[records.CoUnit] += [
        records.CoUnit(**of, unit=u.code, unit_name=u.name, **told(u, "instance", "asked_at", "replied_at"))
        for u in it.co.values()
    ]
    made[records.MilestoneRow] += [
        records.MilestoneRow(
            **of, name=m.name, on=m.on, quantity=m.quantity, reached_at=it.reached.get(m.name)
        )
        for m in {m.name: m for m in it.plan.milestones}.values()
    ]
    for table, held in (
        (records.Inflation, it.inflations),
        (records.Claim, it.claims),
        (records.Order, it.orders),
    ):
        one_each: dict[str, Any] = {one.instance: one for one in held}
        made[table] += [table(**of, **told(one, *one.__slots__)) for one in one_each.values()]
    made[records.Evidence] += evidence(rows)


def told(of: Any, *names: str) -> dict[str, Any]:
    return {name: getattr(of, name) for name in names}


def node(it: Task, position: int) -> dict[str, Any]:
    assert it.plan is not None
    money = it.plan.money
    return {
        **told(it, *SAME),
        **told(it.plan, *PLANNED),
        "path": "".join(f"{matter}/" for matter in it.path),
        "place": "".join(f"{matter}/" for matter in it.path) + it.matter,
        "depth": len(it.path),
        "parts": len(it.parts),
        "unit": it.plan.lead.code if it.plan.lead else "",
        "unit_name": it.unit_name,
        "share": it.done,
        "planned": money.planned,
        "arranged": it.arranged if it.arranged is not None else money.arranged,
        "paid": it.paid if it.paid is not None else money.paid,
        "gaps": len(it.plan.gaps(it.matter)) if it.leaf and it.state == State.DRAFT else 0,
        "behind_on": behind(it),
        "position": position,
        "told": dict(it.told),
    }


def behind(it: Task) -> date | None:
    """From when what is reported falls short of the plan; what is not at work, or has parts, never does."""
    if it.plan is None or it.last_at is None or not it.leaf or it.state not in RUNNING - {State.CLAIMED}:
        return None
    return behind_from(it.plan, it.quantity or Decimal(0), behind_per_mille(today(it.last_at)))


def source(ledger: str, matter: str, rows: Sequence[Row], made: Rows) -> None:
    """The row of a source and its clauses, as registered last."""
    aside: dict[int, str] = {}
    last: tuple[Row, Mapping[str, Any]] | None = None
    for row in sorted(rows, key=lambda row: row.corrects or row.position):
        payload = orjson.loads(row.payload)
        if row.kind == "tasks.source_registered":
            last = (row, payload)
        elif type(payload.get("clause")) is int:
            aside[payload["clause"]] = text(payload.get("reason"), 2000)
    if last is None:
        return
    row, payload = last
    made[Source].append(
        Source(
            ledger=ledger, matter=matter, sort=text(payload.get("sort"), 14), document=text(payload.get("document"), 100),
            title=text(payload.get("item")), leader=text(payload.get("leader"), 100), on=day(payload.get("on")),
            until=day(payload.get("until")), registered_at=datetime.fromisoformat(row.happened_at), position=row.position,
        )
    )  # fmt: skip
    clauses = {
        c["n"]: text(c.get("text"), 2000) for c in objects(payload.get("clauses")) if type(c.get("n")) is int
    }
    made[Clause] += [
        Clause(ledger=ledger, matter=matter, n=n, text=words, set_aside=aside.get(n, ""))
        for n, words in clauses.items()
    ]
