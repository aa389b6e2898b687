"""What a row tells about its act: pauses with ground and paper, extensions, outcomes. Each as the law reads it."""

from datetime import date
from pathlib import Path

import pytest

from luoshi.approvals.models import Matter
from luoshi.intake import mapping
from luoshi.intake.run import import_file
from luoshi.intake.tests.files import AT, csv
from luoshi.law.errors import Unclear
from luoshi.ledger import read
from luoshi.monitor.models import Clock

pytestmark = pytest.mark.django_db
MAPPING = """
[source]
name = "hall"
law = "CN-530100"
timezone = "Asia/Shanghai"
[matter]
id = "case"
unit = "unit"
[event]
id = ["case", "event"]
activity = "activity"
time = "time"
[kinds]
"收件" = "approvals.received"
"受理" = "approvals.accepted"
"停表" = "approvals.paused"
"恢复" = "approvals.resumed"
"延期" = "approvals.extended"
"办结" = "approvals.decided"
[payload]
ground = "why"
document = "paper"
amount = "days"
clock = { value = "CLK-02" }
outcome = "result"
[words.ground]
"请专家看" = "expert_review"
"""
HEAD = "case,event,activity,time,unit,why,paper,days,result"
BEGUN = ["A,1,收件,2026-03-02T09:00:00,住建局,,,,", "A,2,受理,2026-03-02T10:00:00,住建局,,,,"]
PAUSED = "A,3,停表,2026-03-04T09:00:00,住建局,{},{},,"
RESUMED = "A,4,恢复,2026-03-11T09:00:00,住建局,,,,"


def due(folder: Path, *rows: str) -> tuple[date | None, list[str], list[str]]:
    """The statutory due day of the case, the fields warned of, the fields refused."""
    report = import_file(csv(folder, *BEGUN, *rows, head=HEAD), "csv", mapping.parse(MAPPING), at=AT)
    assert report.read == report.stored + report.duplicates + len(report.rejected)
    clock = Clock.objects.get(matter="hall:A", clock="CLK-02", grade="statutory")
    return clock.due_on, [w.field for w in report.warnings], [b.field for b in report.rejected]


def test_a_pause_with_a_lawful_ground_and_its_paper_moves_the_day(tmp_path: Path) -> None:
    plain = due(tmp_path, RESUMED)
    assert plain == (date(2026, 3, 30), [], [])


@pytest.mark.parametrize("word", ["专家评审", "expert_review", "请专家看"])
def test_the_ground_may_be_told_in_official_words_or_the_offices_own(tmp_path: Path, word: str) -> None:
    assert due(tmp_path, PAUSED.format(word, "专家评审告知书"), RESUMED) == (date(2026, 4, 7), [], [])


@pytest.mark.parametrize(
    ("why", "paper", "warned"), [("喝茶", "条子", ["why"]), ("", "条子", [""]), ("听证", "", [""])]
)
def test_a_pause_that_lacks_either_stops_nothing_and_is_named(
    tmp_path: Path, why: str, paper: str, warned: list[str]
) -> None:
    assert due(tmp_path, PAUSED.format(why, paper), RESUMED) == (date(2026, 3, 30), warned, [])


def test_an_extension_adds_its_days(tmp_path: Path) -> None:
    assert due(tmp_path, "A,5,延期,2026-03-20T09:00:00,住建局,,,10,") == (date(2026, 4, 14), [], [])


@pytest.mark.parametrize("days", ["十", "-3", "0", "1.5", "1000"])
def test_an_extension_that_cannot_be_read_is_refused_and_loses_no_other_row(
    tmp_path: Path, days: str
) -> None:
    assert due(tmp_path, f"A,5,延期,2026-03-20T09:00:00,住建局,,,{days},", RESUMED) == (
        date(2026, 3, 30), [], ["days"],
    )  # fmt: skip


@pytest.mark.parametrize(
    ("result", "stored", "warned"), [("准予许可", "granted", []), ("办好了", "办好了", ["result"])]
)
def test_an_outcome_is_kept_by_its_identifier_where_it_is_known(
    tmp_path: Path, result: str, stored: str, warned: list[str]
) -> None:
    _, fields, _ = due(tmp_path, f"A,6,办结,2026-03-20T09:00:00,住建局,,,,{result}")
    assert Matter.objects.get(matter="hall:A").outcome == stored
    assert fields == warned


def test_a_detail_stays_off_acts_that_it_does_not_belong_to(tmp_path: Path) -> None:
    due(tmp_path, "A,7,办结,2026-03-20T09:00:00,住建局,听证,许可决定书,10,准予许可")
    (entry,) = [e for e in read.current(["hall:A"]) if e.kind == "approvals.decided"]
    assert "hearing" not in entry.payload
    assert "amount" not in entry.payload


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('ground = "why"', 'grund = "why"'),
        ('amount = "days"', 'amount = { value = "10" }'),
        ('"请专家看" = "expert_review"', '"请专家看" = "tea"'),
        ("[words.ground]", "[words.colour]"),
    ],
)
def test_a_wrong_section_is_named(old: str, new: str) -> None:
    assert old in MAPPING
    with pytest.raises(Unclear):
        mapping.parse(MAPPING.replace(old, new))
