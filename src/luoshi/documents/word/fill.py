"""Filling the template in. The same content and template give the same bytes: no clock, fixed order, stored."""

import io
import unicodedata
import zipfile
from datetime import UTC, date, datetime
from hashlib import sha256
from pathlib import Path
from typing import Any

from django.conf import settings
from docx.shared import Pt
from docxtpl import DocxTemplate
from jinja2.sandbox import SandboxedEnvironment

from luoshi.documents.paper import Paper
from luoshi.documents.word.template import CHARACTER, NAMES, SHIPPED
from luoshi.law.errors import CouldNot
from luoshi.law.words import say

TEXTS = {NAMES["text"], NAMES["first"], NAMES["second"]}
LONG = 168
"""Six lines: office programs move a whole paragraph to the next page."""
EPOCH = date(2000, 1, 1)


def template(kind: str) -> Path:
    """The office's own template of this kind, its own for all, or the shipped one."""
    own = Path(settings.LUOSHI_HOME) / "papers"
    return next((p for p in (own / f"{kind}.docx", own / "paper.docx") if p.is_file()), SHIPPED)


def made_with(kind: str) -> str:
    """The beginning of the template's digest: what the bytes depend on besides the content."""
    return sha256(template(kind).read_bytes()).hexdigest()[:16]


def render(paper: Paper) -> bytes:
    """The DOCX. CouldNot when the office's own template cannot be filled in."""
    path = template(paper.kind)
    told = paper.as_payload() | {"dated": paper.dated}
    environment = SandboxedEnvironment(autoescape=True)
    try:
        filled = DocxTemplate(path)
        filled.render(told, jinja_env=environment, autoescape=True)
    except Exception as failure:
        raise CouldNot(
            say(
                f"文书模板 {path.name} 不能使用：{failure}。请改正或移走该文件，系统会用自带模板",
                f"The template {path.name} cannot be used: {failure}. Mend or remove it; the shipped one serves then",
            )
        ) from failure
    signed(filled.docx, paper)
    return packed(filled.docx, paper)


def signed(document: Any, paper: Paper) -> None:
    """The name of the body stands centred over the date, which ends four characters from the edge.

    The last of the text stays with them on one page, as the seal must not stand alone; a paragraph
    too long for that breaks where it must.
    """
    right = 4 + width(paper.dated) / 2 - width(paper.issuer) / 2
    paragraphs = document.paragraphs
    texts = [n for n, one in enumerate(paragraphs) if one.style.name in TEXTS]
    for one in paragraphs[texts[-1] if texts else 0 : -1]:
        one.paragraph_format.keep_with_next = len(one.text) <= LONG
        if one.style.name == NAMES["signed"]:
            one.paragraph_format.right_indent = Pt(max(right, 0) * CHARACTER.pt)


def width(text: str) -> float:
    """In characters of the text; half-width figures count half."""
    return sum(1 if unicodedata.east_asian_width(sign) in "WFA" else 0.5 for sign in text)


def packed(document: Any, paper: Paper | None = None) -> bytes:
    """The file's bytes, with the paper's own day and name in place of ours."""
    day = paper.on if paper else EPOCH
    at = datetime(day.year, day.month, day.day, tzinfo=UTC).replace(tzinfo=None)
    about = document.core_properties
    about.author = about.last_modified_by = paper.issuer if paper else "落实"
    about.title = f"{paper.title} {paper.number}".strip() if paper else "公文"
    about.created = about.modified = at
    about.comments, about.revision = "", 1
    made = io.BytesIO()
    document.save(made)
    out = io.BytesIO()
    with zipfile.ZipFile(made) as source, zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as target:
        for name in sorted(source.namelist(), key=lambda n: (n != "[Content_Types].xml", n)):
            told = zipfile.ZipInfo(name, (day.year, day.month, day.day, 0, 0, 0))
            told.external_attr = 0o600 << 16
            target.writestr(told, source.read(name))
    return out.getvalue()
