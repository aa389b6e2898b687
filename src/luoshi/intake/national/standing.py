"""What the ledger holds of a case already, told by this source: which rows, in which version, and what was voided."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import orjson

from luoshi.intake.national.stamps import civil
from luoshi.ledger.entry import VOIDED, Row

LAG, ENTERED = "lag_seconds", "entered_at"
"""How late the source told what happened, and when: facts that leads read."""


@dataclass(slots=True)
class Standing:
    """One occasion as it stands. `told` is when the source handed its latest version over, "" where it did not say.

    `seen` are the digests of every version; `fresh` says that this import brought the latest.
    """

    kind: str
    moment: str
    digest: str
    payload: str | dict[str, Any]
    told: str = ""
    seen: set[str] = field(default_factory=set)
    fresh: bool = False

    @property
    def void(self) -> bool:
        return self.kind == VOIDED

    @property
    def said(self) -> dict[str, Any]:
        """The payload of the latest version."""
        if isinstance(self.payload, str):
            self.payload = orjson.loads(self.payload)
        assert isinstance(self.payload, dict)
        return self.payload


def standing(rows: Iterable[Row]) -> dict[str, Standing]:
    """Every occasion of a case by its name, corrections followed."""
    found: dict[str, Standing] = {}
    first: dict[int, str] = {}
    for row in sorted(rows, key=lambda row: row.position):
        if row.corrects is None:
            first[row.position] = row.occasion
            found[row.occasion] = Standing(
                row.kind, row.local_at, row.source_digest, row.payload, entered(row), {row.source_digest}
            )
            continue
        it = found[first[row.corrects]] if row.corrects in first else None
        if it is None:  # the first version spoke of another case
            continue
        if row.kind != VOIDED:
            it.payload = row.payload
        it.kind, it.moment, it.digest, it.told = row.kind, row.local_at, row.source_digest, entered(row)
        it.seen.add(row.source_digest)
    return found


def entered(row: Row) -> str:
    """When the source told an entry, in civil time; "" where it did not say."""
    told = orjson.loads(row.payload).get(ENTERED, "") if ENTERED in row.payload else ""
    return civil(datetime.fromisoformat(told)) if told else ""


def under(found: dict[str, Standing], base: str) -> Iterator[str]:
    """The occasions of one row of the source that are in force; the row itself last."""
    yield from (name for name, it in found.items() if name.startswith(base + ":") and not it.void)
    if base in found and not found[base].void:
        yield base
