"""In which encoding a text file is written, found by reading it once, with what is to be told about it."""

import codecs
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from luoshi.law.words import say

BLOCK = 1 << 20
LOOK = 200_000  # lines with bytes beyond ASCII that are weighed when the file is not all UTF-8


@dataclass(frozen=True, slots=True)
class Encoding:
    """A codec's name, the bytes of a mark to skip, and a note when it is not what was expected."""

    codec: str
    skip: int = 0
    note: str = ""


def detect(path: Path) -> Encoding:
    """UTF-8 (with or without mark), UTF-16 or GB18030; UTF-8 when nothing fits better."""
    with path.open("rb") as file:
        head = file.read(4096)
    if head.startswith(codecs.BOM_UTF8):
        return Encoding("utf-8", 3)
    for mark, codec in ((codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be")):
        if head.startswith(mark):
            return Encoding(codec, 2, _note("UTF-16"))
    if len(head) >= 8 and (codec := _wide(head)):
        return Encoding(codec, 0, _note("UTF-16"))
    if _all_utf8(path) or not _chinese(path):
        return Encoding("utf-8")
    return Encoding("gb18030", 0, _note("GBK/GB18030"))


def _note(name: str) -> str:
    return say(f"文件编码是 {name}，已按此读取", f"The file is in {name} and was read as such")


def _wide(head: bytes) -> str:
    """UTF-16 without a mark: every other byte of an ASCII header is zero."""
    half = len(head) // 2
    if head[1::2].count(0) > 0.8 * half and head[0::2].count(0) == 0:
        return "utf-16-le"
    if head[0::2].count(0) > 0.8 * half and head[1::2].count(0) == 0:
        return "utf-16-be"
    return ""


def _all_utf8(path: Path) -> bool:
    decoder = codecs.getincrementaldecoder("utf-8")()
    try:
        with path.open("rb") as file:
            while block := file.read(BLOCK):
                decoder.decode(block)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True


def _chinese(path: Path) -> bool:
    """Not UTF-8 throughout: is it GBK, or UTF-8 with broken lines? Common characters decide."""
    good = broken = common = 0
    with path.open("rb") as file:
        for line in _lines(file):
            if line.isascii():
                continue
            if _decodes(line, "utf-8"):
                good += 1
            else:
                broken += 1
                common += _decodes(line, "gb18030") and _common(line.decode("gb18030"))
            if good + broken >= LOOK:
                break
    return common > good and common * 2 > broken


def _lines(file: IO[bytes]) -> Iterator[bytes]:
    """Lines, none longer than a block: a file without line ends must not fill the memory."""
    while line := file.readline(BLOCK):
        yield line


def _decodes(line: bytes, codec: str) -> bool:
    try:
        line.decode(codec)
    except UnicodeDecodeError:
        return False
    return True


def _common(text: str) -> bool:
    """Mostly characters of everyday Chinese (GB 2312), as Latin letters read as GBK are not."""
    wide = [c for c in text if not c.isascii()]
    plain = sum(
        1 for c in wide if ("\u4e00" <= c <= "\u9fff" and _in_gb2312(c)) or c in "，。；：、（）《》“”—％"
    )
    return plain >= 0.8 * len(wide)


def _in_gb2312(c: str) -> bool:
    try:
        c.encode("gb2312")
    except UnicodeEncodeError:
        return False
    return True
