"""What this office judges by: its calendar, its office hours, the day it went live."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.conf import settings

from luoshi.law import golden
from luoshi.law.calendar import Calendar, calendar_for, reload
from luoshi.law.errors import CouldNot
from luoshi.law.office_hours import office_hours
from luoshi.law.words import say
from luoshi.monitor.models import Setting

if TYPE_CHECKING:
    import pyarrow as pa

LIVE_SINCE = "live_since"
LADDER = "time_limit."
"""So begin the names of thresholds of the ladder of reminders."""
state: dict[str, Any] = {"sound": False, "files": ()}


def calendars() -> Path:
    """Where loaded notices and local overlays lie."""
    return Path(settings.LUOSHI_HOME) / "calendars"


def calendar() -> Calendar:
    """The calendar as the files say now: a notice loaded by another process is seen at once."""
    seen = tuple(sorted((str(p), p.stat().st_mtime_ns) for p in calendars().glob("*/*")))
    if seen != state["files"]:
        reload()
        state["files"], state["sound"] = seen, False
    return calendar_for(settings.LUOSHI_JURISDICTION, calendars())


def live_since(ledger: str, held: Iterable[Setting] | None = None) -> date | None:
    """The day from which this office's clocks issue effects and cards; None until it goes live."""
    rows = Setting.objects.filter(ledger=ledger, name=LIVE_SINCE) if held is None else held
    told = sorted((row.position, row.value) for row in rows if row.name == LIVE_SINCE)
    return date.fromisoformat(told[-1][1]) if told else None


def in_force(held: Iterable[Setting], at: datetime) -> dict[str, Setting]:
    """The office's own values of thresholds at a moment, by name: of those that have begun, the latest."""
    begun = (row for row in held if row.begins_at is not None and row.begins_at <= at)
    return {row.name: row for row in sorted(begun, key=lambda row: (row.since, row.position))}


def ladder(held: Iterable[Setting], at: datetime) -> dict[str, Setting]:
    """The same for the ladder of reminders, by the names relations know."""
    own = in_force(held, at).items()
    return {name.removeprefix(LADDER): row for name, row in own if name.startswith(LADDER)}


def assert_sound() -> None:
    """Refuse to judge with a calendar or counting that disagrees with the golden vectors; checked once."""
    if state["sound"]:
        return
    wrong = golden.disagreements()
    if wrong:
        raise CouldNot(
            say(
                f"日历或计时规则与标准算例不符，已停止签发：{wrong[0]}。请核对放假通知文件。",
                f"Calendar or counting disagree with the golden vectors, nothing is issued: {wrong[0]}. "
                "Check the holiday notices.",
            )
        )
    state["sound"] = True


def world(*, at: datetime, ledger: str, held: Sequence[Setting] | None = None) -> "pa.Table":
    """The one-row table a judgement stands on; `held` are the office's settings, where they are known already."""
    from luoshi.engine import surroundings as engine

    assert_sound()
    hours = office_hours(settings.LUOSHI_JURISDICTION, calendars())
    own = list(Setting.objects.filter(ledger=ledger)) if held is None else held
    return engine.world(
        at=at, calendar=calendar(), hours=hours, live=live_since(ledger, own),
        ladder={name: row.number for name, row in ladder(own, at).items()},
    )  # fmt: skip
