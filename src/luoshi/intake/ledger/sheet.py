"""A sheet as offices lay it out: a title row above the heads, heads in one row or two, cells merged over rows, headings
between the tasks, a total at the end."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, BinaryIO

from luoshi.intake.ledger.columns import BY_TITLE, REQUIRED, TITLES, key
from luoshi.intake.ledger.numerals import counted
from luoshi.intake.workbook import plain
from luoshi.law.errors import CouldNot, Unclear
from luoshi.law.words import say

WITHIN = 10
"""Rows looked at for the heads."""
TOTALS = ("合计", "总计", "小计")
BELOW = ("备注", "注：", "注:", "说明", "填表", "制表", "审核人", "联系人")
"""How a line under the table begins."""
Cells = list[list[str]]


@dataclass(slots=True)
class Line:
    """One row: its number in the file, what its cells say, the heading it stands under, and cells shared with the row above."""

    row: int
    values: dict[str, str]
    heading: str = ""
    shared: frozenset[str] = frozenset()

    def get(self, name: str) -> str:
        return self.values.get(name, "")


@dataclass(slots=True)
class Page:
    """The rows of a ledger, the titles of its columns as the office writes them, the words above it, what was not read."""

    name: str
    above: str
    titles: dict[str, str]
    lines: list[Line] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


def pages(file: BinaryIO) -> list[Page]:
    """Every sheet that holds a ledger. CouldNot if it is no workbook; Unclear if none of its sheets has the column 任务."""
    from python_calamine import CalamineError, CalamineWorkbook

    try:
        book = CalamineWorkbook.from_filelike(file)
        sheets = [(name, book.get_sheet_by_name(name)) for name in book.sheet_names]
        read = [
            (name, *filled(sheet.to_python(skip_empty_area=False), merges(sheet))) for name, sheet in sheets
        ]
    except (CalamineError, OSError) as failure:
        raise CouldNot(
            say(
                "打不开这个文件：请用 Excel 或 WPS 另存为 .xlsx 再试",
                "This is no workbook that can be read: save it as .xlsx and try again",
            )
        ) from failure
    found = [page for name, cells, over in read if (page := page_of(name, cells, over)) is not None]
    if not found:
        raise Unclear(
            say(
                f"没有找到“{'”或“'.join(TITLES['title'][:3])}”列：请在表头写明列名",
                "No sheet has a column 任务: name the columns in the heads",
            )
        )
    return found


def merges(sheet: Any) -> list[tuple[int, int, int, int]]:
    """Merged ranges as first row, first column, last row, last column."""
    return [(r1, c1, r2, c2) for (r1, c1), (r2, c2) in (sheet.merged_cell_ranges or ())]


def filled(
    rows: Sequence[Sequence[Any]], over: Sequence[tuple[int, int, int, int]]
) -> tuple[Cells, Sequence[tuple[int, int, int, int]]]:
    """Every cell as text; a merged one says the same in all its places."""
    width = max((len(row) for row in rows), default=0)
    cells = [[plain(cell) for cell in row] + [""] * (width - len(row)) for row in rows]
    for r1, c1, r2, c2 in over:
        for r in range(r1, min(r2, len(cells) - 1) + 1):
            for c in range(c1, min(c2, width - 1) + 1):
                cells[r][c] = cells[r1][c1] if r1 < len(cells) else ""
    return cells, over


def page_of(name: str, cells: Cells, over: Sequence[tuple[int, int, int, int]]) -> Page | None:
    """The ledger on a sheet, or None where there is none."""
    heads = header(cells, over)
    if heads is None:
        return None
    at, places, titles = heads
    above = next((text for row in cells[:at] for text in row if text), "")
    page = Page(name, above, titles)
    unknown = [t for c, t in enumerate(cells[at]) if t and c not in places and t not in titles.values()]
    if unknown:
        words = "、".join(dict.fromkeys(unknown))
        page.notes.append(say(f"“{name}”：不认识的列 {words}，未读", f"“{name}”: columns not read: {words}"))
    rows(page, cells, at + 1, places, over)
    return page


def header(
    cells: Cells, over: Sequence[tuple[int, int, int, int]]
) -> tuple[int, dict[int, str], dict[str, str]] | None:
    """The last row of the heads, the field of each column, and its title as written."""
    for at, row in enumerate(cells[:WITHIN]):
        places, titles = named(row)
        if not set(REQUIRED) <= set(places.values()):
            continue
        under = cells[at + 1] if at + 1 < len(cells) else []
        split = {c for r1, c1, r2, c2 in over if r1 == at == r2 and c2 > c1 for c in range(c1, c2 + 1)}
        tall = {c for r1, c1, r2, c2 in over if r1 <= at and r2 == at + 1 for c in range(c1, c2 + 1)}
        if split | tall and all(under[c] in ("", row[c]) or c in split for c in range(len(under))):
            lower = [under[c] if c in split and under[c] else row[c] for c in range(len(row))]
            places, titles = named(lower)
            return at + 1, places, titles
        return at, places, titles
    return None


def named(row: Sequence[str]) -> tuple[dict[int, str], dict[str, str]]:
    """The fields of a row of heads. A column called just 单位 is whose task it is where no other says so."""
    places: dict[int, str] = {}
    titles: dict[str, str] = {}
    for c, text in enumerate(row):
        name = BY_TITLE.get(key(text))
        if name and name not in titles:
            places[c], titles[name] = name, text
    if titles.get("per") == "单位" and not {"lead", "responsible"} & set(titles):
        titles["responsible"] = titles.pop("per")
        places = {c: "responsible" if name == "per" else name for c, name in places.items()}
    return places, titles


def rows(
    page: Page, cells: Cells, begin: int, places: dict[int, str], over: Sequence[tuple[int, int, int, int]]
) -> None:
    """The tasks under the heads. A heading gives its words to the rows under it; a total and what follows the table are told."""
    wide = {r for r1, c1, r2, c2 in over if c2 > c1 for r in range(r1, r2 + 1) if c1 <= min(places)}
    heading = ""
    for at in range(begin, len(cells)):
        texts = {places[c]: cells[at][c] for c in places if cells[at][c]}
        told = {text for text in cells[at] if text}
        if not told:
            continue
        first = next(text for text in cells[at] if text)
        if any(text.replace(" ", "").startswith(TOTALS) for text in told):
            page.notes.append(
                say(f"第 {at + 1} 行是合计，不是任务，未读", f"Row {at + 1} is a total and was not read")
            )
        elif len(told) == 1 and first.startswith(BELOW):
            page.notes.append(
                say(f"第 {at + 1} 行是表外说明，未读", f"Row {at + 1} is a remark and was not read")
            )
        elif len(told) == 1 and (at in wide or (set(texts) == {"no"} and not counted(first).isdigit())):
            heading = first
        else:
            shared = frozenset(
                name
                for c, name in places.items()
                for r1, c1, r2, c2 in over
                if c1 <= c <= c2 and r1 < at <= r2
            )
            page.lines.append(Line(at + 1, texts, heading, shared))
