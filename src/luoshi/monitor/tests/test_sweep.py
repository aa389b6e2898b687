"""What time alone brings about: once, in order, on the day the law names."""

from datetime import timedelta

import pytest

from luoshi.approvals.models import Matter
from luoshi.ledger import read
from luoshi.monitor.models import Card, Clock, Prompt, Task
from luoshi.monitor.sweep import rehearse, sweep
from luoshi.monitor.tests.conftest import Act, moment

KINDS = (
    "approvals.deemed_accepted",
    "monitor.card_issued",
    "monitor.escalated",
    "monitor.prompted",
    "monitor.warned",
)


def effects(matter: str) -> list[tuple[str, str, str]]:
    return [(r.kind, r.local_at, r.occasion) for r in read.entries([matter]) if r.kind in KINDS]


def test_silence_accepts_at_midnight_after_the_fifth_working_day(live: str, act: Act) -> None:
    act("甲", "received", "2026-09-18T09:00")
    sweep(at=moment("2026-09-24T23:59:59.999999"))
    assert Matter.objects.get().state == "received"
    sweep(at=moment("2026-09-25T00:00"))
    matter = Matter.objects.get()
    assert (matter.state, matter.accepted_at) == ("deemed_accepted", moment("2026-09-18T09:00"))
    decision = Clock.objects.get(clock="CLK-02")
    assert (str(decision.started_on), str(decision.due_on)) == ("2026-09-18", "2026-10-22")
    (effect,) = [r for r in read.entries(["甲"]) if r.kind == "approvals.deemed_accepted"]
    assert effect.actor_kind == "law"
    assert "第三十二条" in effect.payload


def test_an_answer_in_time_prevents_it(live: str, act: Act) -> None:
    act("甲", "received", "2026-09-18T09:00")
    act("甲", "correction_notified", "2026-09-24T17:00")
    sweep(at=moment("2026-12-01T00:00"))
    assert Matter.objects.get().state == "notified"
    assert not Card.objects.exists()


def test_a_notice_recorded_late_disproves_it_and_removes_nothing(live: str, act: Act) -> None:
    act("甲", "received", "2026-09-18T09:00")
    sweep(at=moment("2026-10-09T00:00"))
    before = read.entries(["甲"])
    act("甲", "correction_notified", "2026-09-22T10:00", recorded="2026-10-09T10:00")
    assert read.entries(["甲"])[: len(before)] == before
    assert Matter.objects.get().state == "notified"
    assert Task.objects.get().reason == "approvals.deemed_acceptance_superseded"
    assert not Clock.objects.filter(clock="CLK-02").exists()
    act("甲", "step", "2026-10-09T11:00")
    sweep(at=moment("2026-10-10T00:00"))
    assert Task.objects.count() == 1


def test_rungs_missed_during_an_outage_fire_in_order_once(live: str, act: Act) -> None:
    act("甲", "received", "2026-03-02T09:00")
    act("甲", "accepted", "2026-03-03T09:00")
    act("乙", "received", "2026-03-02T09:00")
    act("乙", "accepted", "2026-03-03T09:00")
    day = moment("2026-03-03T00:00")
    while day < moment("2026-04-30T00:00"):
        day += timedelta(days=1)
        sweep(at=day)
    walked = effects("甲")
    assert [r.rung for r in Card.objects.filter(matter="甲").order_by("issued_at")] == [
        "red_card",
        "escalated_5",
        "escalated_10",
    ]
    assert [r.rung for r in Prompt.objects.filter(matter="甲").order_by("issued_at")] == [
        "blue",
        "yellow_warning",
    ]
    assert [(k, at) for k, at, _ in walked] == [(k, at) for k, at, _ in effects("乙")]
    again = sweep(at=moment("2026-04-30T00:00"))
    assert (again.recorded, effects("甲")) == (0, walked)


@pytest.mark.parametrize("jump", ["2026-04-30T00:00", "2026-06-30T00:00"])
def test_one_jump_equals_every_day(live: str, act: Act, jump: str) -> None:
    act("甲", "received", "2026-03-02T09:00")
    act("甲", "accepted", "2026-03-03T09:00")
    would = rehearse(at=moment(jump))
    sweep(at=moment(jump))
    assert [d.occasion for d in would.effects if d.kind in KINDS] == [o for _, _, o in effects("甲")]
    assert [at for _, at, _ in effects("甲")] == [
        "2026-03-17T00:00:00",
        "2026-03-25T00:00:00",
        "2026-04-01T00:00:00",
        "2026-04-09T00:00:00",
        "2026-04-16T00:00:00",
    ]


def test_before_an_office_is_live_nothing_is_issued(db: None, act: Act) -> None:
    act("甲", "received", "2026-03-02T09:00")
    act("甲", "accepted", "2026-03-03T09:00")
    assert sweep(at=moment("2026-05-30T00:00")).recorded == 0
    clock = Clock.objects.get(clock="CLK-02")
    assert (clock.light, clock.state) == ("overdue", "running")


def test_no_card_on_a_provisional_date(live: str, act: Act) -> None:
    act("甲", "received", "2026-12-25T09:00")
    act("甲", "accepted", "2026-12-28T09:00")
    assert Clock.objects.get(clock="CLK-02").provisional
    sweep(at=moment("2027-03-30T00:00"))
    assert not Card.objects.exists()


def test_time_moves_only_forward_for_those_who_write(live: str, act: Act) -> None:
    """A clock written by an act dated before the last sweep must still come due."""
    sweep(at=moment("2026-10-30T00:00"))
    act("甲", "received", "2026-09-18T09:00", recorded="2026-09-18T09:00")
    assert Matter.objects.get().state == "deemed_accepted"
    act("甲", "decided", "2026-10-30T09:00")
    assert not Clock.objects.filter(clock="CLK-02", met_at__isnull=True).exists()


def test_a_clock_may_stop_after_its_warning(live: str, act: Act) -> None:
    """The day is unknown while it stands; the warning reached before stands, with or without a sweep between."""
    for matter, swept in (("乙", False), ("甲", True)):
        act(matter, "received", "2026-03-02T09:00")
        act(matter, "accepted", "2026-03-03T09:00")
        if swept:
            sweep(at=moment("2026-03-26T09:00"))
        act(matter, "paused", "2026-03-27T09:00", ground="hearing", document="告知书")
        act(matter, "step", "2026-03-30T09:00")
    assert sorted(
        Prompt.objects.filter(rung="yellow_warning", clock="CLK-02").values_list("matter", flat=True)
    ) == ["乙", "甲"]
    sweep(at=moment("2026-06-30T00:00"))
    assert not Card.objects.exists()
