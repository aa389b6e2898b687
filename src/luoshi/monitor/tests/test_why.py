"""Why: the days end on the date, the article is the one in force, a source's own deadline is a moment."""

from datetime import timedelta

import pytest

from luoshi.law.errors import CouldNot
from luoshi.ledger.entry import Draft
from luoshi.ledger.record import append_bulk
from luoshi.monitor import follow
from luoshi.monitor.sweep import sweep
from luoshi.monitor.tests.conftest import Act, moment
from luoshi.monitor.why import why

AT = moment("2026-11-20T00:00")


def clock(told: dict[str, object], name: str) -> dict[str, object]:
    (found,) = [c for c in told["clocks"] if c["clock"] == name]  # type: ignore[attr-defined]
    return found


def test_the_days_end_on_the_due_day_with_pause_and_article(live: str, act: Act) -> None:
    act("春政服〔2026〕1号", "received", "2026-09-14T09:00")
    act("春政服〔2026〕1号", "accepted", "2026-09-14T16:40")
    act(
        "春政服〔2026〕1号",
        "clocks.set",
        "2026-09-14T16:41",
        clock="promise",
        grade="promise",
        amount=15,
        per="working_day",
    )
    act("春政服〔2026〕1号", "paused", "2026-09-21T09:30", ground="专家评审", document="特别程序时间告知书")
    act("春政服〔2026〕1号", "resumed", "2026-09-25T10:12")
    told = why("春政服〔2026〕1号", at=moment("2026-10-12T09:41"))
    promise, statutory = clock(told, "promise"), clock(told, "CLK-02")
    assert (promise["due_on"], promise["light"]) == ("2026-10-15", "yellow_warning")
    assert (statutory["due_on"], statutory["paused_days"]) == ("2026-10-22", 4)
    days = {d["day"]: d for d in promise["days"]}  # type: ignore[attr-defined]
    assert days["2026-09-20"]["counted"] == 5  # a Sunday worked
    assert days["2026-09-22"]["counted"] is None
    assert days["2026-10-15"]["counted"] == 15
    assert "第四十二条" in statutory["citation"]["article"]  # type: ignore[index]


def test_a_pause_without_document_is_shown_and_does_not_count(live: str, act: Act) -> None:
    act("甲", "received", "2026-09-14T09:00")
    act("甲", "accepted", "2026-09-14T16:40")
    act("甲", "paused", "2026-09-21T09:30", ground="专家评审")
    found = clock(why("甲", at=moment("2026-10-12T09:41")), "CLK-02")
    assert (found["due_on"], found["state"], found["pauses"][0]["valid"]) == ("2026-10-16", "running", False)  # type: ignore[index]


def test_cards_carry_their_arithmetic(live: str, act: Act) -> None:
    act("甲", "received", "2026-03-02T09:00")
    act("甲", "accepted", "2026-03-03T09:00")
    sweep(at=AT)
    card = why("甲", at=AT)["cards"][0]
    assert card["rung"] == "red_card"
    assert (card["arithmetic"]["since"], card["arithmetic"]["due_on"]) == ("2026-03-03", "2026-03-31")


@pytest.mark.parametrize(("late", "state"), [(0, "met"), (1, "late")])
def test_a_sources_own_deadline_is_late_only_strictly_after(db: None, late: int, state: str) -> None:
    due = moment("2026-03-11T12:00")
    common = {
        "matter": "源:7",
        "source": "源",
        "law": "none",
        "actor_kind": "import",
        "local_at": "2026-03-11T05:00:00",
    }
    drafts = [
        Draft(kind="approvals.received", happened_at=due, occasion="a", **common),
        Draft(kind="clocks.set", happened_at=due, occasion="b", payload={"clock": "own", "grade": "source", "due_at": "2026-03-11T04:00:00.000000Z"}, **common),
        Draft(kind="clocks.met", happened_at=due + timedelta(microseconds=late), occasion="c", payload={"clock": "own"}, **common),
    ]  # fmt: skip
    append_bulk(drafts, at=AT)
    follow.catch_up(at=AT)
    found = clock(why("7", at=AT), "own")
    assert (found["state"], found["deadline"]) == (state, "2026-03-11T05:00:00+01:00")


def test_an_unknown_matter_is_named(db: None) -> None:
    with pytest.raises(CouldNot, match="没有"):
        why("没有", at=AT)
