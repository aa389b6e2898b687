"""An office that is live, and a hand to act with."""

from collections.abc import Callable
from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest
from django.conf import settings as django_settings

from luoshi.monitor import settings
from luoshi.monitor.acting import acting

SHANGHAI = ZoneInfo("Asia/Shanghai")
Act = Callable[..., None]


def moment(text: str) -> datetime:
    """Civil time in China."""
    return datetime.fromisoformat(text).replace(tzinfo=SHANGHAI)


@pytest.fixture
def live(db: None) -> str:
    """The ledger of an office that went live on 1 January 2026."""
    settings.change(
        name=settings.LIVE_SINCE,
        value="2026-01-01",
        since=date(2026, 1, 1),
        actor="测试",
        at=moment("2026-01-01T09:00"),
    )
    return str(django_settings.LUOSHI_JURISDICTION)


@pytest.fixture
def act() -> Act:
    """Do one thing to a matter at a civil moment; `recorded` later than it happened when given."""
    done = {"n": 0}

    def record(matter: str, kind: str, at: str, *, recorded: str = "", **payload: object) -> None:
        done["n"] += 1
        happened = moment(at)
        with acting(actor="测试", at=moment(recorded) if recorded else happened) as book:
            book.record(
                matter=matter,
                kind=kind if "." in kind else f"approvals.{kind}",
                occasion=f"test:{done['n']}",
                happened_at=happened,
                unit="春城市水务局",
                payload={"item": "取水许可", **payload},
            )

    return record
