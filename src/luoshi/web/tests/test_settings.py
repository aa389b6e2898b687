"""The page of thresholds: what holds on a day and why, who may set one, and that a past day stays."""

from datetime import date, datetime
from typing import Any

import pytest
import time_machine

from luoshi.ledger.models import LedgerEntry
from luoshi.monitor import settings as office
from luoshi.org import actions
from luoshi.org.models import Unit, User
from luoshi.web.tests import sample
from luoshi.web.tests.conftest import As

NOW = datetime.fromisoformat("2026-10-12T08:41+08:00")
ONE = "/settings/time_limit.warn_days/"
TOLD = {"value": "2", "since": "2026-11-02", "reason": "市效能办 2026 年第 9 次会议"}


@pytest.fixture
def moment() -> Any:
    with time_machine.travel(NOW, tick=False):
        yield NOW


def test_everybody_reads_what_holds_on_a_day(signed_in: As, moment: Any) -> None:
    office.set_threshold(
        name="time_limit.warn_days", value=3, since=date(2026, 11, 2), reason="会议", actor="admin", at=NOW
    )
    for who in ("office", "head", "water", "inspector", "admin"):
        page = signed_in(who).get("/settings/").content.decode()
        assert "限时办结制" in page
        assert "随软件的默认，未经本级核定" in page
        assert "本级设定" not in page
    later = signed_in("head").get("/settings/?on=2026-11-02").content.decode()
    assert "本级设定" in later
    assert "会议" in later
    before = signed_in("head").get(ONE).content.decode()
    assert "现在是 1" in before
    assert "2026年11月2日" in before or "11月2日" in before
    english = signed_in("office", "en").get("/settings/?on=2026-11-02").content.decode()
    assert "Completion within the time limit" in english
    assert "Set by this office" in english


def test_an_administrator_of_all_sets_one_with_a_reason(signed_in: As, moment: Any) -> None:
    admin = signed_in("admin")
    assert admin.post(ONE, TOLD).headers["Location"] == ONE
    entry = LedgerEntry.objects.get(kind="monitor.setting_changed")
    assert entry.actor == "admin"
    assert '"value":"2"' in str(entry.payload)
    assert "第 9 次会议" in admin.get(ONE).content.decode()
    for wrong in ({**TOLD, "since": "2026-10-11"}, {**TOLD, "value": "0"}, {**TOLD, "reason": ""}):
        answer = admin.post(ONE, wrong)
        assert answer.status_code == 422
        assert "还不能提交" in answer.content.decode()
    assert LedgerEntry.objects.filter(kind="monitor.setting_changed").count() == 1


def test_nobody_else_sets_any(signed_in: As, people: dict[str, User], moment: Any) -> None:
    below = User.objects.create(username="below", password=sample.hashed())
    actions.assign(
        user=below, unit=Unit.objects.get(code="530103"), role="administrator", since=date(2020, 1, 1)
    )
    people["below"] = below
    for who in ("office", "head", "inspector", "below"):
        assert signed_in(who).post(ONE, TOLD).status_code == 403
        assert 'name="value"' not in signed_in(who).get(ONE).content.decode()
    admin = signed_in("admin")
    assert admin.post("/settings/ledger_cycle.reopen_days/", TOLD).status_code == 403
    assert admin.get("/settings/no.such/").status_code == 404
    assert not LedgerEntry.objects.exists()
