"""From entries to papers issued, papers owed and numbers given: the only writer of those tables."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

import orjson

from luoshi.documents.events import ADDRESSED, ENCODED, ISSUED
from luoshi.documents.kinds import KINDS, Kind
from luoshi.documents.models import Copy, Numbering, Owed, Paper
from luoshi.ledger import bulk
from luoshi.ledger.entry import Row

SUPERSEDED = "approvals.deemed_acceptance_superseded"
RESTS_ON = frozenset(kind.rests_on for kind in KINDS.values() if kind.owed)
COPIES = (ADDRESSED.kind, ENCODED.kind)
OF_KINDS = (ISSUED.kind, *COPIES, SUPERSEDED, *sorted(RESTS_ON))
DONE_BY = ("person", "law")
"""Who must tell the applicant in writing: we, for what was done here. What a file states was told by its source."""


def project(ledger: str, by_matter: Mapping[str, Sequence[Row]]) -> None:
    """Write what these matters' current entries issued and what they still owe."""
    issued: list[dict[str, Any]] = []
    owed: list[dict[str, Any]] = []
    copies: list[dict[str, Any]] = []
    for matter, rows in by_matter.items():
        own = [(row, orjson.loads(row.payload)) for row in rows if row.kind == ISSUED.kind]
        replaced = {told["replaces"] for _, told in own if "replaces" in told}
        issued += [paper(ledger, row, told, replaced) for row, told in own]
        told_of = {told["rests_on"] for _, told in own}
        owed += [
            {
                "ledger": ledger, "matter": matter, "kind": kind.id, "unit": row.unit[:200], "rests_on": row.position,
                "since": datetime.fromisoformat(row.happened_at),
            }
            for row, kind in demanding(rows) if row.position not in told_of
        ]  # fmt: skip
        copies += [copy(ledger, row) for row in rows if row.kind in COPIES]
        for _, told in own:
            numbered(ledger, told)
    bulk.replace(Paper, ledger, list(by_matter), issued)
    bulk.replace(Copy, ledger, list(by_matter), copies)
    bulk.replace(Owed, ledger, list(by_matter), owed)


def paper(ledger: str, row: Row, told: Mapping[str, Any], replaced: set[int]) -> dict[str, Any]:
    """The row of an issued paper."""
    content, digests = told["content"], told["digests"]
    return {
        "ledger": ledger, "matter": row.matter, "kind": content["kind"], "number": content["number"][:200],
        "title": content["title"][:100], "unit": row.unit[:200],
        "issued_at": datetime.fromisoformat(row.happened_at), "position": row.position, "rests_on": told["rests_on"],
        "replaced": row.position in replaced, "pdf": digests.get("pdf", ""), "docx": digests["docx"],
    }  # fmt: skip


def copy(ledger: str, row: Row) -> dict[str, Any]:
    """The row of a copy with a name or a code on it."""
    told = orjson.loads(row.payload)
    own = {"ledger": ledger, "matter": row.matter, "position": row.position}
    return own | {"paper": told["paper"], "keyed": told["keyed"]}


def demanding(rows: Sequence[Row]) -> Iterator[tuple[Row, Kind]]:
    """Entries that the law wants told in writing, done by us and not disproved, each with its paper."""
    disproved = {orjson.loads(row.payload).get("entry") for row in rows if row.kind == SUPERSEDED}
    for row in rows:
        ours = row.kind in RESTS_ON and row.actor_kind in DONE_BY and row.position not in disproved
        if ours and (kind := kind_of(row)):
            yield row, kind


def kind_of(row: Row) -> Kind | None:
    """The paper that tells of this entry."""
    fitting = [kind for kind in KINDS.values() if kind.rests_on == row.kind]
    if not fitting:
        return None
    payload = orjson.loads(row.payload) if any(kind.where for kind in fitting) else {}
    return next((kind for kind in fitting if kind.fits(row.kind, payload)), None)


def numbered(ledger: str, told: Mapping[str, Any]) -> None:
    """Remember the highest number given."""
    number = told.get("number")
    if not isinstance(number, dict):
        return
    word, year, n = number["word"], number["year"], number["n"]
    own = Numbering.objects.filter(ledger=ledger, word=word, year=year)
    if not own.filter(last__gte=n).exists() and not own.update(last=n):
        Numbering.objects.create(ledger=ledger, word=word, year=year, last=n)
