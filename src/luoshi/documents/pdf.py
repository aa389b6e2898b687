"""A paper as PDF/A-2b, set by Typst in the layout of GB/T 9704-2012. The same content gives the same bytes."""

from collections.abc import Mapping
from datetime import UTC, datetime
from hashlib import sha256
from importlib.metadata import version
from pathlib import Path
from typing import Any

import orjson

from luoshi.documents import fonts
from luoshi.documents.paper import Paper
from luoshi.law.errors import CouldNot
from luoshi.law.words import say

LAYOUT = Path(__file__).parent / "layout" / "paper.typ"


class LacksGlyph(CouldNot):
    """No installed font has a character of this paper; the DOCX can still be made."""


def made_with(faces: Mapping[str, str]) -> dict[str, Any]:
    """What the bytes depend on besides the content."""
    return {
        "typst": version("typst"),
        "layout": sha256(LAYOUT.read_bytes()).hexdigest()[:16],
        "fonts": {role: f"{name} {fonts.digest(name)}".strip() for role, name in faces.items()},
    }


def render(paper: Paper, faces: Mapping[str, str] | None = None) -> bytes:
    """The PDF. `faces` are the fonts by role, as they were when it was issued; the best here otherwise."""
    import typst

    told = paper.as_payload() | {
        "date": [paper.on.year, paper.on.month, paper.on.day],
        "dated": paper.dated,
    }
    asked = fonts.stacks(faces or fonts.usual())
    compiler = typst.Compiler(
        LAYOUT.read_bytes(),
        font_paths=fonts.found(),
        sys_inputs={"paper": orjson.dumps(told).decode(), "fonts": orjson.dumps(asked).decode()},
    )
    at = datetime(paper.on.year, paper.on.month, paper.on.day, tzinfo=UTC)
    try:
        made = compiler.compile(format="pdf", pdf_standards=["a-2b"], timestamp=at)
    except typst.TypstError as failure:
        raise refusal(failure) from failure
    assert isinstance(made, bytes)
    return made


def refusal(failure: Any) -> CouldNot:
    """Why it could not be set, in words."""
    message = str(failure.message)
    if "could not be displayed" in message:
        sign = message.partition("`")[2].partition("`")[0].strip('"')
        return LacksGlyph(
            say(
                f"本机字体中没有“{sign}”字，不能生成 PDF；请在服务器安装含扩展汉字的字体（如 SimSun-ExtB），或下载 Word 文件",
                f"No font here has “{sign}”, so the PDF cannot be made: install one with rare characters "
                "(such as SimSun-ExtB) on the server, or take the Word file",
            )
        )
    return CouldNot(say(f"文书排版失败：{message}", f"The paper could not be set: {message}"))
