"""Issuing papers: content from the entries, set as PDF and DOCX, recorded with the digests of both."""

from collections.abc import Sequence
from dataclasses import replace
from hashlib import sha256
from typing import Any

import orjson

from luoshi.approvals import actions as approvals
from luoshi.approvals.actor import Actor
from luoshi.catalogue import queries as catalogue
from luoshi.documents import fonts, numbers, pdf
from luoshi.documents.copies import keyed
from luoshi.documents.events import ADDRESSED, ENCODED, ISSUED
from luoshi.documents.kinds import KINDS, OFFICE, Kind, paper
from luoshi.documents.models import Paper as Issued
from luoshi.documents.office import office, suffix
from luoshi.documents.paper import Paper
from luoshi.documents.projection import kind_of
from luoshi.documents.told import Told
from luoshi.documents.word import fill
from luoshi.law.errors import CouldNot
from luoshi.law.words import say
from luoshi.ledger import read
from luoshi.ledger.book import Book
from luoshi.ledger.entry import SHANGHAI, Row
from luoshi.org.access import ROOTS
from luoshi.sealed.codes import known_as

CODED = ("acceptance", "deemed_acceptance")
"""Papers on which the query code may be printed."""


def may(by: Actor | None, kind: Kind, unit: str) -> bool:
    """Does this person issue such papers of that unit? The platform itself only tells what the law has done."""
    if by is None:
        return kind.id == "deemed_acceptance"
    return by.holds(kind.roles, unit)


def issue(*, book: Book, by: Actor | None, matter: str, rests_on: int, reason: str = "") -> Paper:
    """Issue the paper that tells of the entry at `rests_on`; what it says.

    Issued once; another in its place needs a `reason`, and the first stays on record as replaced.
    """
    book.hold(matter)
    rows = read.current([matter], ledger=book.ledger)
    row = next((r for r in rows if r.position == rests_on), None)
    kind = kind_of(row) if row else None
    if row is None or kind is None:
        raise CouldNot(
            say(
                "这一步不出具文书，或已被更正：请刷新后再选",
                "No paper tells of this entry: reload and choose again",
            )
        )
    if not may(by, kind, row.unit):
        raise CouldNot(
            say(
                f"{kind.title[0]}由{row.unit}出具，您的岗位不能出具",
                f"Your role cannot issue it: {kind.title[1]}",
            )
        )
    before = issued(rows, rests_on)
    if before and not reason.strip():
        had = orjson.loads(before[-1].payload)["content"]["number"]
        raise CouldNot(
            say(
                f"已经出具（{had}）；需要重出的，请写明理由",
                f"Issued already ({had}); to replace it, say why",
            )
        )
    signs = supervision(by) if kind.roles == OFFICE else row.unit
    content = written(book, kind, row, rows, signs)
    number: dict[str, Any] = {}
    if not content.number:
        word = f"{office(signs).word}{suffix(kind.id, kind.word)}"
        number = numbers.following(book, word, book.at)
        content = replace(content, number=numbers.said(number))
    record(book, by, row, content, number, before, reason.strip())
    return content


def address(*, book: Book, by: Actor, issued: Issued) -> bytes:
    """The PDF with the applicant's name on it, for somebody whose look was agreed to; the look is used and recorded."""
    row, content, faces = kept(book, issued)
    who = approvals.see_identity(book=book, by=by, matter=issued.matter)
    if issued.kind in CODED:
        content = with_code(book, by, issued, content)
    return copied(book, by, row, ADDRESSED.kind, pdf.render(replace(content, addressee=who.name), faces))


def encode(*, book: Book, by: Actor, issued: Issued) -> bytes:
    """The PDF with a query code of its own, to hand to the applicant. The code stands on this copy and nowhere else."""
    row, content, faces = kept(book, issued)
    if issued.kind not in CODED:
        raise CouldNot(
            say("查询码只印在受理通知书上", "A query code is printed on letters of acceptance only")
        )
    return copied(book, by, row, ENCODED.kind, pdf.render(with_code(book, by, issued, content), faces))


