"""All golden vectors hold, explained too; a wrong calendar is caught; the tacit catalogue is closed."""

import timeit
from datetime import date
from pathlib import Path

from luoshi.law import golden, tacit
from luoshi.law.calendar import calendar_for
from luoshi.law.files import load
from luoshi.law.reckon import reckon
from luoshi.law.registry import CLOCKS, clock


def test_no_disagreement() -> None:
    assert golden.disagreements() == []
    assert golden.disagreements(calendar_for("CN-530100")) == []


def test_a_wrong_calendar_is_caught(tmp_path: Path) -> None:
    (tmp_path / "CN").mkdir()
    (tmp_path / "CN" / "2026.json").write_text(
        '{"year": 2026, "papers": [], "days": [{"name": "元旦", "date": "2026-01-01", "isOffDay": true}]}'
    )
    wrong = golden.disagreements(calendar_for("CN", tmp_path))
    assert len(wrong) > 20
    assert "2026-09-24" in wrong[0]


def test_cheap_enough_for_every_start() -> None:
    golden.disagreements()
    assert min(timeit.repeat(golden.disagreements, number=1, repeat=5)) < 0.02


def test_clock_vectors_explained() -> None:
    """Every clock vector comes out the same when told day by day."""
    calendar = calendar_for("CN")
    for one in load(golden.FILE)["vectors"]:
        if "clock" in one:
            pauses = [golden._pause(text) for text in one.get("pauses", [])]
            told = reckon(
                calendar, clock(one["clock"]), one["start"], extend=one.get("extended", False), pauses=pauses
            )
            assert told.found.due_on == one["due"]
            assert told.days[-1].day == one["due"]


def test_the_joint_agency_combination() -> None:
    """CLK-18 sent 09-22 and unanswered: the pause of CLK-17 ends the day after it is due."""
    calendar = calendar_for("CN")
    joint = reckon(calendar, clock("CLK-18.2"), date(2026, 9, 22)).found.due_on
    assert joint == date(2026, 10, 20)
    pause = (date(2026, 9, 22), calendar.add(joint, 1))
    assert pause[1] == date(2026, 10, 21)
    assert reckon(calendar, clock("CLK-17.2"), date(2026, 9, 18), pauses=[pause]).found.due_on == date(
        2026, 11, 13
    )


def test_every_clock_reckons() -> None:
    """Each clock of the registry gives a due date with its days."""
    calendar = calendar_for("CN")
    for one in CLOCKS.values():
        if one.direction != "pause":
            told = reckon(calendar, one, date(2026, 9, 18))
            assert told.days[-1].day == told.found.due_on


def test_fixed_dates() -> None:
    calendar = calendar_for("CN")
    report = clock("CLK-19.1")
    assert reckon(calendar, report, date(2025, 12, 31)).found.due_on == date(
        2026, 1, 31
    )  # a Saturday: no roll
    assert reckon(calendar, report, date(2026, 1, 31)).found.due_on == date(2026, 1, 31)
    assert reckon(calendar, clock("CLK-19.2"), date(2026, 4, 1)).found.due_on == date(2027, 3, 31)


def test_tacit_catalogue() -> None:
    known = tacit.types()
    assert {one.type for one in tacit.effects()} == set(known)
    acting = {one.clock for one in tacit.effects() if one.changes_state}
    assert acting == {"CLK-01", "CLK-22.1", "CLK-09.2"}
    assert tacit.on_silence("CLK-01").kind == "approvals.deemed_accepted"
    assert tacit.on_silence("CLK-02") is None
    assert all(name and does for name, does in known.values())
    for one in tacit.effects():
        assert one.source
        assert all(one.title)
        if one.clock and one.status == "verified":
            assert CLOCKS[one.clock].status == "verified"
