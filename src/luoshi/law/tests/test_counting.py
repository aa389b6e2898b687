"""R1–R9: the closed form is the plain walk, for thousands of random terms; each rule by name."""

import random
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

import pytest

from luoshi.law.calendar import Calendar, calendar_for
from luoshi.law.counting import due, months_from
from luoshi.law.days import CHINA
from luoshi.law.errors import NotInForce, Unclear
from luoshi.law.explain import days
from luoshi.law.period import Period
from luoshi.law.tests import oracle

CASES = 12_000
Case = tuple[date, Period, Period | None, list[tuple[date, date | None]], bool]


@pytest.fixture
def kunming() -> Calendar:
    return calendar_for("CN-530100")


def cases(seed: int, n: int) -> Iterator[Case]:
    chance = random.Random(seed)
    for _ in range(n):
        start = date(2004, 3, 1) + timedelta(days=chance.randrange(0, 365 * 24))
        unit = chance.choice(["working_day"] * 4 + ["day"] * 3 + ["month", "year"])
        most = {"working_day": 60, "day": 95, "month": 25, "year": 3}[unit]
        period = Period(chance.randrange(1, most), unit)
        extension = (
            Period(chance.randrange(1, 31), unit) if chance.random() < 0.3 and unit != "year" else None
        )
        pauses: list[tuple[date, date | None]] = []
        for _ in range(chance.choice([0, 0, 1, 1, 2, 3])):
            begin = start + timedelta(days=chance.randrange(-8, 70))
            length = chance.choice([0, 1, 2, 5, 7, 14, 40])
            pauses.append((begin, begin + timedelta(days=length)))
        if chance.random() < 0.1:
            pauses.append((start + timedelta(days=chance.randrange(0, 60)), None))
        yield start, period, extension, pauses, chance.random() < 0.5


def test_closed_form_is_the_walk(kunming: Calendar) -> None:
    held = rolled = 0
    for start, period, extension, pauses, roll in cases(1, CASES):
        found = due(kunming, start, period, extension=extension, pauses=pauses, roll=roll)
        total = period.amount + (extension.amount if extension else 0)
        walked = oracle.last_day(kunming, start, total, period.unit, pauses, roll=roll)
        assert found.due_on == walked, (start, period, extension, pauses, roll)
        assert found.paused is (walked is None)
        if walked:
            assert found.due_at == datetime(walked.year, walked.month, walked.day, tzinfo=CHINA) + timedelta(
                days=1
            )
            assert found.provisional is (
                walked > date(2026, 12, 31) and (roll or period.unit == "working_day")
            )
        held += found.paused
        rolled += found.rolled
    assert held > 100
    assert rolled > 100


def test_explained_day_by_day(kunming: Calendar) -> None:
    """The list has no hole, numbers its days 1, 2, 3 …, and ends on the due day."""
    for start, period, extension, pauses, roll in cases(2, 1500):
        found = due(kunming, start, period, extension=extension, pauses=pauses, roll=roll)
        told = days(kunming, start, period, extension=extension, pauses=pauses, roll=roll)
        assert [d.day for d in told] == [start + timedelta(days=i) for i in range(len(told))]
        numbers = [d.counted for d in told if d.counted is not None]
        assert numbers == list(range(1, len(numbers) + 1))
        assert all(d.why for d in told)
        if found.due_on:
            assert told[-1].day == found.due_on
            assert len(numbers) == found.term


def test_backward_is_the_walk(kunming: Calendar) -> None:
    chance = random.Random(3)
    for _ in range(1500):
        event = date(2006, 1, 1) + timedelta(days=chance.randrange(0, 7000))
        unit = chance.choice(["working_day", "day", "month", "year"])
        amount = chance.randrange(1, 2 if unit == "year" else 22)
        found = due(kunming, event, Period(amount, unit), backward=True)
        assert found.due_on == oracle.back(kunming, event, amount, unit)
        told = days(kunming, event, Period(amount, unit), backward=True)
        assert told[-1].day == found.due_on


def test_office_minutes_are_the_walk(kunming: Calendar) -> None:
    chance = random.Random(4)
    for _ in range(150):
        start = datetime(2026, 9, 1, tzinfo=CHINA) + timedelta(minutes=chance.randrange(0, 60 * 24 * 50))
        minutes = chance.randrange(1, 1500)
        pause = start + timedelta(minutes=chance.randrange(-500, 4000))
        spans = [(pause, pause + timedelta(minutes=chance.randrange(0, 3000)))] * chance.choice([0, 1])
        period = Period(minutes, "working_minute")
        found = due(kunming, start, period, pauses=spans)
        assert found.due_at == oracle.working_minutes(kunming, start, minutes, spans), (start, minutes, spans)
        told = days(kunming, start, period, pauses=spans)
        assert told[-1].day == found.due_on
        assert told[-1].counted == minutes


def test_hours_run_through_rest_days(kunming: Calendar) -> None:
    start = datetime(2026, 10, 1, 9, 30, tzinfo=CHINA)
    assert due(kunming, start, Period(24, "hour")).due_at == start + timedelta(hours=24)
    assert due(kunming, start, Period(15, "second")).due_at == start + timedelta(seconds=15)
    pause = (start + timedelta(hours=1), start + timedelta(hours=3))
    assert due(kunming, start, Period(24, "hour"), pauses=[pause]).due_at == start + timedelta(hours=26)
    assert due(kunming, date(2026, 10, 1), Period(24, "hour")).due_on == date(2026, 10, 2)
    assert days(kunming, start, Period(24, "hour"), pauses=[pause])[-1].counted == 24