def kept(book: Book, issued: Issued) -> tuple[Row, Paper, Any]:
    """An issued paper of an applicant, as its entry keeps it: entry, content, fonts."""
    row = read.at_position(issued.position, ledger=book.ledger)
    if row is None or KINDS[issued.kind].roles == OFFICE:
        raise CouldNot(say("这份文书不是发给申请人的", "This paper does not go to an applicant"))
    told = orjson.loads(row.payload)
    return row, Paper.from_payload(told["content"]), told["faces"]


def with_code(book: Book, by: Actor, issued: Issued, content: Paper) -> Paper:
    """The paper with a line that tells number and a new code; earlier codes of the case stay."""
    code = approvals.give_code(book=book, by=by, matter=issued.matter, keep=True)
    number = known_as(issued.matter)
    told = f"办理进度查询：登录本市政务公开网站“办件查询”，凭办件编号 {number} 和查询码 {code} 查询。查询码请妥善保管。"
    return replace(content, body=(*content.body, ("text", told)))


def copied(book: Book, by: Actor, row: Row, kind: str, content: bytes) -> bytes:
    """Record a copy that differs from the issue, by a keyed digest."""
    n = sum(draft.matter == row.matter for draft in book.drafts)
    book.record(
        matter=row.matter, kind=kind, occasion=f"{row.matter}:named:{row.position}:{book.at.isoformat()}:{n}",
        unit=row.unit, officer=by.name, law=row.law, payload={"paper": row.position, "keyed": keyed(content)},
    )  # fmt: skip
    return content


def supervision(by: Actor | None) -> str:
    """The body that supervises: the unit of whoever issues; at the root of the tree, its efficiency office."""
    unit = by.standing.unit if by else None
    assert unit is not None
    return f"{unit.name}效能办" if unit.kind in ROOTS else unit.name


def issued(rows: Sequence[Row], rests_on: int) -> list[Row]:
    """The papers issued so far about that entry."""
    own = [row for row in rows if row.kind == ISSUED.kind]
    return [row for row in own if orjson.loads(row.payload)["rests_on"] == rests_on]


def written(book: Book, kind: Kind, row: Row, rows: Sequence[Row], signs: str) -> Paper:
    """The content, from the entries up to now; a decision keeps the number under which it was made."""
    received = next((r for r in rows if r.kind == "approvals.received"), None)
    payload = orjson.loads(received.payload) if received else {}
    definition = None
    if payload.get("code") and payload.get("version") is not None:
        version = catalogue.version(payload["code"], payload["version"], ledger=book.ledger)
        definition = version.definition if version else None
    told = Told(
        matter=row.matter, rows=rows, row=row, office=office(signs), on=book.at.astimezone(SHANGHAI).date(),
        definition=definition, limits=book.limits(row.matter),
        item=definition.name if definition else str(payload.get("item") or told_item(row)),
    )  # fmt: skip
    own = told.text("document") if kind.rests_on == "approvals.decided" else ""
    return paper(kind.id, told, number=own)


def told_item(row: Row) -> str:
    """The item as the entry itself names it."""
    return str(orjson.loads(row.payload).get("item") or "")


def record(
    book: Book,
    by: Actor | None,
    row: Row,
    content: Paper,
    number: dict[str, Any],
    before: Sequence[Row],
    reason: str,
) -> None:
    """Set it, and record the issue with everything needed to set it again and to check a copy."""
    faces = fonts.usual()
    digests = {"docx": sha256(fill.render(content)).hexdigest()}
    lacking = ""
    try:
        digests["pdf"] = sha256(pdf.render(content, faces)).hexdigest()
    except pdf.LacksGlyph as failure:
        lacking = str(failure)
    payload: dict[str, Any] = {
        "rests_on": row.position,
        "content": content.as_payload(),
        "digests": digests,
        "faces": faces,
        "made_with": {**pdf.made_with(faces), "template": fill.made_with(content.kind)},
    }
    if number:
        payload["number"] = number
    if lacking:
        payload["pdf_not_made"] = lacking
    if before:
        payload |= {"replaces": before[-1].position, "reason": reason}
    book.record(
        matter=row.matter, kind=ISSUED.kind, occasion=f"{row.matter}:paper:{row.position}:{len(before)}",
        unit=content.issuer, officer=by.name if by else "", law=row.law, payload=payload,
        actor_kind="person" if by else "system",
    )  # fmt: skip
