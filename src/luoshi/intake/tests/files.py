"""Small files for the tests: a mapping, CSV and XES made on the spot."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from luoshi.intake import mapping
from luoshi.intake.fields import Mapping
from luoshi.intake.report import Report
from luoshi.intake.run import import_file

AT = datetime(2026, 9, 1, tzinfo=UTC)
MAPPING = """
[source]
name = "permits"
timezone = "Asia/Shanghai"
[matter]
id = "case"
unit = "unit"
opened = "opened"
closed = "closed"
[clocks.term]
due = "due"
met = "closed"
[event]
id = ["case", "event"]
activity = "activity"
time = "time"
[kinds]
"受理" = "approvals.accepted"
"""
HEAD = "case,event,activity,time,unit,opened,closed,due"
# Two matters, three events; the first matter ended in time, the second is open.
ROWS = [
    "A,1,收件,2026-03-02T09:00:00,住建局,2026-03-02T09:00:00,2026-03-20T10:00:00,2026-03-31T00:00:00",
    "A,2,受理,2026-03-03T09:00:00,住建局,2026-03-02T09:00:00,2026-03-20T10:00:00,2026-03-31T00:00:00",
    "B,3,收件,2026-03-04T09:00:00,水务局,2026-03-04T09:00:00,,2026-04-30T00:00:00",
]


def mapped(**changes: str) -> Mapping:
    """The mapping above, with pieces of its text replaced."""
    text = MAPPING
    for old, new in changes.items():
        assert old in text
        text = text.replace(old, new)
    return mapping.parse(text)


def taken(path: Path, told: Mapping | None = None, form: str = "csv", **more: Any) -> Report:
    """Import a file at AT without judging it."""
    return import_file(path, form, told or mapped(), at=AT, judge=False, **more)


def csv(folder: Path, *rows: str, head: str = HEAD, name: str = "log.csv", codec: str = "utf-8") -> Path:
    path = folder / name
    path.write_bytes("".join(f"{row}\r\n" for row in (head, *rows)).encode(codec))
    return path


def xes(folder: Path, traces: str, *, name: str = "log.xes", before: str = "", attributes: str = "") -> Path:
    path = folder / name
    path.write_text(f'<?xml version="1.0"?>{before}<log{attributes}>{traces}</log>', encoding="utf-8")
    return path


def event(activity: str, time: str, more: str = "") -> str:
    return (
        f'<event><string key="concept:name" value="{activity}"/>'
        f'<date key="time:timestamp" value="{time}"/>{more}</event>'
    )


def trace(name: str, *events: str, more: str = "") -> str:
    return f'<trace><string key="concept:name" value="{name}"/>{more}{"".join(events)}</trace>'


XES_MAPPING = """
[source]
name = "log"
[matter]
id = "case:concept:name"
[event]
activity = "concept:name"
time = "time:timestamp"
"""
