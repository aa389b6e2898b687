"""Somebody owns a case at every moment; the owner changes only when the receiver accepts (B8), B stands in for A (B10)."""

from datetime import date

import pytest

from luoshi.approvals.models import Ask, Matter
from luoshi.law.errors import CouldNot
from luoshi.ledger import read
from luoshi.monitor.acting import acting
from luoshi.monitor.models import Clock
from luoshi.org import staff
from luoshi.org.models import User
from tests.cases.conftest import FIRE, WATER, Do, moment, why_not

OFFER = {"to_unit": "530105", "reason": "涉及消防"}


def owner(matter: str) -> tuple[str, str]:
    row = Matter.objects.get(matter=matter)
    return row.unit, row.officer


def test_until_it_is_accepted_the_giver_keeps_it(do: Do, accepted: str) -> None:
    do("hand_over", "clerk", "2026-09-21T09:00", matter=accepted, **OFFER)
    assert owner(accepted) == (WATER, "clerk")
    assert Ask.objects.get().unit == FIRE
    assert "等对方接收" in why_not("hand_over", "clerk", "2026-09-21T10:00", accepted)
    assert "由春城市消防救援支队" in why_not("take_over", "handler", "2026-09-21T10:00", accepted)
    do("decline", "fire", "2026-09-21T11:00", matter=accepted, reason="不涉及消防设计")
    assert owner(accepted) == (WATER, "clerk")
    assert Ask.objects.get().state == "no"
    do("hand_over", "clerk", "2026-09-21T12:00", matter=accepted, **OFFER)
    do("take_over", "fire", "2026-09-21T13:00", matter=accepted)
    assert owner(accepted) == (FIRE, "fire")
    assert {c.unit for c in Clock.objects.filter(matter=accepted, clock="CLK-02")} == {FIRE}
    assert Ask.objects.filter(state="open").count() == 0


def test_an_offer_can_be_taken_back_by_who_made_it(do: Do, accepted: str) -> None:
    do("hand_over", "clerk", "2026-09-21T09:00", matter=accepted, **OFFER)
    assert "请由本人收回" in why_not("take_back", "second", "2026-09-21T10:00", accepted)
    do("take_back", "clerk", "2026-09-21T10:00", matter=accepted)
    with pytest.raises(CouldNot, match="没有移交给您的件"):
        do("take_over", "fire", "2026-09-21T11:00", matter=accepted)


def test_only_the_holder_or_the_head_hands_on(do: Do, accepted: str) -> None:
    assert "由 clerk 负责" in why_not("hand_over", "second", "2026-09-21T09:00", accepted)
    do("hand_over", "head", "2026-09-21T09:00", matter=accepted, to_unit=WATER, reason="转承办人")
    assert "不能接收自己移出的件" in why_not("take_over", "head", "2026-09-21T09:30", accepted)
    do("take_over", "handler", "2026-09-21T10:00", matter=accepted)
    assert owner(accepted) == (WATER, "handler")


def test_what_is_missing_in_an_offer_is_said(do: Do, accepted: str) -> None:
    for told, words in (
        ({"to_unit": "x", "reason": "r"}, "请选择接收单位"), ({"to_unit": FIRE, "reason": ""}, "移交的理由"),
        ({"to_unit": FIRE, "to_post": "X9", "reason": "r"}, "没有岗位 X9"),
    ):  # fmt: skip
        with pytest.raises(CouldNot, match=words):
            do("hand_over", "clerk", "2026-09-21T09:00", matter=accepted, **told)


def test_there_is_an_owner_at_every_entry(do: Do, accepted: str) -> None:
    do("hand_over", "clerk", "2026-09-21T09:00", matter=accepted, **OFFER)
    do("take_over", "fire", "2026-09-21T13:00", matter=accepted)
    do("decide", "fire", "2026-09-22T13:00", matter=accepted, outcome="granted", document="文")
    holder = ""
    for row in read.entries([accepted]):
        if row.kind == "approvals.received":
            holder = row.officer
        if row.kind == "approvals.transferred":
            holder = "fire"
        assert holder, row.kind


def posts(ledger: str) -> None:
    """One post of the water bureau, A and B; both sign in."""
    with acting(actor="test", at=moment("2026-01-02T09:00")) as book:
        staff.set_post(book, code="S01", unit="530103", title="取水许可窗口", items=["W1"])
        for code, user in (("8001", "clerk"), ("8002", "second")):
            staff.set_officer(book, code=code, unit="530103")
            staff.name(officer=code, display_name=user, user=User.objects.get(username=user))
    for place, code in (("A", "8001"), ("B", "8002")):
        with acting(actor="test", at=moment("2026-01-02T10:00")) as book:
            staff.appoint(book, post="S01", place=place, officer=code, since=date(2026, 1, 2))


def test_b_acts_for_the_post_while_a_is_away(city: str, do: Do) -> None:
    posts(city)
    matter = do("receive", "clerk", "2026-09-18T09:00", item="W1", applicant="P1", filed=["M1", "M2", "M3"])
    row = Matter.objects.get(matter=matter)
    assert (row.post, row.officer) == ("S01", "8001")
    assert "由 S01 负责" in why_not("hand_over", "second", "2026-09-18T10:00", matter)
    with acting(actor="test", at=moment("2026-09-18T11:00")) as book:
        staff.register_absence(
            book, officer="8001", since=moment("2026-09-18T12:00"), until=moment("2026-09-25T09:00"), kind="leave",
            handover="见台账",
        )  # fmt: skip
    assert why_not("hand_over", "second", "2026-09-18T12:00", matter) == ""
    assert why_not("hand_over", "clerk", "2026-09-18T12:00", matter) != ""
    assert "clerk" not in "".join(entry.payload + entry.officer for entry in read.entries([matter]))
