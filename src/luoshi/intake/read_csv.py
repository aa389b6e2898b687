"""CSV row by row in flat memory. A row that cannot be read is named; the rows after it are not lost."""

import codecs
import csv
import re
from collections import deque
from collections.abc import Iterator
from pathlib import Path
from typing import IO

from luoshi.intake.encoding import Encoding, detect
from luoshi.intake.record import Bad, Record
from luoshi.law.errors import CouldNot
from luoshi.law.words import say

FIELD_LIMIT = 131_072  # characters in one field
LINE_LIMIT = 4_000_000  # characters in one line
SPAN_LIMIT = 2_000  # lines one quoted record may cover
_DAMAGED = re.compile("[\ufffd\udc80-\udcff]")
_OLD_LINE = re.compile(r"[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+")


class CsvFile:
    """An open CSV file: its header, what is to be noted about it, and its records.

    Rows are records, numbered from 1, the header being row 1; empty lines have a number but are
    not read. Raises CouldNot when there is no usable header.
    """

    def __init__(self, path: Path, delimiter: str = ",") -> None:
        self.path = path
        self.encoding: Encoding = detect(path)
        self.notes = [self.encoding.note] if self.encoding.note else []
        self.size = max(path.stat().st_size, 1)
        self.raw: IO[bytes] = path.open("rb")
        self.raw.seek(self.encoding.skip)
        self.lines = _Lines(self.raw, self.encoding.codec)
        self.delimiter = delimiter
        try:
            self.header = self._header()
        except BaseException:
            self.close()
            raise

    def close(self) -> None:
        self.raw.close()

    def _header(self) -> list[str]:
        found = next(self._rows(), None)
        if found is None:
            raise CouldNot(
                say(f"{self.path} 是空文件：没有表头也没有数据", f"{self.path} is empty: no header, no rows")
            )
        self.start, fields = found
        if isinstance(fields, str):
            raise CouldNot(
                say(f"{self.path} 的表头读不出来：{fields}", f"{self.path}: unreadable header: {fields}")
            )
        names = [name.strip() for name in fields]
        twice = sorted({name for name in names if name and names.count(name) > 1})
        if twice:
            raise CouldNot(
                say(
                    f"{self.path} 的表头有重名列：{'、'.join(twice)}。请改名后再导入",
                    f"{self.path} names a column twice: {', '.join(twice)}. Rename it and import again",
                )
            )
        return names

    def share(self) -> float:
        """How much of the file has been read, 0 to 1."""
        return min(self.raw.tell() / self.size, 1.0)

    def records(self) -> Iterator[Record | Bad]:
        """Every row after the header."""
        names = self.header
        for row, fields in self.rows():
            if isinstance(fields, str):
                yield Bad(row, "", fields)
            else:
                yield Record(
                    row, {n: s for n, v in zip(names, fields, strict=True) if v and (s := v.strip())}
                )

    def rows(self) -> Iterator[tuple[int, list[str] | str]]:
        """Every row after the header: its number and its fields, or why it cannot be read."""
        wanted = len(self.header)
        for row, fields in self._rows(self.start):
            if isinstance(fields, list) and len(fields) != wanted:
                yield row, self._miscounted(len(fields), wanted)
            else:
                yield row, fields

    def _miscounted(self, found: int, wanted: int) -> str:
        if self._last():
            return say(
                f"文件在这一行中断：只有 {found} 列，应有 {wanted} 列",
                f"the file breaks off in this row: {found} columns instead of {wanted}",
            )
        return say(f"有 {found} 列，应有 {wanted} 列", f"{found} columns instead of {wanted}")

    def _last(self) -> bool:
        """Is this the last line of a file that does not end with a line end?"""
        return not self.lines.taken[-1].endswith(("\n", "\r"))

    def _rows(self, row: int = 0) -> Iterator[tuple[int, list[str] | str]]:
        """(row number, fields or why it cannot be read), resuming after the first line of a bad one."""
        lines = self.lines
        reader = csv.reader(lines, delimiter=self.delimiter, strict=True)
        wanted = len(self.header) if row else 0
        csv.field_size_limit(FIELD_LIMIT)
        while True:
            lines.begin()
            row += 1
            try:
                fields = next(reader)
            except StopIteration:
                return
            except csv.Error as wrong:
                taken = len(lines.taken)
                damage = lines.damage
                lines.give_back_all_but_first()
                reader = csv.reader(lines, delimiter=self.delimiter, strict=True)
                yield row, damage or self._reason(str(wrong), taken)
                continue
            several = wanted and len(lines.taken) > 1 and len(fields) != wanted
            if lines.damage:
                damage = lines.damage
                if self._last():
                    damage = say(f"文件在这一行中断：{damage}", f"the file breaks off in this row: {damage}")
                if several:
                    lines.give_back_all_but_first()
                yield row, damage
            elif several and self._swallowed(wanted):
                lines.give_back_all_but_first()
                yield row, self._reason("unexpected end of data", 2)
            elif fields:
                yield row, fields

    def _swallowed(self, wanted: int) -> bool:
        """Did an unclosed quote take in whole rows that can be read by themselves?"""
        for line in list(self.lines.taken)[1:]:
            try:
                alone = next(csv.reader([line], delimiter=self.delimiter, strict=True), [])
            except csv.Error:
                continue
            if len(alone) == wanted:
                return True
        return False

    def _reason(self, wrong: str, lines: int) -> str:
        if "field larger than" in wrong and lines == 1:
            return say(
                f"有一格超过 {FIELD_LIMIT} 个字符，没有读入",
                f"a field is longer than {FIELD_LIMIT} characters and was not read",
            )
        if lines > 1 or "end of data" in wrong:
            return say("引号没有闭合", "a quote is not closed")
        return say("引号用得不对：引号之后应是分隔符", "misplaced quote: a delimiter must follow it")


