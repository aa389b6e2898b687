"""Lists as Excel: written row by row to a file, so that a long list needs no more memory than a short one."""

import tempfile
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any

import xlsxwriter
from django.http import FileResponse

from luoshi.web import says

LAST_ROW = 1_048_575  # Excel's own limit, counted from 0; the list goes on on the next sheet
MEDIA = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def answer(name: str, head: Sequence[tuple[str, int]], rows: Iterable[Sequence[Any]]) -> FileResponse:
    """A download of `rows` under `head` (title and width in characters)."""
    file = tempfile.TemporaryFile(suffix=".xlsx")  # noqa: SIM115 - the response closes it
    book = xlsxwriter.Workbook(file, {"constant_memory": True, "default_date_format": "yyyy-mm-dd"})
    formats = {
        "head": book.add_format(
            {"bold": True, "bg_color": "#E8F0F7", "border": 1, "border_color": "#C3CED8"}
        ),
        "day": book.add_format({"num_format": "yyyy-mm-dd"}),
        "moment": book.add_format({"num_format": "yyyy-mm-dd hh:mm"}),
    }
    sheet, at = _sheet(book, formats, head), 0
    for row in rows:
        at += 1
        if at > LAST_ROW:
            sheet, at = _sheet(book, formats, head), 1
        for column, value in enumerate(row):
            _put(sheet, at, column, value, formats)
    book.close()
    file.seek(0)
    return FileResponse(file, as_attachment=True, filename=f"{name}.xlsx", content_type=MEDIA)


def _sheet(book: Any, formats: dict[str, Any], head: Sequence[tuple[str, int]]) -> Any:
    sheet = book.add_worksheet()
    sheet.freeze_panes(1, 0)
    for column, (title, width) in enumerate(head):
        sheet.set_column(column, column, width)
        sheet.write_string(0, column, title, formats["head"])
    return sheet


def _put(sheet: Any, row: int, column: int, value: Any, formats: dict[str, Any]) -> None:
    """Text stays text: what begins with = is never a formula."""
    if value is None or value == "":
        return
    if isinstance(value, datetime):
        local = says.as_moment(value)
        assert local is not None
        if local.year >= 1900:
            sheet.write_datetime(row, column, local.replace(tzinfo=None), formats["moment"])
    elif isinstance(value, date):
        sheet.write_datetime(row, column, datetime(value.year, value.month, value.day), formats["day"])
    elif isinstance(value, (int, float)):
        sheet.write_number(row, column, value)
    else:
        sheet.write_string(row, column, str(value)[:32_000])
