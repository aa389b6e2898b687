"""A case of the national tables becomes entries, once, whatever order and form it comes in."""

import sqlite3
from datetime import timedelta
from itertools import count
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter

from bench import tables
from luoshi.catalogue import queries as catalogue
from luoshi.catalogue.models import ItemVersion
from luoshi.intake.tests.national import (
    ACCEPT,
    AT,
    BLANK,
    ITEMS,
    MATERIAL,
    NUMBER,
    PHONE,
    PROCESS,
    RESULT,
    SPECIAL,
    bodies,
    counts,
    entries,
    kinds,
    put,
    rejected,
    row,
    taken,
    told,
    warned,
    whole,
)
from luoshi.ledger import read, record
from luoshi.ledger.models import LedgerEntry
from luoshi.sealed.models import Applicant

pytestmark = pytest.mark.django_db

STORY = [
    "approvals.material_filed",
    "approvals.received",
    "approvals.accepted",
    "clocks.set",
    "approvals.step",
    "approvals.paused",
    "approvals.resumed",
    "approvals.decided",
    "approvals.delivered",
]


@pytest.fixture(autouse=True)
def _bodies() -> None:
    bodies()


def test_a_case_becomes_the_story_that_its_tables_tell(tmp_path: Path) -> None:
    outcomes = taken(put(tmp_path, whole()))
    assert counts(outcomes) == (7, 7, 0, 0)
    assert not warned(outcomes)
    assert kinds() == STORY
    received = told("approvals.received")
    assert received["code"] == "T1"
    assert received["version"] == 1
    assert received["kind"] == "promised"
    assert received["raw_project_type"] == "2"
    assert told("clocks.set") == {
        "clock": "promise",
        "instance": "",
        "grade": "promise",
        "amount": 10,
        "per": "working_day",
    }
    assert told("approvals.step")["activity"] == "审查"
    assert told("approvals.step")["started_at"] == "2026-03-03T02:00:00.000000Z"
    assert told("approvals.paused")["ground"] == "testing"
    assert told("approvals.paused")["document"] == "检测告知书"
    assert told("approvals.decided")["outcome"] == "granted"
    assert told("approvals.decided")["satisfaction"] == 5
    assert told("approvals.material_filed") == {
        "listed": True, "material": "M1", "name": "申请表", "raw_get_type": "1", "count": 2, "lag_seconds": 97_200,
        "entered_at": "2026-03-03T04:00:00.000000Z",
    }  # fmt: skip
    assert {r.unit for r in entries()} == {"住建局"}
    assert outcomes.matters == 1


def test_who_applied_is_sealed_and_nowhere_else(tmp_path: Path) -> None:
    taken(put(tmp_path, whole()))
    held = Applicant.objects.get()
    assert told("approvals.received")["applicant"] == held.pseudonym
    everything = "".join(str(value) for entry in LedgerEntry.objects.values_list() for value in entry)
    for secret in (NUMBER, "某建设公司", PHONE, "X-1"):
        assert secret not in everything
        assert secret.encode() not in bytes(held.sealed)


def test_a_dry_run_writes_nothing_and_says_the_same(tmp_path: Path) -> None:
    folder = put(tmp_path, whole())
    dry = taken(folder, dry_run=True)
    assert (read.head()[0], Applicant.objects.count(), ItemVersion.objects.count()) == (0, 0, 0)
    assert counts(dry) == counts(taken(folder))
    assert not warned(dry)


def test_the_same_again_stores_nothing(tmp_path: Path) -> None:
    folder = put(tmp_path, whole())
    taken(folder)
    before = read.head()
    assert counts(taken(folder, at=AT + timedelta(days=1))) == (7, 0, 7, 0)
    assert read.head() == before


def test_a_row_told_again_with_another_batch_is_the_same(tmp_path: Path) -> None:
    taken(put(tmp_path / "one", whole()))
    again = row(ACCEPT, cd_operation="U", cd_time="2026-03-09 09:00:00")
    assert counts(taken(put(tmp_path / "two", {ACCEPT: [again]}))) == (1, 0, 1, 0)


def test_tables_may_come_one_after_the_other(tmp_path: Path) -> None:
    for n, (table, rows) in enumerate(whole().items()):
        taken(put(tmp_path / str(n), {table: rows}))
    assert kinds() == STORY
    assert told("approvals.paused")["ground"] == "testing"


def test_a_step_has_the_limit_that_the_item_gives_it(tmp_path: Path) -> None:
    from luoshi.catalogue import actions
    from luoshi.catalogue.definition import Definition, Step
    from luoshi.monitor.acting import acting

    it = Definition(code="T1", name="施工许可", unit="ZJ", promise_amount=10, promise_per="working_day", steps=(Step(name="审查", amount=3, per="working_day"),))  # fmt: skip
    with acting(actor="test", at=AT - timedelta(days=400)) as book:
        actions.publish(book, it)
    taken(put(tmp_path, {ACCEPT: [row(ACCEPT)], PROCESS: [row(PROCESS)]}))
    found = [
        (r.kind, r.happened_at) for r in entries() if "step" in r.payload and r.kind.startswith("clocks.")
    ]
    assert found == [
        ("clocks.set", "2026-03-03T02:00:00.000000Z"),
        ("clocks.met", "2026-03-05T02:00:00.000000Z"),
    ]


