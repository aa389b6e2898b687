"""Where rows come from: CSV, a sheet of a workbook, a read-only view of a database. All as text, row by row."""

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing
from datetime import datetime, time
from pathlib import Path
from typing import Any, Protocol
from urllib.parse import unquote

from luoshi.intake.read_csv import CsvFile
from luoshi.law.errors import CouldNot, Unclear
from luoshi.law.words import say

BOOKS = frozenset((".xlsx", ".xlsm", ".xls", ".xlsb", ".ods"))
HEADER_WITHIN = 5
FETCHED = 5_000

Rows = Iterator[tuple[int, Sequence[str] | str]]


class Source(Protocol):
    """Rows after the header, numbered as a person sees them; a text instead of a row says why it cannot be read."""

    name: str
    header: list[str]
    notes: list[str]

    def rows(self) -> Rows: ...

    def share(self) -> float: ...

    def close(self) -> None: ...


class Csv:
    """A CSV file; UTF-8, UTF-16 or GBK."""

    def __init__(self, path: Path, delimiter: str) -> None:
        self.name = str(path)
        self.file = CsvFile(path, delimiter)
        self.header, self.notes = self.file.header, self.file.notes

    def rows(self) -> Rows:
        return self.file.rows()

    def share(self) -> float:
        return self.file.share()

    def close(self) -> None:
        self.file.close()


class SheetRows:
    """One sheet of a workbook, its header among the first rows."""

    def __init__(self, name: str, sheet: Any, wanted: Sequence[str]) -> None:
        self.name = name
        self.notes: list[str] = []
        self.found = [[plain(cell) for cell in row] for row in sheet.to_python(skip_empty_area=False)]
        titles = {squeezed(title) for title in wanted}
        fitting = [len(titles & set(map(squeezed, row))) for row in self.found[:HEADER_WITHIN]]
        self.at = fitting.index(max(fitting)) if any(fitting) else 0
        self.header = self.found[self.at] if self.found else []
        self.done = 0

    def rows(self) -> Rows:
        for number, row in enumerate(self.found[self.at + 1 :], self.at + 2):
            self.done = number
            if any(row):
                yield number, row

    def share(self) -> float:
        return self.done / max(len(self.found), 1)

    def close(self) -> None:
        self.found = []


class View:
    """A table or view of a database, read once through in the order in which it comes."""

    def __init__(self, name: str, cursor: Any, header: list[str]) -> None:
        self.name, self.cursor, self.header = name, cursor, header
        self.notes: list[str] = []

    def rows(self) -> Rows:
        number = 0
        while part := self.cursor.fetchmany(FETCHED):
            for row in part:
                number += 1
                yield number, [plain(value) for value in row]

    def share(self) -> float:
        return 0.0

    def close(self) -> None:
        self.cursor.close()


def squeezed(title: str) -> str:
    """A column's name as it is compared: case, underscores and blanks do not matter."""
    return "".join(title.split()).replace("_", "").strip("*＊：:").lower()


def plain(value: Any) -> str:
    """A cell as text. Excel knows no whole numbers: 12.0 is 12."""
    if isinstance(value, str):
        return value.strip()
    if value is None:
        return ""
    if isinstance(value, (bool, int)) or (isinstance(value, float) and value.is_integer()):
        return str(int(value))
    if isinstance(value, datetime):
        return value.isoformat(" ", timespec="seconds")
    return "" if isinstance(value, (time, bytes, bytearray, memoryview)) else str(value).strip()


def sheets(path: Path) -> list[tuple[str, Any]]:
    """The sheets of a workbook by name."""
    from python_calamine import CalamineError, CalamineWorkbook

    try:
        book = CalamineWorkbook.from_path(path)
        return [(name, book.get_sheet_by_name(name)) for name in book.sheet_names]
    except (CalamineError, OSError) as failure:
        raise CouldNot(
            say(
                f"打不开 {path}：请用 Excel 或 WPS 另存为 .xlsx 再试",
                f"{path} cannot be read: save it as .xlsx and try again",
            )
        ) from failure


class Database:
    """A database we only read: SQLite by file, PostgreSQL by address. No password stands in the mapping."""

    def __init__(self, url: str) -> None:
        self.scheme, _, rest = url.partition("://")
        try:
            if self.scheme == "sqlite":
                path = Path(unquote(rest))
                if not path.is_file():
                    raise CouldNot(say(f"没有数据库文件 {path}", f"There is no database file {path}"))
                self.held: Any = sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)
            elif self.scheme in ("postgresql", "postgres"):
                self.held = _postgresql(url)
            else:
                raise Unclear(
                    say(
                        f"database.url 只能以 sqlite:// 或 postgresql:// 开头，不是 {self.scheme}",
                        f"database.url begins with sqlite:// or postgresql://, not {self.scheme}",
                    )
                )
        except sqlite3.Error as failure:
            raise away(failure) from failure

    def names(self) -> list[str]:
        """Every table and view that can be read."""
        ask = (
            "SELECT name FROM sqlite_master WHERE type IN ('table', 'view') ORDER BY name"
            if self.scheme == "sqlite"
            else "SELECT table_name FROM information_schema.tables WHERE table_schema = ANY(current_schemas(false)) "
            "ORDER BY table_name"
        )
        with closing(self.held.cursor()) as cursor:
            cursor.execute(ask)
            return [name for (name,) in cursor.fetchall()]

    def view(self, name: str) -> View:
        """The rows of a table or view; PostgreSQL sends them piece by piece."""
        cursor = (
            self.held.cursor() if self.scheme == "sqlite" else self.held.cursor(name=f"luoshi_{name[:40]}")
        )
        quoted = '"' + name.replace('"', '""') + '"'
        cursor.execute(f"SELECT * FROM {quoted}")
        return View(name, cursor, [column[0] for column in cursor.description])

    def close(self) -> None:
        self.held.close()


def _postgresql(url: str) -> Any:
    import psycopg

    try:
        held = psycopg.connect(url, connect_timeout=10)
        held.read_only = True
    except psycopg.Error as failure:
        raise away(failure) from failure
    return held


def away(failure: Exception) -> CouldNot:
    """The database cannot be reached; its own words tell why, the address may hold a name and is not told."""
    first = str(failure).strip().splitlines()[0] if str(failure).strip() else type(failure).__name__
    return CouldNot(
        say(
            f"连不上来源数据库：{first}。请核对映射文件的 database.url，并确认该账号有只读权限",
            f"The source database is away: {first}. Check database.url in the mapping and that the account may read",
        )
    )
