"""Every table equals its rebuild from the ledger, whatever was done."""

from typing import Any

import pytest

from luoshi.approvals.events import ACTS
from luoshi.monitor import rebuild as every
from luoshi.monitor.rebuild import rebuild
from luoshi.monitor.sweep import sweep
from luoshi.monitor.tests.conftest import Act, moment

PAYLOADS: dict[str, dict[str, Any]] = {
    "approvals.paused": {"ground": "expert_review", "document": "告知书"},
    "approvals.extended": {"clock": "CLK-02", "amount": 10},
    "approvals.decided": {"outcome": "granted"},
    "clocks.set": {"clock": "promise", "grade": "promise", "amount": 15, "per": "working_day"},
    "clocks.met": {"clock": "promise"},
}


def tables() -> dict[str, list[dict[str, Any]]]:
    found = {}
    for table in every.tables():
        rows = list(table._default_manager.values())
        for row in rows:
            row.pop("id")
        found[table.__name__] = sorted(rows, key=str)
    return found


@pytest.mark.parametrize("kind", [event.kind for event in ACTS])
def test_table_equals_rebuild_after(live: str, act: Act, kind: str) -> None:
    act("甲", "received", "2026-03-02T09:00")
    if kind not in ("approvals.acceptance_refused", "approvals.correction_notified"):
        act("甲", "accepted", "2026-03-03T09:00")
    act("甲", kind, "2026-03-10T09:00", **PAYLOADS.get(kind, {}))
    for at in ("2026-03-20T00:00", "2026-05-20T00:00"):
        sweep(at=moment(at))
        before = tables()
        assert before["Matter"]
        assert rebuild(at=moment(at)) == 2
        assert tables() == before


def test_the_moment_a_matter_was_touched_last_does_not_change_what_is_found(live: str, act: Act) -> None:
    act("甲", "received", "2026-03-02T09:00")
    sweep(at=moment("2026-03-20T00:00"))
    assert tables()["Card"]
    before = tables()
    rebuild(at=moment("2026-03-20T00:00"))
    assert tables() == before
