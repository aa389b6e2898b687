"""A new holiday notice re-dates what it touches, says so, and nothing else."""

import json
from pathlib import Path

import pytest
from django.conf import settings as django_settings

from luoshi.law.calendar import reload
from luoshi.law.errors import CouldNot
from luoshi.ledger import read
from luoshi.monitor.models import Card, Clock
from luoshi.monitor.notices import load
from luoshi.monitor.sweep import sweep
from luoshi.monitor.tests.conftest import Act, moment


@pytest.fixture
def notice(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A fictional notice for 2027 in a home of its own: three days off, one made up."""
    monkeypatch.setattr(django_settings, "LUOSHI_HOME", tmp_path / "home")
    days = [
        {"name": "元旦", "date": "2027-01-01", "isOffDay": True},
        {"name": "元旦", "date": "2027-01-04", "isOffDay": True},
        {"name": "元旦", "date": "2027-01-09", "isOffDay": False},
        {"name": "春节", "date": "2027-02-08", "isOffDay": True},
    ]
    path = tmp_path / "2027.json"
    path.write_text(json.dumps({"year": 2027, "papers": [], "days": days}, ensure_ascii=False))
    reload()
    yield path  # type: ignore[misc]
    reload()


def test_open_clocks_are_re_dated_with_a_list(live: str, act: Act, notice: Path) -> None:
    act("甲", "received", "2026-12-21T09:00")
    act("甲", "accepted", "2026-12-22T09:00")
    act("乙", "received", "2026-11-02T09:00")
    act("乙", "accepted", "2026-11-03T09:00")
    before = Clock.objects.get(matter="甲", clock="CLK-02")
    assert (str(before.due_on), before.provisional) == ("2027-01-19", True)
    done = load(notice, at=moment("2026-12-23T09:00"), actor="测试")
    assert done["changed"][:3] == ["2027-01-01", "2027-01-04", "2027-01-09"]
    assert [(m["matter"], m["clock"], m["before"], m["after"]) for m in done["redated"]] == [
        ("甲", "CLK-02", "2027-01-19", "2027-01-20")
    ]
    after = Clock.objects.get(matter="甲", clock="CLK-02")
    assert (str(after.due_on), after.provisional) == ("2027-01-20", False)
    assert str(Clock.objects.get(matter="乙", clock="CLK-02").due_on) == "2026-12-01"
    (entry,) = list(read.entries(["calendar:CN:2027"]))
    assert '"after":"2027-01-20"' in entry.payload


def test_cards_wait_for_the_notice_and_then_come(live: str, act: Act, notice: Path) -> None:
    act("甲", "received", "2026-12-21T09:00")
    act("甲", "accepted", "2026-12-22T09:00")
    sweep(at=moment("2027-03-01T00:00"))
    assert not Card.objects.exists()
    load(notice, at=moment("2027-03-01T09:00"), actor="测试")
    assert "red_card" in set(Card.objects.values_list("rung", flat=True))


def test_loading_again_changes_nothing(live: str, act: Act, notice: Path) -> None:
    act("甲", "received", "2026-12-21T09:00")
    act("甲", "accepted", "2026-12-22T09:00")
    load(notice, at=moment("2026-12-23T09:00"), actor="测试")
    position, _ = read.head()
    again = load(notice, at=moment("2026-12-24T09:00"), actor="测试")
    assert (again["redated"], again["changed"], read.head()[0]) == ([], [], position)


def test_a_bad_notice_changes_nothing(live: str, notice: Path) -> None:
    notice.write_text('{"year": 2027, "days": [{"name": "元旦", "date": "2029-01-01", "isOffDay": true}]}')
    with pytest.raises(CouldNot):
        load(notice, at=moment("2026-12-23T09:00"), actor="测试")
    assert not (Path(django_settings.LUOSHI_HOME) / "calendars" / "CN" / "2027.json").exists()
