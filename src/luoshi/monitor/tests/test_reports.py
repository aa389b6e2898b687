"""Lateness: the sums hold, the past can be asked for, and the stored clocks agree with a fresh judgement."""

from datetime import date

import pytest

from luoshi.monitor.reports import lateness
from luoshi.monitor.sweep import sweep
from luoshi.monitor.tests.conftest import Act, moment

AT = moment("2026-06-30T00:00")


@pytest.fixture
def city(live: str, act: Act) -> None:
    """One decided in time, one late, one open and overdue, one still within its term."""
    for matter in ("准时", "超期", "未办"):
        act(matter, "received", "2026-03-02T09:00")
        act(matter, "accepted", "2026-03-03T09:00")
    act("准时", "decided", "2026-03-31T23:59", outcome="granted")
    act("超期", "decided", "2026-04-01T00:00", outcome="granted")
    act("在办", "received", "2026-06-24T09:00")
    act("在办", "accepted", "2026-06-24T10:00")
    sweep(at=AT)


def of(rows: list[dict[str, object]], clock: str) -> dict[str, object]:
    (row,) = [r for r in rows if r["clock"] == clock]
    return row


@pytest.mark.parametrize("past", [False, True])
def test_the_sums_hold(city: None, past: bool) -> None:
    row = of(lateness(at=AT, past=past), "CLK-02")
    assert row == {
        "unit": "春城市水务局", "clock": "CLK-02", "due": 4, "met": 1, "late": 1, "open_overdue": 1, "open": 2,
    }  # fmt: skip
    for by in ("unit", "item", "clock"):
        for each in lateness(by=by, at=AT, past=past):
            assert each["due"] == each["met"] + each["late"] + each["open"]
            assert each["open_overdue"] <= each["open"]


def test_the_past_counts_what_had_happened_by_then(city: None) -> None:
    row = of(lateness(at=moment("2026-03-31T12:00"), past=True), "CLK-02")
    assert (row["due"], row["met"], row["late"], row["open_overdue"], row["open"]) == (3, 0, 0, 0, 3)
    row = of(lateness(at=moment("2026-04-01T00:00"), past=True), "CLK-02")
    assert (row["met"], row["late"], row["open_overdue"], row["open"]) == (1, 1, 1, 1)


@pytest.mark.parametrize("past", [False, True])
def test_due_days_select(city: None, past: bool) -> None:
    def due(since: str | None, until: str | None) -> int:
        rows = lateness(
            at=AT,
            past=past,
            since=since and date.fromisoformat(since),
            until=until and date.fromisoformat(until),
        )
        return sum(r["due"] for r in rows if r["clock"] == "CLK-02")

    assert due("2026-03-31", "2026-03-31") == 3
    assert due("2026-04-01", None) == 1
    assert due(None, "2026-03-30") == 0


def test_by_item_names_the_item(city: None) -> None:
    assert {r["item"] for r in lateness(by="item", at=AT)} == {"取水许可"}
