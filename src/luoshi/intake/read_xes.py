"""XES event by event in flat memory, with or without a namespace, plain or gzipped.

Trace attributes are given as `case:<key>`, event attributes by their bare key, attributes nested in
others as `outer/inner`. Entities are not resolved, nothing is fetched; where the file breaks off,
everything before the break has been handed over and the break is one bad row.
"""

import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from lxml import etree

from luoshi.intake.record import Bad, Record
from luoshi.law.errors import CouldNot
from luoshi.law.words import say

BLOCK = 1 << 18
HELD = 10_000  # events of one trace held back so that trace attributes after them still count
VALUE_LIMIT = 131_072  # characters in one value
GZIP = b"\x1f\x8b"


class XesFile:
    """An open XES file and its events, numbered through the file from 1."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.notes: list[str] = []
        self.size = path.stat().st_size
        if not self.size:
            raise CouldNot(say(f"{path} 是空文件", f"{path} is empty"))
        self.raw = path.open("rb")
        self.gzip = self.raw.peek(2)[:2] == GZIP
        self.row = 0
        self.trace: dict[str, str] = {}
        self.held: list[Record | Bad] = []
        self.broken = ""

    def close(self) -> None:
        self.raw.close()

    def share(self) -> float:
        """How much of the file has been read, 0 to 1."""
        return min(self.raw.tell() / self.size, 1.0)

    def records(self) -> Iterator[Record | Bad]:
        """Every event. Raises CouldNot when the file is not XES at all."""
        parser = etree.XMLPullParser(
            ("start", "end"),
            tag=("{*}log", "{*}trace", "{*}event", "{*}global"),
            resolve_entities=False,
            no_network=True,
            load_dtd=False,
            huge_tree=False,
            remove_comments=True,
            remove_pis=True,
        )
        self.seen_log = False
        try:
            for block in self._blocks():
                parser.feed(block)
                yield from self._taken(parser)
            parser.close()
        except etree.XMLSyntaxError as wrong:
            self.broken = " ".join(str(wrong).split())[:200]
        try:
            yield from self._taken(parser)
        except etree.XMLSyntaxError as wrong:
            self.broken = self.broken or " ".join(str(wrong).split())[:200]
        if not self.seen_log:
            raise CouldNot(
                say(
                    f"{self.path} 不是 XES 文件（没有 <log>）：{self.broken}",
                    f"{self.path} is not an XES file (no <log>): {self.broken}",
                )
            )
        yield from self._release()
        if self.broken:
            self.row += 1
            yield Bad(
                self.row,
                "",
                say(
                    f"文件在第 {self.row} 个事件处中断，之前的已全部读入：{self.broken}",
                    f"the file breaks off at event {self.row}; everything before it was read: {self.broken}",
                ),
            )

    def _blocks(self) -> Iterator[bytes]:
        """The XML, unpacked if need be; every byte before a break in the packing is handed over."""
        if not self.gzip:
            while block := self.raw.read(BLOCK):
                yield block
            return
        unpack = zlib.decompressobj(wbits=31)
        try:
            while packed := self.raw.read(BLOCK):
                while packed:
                    if unpack.eof:
                        if not packed.strip(b"\0"):
                            break
                        unpack = zlib.decompressobj(wbits=31)
                    if block := unpack.decompress(packed, BLOCK):
                        yield block
                    packed = unpack.unused_data if unpack.eof else unpack.unconsumed_tail
        except zlib.error as wrong:
            self.broken = say(f"压缩数据损坏（{wrong}）", f"damaged compression ({wrong})")
        else:
            if not unpack.eof:
                self.broken = say("压缩文件不完整", "the compressed file is incomplete")

    def _taken(self, parser: Any) -> Iterator[Record | Bad]:
        for what, element in parser.read_events():
            name = element.tag.rpartition("}")[2]
            if what == "start":
                if name == "trace":
                    self.trace = {}
                elif name == "log" and element.getparent() is None:
                    self.seen_log = True
            elif name == "event":
                self.row += 1
                self.held.append(self._event(element))
                parent = element.getparent()
                element.clear()
                if parent is not None and parent.tag.rpartition("}")[2] == "log":
                    self.trace = {}
                    yield from self._release()
                    _forget(element)
                elif len(self.held) >= HELD:
                    self._own(parent)
                    yield from self._release()
                    _forget(element)
            elif name == "trace":
                self._own(element)
                yield from self._release()
                element.clear()
                _forget(element)
            elif name == "global":
                element.clear()
                _forget(element)

    def _own(self, trace: Any) -> None:
        """Take the attributes of a trace read so far."""
        for child in trace:
            if child.get("key") is not None:
                _take(child, "case:", self.trace)

    def _release(self) -> Iterator[Record | Bad]:
        held, self.held = self.held, []
        trace = self.trace
        for one in held:
            if isinstance(one, Record) and trace:
                if trace.keys().isdisjoint(one.values):
                    one.shared = trace
                one.values = {**trace, **one.values}
            yield one

    def _event(self, element: Any) -> Record | Bad:
        values: dict[str, str] = {}
        for child in element:
            key = child.get("key")
            if key is None:
                continue
            if len(child):
                _take(child, "", values)
                continue
            value = (child.get("value") or "").strip()
            if value:
                if len(value) > VALUE_LIMIT:
                    return Bad(
                        self.row,
                        key,
                        say(
                            f"值超过 {VALUE_LIMIT} 个字符，没有读入",
                            f"the value is longer than {VALUE_LIMIT} characters and was not read",
                        ),
                    )
                values[key] = value
        return Record(self.row, values)


def _take(child: Any, before: str, values: dict[str, str]) -> None:
    """One attribute and those nested in it, `outer/inner`; lists number nothing, they only nest."""
    waiting = [(child, before)]
    while waiting:
        one, prefix = waiting.pop()
        key = one.get("key")
        name = prefix if key is None else prefix + key
        value = (one.get("value") or "").strip()
        if key is not None and value:
            values[name] = value if name not in values else f"{values[name]}; {value}"
        inside = name if key is None else f"{name}/"
        waiting.extend((c, inside) for c in reversed(one) if isinstance(c.tag, str))


def _forget(element: Any) -> None:
    """Let go of everything before this element, so that memory stays flat."""
    parent = element.getparent()
    if parent is not None:
        while (before := element.getprevious()) is not None:
            parent.remove(before)
