"""What a source says no more stops counting; what another file does not mention stays."""

from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path

import pytest

from luoshi.intake import mapping
from luoshi.intake.fields import Mapping
from luoshi.intake.report import Report
from luoshi.intake.run import import_file
from luoshi.intake.tests.files import AT, ROWS, csv, event, mapped, trace, xes
from luoshi.ledger import read
from luoshi.monitor.models import Clock
from luoshi.monitor.reports import lateness

pytestmark = pytest.mark.django_db
FIRST, SECOND, OTHER = ROWS
DUE = "2026-03-31T00:00:00"


def given(folder: Path, rows: Sequence[str], told: Mapping | None = None, days: int = 0) -> Report:
    """Import these rows, some days after AT, and have them judged."""
    return import_file(csv(folder, *rows), "csv", told or mapped(), at=AT + timedelta(days))


def counted() -> dict[str, int]:
    return {row["unit"]: row["due"] for row in lateness(at=AT)}


def kinds(matter: str = "permits:A") -> list[str]:
    return sorted(row.kind for row in read.current([matter]))


def without_due(*rows: str) -> list[str]:
    return [row.replace(DUE, "") for row in rows]


def test_a_deadline_that_is_gone_counts_no_more(tmp_path: Path) -> None:
    given(tmp_path, ROWS)
    assert counted() == {"住建局": 1, "水务局": 1}
    report = given(tmp_path, [*without_due(FIRST, SECOND), OTHER])
    assert (report.stored, report.corrections, report.duplicates) == (2, 2, 1)
    assert [(line.row, "不再写明" in line.reason) for line in report.warnings] == [(2, True), (2, True)]
    assert counted() == {"水务局": 1}
    assert "clocks.set" not in kinds()
    assert "clocks.met" not in kinds()
    again = given(tmp_path, [*without_due(FIRST, SECOND), OTHER])
    assert (again.stored, again.duplicates, again.warnings) == (0, 3, [])


def test_it_counts_again_when_it_is_back(tmp_path: Path) -> None:
    given(tmp_path, ROWS)
    given(tmp_path, [*without_due(FIRST, SECOND), OTHER])
    given(tmp_path, ROWS)
    assert counted() == {"住建局": 1, "水务局": 1}
    assert Clock.objects.get(matter="permits:A").met_at
    assert given(tmp_path, ROWS).stored == 0


def test_a_changed_deadline_moves_its_clock(tmp_path: Path) -> None:
    given(tmp_path, ROWS)
    assert [(row["met"], row["late"]) for row in lateness(at=AT) if row["unit"] == "住建局"] == [(1, 0)]
    earlier = [row.replace(DUE, "2026-03-10T00:00:00") for row in ROWS]
    given(tmp_path, earlier)
    assert [(row["met"], row["late"]) for row in lateness(at=AT) if row["unit"] == "住建局"] == [(0, 1)]
    assert given(tmp_path, earlier).stored == 0


def test_an_end_that_is_taken_back_opens_the_matter_again(tmp_path: Path) -> None:
    given(tmp_path, ROWS)
    given(tmp_path, [row.replace("2026-03-20T10:00:00", "") for row in ROWS])
    assert "approvals.decided" not in kinds()
    assert [(row["open"], row["open_overdue"]) for row in lateness(at=AT) if row["unit"] == "住建局"] == [
        (1, 1)
    ]


def test_a_file_with_other_rows_takes_nothing_back(tmp_path: Path) -> None:
    given(tmp_path, [FIRST, *without_due(SECOND)])
    later = without_due(SECOND.replace("受理", "办理"), "A,7,办结,2026-03-20T09:00:00,住建局,,,")
    report = given(tmp_path, later)
    assert (report.stored, report.corrections) == (2, 1)
    assert counted() == {"住建局": 1}
    assert "clocks.set" in kinds()


def test_a_deadline_that_cannot_be_read_takes_nothing_back(tmp_path: Path) -> None:
    given(tmp_path, ROWS)
    given(tmp_path, [row.replace(DUE, "待定") for row in ROWS])
    assert counted() == {"住建局": 1, "水务局": 1}


def test_a_deadline_named_later_by_the_mapping_is_taken_back_by_the_whole_matter(tmp_path: Path) -> None:
    plain = mapped(**{'[clocks.term]\ndue = "due"\nmet = "closed"\n': ""})
    given(tmp_path, ROWS, plain)
    given(tmp_path, ROWS, days=1)
    assert counted()["住建局"] == 1
    given(tmp_path, without_due(SECOND), days=2)
    assert counted()["住建局"] == 1
    given(tmp_path, without_due(FIRST, SECOND), days=3)
    assert counted() == {"水务局": 1}


def test_an_events_own_deadline_goes_with_its_row(tmp_path: Path) -> None:
    told = mapped(**{"[clocks.term]": "[event_clocks.step]", 'met = "closed"': 'met = "time"'})
    given(tmp_path, ROWS, told)
    assert counted() == {"住建局": 2, "水务局": 1}
    given(tmp_path, [FIRST, *without_due(SECOND), OTHER], told)
    assert counted() == {"住建局": 1, "水务局": 1}
    assert given(tmp_path, [FIRST, *without_due(SECOND), OTHER], told).stored == 0


def test_a_rehearsal_says_so_and_takes_nothing_back(tmp_path: Path) -> None:
    given(tmp_path, ROWS)
    before = read.head()
    path = csv(tmp_path, *without_due(FIRST, SECOND), OTHER)
    report = import_file(path, "csv", mapped(), at=AT, dry_run=True)
    assert len(report.warnings) == 2
    assert read.head() == before
    assert counted() == {"住建局": 1, "水务局": 1}


def test_xes_the_same(tmp_path: Path) -> None:
    text = """
    [source]
    name = "log"
    [matter]
    id = "case:concept:name"
    [clocks.statutory]
    due = "case:deadline"
    [event]
    id = ["case:concept:name", "time:timestamp"]
    activity = "concept:name"
    time = "time:timestamp"
    """
    told = mapping.parse(text)
    deadline = '<date key="deadline" value="2026-04-01T00:00:00+08:00"/>'
    one = event("收件", "2026-03-02T09:00:00+08:00")
    import_file(
        xes(tmp_path, trace("A", one, more=deadline) + trace("B", one, more=deadline)), "xes", told, at=AT
    )
    assert counted() == {"": 2}
    import_file(xes(tmp_path, trace("A", one) + trace("B", one, more=deadline)), "xes", told, at=AT)
    assert counted() == {"": 1}
