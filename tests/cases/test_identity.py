"""Who applied stays sealed through a whole case: asked for, agreed to by another, seen once, and found nowhere else."""

import logging
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.conf import settings as django_settings

from luoshi.law.errors import CouldNot
from luoshi.ledger import read
from luoshi.monitor.models import Clock
from luoshi.monitor.rebuild import rebuild
from luoshi.sealed.deposit import deposit
from luoshi.sealed.models import Applicant, Look
from luoshi.sealed.tests.people import somebody
from tests.cases.conftest import Do, moment, why_not


@pytest.fixture
def applied(do: Do) -> str:
    name = deposit(somebody(), at=moment("2026-09-18T09:00"))
    return str(
        do("receive", "clerk", "2026-09-18T09:00", item="W1", applicant=name, filed=["M1", "M2", "M3"])
    )


def test_a_look_is_asked_for_agreed_to_by_another_and_used_once(do: Do, applied: str) -> None:
    assert "另一人同意" in why_not("see_identity", "clerk", "2026-09-18T10:00", applied)
    with pytest.raises(CouldNot, match="用途"):
        do("ask_identity", "clerk", "2026-09-18T10:00", matter=applied, purpose="curiosity")
    do("ask_identity", "clerk", "2026-09-18T10:00", matter=applied, purpose="notify")
    assert "单位负责人" in why_not("grant_identity", "clerk", "2026-09-18T10:05", applied)
    do("grant_identity", "head", "2026-09-18T10:10", matter=applied, answer="yes")
    assert "另一人同意" in why_not("see_identity", "handler", "2026-09-18T10:15", applied)
    assert "另一人同意" in why_not("see_identity", "clerk", "2026-09-19T10:10", applied)
    seen = do("see_identity", "clerk", "2026-09-18T10:20", matter=applied)
    assert seen == somebody()
    assert "另一人同意" in why_not("see_identity", "clerk", "2026-09-18T10:25", applied)
    assert list(Look.objects.values_list("who", "approver", "purpose")) == [("clerk", "head", "notify")]
    kinds = [row.kind for row in read.entries([applied])]
    assert kinds[-3:] == [
        "approvals.identity_requested",
        "approvals.identity_granted",
        "approvals.identity_seen",
    ]


def test_nobody_agrees_to_their_own_look(do: Do, applied: str) -> None:
    do("ask_identity", "head", "2026-09-18T10:00", matter=applied, purpose="verify")
    assert "不能同意自己的申请" in why_not("grant_identity", "head", "2026-09-18T10:05", applied)
    do("grant_identity", "mayor", "2026-09-18T10:10", matter=applied, answer="no", reason="材料已足")
    assert "另一人同意" in why_not("see_identity", "head", "2026-09-18T10:20", applied)


def test_a_failed_look_leaves_neither_trace_nor_knowledge(do: Do, applied: str) -> None:
    do("ask_identity", "clerk", "2026-09-18T10:00", matter=applied, purpose="notify")
    do("grant_identity", "head", "2026-09-18T10:10", matter=applied, answer="yes")
    Applicant.objects.all().delete()
    with pytest.raises(CouldNot, match="依法删除"):
        do("see_identity", "clerk", "2026-09-18T10:20", matter=applied)
    assert not Look.objects.exists()


def test_who_applied_is_found_in_no_table_no_log_no_file(
    do: Do, applied: str, caplog: Any, tmp_path: Path, settings: Any
) -> None:
    settings.LUOSHI_HOME = tmp_path
    caplog.set_level(logging.DEBUG)
    do("accept", "clerk", "2026-09-18T10:00", matter=applied)
    do("ask_identity", "clerk", "2026-09-18T10:00", matter=applied, purpose="notify")
    do("grant_identity", "head", "2026-09-18T10:10", matter=applied, answer="yes")
    do("see_identity", "clerk", "2026-09-18T10:20", matter=applied)
    do(
        "pause",
        "handler",
        "2026-09-21T09:00",
        matter=applied,
        ground="hearing",
        document="书",
        expected=date(2026, 9, 28),
    )
    rebuild(at=moment("2026-09-21T10:00"))
    assert Clock.objects.filter(matter=applied).exists()
    it = somebody()
    secrets = (it.name, it.number, it.phone, it.address)
    told = caplog.text + "".join(
        str(list(model._default_manager.values_list())) for model in apps.get_models() if model._meta.managed
    )
    told += "".join(p.read_bytes().decode(errors="replace") for p in tmp_path.rglob("*") if p.is_file())
    assert str(django_settings.LUOSHI_JURISDICTION) in told
    assert [secret for secret in secrets if secret in told] == []