def test_another_statute_gives_the_case_its_own_term(tmp_path: Path) -> None:
    item = row(ITEMS, anticipate_day="45", by_law="《春城市许可办法》第三条")
    taken(put(tmp_path, {ITEMS: [item], ACCEPT: [row(ACCEPT)]}))
    limits = [r.payload for r in entries() if r.kind == "clocks.set"]
    assert len(limits) == 2
    assert any('"amount":45' in one and '"statutory"' in one for one in limits)


def test_each_case_has_the_limits_of_its_own_version(tmp_path: Path) -> None:
    """Two versions come with the item; a case names its own, whatever was in force when it was received."""
    versions = [
        row(ITEMS, row_guid="i1", task_version="1", promise_day="10"),
        row(ITEMS, row_guid="i2", task_version="2", promise_day="7"),
    ]
    cases = [row(ACCEPT), row(ACCEPT, row_guid="a2", project_no="P2", task_version="2")]
    outcomes = taken(put(tmp_path, {ITEMS: versions, ACCEPT: cases}))
    assert counts(outcomes) == (4, 4, 0, 0)
    assert (told("clocks.set", "P1")["amount"], told("clocks.set", "P2")["amount"]) == (10, 7)
    assert [v.version for v in catalogue.versions("T1")] == [2, 1]


def test_an_item_that_is_not_known_leaves_the_promised_day_of_the_source(tmp_path: Path) -> None:
    outcomes = taken(put(tmp_path, {ACCEPT: [row(ACCEPT, task_code="T9", promise_date="2026-03-20")]}))
    assert counts(outcomes)[1] == 1
    assert "T9" in warned(outcomes)[0].reason
    limit = told("clocks.set")
    assert (limit["grade"], limit["due_at"]) == ("source", "2026-03-20T15:59:59.000000Z")


def test_an_extension_is_no_stop(tmp_path: Path) -> None:
    longer = row(
        SPECIAL, special_type="1", special_name="延长审批", special_time="2026-03-20", end_time="2026-04-03"
    )
    taken(put(tmp_path, whole(**{SPECIAL: [longer]})))
    assert "approvals.paused" not in kinds()
    extended = told("approvals.extended")
    assert (extended["clock"], extended["amount"]) == ("CLK-02", 10)


def test_a_stop_that_has_not_ended_ends_when_it_does(tmp_path: Path) -> None:
    """A row that tells an end to come is read again after that day: now the clock runs again."""
    stop = {SPECIAL: [row(SPECIAL, end_time="2026-09-05 09:00:00")]}
    taken(put(tmp_path, {**whole(), **stop}))
    assert "approvals.resumed" not in kinds()
    assert told("approvals.paused")["expected"] == "2026-09-05"
    later = taken(put(tmp_path / "again", stop), at=AT + timedelta(days=10))
    assert counts(later) == (1, 1, 0, 0)
    assert kinds().count("approvals.resumed") == 1


ENDS = {
    "准予许可": ("approvals.decided", "granted", True),
    "不予许可": ("approvals.decided", "refused", False),
    "不予受理": ("approvals.acceptance_refused", None, False),
    "退件": ("approvals.withdrawn", None, False),
    "7": ("approvals.decided", None, True),
}


@pytest.mark.parametrize(("code", "ended"), ENDS.items(), ids=list(ENDS))
def test_ends_in_our_words(tmp_path: Path, code: str, ended: tuple[str, str | None, bool]) -> None:
    kind, outcome, delivered = ended
    outcomes = taken(put(tmp_path, whole(**{RESULT: [row(RESULT, result_type=code, result_explain="理由")]})))
    assert told(kind).get("outcome") == outcome
    assert told(kind)["raw_result_type"] == code
    assert ("approvals.delivered" in kinds()) == delivered
    assert bool(warned(outcomes)) == (code == "7")
    assert ("reason" in told(kind)) == (code in ("不予许可", "不予受理"))


def test_a_day_without_a_time_lies_after_what_came_before_on_it(tmp_path: Path) -> None:
    """A case received at nine and accepted "that day" was not accepted at midnight before."""
    accept = row(ACCEPT, apply_date="2026-03-03 09:00:00", accept_date="2026-03-03")
    taken(put(tmp_path, whole(**{ACCEPT: [accept]})))
    moments = {r.kind: r.happened_at for r in entries()}
    assert moments["approvals.accepted"] == moments["approvals.received"] == "2026-03-03T01:00:00.000000Z"


