"""What can be asked of papers: which a matter has and owes, and a paper's bytes again."""

from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Any, Literal

import orjson
from django.conf import settings
from django.db.models import QuerySet

from luoshi.documents import pdf
from luoshi.documents.kinds import KINDS, Kind
from luoshi.documents.models import Owed
from luoshi.documents.models import Paper as Issued
from luoshi.documents.paper import Paper
from luoshi.documents.projection import kind_of
from luoshi.documents.word import fill
from luoshi.law.errors import CouldNot
from luoshi.law.words import say
from luoshi.ledger import read
from luoshi.ledger.entry import Row

Form = Literal["pdf", "docx"]
MEDIA = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}


@dataclass(frozen=True, slots=True)
class File:
    """A paper's file, set again from its entry. `same` says whether its bytes are those of the issue."""

    content: bytes
    name: str
    media: str
    same: bool


def papers(matter: str, *, ledger: str | None = None) -> QuerySet[Issued]:
    """The papers of a matter, oldest first, replaced ones included."""
    ledger = ledger or settings.LUOSHI_JURISDICTION
    return Issued.objects.filter(ledger=ledger, matter=matter).order_by("position")


def owed(matter: str, *, ledger: str | None = None) -> QuerySet[Owed]:
    """The papers that a matter owes."""
    ledger = ledger or settings.LUOSHI_JURISDICTION
    return Owed.objects.filter(ledger=ledger, matter=matter).order_by("since", "rests_on")


def chances(rows: Sequence[Row], has: Sequence[Issued]) -> list[tuple[Row, Kind]]:
    """Entries of which a paper may still be issued, newest first."""
    done = {one.rests_on for one in has}
    found = [(row, kind) for row in rows if row.position not in done and (kind := kind_of(row))]
    return sorted(found, key=lambda pair: pair[0].position, reverse=True)


def named(kind: str) -> str:
    return KINDS[kind].said() if kind in KINDS else kind


def file(issued: Issued, form: Form) -> File:
    """Set an issued paper again, from its own content, in the fonts it was issued in."""
    row = read.at_position(issued.position, ledger=issued.ledger)
    if row is None:
        raise CouldNot(say("账本中没有这份文书的记录", "The ledger has no entry of this paper"))
    told: dict[str, Any] = orjson.loads(row.payload)
    if form == "pdf" and "pdf" not in told["digests"]:
        raise CouldNot(told.get("pdf_not_made") or say("这份文书没有 PDF", "This paper has no PDF"))
    paper = Paper.from_payload(told["content"])
    content = pdf.render(paper, told["faces"]) if form == "pdf" else fill.render(paper)
    name = f"{paper.title}{paper.number and ' '}{paper.number}.{form}"
    return File(content, name, MEDIA[form], sha256(content).hexdigest() == told["digests"][form])
