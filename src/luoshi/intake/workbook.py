"""Workbooks that offices fill in: sheets by name, columns by title, every row with its number in the file.

A sheet may begin with a title row. Columns are found by any of their titles, whatever their order; a
column that is absent is not the same as one left blank.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time
from io import BytesIO
from typing import Any, BinaryIO

from luoshi.law.errors import CouldNot, Unclear
from luoshi.law.words import say

HEADER_WITHIN = 5
"""Rows looked at for the header."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """One column: the field it fills, the titles it is known by (the first is written), and how a cell is read.

    `read` takes the cell as text and raises ValueError with a sentence; `show` is its inverse.
    """

    field: str
    titles: tuple[str, ...]
    width: int = 14
    read: Callable[[str], Any] = str
    show: Callable[[Any], Any] = lambda value: value


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """One sheet: its key, the names it goes by (the first is written), its columns, and which must be there."""

    key: str
    names: tuple[str, ...]
    columns: tuple[Column, ...]
    required: tuple[str, ...]

    def title(self, field: str) -> str:
        return next((c.titles[0] for c in self.columns if c.field == field), field)


@dataclass(slots=True)
class Line:
    """A row of a sheet: its number, what its cells say, and which of them could not be read."""

    sheet: str
    row: int
    values: dict[str, Any]
    faults: list[tuple[str, str]] = field(default_factory=list)

    def get(self, name: str, default: Any = "") -> Any:
        return self.values.get(name, default)


@dataclass(slots=True)
class Found:
    """What a workbook holds: rows by sheet (None where the sheet is absent), its columns, and what was not read."""

    lines: dict[str, list[Line] | None]
    columns: dict[str, frozenset[str]]
    notes: list[str]


def plain(value: Any) -> str:
    """A cell as text. Excel knows no whole numbers: 12.0 is 12."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return say("是", "yes") if value else say("否", "no")
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, datetime) and value.time() == time(0):
        return value.date().isoformat()
    return str(value).strip()


def _key(title: str) -> str:
    return "".join(title.split()).strip("*＊：:").lower()


def read(file: BinaryIO, sheets: Sequence[Sheet]) -> Found:
    """The rows of the sheets asked for. CouldNot if it is no workbook; Unclear if a column that must be there is not."""
    from python_calamine import CalamineError, CalamineWorkbook

    try:
        book = CalamineWorkbook.from_filelike(file)
    except (CalamineError, OSError) as failure:
        raise CouldNot(
            say(
                "打不开这个文件：请用 Excel 或 WPS 另存为 .xlsx 再试",
                "This is no workbook that can be read: save it as .xlsx and try again",
            )
        ) from failure
    present = {_key(name): name for name in book.sheet_names}
    found = Found({}, {}, [])
    used: set[str] = set()
    unnamed = not any(_key(each) in present for sheet in sheets for each in sheet.names)
    for n, sheet in enumerate(sheets):
        name = next((present[_key(each)] for each in sheet.names if _key(each) in present), None)
        if unnamed and n == 0 and len(book.sheet_names) == 1:
            name = book.sheet_names[0]
        if name is None:
            found.lines[sheet.key], found.columns[sheet.key] = None, frozenset()
            continue
        used.add(name)
        _sheet(book.get_sheet_by_name(name).to_python(skip_empty_area=False), sheet, found)
    if not used:
        raise Unclear(
            say(
                f"没有找到工作表：应有 {'、'.join(s.names[0] for s in sheets)}",
                f"None of the sheets is there: expected {', '.join(s.names[0] for s in sheets)}",
            )
        )
    for left in set(book.sheet_names) - used:
        found.notes.append(say(f"工作表“{left}”未读", f"Sheet “{left}” was not read"))
    return found


def _sheet(rows: list[list[Any]], sheet: Sheet, found: Found) -> None:
    by_title = {_key(title): column for column in sheet.columns for title in column.titles}
    at, places = _header(rows, sheet, by_title)
    unknown = [str(c).strip() for n, c in enumerate(rows[at]) if plain(c) and n not in places]
    if unknown:
        words = "、".join(unknown)
        found.notes.append(
            say(f"{sheet.names[0]}：不认识的列 {words}，未读", f"{sheet.names[0]}: columns not read: {words}")
        )
    lines = []
    for number, cells in enumerate(rows[at + 1 :], at + 2):
        line = Line(sheet.key, number, {})
        if not any(plain(cell) for cell in cells):
            continue
        for place, column in places.items():
            _cell(line, column, plain(cells[place]) if place < len(cells) else "")
        lines.append(line)
    found.lines[sheet.key] = lines
    found.columns[sheet.key] = frozenset(column.field for column in places.values())


def _cell(line: Line, column: Column, text: str) -> None:
    try:
        line.values[column.field] = column.read(text)
    except ValueError as fault:
        line.values[column.field] = None
        line.faults.append((column.field, str(fault)))


def _header(
    rows: list[list[Any]], sheet: Sheet, by_title: Mapping[str, Column]
) -> tuple[int, dict[int, Column]]:
    """Which row holds the titles, and which column stands where."""
    for at, cells in enumerate(rows[:HEADER_WITHIN]):
        places: dict[int, Column] = {}
        for n, cell in enumerate(cells):
            column = by_title.get(_key(plain(cell)))
            if column is not None and column not in places.values():
                places[n] = column
        if {c.field for c in places.values()} >= set(sheet.required):
            return at, places
    needed = "、".join(sheet.title(name) for name in sheet.required)
    raise Unclear(
        say(
            f"工作表“{sheet.names[0]}”缺少列：{needed}。请在首行写明列名",
            f"Sheet “{sheet.names[0]}” lacks columns: {needed}. Put the titles into the first row",
        )
    )


def written(parts: Iterable[tuple[Sheet, Iterable[Mapping[str, Any]]]]) -> BytesIO:
    """A workbook of these sheets; text stays text, whatever it begins with."""
    import xlsxwriter

    file = BytesIO()
    book = xlsxwriter.Workbook(file, {"in_memory": True, "default_date_format": "yyyy-mm-dd"})
    head = book.add_format({"bold": True, "bg_color": "#E8F0F7", "border": 1, "border_color": "#C3CED8"})
    wrap = book.add_format({"text_wrap": True, "valign": "top"})
    for sheet, rows in parts:
        page = book.add_worksheet(sheet.names[0])
        page.freeze_panes(1, 1)
        for n, column in enumerate(sheet.columns):
            page.set_column(n, n, column.width)
            page.write_string(0, n, column.titles[0], head)
        for at, row in enumerate(rows, 1):
            for n, column in enumerate(sheet.columns):
                _put(page, at, n, column.show(row.get(column.field)), wrap)
    book.close()
    file.seek(0)
    return file


def _put(page: Any, row: int, column: int, value: Any, wrap: Any) -> None:
    if value is None or value == "":
        return
    if isinstance(value, bool):
        page.write_string(row, column, "是" if value else "否", wrap)
    elif isinstance(value, int):
        page.write_number(row, column, value, wrap)
    elif isinstance(value, date):
        page.write_string(row, column, value.isoformat(), wrap)
    else:
        page.write_string(row, column, str(value)[:32_000], wrap)
