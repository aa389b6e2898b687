"""Makes the template of papers as DOCX, in the layout of GB/T 9704-2012. `python -m luoshi.documents.word.template`.

An office may put its own beside it, made in Word from this one, as `LUOSHI_HOME/papers/paper.docx` or
`LUOSHI_HOME/papers/<kind>.docx`: the words in double braces are filled in, everything else stays as it is.
"""

from pathlib import Path
from typing import Any

from docx import Document
from docx.enum.section import WD_SECTION
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, Twips

SHIPPED = Path(__file__).parent / "paper.docx"
LINE = Twips(579)
"""22 lines of 28.95 pt fit into 225 mm."""
THIRD, SECOND, FOURTH = Pt(16), Pt(22), Pt(14)
CHARACTER = Pt(15.79)
"""156 mm ÷ 28."""
FONTS = {
    "text": "仿宋_GB2312", "title": "方正小标宋简体", "first": "黑体", "second": "楷体_GB2312", "page": "宋体",
}  # fmt: skip
NAMES = {
    "title": "公文标题", "number": "发文字号", "addressee": "主送机关", "text": "公文正文", "first": "一级标题",
    "second": "二级标题", "signed": "发文机关署名", "dated": "成文日期",
}  # fmt: skip
KEPT = {"Normal", "DefaultParagraphFont", "TableNormal", "NoList", "Header", "Footer"}
UNUSED = {"stylesWithEffects", "thumbnail", "customXml", "numbering", "webSettings"}
LINES: tuple[tuple[str, str], ...] = (
    ("title", "{{ issuer }}"), ("title", "{{ title }}"),
    ("number", "{%p if number %}"), ("number", "{{ number }}"), ("number", "{%p endif %}"),
    ("addressee", ""), ("addressee", "{{ addressee }}："),
    ("text", "{%p for style, line in body %}"),
    ("first", "{%p if style == 'first' %}"), ("first", "{{ line }}"),
    ("second", "{%p elif style == 'second' %}"), ("second", "{{ line }}"),
    ("text", "{%p else %}"), ("text", "{{ line }}"), ("text", "{%p endif %}"),
    ("text", "{%p endfor %}"),
    ("addressee", ""), ("addressee", ""), ("signed", "{{ issuer }}"), ("dated", "{{ dated }}"),
)  # fmt: skip


def build() -> Any:
    """The template as a document."""
    document = bare()
    normal = document.styles["Normal"]
    lettered(normal, "text", THIRD)
    spaced(normal.paragraph_format)
    for name, words in NAMES.items():
        style = document.styles.add_style(words, WD_STYLE_TYPE.PARAGRAPH)
        style.base_style = normal
        dressed(style, name)
    page(document)
    for name, text in LINES:
        document.add_paragraph(text, style=NAMES[name])
    document.settings.odd_and_even_pages_header_footer = True
    section = document.sections[0]
    numbered(section.footer.paragraphs[0], WD_ALIGN_PARAGRAPH.RIGHT)
    numbered(section.even_page_footer.paragraphs[0], WD_ALIGN_PARAGRAPH.LEFT)
    return document


def bare() -> Any:
    """An empty document without the library's own styles, theme picture and other parts that no paper needs."""
    document = Document()
    styles = document.styles.element
    for style in styles.findall(qn("w:style")):
        if style.get(qn("w:styleId")) not in KEPT:
            styles.remove(style)
    for part in (document.part, document.part.package):
        for key, rel in list(part.rels.items()):
            if rel.reltype.rpartition("/")[2] in UNUSED:
                del part.rels[key]
    return document


def lettered(style: Any, font: str, size: Any) -> None:
    """The face and size of a style, for Chinese and Latin alike."""
    style.font.name, style.font.size = FONTS[font], size
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for name in ("w:ascii", "w:hAnsi", "w:eastAsia", "w:cs"):
        fonts.set(qn(name), FONTS[font])
    if size == THIRD:
        # A grid of characters is read differently by every program; a closer setting is not.
        spacing = OxmlElement("w:spacing")
        spacing.set(qn("w:val"), "-5")
        style.element.rPr.find(qn("w:sz")).addprevious(spacing)
    for name in ("w:asciiTheme", "w:hAnsiTheme", "w:eastAsiaTheme", "w:cstheme"):
        fonts.attrib.pop(qn(name), None)


def spaced(format_: Any) -> None:
    """On the grid of lines, nothing between paragraphs."""
    format_.line_spacing_rule, format_.line_spacing = WD_LINE_SPACING.EXACTLY, LINE
    format_.space_before = format_.space_after = Pt(0)
    format_.widow_control = False
    for name in ("w:autoSpaceDE", "w:autoSpaceDN"):  # figures stand close to characters
        off = OxmlElement(name)
        off.set(qn("w:val"), "0")
        format_.element.pPr.find(qn("w:spacing")).addprevious(off)


def dressed(style: Any, name: str) -> None:
    """What makes each style itself."""
    format_ = style.paragraph_format
    if name in ("title", "number"):
        format_.alignment = WD_ALIGN_PARAGRAPH.CENTER
    if name == "title":
        lettered(style, "title", SECOND)
    if name in ("first", "second"):
        lettered(style, name, THIRD)
    if name in ("text", "first", "second"):
        format_.alignment, format_.first_line_indent = WD_ALIGN_PARAGRAPH.JUSTIFY, 2 * CHARACTER
    if name in ("signed", "dated"):
        format_.alignment, format_.right_indent = WD_ALIGN_PARAGRAPH.RIGHT, 4 * CHARACTER
    if name == "signed":
        format_.keep_with_next = True


def page(document: Any) -> None:
    """A4 with 37, 28, 26 and 35 mm around, and the grid of 22 lines."""
    section = document.sections[0]
    section.start_type = WD_SECTION.NEW_PAGE
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin, section.left_margin = Mm(37), Mm(28)
    section.right_margin, section.bottom_margin = Mm(26), Mm(35)
    section.header_distance, section.footer_distance = Mm(15), Mm(23)
    grid = section._sectPr.find(qn("w:docGrid"))
    if grid is None:
        grid = OxmlElement("w:docGrid")
        section._sectPr.append(grid)
    grid.set(qn("w:type"), "lines")
    grid.set(qn("w:linePitch"), str(LINE.twips))


def numbered(paragraph: Any, side: WD_ALIGN_PARAGRAPH) -> None:
    """— 1 — in half-width 宋体 of the fourth size, one character from the outer edge."""
    format_ = paragraph.paragraph_format
    format_.alignment = side
    format_.left_indent = format_.right_indent = FOURTH
    for part in ("— ", "PAGE", " —"):
        run = paragraph.add_run("" if part == "PAGE" else part)
        run.font.name, run.font.size = FONTS["page"], FOURTH
        run._element.rPr.rFonts.set(qn("w:eastAsia"), FONTS["page"])
        if part == "PAGE":
            for kind in ("begin", None, "end"):
                run._element.append(_field(kind))


def _field(kind: str | None) -> Any:
    if kind is None:
        element = OxmlElement("w:instrText")
        element.set(qn("xml:space"), "preserve")
        element.text = "PAGE"
        return element
    element = OxmlElement("w:fldChar")
    element.set(qn("w:fldCharType"), kind)
    return element


if __name__ == "__main__":
    from luoshi.documents.word.fill import packed

    SHIPPED.write_bytes(packed(build()))
