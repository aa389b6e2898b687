"""What mechanisms find singly becomes an entry once, at its moment, and reaches the tables that people read."""

import orjson
import pytest

from luoshi.ledger import read
from luoshi.monitor.models import Card, Task, Wake
from luoshi.monitor.rebuild import rebuild
from luoshi.monitor.sweep import sweep
from luoshi.monitor.tests.conftest import Act, moment


def found(matter: str, kind: str) -> list[read.Row]:
    return [row for row in read.entries([matter]) if row.kind == kind]


def test_a_renewal_left_undecided_arises_by_law_when_its_day_is_over(live: str, act: Act) -> None:
    act("甲", "received", "2026-09-01T09:00", until="2026-10-01")
    sweep(at=moment("2026-10-01T23:59:59"))
    assert not found("甲", "approvals.deemed_renewed")
    sweep(at=moment("2026-10-02T00:00"))
    sweep(at=moment("2026-10-09T00:00"))
    (effect,) = found("甲", "approvals.deemed_renewed")
    assert effect.actor_kind == "law"
    assert orjson.loads(effect.payload)["citation"] == "行政许可法 第五十条第二款"


def test_a_hand_over_without_answer_is_told_once_and_done_when_taken(live: str, act: Act) -> None:
    act("甲", "received", "2026-09-21T09:00")
    act("甲", "hand_over_offered", "2026-09-21T10:00", to_unit="水务局")
    assert Wake.objects.get().at == moment("2026-09-23T00:00")
    sweep(at=moment("2026-09-23T00:00"))
    assert Task.objects.get(reason="monitor.hand_over_waiting").done_at is None
    assert not Wake.objects.exists()
    act("甲", "transferred", "2026-09-23T11:00", to_unit="水务局")
    assert Task.objects.get(reason="monitor.hand_over_waiting").done_at == moment("2026-09-23T11:00")
    rebuild(at=moment("2026-09-23T12:00"))
    assert Task.objects.get(reason="monitor.hand_over_waiting").done_at == moment("2026-09-23T11:00")
    assert len(found("甲", "monitor.hand_over_waiting")) == 1


@pytest.mark.parametrize(
    ("kind", "told", "clock", "colour"),
    [
        ("acceptance_refused", {}, "reasoned_refusal", "red"),
        ("paused", {"ground": "expert_review"}, "excluded_time", "yellow"),
    ],
)
def test_what_lacks_reason_or_paper_is_a_card_once(
    live: str, act: Act, kind: str, told: dict[str, str], clock: str, colour: str
) -> None:
    act("甲", "received", "2026-09-21T09:00")
    act("甲", kind, "2026-09-21T15:00", **told)
    sweep(at=moment("2026-09-22T09:00"))
    card = Card.objects.get()
    assert (card.clock, card.colour, card.issued_at) == (clock, colour, moment("2026-09-21T15:00"))
    before = list(Card.objects.values_list("clock", "instance", "issued_at", "position"))
    rebuild(at=moment("2026-09-22T09:00"))
    assert list(Card.objects.values_list("clock", "instance", "issued_at", "position")) == before


def test_nothing_is_found_before_the_office_is_live(db: None, act: Act) -> None:
    act("甲", "received", "2026-09-21T09:00")
    act("甲", "acceptance_refused", "2026-09-21T15:00")
    sweep(at=moment("2026-09-22T09:00"))
    assert not Card.objects.exists()