class _Lines:
    """Decoded lines for the CSV reader, remembering those of the record at hand to go back over them."""

    def __init__(self, raw: IO[bytes], codec: str) -> None:
        self.source = _utf16_lines(raw, codec) if codec.startswith("utf-16") else _byte_lines(raw, codec)
        self.waiting: deque[str] = deque()
        self.taken: list[str] = []
        self.damage = ""

    def __iter__(self) -> "_Lines":
        return self

    def begin(self) -> None:
        self.taken = []
        self.damage = ""

    def __next__(self) -> str:
        if self.waiting:
            line = self.waiting.popleft()
        else:
            line = next(self.source, "")
            if not line:
                raise StopIteration
        self.taken.append(line)
        if not line.isascii() or "\0" in line or len(line) > LINE_LIMIT:
            self._examine(line)
        if len(self.taken) > SPAN_LIMIT:
            raise csv.Error("unexpected end of data")
        return line

    def give_back_all_but_first(self) -> None:
        self.waiting.extendleft(reversed(self.taken[1:]))

    def _examine(self, line: str) -> None:
        if len(line) > LINE_LIMIT:
            self.damage = say(
                f"一行超过 {LINE_LIMIT} 个字符", f"the line is longer than {LINE_LIMIT} characters"
            )
            raise csv.Error(self.damage)
        if "\0" in line:
            self.damage = say("含有空字符（NUL）", "the row holds a NUL character")
        elif _DAMAGED.search(line):
            self.damage = say(
                "这一行的文字编码坏了，无法解读", "the row cannot be decoded: its characters are damaged"
            )


def _byte_lines(raw: IO[bytes], codec: str) -> Iterator[str]:
    """Lines of UTF-8 or GB18030; a byte that cannot be decoded stays visible as a lone surrogate."""
    while line := raw.readline(LINE_LIMIT + 2):
        if len(line) > LINE_LIMIT and not line.endswith(b"\n"):
            while (rest := raw.readline(LINE_LIMIT)) and not rest.endswith(b"\n"):
                pass
            yield "x" * (LINE_LIMIT + 1) + "\n"
            continue
        text = line.decode(codec, "surrogateescape")
        if "\r" in text and not text.endswith("\r\n"):
            yield from _old_ends(text)
        else:
            yield text


def _old_ends(text: str) -> Iterator[str]:
    """Lines that end in a bare carriage return, as old spreadsheets write them."""
    yield from _OLD_LINE.findall(text)


def _utf16_lines(raw: IO[bytes], codec: str) -> Iterator[str]:
    """Lines of UTF-16, decoded block by block; damage shows as U+FFFD."""
    decoder = codecs.getincrementaldecoder(codec)("replace")
    rest = ""
    while block := raw.read(1 << 16):
        rest += decoder.decode(block)
        *whole, rest = rest.split("\n")
        yield from (line + "\n" for line in whole)
        if len(rest) > LINE_LIMIT:
            yield rest + "\n"
            rest = ""
    if rest := rest + decoder.decode(b"", final=True):
        yield rest
