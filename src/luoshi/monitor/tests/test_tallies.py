"""The stored numbers say what a slow count over the tables says, whatever was done and in whatever order."""

from collections import Counter
from datetime import UTC, datetime, timedelta
from typing import Any

from luoshi.approvals.models import Matter
from luoshi.ledger import follow, record
from luoshi.ledger.entry import SHANGHAI, Draft
from luoshi.monitor import tallies
from luoshi.monitor.follow import catch_up
from luoshi.monitor.models import Clock, Tally
from luoshi.monitor.spent import spent
from luoshi.monitor.sweep import sweep
from luoshi.monitor.tests.conftest import Act, moment

DAY = (datetime(1970, 1, 1, tzinfo=SHANGHAI)).date()


def day(at: datetime) -> int:
    return (at.astimezone(SHANGHAI).date() - DAY).days


def stored() -> dict[tuple[str, int, str, str], int]:
    return {(t.name, t.day, t.unit, t.key): t.n for t in Tally.objects.all()}


def slow() -> Counter[tuple[str, int, str, str]]:
    """Everything but durations, counted one by one through the models."""
    found: Counter[Any] = Counter()
    for m in Matter.objects.all():
        for name, at in (("received", m.received_at), ("accepted", m.accepted_at)):
            if at:
                found[name, day(at), m.unit, ""] += 1
        running = Clock.objects.filter(matter=m.matter, met_at__isnull=True).values_list("light", flat=True)
        if m.ended_at is None:
            found["open", 0, m.unit, next((x for x in tallies.ORDER if x in set(running)), "green")] += 1
        else:
            spot = m.received_at is not None and day(m.ended_at) == day(m.received_at)
            found["closed", day(m.ended_at), m.unit, "spot" if spot else ""] += 1
    for c in Clock.objects.all():
        if c.due_on:
            found["due", (c.due_on - DAY).days, c.unit, c.grade] += 1
            found["met", (c.due_on - DAY).days, c.unit, c.grade] += c.state == "met"
        if c.due_at and c.met_at is None:
            found["still", day(c.due_at), c.unit, c.grade] += 1
    return found


def counted() -> dict[Any, int]:
    return {k: n for k, n in stored().items() if k[0] not in ("felt", "net", "spent")}


def test_numbers_follow_every_act_and_every_sweep(live: str, act: Act) -> None:
    def holds() -> None:
        assert counted() == {k: n for k, n in slow().items() if n}

    act("甲", "received", "2026-03-02T09:00")
    holds()
    act("甲", "accepted", "2026-03-03T09:00")
    act(
        "甲", "clocks.set", "2026-03-03T09:01", clock="promise", grade="promise", amount=10, per="working_day"
    )
    holds()
    act("乙", "received", "2026-03-02T09:00")
    act("丙", "received", "2026-03-02T11:00")
    act("丙", "accepted", "2026-03-02T11:10")
    act("丙", "decided", "2026-03-02T11:20", outcome="granted")
    holds()
    for at in ("2026-03-10T00:00", "2026-03-18T00:00", "2026-04-30T00:00"):
        sweep(at=moment(at))
        holds()
    assert any(k[0] == "open" and k[3] == "red_card" for k in counted())
    act("甲", "decided", "2026-05-06T09:00", outcome="granted")
    act("乙", "withdrawn", "2026-05-06T10:00")
    act("甲", "delivered", "2026-05-06T11:00")
    holds()
    assert {k[1:]: n for k, n in stored().items() if k[0] == "closed"} == {
        (day(moment("2026-05-06T09:00")), "春城市水务局", ""): 2,
        (day(moment("2026-03-02T09:00")), "春城市水务局", "spot"): 1,
    }


def test_a_correction_takes_back_what_was_counted(live: str) -> None:
    def put(at: str) -> None:
        draft = Draft(
            matter="甲",
            kind="approvals.received",
            happened_at=moment(at),
            occasion="收件",
            unit="春城市水务局",
        )
        record.append_bulk([draft], at=moment("2026-03-05T09:00"))
        catch_up(at=moment("2026-03-05T09:00"))

    put("2026-03-02T09:00")
    put("2026-03-03T09:00")
    received = {k[1]: n for k, n in stored().items() if k[0] == "received"}
    assert received == {day(moment("2026-03-03T09:00")): 1}
    assert counted() == {k: n for k, n in slow().items() if n}


def test_what_was_there_before_the_numbers_is_counted_once(live: str, act: Act) -> None:
    act("甲", "received", "2026-03-02T09:00")
    act("乙", "received", "2026-03-02T09:00")
    act("乙", "accepted", "2026-03-02T10:00")
    act("乙", "decided", "2026-03-20T10:00", outcome="granted")
    sweep(at=moment("2026-03-25T00:00"))
    before = stored()
    Tally.objects.all().delete()
    follow.rewind(tallies.COUNTED)
    assert tallies.complete(live)
    assert stored() == before
    assert not tallies.complete(live)


def test_felt_and_net_are_working_days_and_a_stay_is_not_the_agencys(live: str, act: Act) -> None:
    act("甲", "received", "2026-03-02T09:00")  # a Monday
    act("甲", "accepted", "2026-03-04T09:00")
    act("甲", "paused", "2026-03-06T09:00", ground="expert_review", document="告知书")
    act("甲", "resumed", "2026-03-11T09:00")
    act("甲", "decided", "2026-03-13T09:00", outcome="granted")
    told = {k[0]: k[3] for k, n in stored().items() if k[0] in ("felt", "net")}
    assert told == {
        "felt": "9",
        "net": "4",
    }  # four of nine felt days the agency's: 2 to acceptance, 3 of the stay out
    month = {k[1] for k in stored() if k[0] == "spent"}
    assert month == {(moment("2026-03-01T00:00").date() - DAY).days}


def test_where_the_time_went_adds_up() -> None:
    begin = datetime(2026, 3, 2, 1, tzinfo=UTC)

    def at(hours: int) -> datetime:
        return begin + timedelta(hours=hours)

    def limit(
        clock: str, since: int, until: int | None, instance: str = "", paused: int = 0
    ) -> tallies.Limit:
        met = None if until is None else at(until)
        return tallies.Limit("甲", clock, instance, "step", "", at(since), None, None, met, "", "", paused)

    matter = tallies.Held("甲", "", at(0), at(50), at(150), at(170), at(150))
    limits = [
        limit("CLK-01", 0, 10), limit("CLK-01", 40, 50, "1"), limit("CLK-02", 50, 150, paused=1),
        limit("opinion", 60, 70, "a"), limit("opinion", 65, 80, "b"),
        limit("step", 50, 110, "审查"), limit("step", 110, 140, "决定"), limit("step", 0, 50, "受理"),
    ]  # fmt: skip
    told = spent(matter, limits)
    assert told.total() == 170
    assert (told["correction"], told["acceptance"], told["paused"], told["opinion"]) == (30, 20, 24, 20)
    assert (told["审查"], told["决定"], told["delivery"]) == (38, 18, 20)
    assert spent(matter, [])["handling"] == 100
    assert spent(tallies.Held("甲", "", at(0), None, None, None, at(5)), []) == {"acceptance": 5}
