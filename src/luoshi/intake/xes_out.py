"""The ledger as an event log (XES 1.0, IEEE 1849): one trace a matter, streamed, every stamp with its zone."""

import gzip
import re
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack
from datetime import UTC, datetime, timedelta, timezone
from itertools import groupby
from pathlib import Path
from typing import IO, Any, cast

import orjson
from django.conf import settings
from django.db import connection
from lxml import etree

from luoshi.law.event import EVENTS
from luoshi.ledger import read
from luoshi.ledger.entry import Row, instant

NAMESPACE = "http://www.xes-standard.org/"
EXTENSIONS = (("Concept", "concept"), ("Time", "time"), ("Lifecycle", "lifecycle"), ("Organizational", "org"))
MATTERS = 500  # matters read at a time
_NO_NAME = re.compile(r"[^A-Za-z0-9_.\-\u4e00-\u9fa5]")  # a key is a Name in XML's oldest and narrowest sense
_UNSAYABLE = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
NEVER = "1970-01-01T00:00:00.000+00:00"


def export_xes(
    path: Path,
    at: datetime,
    *,
    ledger: str | None = None,
    progress: Callable[[int], None] | None = None,
) -> int:
    """Write what happened by `at`, corrections applied, voided entries left out; how many events.

    What concerns the ledger as a whole (its settings, holiday notices) is no matter and is left out.
    Packed if named .gz. The file appears whole or not at all. `progress` is told the number of traces written so far.
    """
    part = path.with_name(f".{path.name}.part")
    traces = events = 0
    try:
        with ExitStack() as open_files:
            file = cast("IO[bytes]", open_files.enter_context(part.open("wb")))
            if path.suffix == ".gz":
                packed = gzip.GzipFile(filename="", fileobj=file, mode="wb", mtime=0)
                file = cast("IO[bytes]", open_files.enter_context(packed))
            xml = open_files.enter_context(etree.xmlfile(file, encoding="UTF-8"))
            xml.write_declaration()
            with xml.element("log", {"xes.version": "1.0", "xes.features": ""}, nsmap={None: NAMESPACE}):
                _head(xml)
                for matter, rows in _matters(ledger or settings.LUOSHI_JURISDICTION, instant(at, "at")):
                    traces += 1
                    events += len(rows)
                    xml.write(_trace(matter, rows))
                    if progress and traces % MATTERS == 0:
                        progress(traces)
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)
    return events


def _matters(ledger: str, until: str) -> Iterator[tuple[str, list[Row]]]:
    """Each matter with its current entries by time, a bounded number of matters at once."""
    after = ""
    while True:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT DISTINCT matter FROM ledger_entry WHERE ledger = %s AND matter > %s "
                "ORDER BY matter LIMIT %s",
                [ledger, after, MATTERS],
            )
            names = [name for (name,) in cursor.fetchall()]
        if not names:
            return
        after = names[-1]
        rows = [
            row
            for row in read.current(names, ledger=ledger)
            if row.happened_at <= until and not _of_the_ledger(row.kind)
        ]
        rows.sort(key=lambda row: (row.matter, row.happened_at, row.position))
        for matter, its in groupby(rows, key=lambda row: row.matter):
            yield matter, list(its)


def _of_the_ledger(kind: str) -> bool:
    event = EVENTS.get(kind)
    return event is not None and event.about == "ledger"


def _head(xml: Any) -> None:
    """Extensions, what every trace and event has, and how to tell activities apart."""
    for name, prefix in EXTENSIONS:
        uri = f"{NAMESPACE}{prefix}.xesext"
        xml.write(etree.Element("extension", name=name, prefix=prefix, uri=uri))
    _global(xml, "trace", (("string", "concept:name", ""),))
    _global(
        xml,
        "event",
        (
            ("string", "concept:name", ""),
            ("date", "time:timestamp", NEVER),
            ("string", "lifecycle:transition", "complete"),
            ("string", "kind", ""),
        ),
    )
    for name, keys in (("Activity", "concept:name"), ("Kind", "kind")):
        xml.write(etree.Element("classifier", name=name, keys=keys))
    xml.write(_attribute("string", "concept:name", "落实 Luoshi"))


