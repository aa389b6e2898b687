"""From the entries of a case to what waits for an answer, its files, and the numbers given: the only writer of those tables."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

import orjson

from luoshi.approvals import numbers
from luoshi.approvals.models import Ask, Attachment, Numbering
from luoshi.approvals.reading import ASKING, read
from luoshi.ledger import bulk
from luoshi.ledger.entry import Row

TABLES = (Ask, Attachment, Numbering)
LENGTHS = {field.name: getattr(field, "max_length", None) for field in Ask._meta.concrete_fields}
DIGEST = re.compile("[0-9a-f]{64}")
SAME = (
    "kind", "instance", "unit", "post", "asked_by", "asked_unit", "asked_at", "state", "answered_by", "answered_at",
)  # fmt: skip


def project(ledger: str, by_matter: Mapping[str, Sequence[Row]]) -> None:
    """Write what these matters' current entries ask, attach and number."""
    asks: list[dict[str, Any]] = []
    files: list[dict[str, Any]] = []
    given: dict[tuple[str, int], int] = {}
    for matter, rows in by_matter.items():
        if any(row.kind in ASKING for row in rows):
            told = read(ledger, matter, rows).asks
            asks += (
                {"ledger": ledger, "matter": matter} | {n: fitting(n, getattr(a, n)) for n in SAME}
                for a in told
            )
        for row in rows:
            if '"attachments"' in row.payload:
                files += attached(ledger, row)
            if '"number"' in row.payload and row.kind == "approvals.received":
                numbered(given, row)
    for (office, year), n in given.items():
        remember(ledger, office, year, n)
    bulk.replace(Ask, ledger, list(by_matter), asks)
    bulk.replace(Attachment, ledger, list(by_matter), files)


def fitting(name: str, value: Any) -> Any:
    """A text no longer than its column: what came from elsewhere may be of any length."""
    return value[: LENGTHS[name]] if isinstance(value, str) else value


def attached(ledger: str, row: Row) -> list[dict[str, Any]]:
    """The files an entry names; what does not look like one is passed over."""
    told = orjson.loads(row.payload).get("attachments")
    return [
        {
            "ledger": ledger, "matter": row.matter, "position": row.position, "digest": one["digest"],
            "title": str(one.get("title", ""))[:100], "media": str(one.get("media", ""))[:100], "size": one["size"],
        }
        for one in (told if isinstance(told, list) else ())
        if isinstance(one, dict) and DIGEST.fullmatch(str(one.get("digest"))) and type(one.get("size")) is int
    ]  # fmt: skip


def numbered(given: dict[tuple[str, int], int], row: Row) -> None:
    """Note the highest number given. It counts only if the matter bears it: others cannot use numbers up."""
    told = orjson.loads(row.payload)["number"]
    if not isinstance(told, dict) or row.matter != numbers.name(
        told.get("office"), told.get("year"), told.get("n")
    ):
        return
    key = told["office"], told["year"]
    given[key] = max(told["n"], given.get(key, 0))


def remember(ledger: str, office: str, year: int, n: int) -> None:
    """Remember the highest number of an office in a year, never a lower one than before."""
    own = Numbering.objects.filter(ledger=ledger, office=office, year=year)
    if not own.filter(last__gte=n).exists() and not own.update(last=n):
        Numbering.objects.create(ledger=ledger, office=office, year=year, last=n)
