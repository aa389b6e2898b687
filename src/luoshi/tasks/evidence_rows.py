"""The files that entries of a task name, as rows. What does not look like one is passed over."""

import re
from collections.abc import Sequence

import orjson

from luoshi.ledger.entry import Row
from luoshi.tasks.plan import objects, text
from luoshi.tasks.records import Evidence

DIGEST = re.compile("[0-9a-f]{64}")
NAMING = frozenset(
    {"tasks.progressed", "tasks.claimed", "tasks.verified", "tasks.returned", "tasks.order_answered"}
)
"""Entries whose attachments are evidence."""


def evidence(rows: Sequence[Row]) -> list[Evidence]:
    return [
        Evidence(
            ledger=row.ledger, matter=row.matter, position=row.position, digest=one["digest"],
            title=text(one.get("title"), 100), media=text(one.get("media"), 100), size=one["size"],
            unit_name=row.unit,
        )
        for row in rows
        if row.kind in NAMING and '"attachments"' in row.payload
        for one in objects(orjson.loads(row.payload).get("attachments"))
        if DIGEST.fullmatch(str(one.get("digest"))) and type(one.get("size")) is int
    ]  # fmt: skip
