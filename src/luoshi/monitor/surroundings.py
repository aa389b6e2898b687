"""What this office judges by: its calendar, its office hours, the day it went live."""

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


def live_since(ledger: str) -> date | None:
    """The day from which this office's clocks issue effects and cards; None until it goes live."""
    value = (
        Setting.objects.filter(ledger=ledger, name=LIVE_SINCE)
        .order_by("-position")
        .values_list("value", flat=True)
        .first()
    )
    return date.fromisoformat(value) if value else None


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


def world(*, at: datetime, ledger: str) -> "pa.Table":
    """The one-row table a judgement stands on."""
    from luoshi.engine import surroundings as engine

    assert_sound()
    hours = office_hours(settings.LUOSHI_JURISDICTION, calendars())
    return engine.world(at=at, calendar=calendar(), hours=hours, live=live_since(ledger))
