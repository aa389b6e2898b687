"""Dated settings of an office: each change is an entry, so that it can be read and defended later."""

from datetime import date, datetime
from typing import Any

from luoshi.monitor.acting import acting
from luoshi.monitor.events import SETTING_CHANGED
from luoshi.monitor.surroundings import LIVE_SINCE

MATTER = "settings"


def change(
    *, name: str, value: str, since: date, actor: str, at: datetime, ledger: str | None = None
) -> None:
    """Set `name` to `value` from the day `since` on."""
    payload: dict[str, Any] = {"name": name, "value": value, "since": since.isoformat()}
    with acting(actor=actor, at=at, ledger=ledger) as book:
        book.record(
            matter=MATTER,
            kind=SETTING_CHANGED.kind,
            occasion=f"setting:{name}:{since.isoformat()}:{at.isoformat()}",
            payload=payload,
        )


__all__ = ["LIVE_SINCE", "change"]
