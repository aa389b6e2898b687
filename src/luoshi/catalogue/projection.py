"""From the entries of an item to its row and its versions: the only writer of those tables."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

import orjson

from luoshi.catalogue.definition import Definition
from luoshi.catalogue.disclosure import completeness
from luoshi.catalogue.events import MATTER, PUBLISHED
from luoshi.catalogue.models import Item, ItemVersion
from luoshi.ledger.entry import Row
from luoshi.ledger.projections import By


def project(ledger: str, by_matter: By) -> None:
    """Write the items of these matters anew from their current entries."""
    for table in (Item, ItemVersion):
        table._default_manager.filter(ledger=ledger, matter__in=list(by_matter)).delete()
    items, versions = [], []
    for matter, rows in by_matter.items():
        found = list(read(ledger, matter, rows))
        if found:
            versions += found
            items.append(item(found, rows))
    ItemVersion.objects.bulk_create(versions, batch_size=500)
    Item.objects.bulk_create(items, batch_size=500)


def in_order(rows: Iterable[Row]) -> list[Row]:
    """As they were first recorded: a correction stands in the place of what it corrects."""
    return sorted(rows, key=lambda row: row.corrects or row.position)


def read(ledger: str, matter: str, rows: Sequence[Row]) -> Iterable[ItemVersion]:
    """Every publication as a version; each holds until the next begins, or until the item is retired."""
    told = [(row, orjson.loads(row.payload)) for row in in_order(rows)]
    marks = [(datetime.fromisoformat(payload["since"]), row.kind == PUBLISHED.kind) for row, payload in told]
    number = 0
    for n, (row, payload) in enumerate(told):
        if row.kind != PUBLISHED.kind:
            continue
        number += 1
        since = marks[n][0]
        later = [moment for moment, _ in marks[n + 1 :]]
        yield version(ledger, matter, row, payload, number, since, min(later, default=None))


def version(
    ledger: str, matter: str, row: Row, payload: Any, number: int, since: datetime, until: datetime | None
) -> ItemVersion:
    it = Definition.from_payload(payload["definition"])
    return ItemVersion(
        ledger=ledger,
        matter=matter,
        code=matter.removeprefix(MATTER),
        version=number,
        since=since,
        until=until if until is None or until > since else since,
        name=it.name,
        unit=it.unit,
        unit_name=it.unit_name,
        kind=it.kind,
        disclosed=len(completeness(it).told),
        published_at=datetime.fromisoformat(row.happened_at),
        position=row.position,
        told=payload["definition"],
    )


def item(versions: Sequence[ItemVersion], rows: Sequence[Row]) -> Item:
    """The row of an item: named as in its latest version, retired if that is the last word."""
    last, newest = in_order(rows)[-1], versions[-1]
    retired = last.kind != PUBLISHED.kind
    return Item(
        ledger=newest.ledger,
        matter=newest.matter,
        code=newest.code,
        name=newest.name,
        unit=newest.unit,
        unit_name=newest.unit_name,
        version=newest.version,
        retired_at=datetime.fromisoformat(orjson.loads(last.payload)["since"]) if retired else None,
    )