def _global(xml: Any, scope: str, attributes: Iterable[tuple[str, str, str]]) -> None:
    element = etree.Element("global", scope=scope)
    element.extend(_attribute(*one) for one in attributes)
    xml.write(element)


def _trace(matter: str, rows: list[Row]) -> Any:
    trace = etree.Element("trace")
    trace.append(_attribute("string", "concept:name", matter))
    item = next((i for row in rows if (i := orjson.loads(row.payload).get("item"))), "")
    for key, value in (("unit", rows[-1].unit), ("item", item), ("law", rows[-1].law)):
        if value:
            trace.append(_attribute("string", key, str(value)))
    trace.extend(_event(row) for row in rows)
    return trace


def _event(row: Row) -> Any:
    payload = orjson.loads(row.payload)
    event = etree.Element("event")
    said: set[str] = set()

    def add(kind: str, key: str, value: str) -> None:
        said.add(key)
        event.append(_attribute(kind, key, value))

    add("string", "concept:name", str(payload.pop("activity", "") or row.kind))
    add("date", "time:timestamp", _stamp(row.happened_at, row.local_at))
    add("string", "lifecycle:transition", "complete")
    add("string", "kind", row.kind)
    for key, value in (("org:resource", row.officer), ("org:group", row.unit), ("org:role", row.post)):
        if value:
            add("string", key, value)
    add("int", "position", str(row.position))
    add("date", "recorded_at", _stamp(row.recorded_at, ""))
    for key, value in payload.items():
        if told := _typed(key, value):
            add(told[0], _key(key, said), told[1])
    return event


def _key(name: str, said: set[str]) -> str:
    """A payload name as a key that XES allows (no colon: that is for extensions), and that is still free."""
    key = _NO_NAME.sub("_", name)
    if not key[:1].isalpha():
        key = f"_{key}"
    while key in said:
        key += "_"
    return key


def _typed(name: str, value: object) -> tuple[str, str] | None:
    """A payload value in the XES type that fits it; nothing for what is empty."""
    if value is None or value in ("", [], {}):
        return None
    if isinstance(value, bool):
        return "boolean", "true" if value else "false"
    if isinstance(value, int):
        return "int", str(value)
    if isinstance(value, float):
        return "float", repr(value)
    if not isinstance(value, str):
        return "string", orjson.dumps(value).decode()
    moment = _moment(value) if name.endswith("_at") else None
    return ("date", moment) if moment else ("string", value)


def _moment(text: str) -> str | None:
    """A moment as XES writes it, or nothing for a text that is none or lacks its zone."""
    try:
        at = datetime.fromisoformat(text)
        return _stamp(text, "") if at.tzinfo else None
    except (ValueError, OverflowError):
        return None


def _stamp(utc: str, local: str) -> str:
    """`2026-09-18T09:00:00.000+08:00`: the offset is what the civil time beside it says, else UTC."""
    at = datetime.fromisoformat(utc)
    offset = timedelta()
    if local:
        civil = datetime.fromisoformat(local).replace(tzinfo=None, microsecond=0)
        offset = civil - at.replace(tzinfo=None, microsecond=0)
    whole = abs(offset) < timedelta(hours=24) and offset.seconds % 60 == 0
    there = at.astimezone(timezone(offset) if whole else UTC)
    return there.isoformat(timespec="microseconds" if at.microsecond % 1000 else "milliseconds")


def _attribute(kind: str, key: str, value: str) -> Any:
    return etree.Element(kind, key=_said(key), value=_said(value))


def _said(text: str) -> str:
    """Text that XML can hold; what it cannot is shown as U+FFFD."""
    return _UNSAYABLE.sub("\ufffd", text)
