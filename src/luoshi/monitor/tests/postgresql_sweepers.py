"""Eight sweepers at once on PostgreSQL, and people acting meanwhile. Run by tests/test_monitor_postgresql.py."""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import date

import pytest
from django.conf import settings as django_settings
from django.db import connection

from luoshi.ledger.entry import Draft
from luoshi.ledger.record import append_bulk
from luoshi.ledger.verify import verify
from luoshi.monitor import follow, settings
from luoshi.monitor.acting import acting
from luoshi.monitor.models import Card, Clock
from luoshi.monitor.rebuild import rebuild
from luoshi.monitor.sweep import sweep
from luoshi.monitor.tests.conftest import moment

SWEEPERS, MATTERS = 8, 120
END = moment("2026-06-30T00:00")


def opened(n: int) -> list[Draft]:
    """A matter received and accepted in March, never decided."""
    common = {"matter": f"并发{n}", "unit": "春城市水务局", "law": django_settings.LUOSHI_JURISDICTION}
    return [
        Draft(kind="approvals.received", happened_at=moment("2026-03-02T09:00"), occasion=f"r{n}", **common),
        Draft(kind="approvals.accepted", happened_at=moment("2026-03-03T09:00"), occasion=f"a{n}", **common),
    ]


def sweeping(_: int) -> None:
    try:
        sweep(at=END)
    finally:
        connection.close()


def acting_meanwhile(n: int) -> None:
    """Someone decides a matter while it is being swept."""
    try:
        with acting(actor="测试", at=END) as book:
            book.record(matter=f"并发{n}", kind="approvals.decided", occasion=f"d{n}", unit="春城市水务局")
    finally:
        connection.close()


@pytest.mark.django_db(transaction=True)
def test_each_card_once_whoever_sweeps() -> None:
    settings.change(
        name=settings.LIVE_SINCE,
        value="2026-01-01",
        since=date(2026, 1, 1),
        actor="测试",
        at=moment("2026-01-01T09:00"),
    )
    append_bulk((d for n in range(MATTERS) for d in opened(n)), at=moment("2026-03-03T10:00"))
    follow.catch_up(at=moment("2026-03-03T12:00"))
    with ThreadPoolExecutor(SWEEPERS + 2) as pool:
        jobs = [pool.submit(sweeping, n) for n in range(SWEEPERS)]
        jobs += [pool.submit(acting_meanwhile, n) for n in range(0, MATTERS, 6)]
        for job in jobs:
            job.result()
    sweep(at=END)
    rungs = Counter(Card.objects.values_list("rung", flat=True))
    assert rungs == {"red_card": MATTERS, "escalated_5": MATTERS, "escalated_10": MATTERS}
    assert not Clock.objects.filter(next_at__lte=END).exists()
    assert verify().ok
    before = {
        t: list(t._default_manager.order_by("matter", "clock").values("matter", "clock"))
        for t in (Card, Clock)
    }
    rebuild(at=END)
    assert before == {
        t: list(t._default_manager.order_by("matter", "clock").values("matter", "clock"))
        for t in (Card, Clock)
    }