def test_how_late_a_row_was_told_stands_beside_it(tmp_path: Path) -> None:
    late = row(PROCESS, cd_time="2026-03-25 10:00:00")
    taken(put(tmp_path, whole(**{PROCESS: [late]})))
    assert told("approvals.step")["lag_seconds"] == 20 * 86_400
    assert told("approvals.accepted")["lag_seconds"] == 2 * 3600


def test_workbooks_and_databases_say_the_same_as_files(tmp_path: Path) -> None:
    """The very same rows from a workbook and from a view are all known."""
    taken(put(tmp_path / "csv", whole()))
    book = xlsxwriter.Workbook(tmp_path / "办件.xlsx")
    for table, rows in whole().items():
        sheet = book.add_worksheet(table)
        sheet.write_row(1, 0, list(rows[0]))
        sheet.write_row(2, 0, list(rows[0].values()))
    book.close()
    assert counts(taken(tmp_path / "办件.xlsx")) == (7, 0, 7, 0)
    database = sqlite3.connect(tmp_path / "cases.sqlite3")
    for table, blank in BLANK.items():
        marks = ", ".join("?" * len(blank))
        database.execute(f"CREATE TABLE {table} ({', '.join(blank)})")
        database.execute(f"INSERT INTO {table} VALUES ({marks})", list(blank.values()))
    database.commit()
    database.close()
    mapping = tmp_path / "view.toml"
    mapping.write_text(f'[database]\nurl = "sqlite://{tmp_path / "cases.sqlite3"}"\n', encoding="utf-8")
    assert counts(taken(told=mapping)) == (7, 0, 7, 0)


def test_excel_days_and_camel_case_columns_are_understood(tmp_path: Path) -> None:
    blank = {
        name.title().replace("_", ""): value for name, value in row(ACCEPT, accept_date="46084.5").items()
    }
    put(tmp_path, {f"{ACCEPT}_v3": [blank]})
    assert counts(taken(tmp_path))[1] == 1
    assert {r.kind: r.local_at for r in entries()}["approvals.accepted"] == "2026-03-03T12:00:00"


def test_gbk_is_read_and_said(tmp_path: Path) -> None:
    outcomes = taken(put(tmp_path, whole(), codec="gbk"))
    assert counts(outcomes) == (7, 7, 0, 0)
    assert any("GBK" in note for report in outcomes.reports for note in report.notes)


@pytest.mark.django_db(transaction=True)
def test_a_killed_import_is_finished_by_the_next(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, settings: Any
) -> None:
    """Killed after every other commit: what was written is found again, nothing is lost or doubled."""
    tables.write(tmp_path, 30)
    monkeypatch.setattr(record, "CHUNK", 25)
    settings.LUOSHI_JURISDICTION = "CN-530200"
    taken(tmp_path, create_units=True)
    undisturbed = written("CN-530200")
    settings.LUOSHI_JURISDICTION = "CN-530100"
    place, left = record.place, 0

    def fragile(*arguments: Any, **more: Any) -> Any:
        nonlocal left
        outcomes = place(*arguments, **more)
        left -= any(outcome.state == "stored" for outcome in outcomes)
        if left < 0:
            raise KeyboardInterrupt
        return outcomes

    monkeypatch.setattr(record, "place", fragile)
    for kills in count():
        left = 1
        try:
            outcomes = taken(tmp_path, create_units=True)
            break
        except KeyboardInterrupt:
            assert kills < 100
    assert kills > 3
    assert not rejected(outcomes)
    assert written("CN-530100") == undisturbed


def written(ledger: str) -> list[tuple[str, str, str]]:
    """What a ledger holds, without what differs between any two."""
    found = LedgerEntry.objects.filter(ledger=ledger).values_list("occasion", "kind", "payload")
    return sorted(
        (occasion, kind, payload) for occasion, kind, payload in found if occasion.startswith("import:")
    )


def test_every_row_of_a_generated_city_is_stored_once(tmp_path: Path) -> None:
    made = tables.write(tmp_path, 60)
    first = taken(tmp_path, create_units=True)
    assert counts(first) == (sum(made.values()), sum(made.values()), 0, 0)
    assert not warned(first)
    again = taken(tmp_path, create_units=True)
    assert counts(again) == (sum(made.values()), 0, sum(made.values()), 0)
    assert first.matters == 60


def test_rejected_rows_are_numbered_by_their_own_file(tmp_path: Path) -> None:
    rows = [row(PROCESS), row(PROCESS, row_guid="p2", event_end_time="昨天"), row(PROCESS, row_guid="p3")]
    outcomes = taken(put(tmp_path, whole(**{PROCESS: rows})))
    (bad,) = rejected(outcomes)
    assert (bad.row, bad.field) == (3, "event_end_time")
    assert [r.read for r in outcomes.reports if "process" in r.file] == [3]
    assert MATERIAL in outcomes.reports[-1].file
