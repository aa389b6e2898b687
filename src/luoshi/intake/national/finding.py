"""Which sources an import is asked for: files, folders, the sheets of workbooks, the views of a database."""

from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from pathlib import Path

from luoshi.intake.national.mapping import Mapping, load
from luoshi.intake.national.run import Found
from luoshi.intake.national.sources import BOOKS, Csv, Database, SheetRows, sheets
from luoshi.law.errors import CouldNot, Unclear
from luoshi.law.words import say

TABULAR = frozenset((".csv", ".txt", ".tsv", *BOOKS))
BESIDE = "national.toml"


def mapping_for(paths: Sequence[Path], given: Path | None) -> Mapping:
    """The mapping named, or the one that lies in the folder asked for, or the one that comes with the program."""
    if given is None:
        given = next((path / BESIDE for path in paths if (path / BESIDE).is_file()), None)
    return load(given)


def sources(paths: Sequence[Path], mapping: Mapping, stack: ExitStack) -> tuple[list[Found], list[str]]:
    """Everything to be read, items before cases, and what was passed over. Closed with the stack.

    CouldNot when a file that was named holds none of the tables, or nothing is left to read.
    """
    found: list[Found] = []
    notes: list[str] = []
    for path, named in files(paths):
        here = list(_in(path, mapping))
        for one in here:
            stack.callback(one.source.close)
        found += here
        if not here and named:
            raise Unclear(_unnamed(path, mapping))
        if not here:
            notes.append(
                say(
                    f"没有读 {path.name}：文件名里没有表名", f"{path.name} was not read: no table in its name"
                )
            )
    if mapping.database:
        found += _views(mapping, stack)
    if not found:
        raise CouldNot(_nothing(mapping))
    order = list(mapping.tables)
    return sorted(found, key=lambda one: order.index(one.table)), notes


def files(paths: Sequence[Path]) -> Iterator[tuple[Path, bool]]:
    """Files to look at, and whether each was named rather than found in a folder."""
    for path in paths:
        if path.is_dir():
            yield from ((one, False) for one in sorted(path.iterdir()) if one.suffix.lower() in TABULAR)
        elif path.is_file():
            yield path, True
        else:
            raise CouldNot(say(f"没有文件或文件夹 {path}", f"There is no file or folder {path}"))


def _in(path: Path, mapping: Mapping) -> Iterator[Found]:
    table = mapping.table_of(path.stem)
    if path.suffix.lower() not in BOOKS:
        if table:
            delimiter = "\t" if path.suffix.lower() == ".tsv" else mapping.delimiter
            yield Found(table, Csv(path, delimiter))
        return
    book = sheets(path)
    named = [(mapping.table_of(name), name, sheet) for name, sheet in book]
    if not any(one for one, _, _ in named) and len(book) == 1:
        named = [(table, book[0][0], book[0][1])]
    for key, name, sheet in named:
        if key:
            titles = [title for names in mapping.columns[key].values() for title in names]
            yield Found(key, SheetRows(f"{path}#{name}" if len(book) > 1 else str(path), sheet, titles))


def _views(mapping: Mapping, stack: ExitStack) -> Iterator[Found]:
    database = Database(mapping.database)
    stack.callback(database.close)
    for name in database.names():
        if table := mapping.table_of(name):
            yield Found(table, database.view(name))


def _unnamed(path: Path, mapping: Mapping) -> str:
    names = "、".join(names[0] for names in mapping.tables.values())
    return say(
        f"看不出 {path.name} 是哪张表：文件名或工作表名要带表名，如 {names}",
        f"Which table is {path.name}? Its name or a sheet's must hold one of {names.replace('、', ', ')}",
    )


def _nothing(mapping: Mapping) -> str:
    names = "、".join(names[0] for names in mapping.tables.values())
    return say(
        f"没有可读的表：请给出文件或文件夹（名称带 {names}），或在映射文件写 [database] url",
        f"Nothing to read: name files or a folder (names with {names.replace('、', ', ')}), or a [database] url in the mapping",
    )