def test_working_hours_over_lunch_and_holiday(kunming: Calendar) -> None:
    start = datetime(2026, 9, 30, 11, tzinfo=CHINA)
    assert due(kunming, start, Period(2, "working_hour")).due_at == datetime(2026, 9, 30, 14, tzinfo=CHINA)
    assert due(kunming, start, Period(5, "working_hour")).due_at == datetime(2026, 9, 30, 17, tzinfo=CHINA)
    assert due(kunming, start, Period(6, "working_hour")).due_at == datetime(2026, 10, 8, 10, tzinfo=CHINA)


def test_a_moment_becomes_a_day_in_china(kunming: Calendar) -> None:
    one_in_the_morning = datetime(2026, 9, 17, 17, 0, tzinfo=UTC)  # 01:00 of the 18th there
    assert due(kunming, one_in_the_morning, Period(5, "working_day")).due_on == date(2026, 9, 24)
    with pytest.raises(Unclear, match="08:00"):
        due(kunming, datetime(2026, 9, 18, 9, 0), Period(5, "working_day"))


def test_open_pause(kunming: Calendar) -> None:
    start, term = date(2026, 9, 18), Period(20, "working_day")
    assert due(kunming, start, term, pauses=[(date(2026, 10, 22), None)]).due_on is None
    assert due(kunming, start, term, pauses=[(date(2026, 10, 23), None)]).due_on == date(2026, 10, 22)
    told = days(kunming, start, term, pauses=[(date(2026, 9, 22), None)])
    assert told[-1].day == date(2026, 9, 22)
    hour = due(kunming, start, Period(1, "hour"), pauses=[(start, None)])
    assert hour.paused
    assert days(kunming, start, Period(1, "hour"), pauses=[(start, None)])[-1].counted is None


def test_provisional_beyond_the_last_notice(kunming: Calendar) -> None:
    assert not due(kunming, date(2026, 12, 1), Period(20, "working_day")).provisional
    assert due(kunming, date(2026, 12, 20), Period(20, "working_day")).provisional
    assert not due(kunming, date(2026, 12, 20), Period(30, "day")).provisional  # no notice can move it
    assert due(kunming, date(2026, 12, 20), Period(30, "day"), roll=True).provisional
    assert due(kunming, date(2026, 12, 31), Period(20, "working_hour")).provisional
    assert not due(kunming, date(2026, 12, 31), Period(48, "hour")).provisional
    back = due(kunming, date(2027, 1, 5), Period(7, "working_day"), backward=True)
    assert (back.due_on, back.provisional) == (date(2026, 12, 25), True)


def test_months(kunming: Calendar) -> None:
    assert months_from(date(2024, 2, 29), 12) == date(2025, 2, 28)
    assert months_from(date(2026, 1, 31), 1) == date(2026, 2, 28)
    assert months_from(date(2026, 3, 31), -1) == date(2026, 2, 28)
    assert months_from(date(2026, 12, 31), 1) == date(2027, 1, 31)


@pytest.mark.parametrize(
    ("start", "period"),
    [
        (date(2003, 12, 31), Period(1, "day")),
        (date(2060, 12, 31), Period(1, "day")),
        (date(2026, 1, 1), Period(999_999_999, "working_day")),
        (date(2026, 1, 1), Period(999_999_999, "day")),
        (date(2026, 1, 1), Period(999_999_999, "year")),
        (date(2026, 1, 1), Period(999_999_999, "hour")),
        (date(2026, 1, 1), Period(999_999_999, "working_hour")),
        (date(1990, 1, 1), Period(1, "hour")),
    ],
)
@pytest.mark.parametrize("backward", [False, True])
def test_outside_the_calendar(kunming: Calendar, start: date, period: Period, backward: bool) -> None:
    if backward and (period.unit == "working_hour" or start.year == 2060):
        return
    with pytest.raises(NotInForce):
        due(kunming, start, period, backward=backward)


@pytest.mark.parametrize(
    "text", ["", "20", "working_day", "20 fortnights", "-3 day", "0 day", "1.5 day", "20  ", "九 日"]
)
def test_unclear_periods(text: str) -> None:
    with pytest.raises(Unclear):
        Period.parse(text)


def test_readable_periods() -> None:
    assert Period.parse("20 working_day") == Period.parse("20工作日") == Period(20, "working_day")
    assert Period.parse(" 2 月 ") == Period(2, "month")


def test_a_reversed_pause_and_mixed_units(kunming: Calendar) -> None:
    start, term = date(2026, 9, 18), Period(20, "working_day")
    with pytest.raises(Unclear):
        due(kunming, start, term, pauses=[(date(2026, 9, 28), date(2026, 9, 21))])
    with pytest.raises(Unclear):
        due(kunming, start, term, extension=Period(10, "day"))
    with pytest.raises(Unclear):
        due(kunming, start, term, pauses=[(start, start)], backward=True)
    assert Period(1, "year").plus(Period(2, "month")) == Period(14, "month")
