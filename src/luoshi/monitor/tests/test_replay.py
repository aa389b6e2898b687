"""Replay: other rules, other results, nothing written; the same question, the same digest."""

from datetime import date
from pathlib import Path

import pytest

from luoshi.law.errors import Unclear
from luoshi.ledger import read
from luoshi.ledger.entry import Draft
from luoshi.ledger.record import append_bulk
from luoshi.monitor import follow, settings
from luoshi.monitor.export import parquet
from luoshi.monitor.replay import replay
from luoshi.monitor.tests.conftest import moment

AT = moment("2026-06-30T00:00")


@pytest.fixture
def history(db: None) -> None:
    """Twenty matters, decided 11 to 30 working days after acceptance."""
    settings.change(
        name=settings.LIVE_SINCE,
        value="2026-01-01",
        since=date(2026, 1, 1),
        actor="测试",
        at=moment("2026-01-01T09:00"),
    )
    from luoshi.monitor.surroundings import calendar

    drafts = []
    for n in range(20):
        decided = calendar().add(date(2026, 3, 3), 11 + n).isoformat()
        common = {"matter": f"重算{n:02}", "unit": "春城市水务局", "law": "CN-530100"}
        for kind, at in (
            ("received", "2026-03-02T09:00"),
            ("accepted", "2026-03-03T09:00"),
            ("decided", f"{decided}T16:00"),
        ):
            drafts.append(
                Draft(kind=f"approvals.{kind}", happened_at=moment(at), occasion=f"{n}:{kind}", **common)
            )
    append_bulk(drafts, at=AT)
    follow.catch_up(at=AT)


def decision(rows: list[dict[str, object]]) -> tuple[object, ...]:
    (row,) = [r for r in rows if r["clock"] == "CLK-02"]
    return row["due"], row["met"], row["late"], row["red_card"]


def test_a_shorter_term_finds_more_late_and_writes_nothing(history: None) -> None:
    before = read.head()
    done = replay({"CLK-02.amount": "15"}, at=AT)
    assert decision(done["before"]) == (20, 10, 10, 10)
    assert decision(done["after"]) == (20, 5, 15, 15)
    assert read.head() == before


def test_the_same_question_has_the_same_digest(history: None, tmp_path: Path) -> None:
    parquet(tmp_path / "ledger")
    from_database, from_files = replay({}, at=AT), replay({}, at=AT, folder=tmp_path / "ledger")
    assert from_database["digest"] == from_files["digest"] == replay({"CLK-02.amount": "20"}, at=AT)["digest"]
    assert replay({"CLK-02.amount": "21"}, at=AT)["digest"] != from_database["digest"]


@pytest.mark.parametrize(
    "changes", [{"CLK-99.amount": "1"}, {"CLK-02.amount": "0"}, {"CLK-02.colour": "1"}, {"x": "1"}]
)
def test_a_rule_that_is_not_there_is_named(db: None, changes: dict[str, str]) -> None:
    with pytest.raises(Unclear):
        replay(changes, at=AT)
