"""Every kind of badness in the national tables: named at its row, and no good row is lost."""

from pathlib import Path

import pytest

from luoshi.intake.national import mapping
from luoshi.intake.tests.national import (
    ACCEPT,
    AT,
    BLANK,
    ITEMS,
    MATERIAL,
    PAPERS,
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
from luoshi.law.errors import CouldNot, Unclear
from luoshi.ledger import read
from luoshi.org.models import Unit

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _bodies() -> None:
    bodies()


REJECTED = {
    "no case number": (PROCESS, {"project_no": ""}, "project_no"),
    "a case nobody accepted": (PROCESS, {"project_no": "P9"}, "project_no"),
    "a result nobody accepted": (RESULT, {"project_no": "P9"}, "project_no"),
    "a paper nobody accepted": (MATERIAL, {"project_no": "P9"}, "project_no"),
    "a very long number": (ACCEPT, {"project_no": "P" * 200}, "project_no"),
    "no step": (PROCESS, {"process_name": ""}, "process_name"),
    "no time at all": (PROCESS, {"event_start_time": "", "event_end_time": ""}, "event_end_time"),
    "words for a time": (PROCESS, {"event_end_time": "昨天"}, "event_end_time"),
    "no such day": (ACCEPT, {"accept_date": "2026-02-30 09:00:00", "project_no": "P2"}, "accept_date"),
    "no such month": (ACCEPT, {"accept_date": "20261301", "project_no": "P2"}, "accept_date"),
    "the year 1900": (ACCEPT, {"accept_date": "1900-01-01", "project_no": "P2"}, "accept_date"),
    "the year 9999": (RESULT, {"result_date": "9999-12-31"}, "result_date"),
    "the year one": (SPECIAL, {"special_time": "0001-01-01"}, "special_time"),
    "tomorrow": (RESULT, {"result_date": "2026-09-02 00:00:00"}, "result_date"),
    "an Excel day of 1910": (RESULT, {"result_date": "4000"}, "result_date"),
    "no result": (RESULT, {"result_date": ""}, "result_date"),
    "no paper": (MATERIAL, {"material_name": ""}, "material_name"),
}


@pytest.mark.parametrize(("table", "wrong", "field"), REJECTED.values(), ids=REJECTED)
def test_a_bad_row_is_named_and_loses_no_other(
    tmp_path: Path, table: str, wrong: dict[str, str], field: str
) -> None:
    rows = [row(table), row(table, row_guid="bad", **wrong), row(table, row_guid="good")]
    if table == ACCEPT:
        rows[2]["project_no"] = "P3"
    outcomes = taken(put(tmp_path, whole(**{table: rows})))
    assert [(bad.row, bad.field) for bad in rejected(outcomes)] == [(3, field)]
    assert rejected(outcomes)[0].reason
    assert counts(outcomes) == (9, 8, 0, 1)


WARNED = {
    "an end before the beginning": (PROCESS, {"event_end_time": "2026-03-03 09:00:00"}, "event_end_time"),
    "a step before the application": (
        PROCESS,
        {"event_start_time": "2026-02-20 09:00:00", "event_end_time": "2026-02-25 09:00:00"},
        "event_end_time",
    ),
    "a step after the end": (PROCESS, {"event_end_time": "2026-03-20 09:00:00"}, "event_end_time"),
    "an unreadable beginning": (PROCESS, {"event_start_time": "soon"}, "event_start_time"),
    "ended before it was accepted": (RESULT, {"result_date": "2026-02-20 09:00:00"}, "result_date"),
    "applied for after acceptance": (ACCEPT, {"apply_date": "2026-03-04 09:00:00"}, "apply_date"),
    "an unreadable application": (ACCEPT, {"apply_date": "?"}, "apply_date"),
    "an unreadable promise": (ACCEPT, {"promise_date": "soon"}, "promise_date"),
    "a stop that ends before it begins": (SPECIAL, {"end_time": "2026-03-01 09:00:00"}, "end_time"),
    "a stop on another ground": (SPECIAL, {"special_name": "领导出差"}, "special_name"),
    "a stop without a document": (SPECIAL, {"special_reason": ""}, "special_reason"),
    "an extension without an end": (SPECIAL, {"special_type": "1", "end_time": ""}, "end_time"),
    "an unknown outcome": (RESULT, {"result_type": "77"}, "result_type"),
    "an unknown type of case": (ACCEPT, {"project_type": "9"}, "project_type"),
    "an unknown kind of procedure": (SPECIAL, {"special_type": "8"}, "special_type"),
    "an unknown action": (PROCESS, {"event_name": "42"}, "event_name"),
    "an unknown channel": (ACCEPT, {"apply_type": "3"}, "apply_type"),
    "an unknown rating": (RESULT, {"satisfaction": "9"}, "satisfaction"),
    "an unknown operation": (PROCESS, {"cd_operation": "X"}, "cd_operation"),
    "an unreadable time of telling": (PROCESS, {"cd_time": "soon"}, "cd_time"),
    "an unknown body": (ACCEPT, {"org_code": "NN", "org_name": "没有的局"}, "org_name"),
    "an unknown item": (ACCEPT, {"task_code": "T9"}, "task_code"),
    "an unknown version": (ACCEPT, {"task_version": "9"}, "task_version"),
    "a number that does not check": (ACCEPT, {"applyer_page_code": "123456"}, ""),
}


@pytest.mark.parametrize(("table", "doubtful", "field"), WARNED.values(), ids=WARNED)
def test_a_doubtful_row_is_kept_and_named(
    tmp_path: Path, table: str, doubtful: dict[str, str], field: str
) -> None:
    outcomes = taken(put(tmp_path, whole(**{table: [row(table, **doubtful)]})))
    assert counts(outcomes) == (7, 7, 0, 0)
    assert (2, field) in [(bad.row, bad.field) for bad in warned(outcomes)]


def test_a_doubtful_value_is_named_once_with_how_often_it_occurs(tmp_path: Path) -> None:
    rows = [row(RESULT, row_guid=f"r{n}", project_no=f"P{n}", result_type="77") for n in range(3)]
    cases = [row(ACCEPT, row_guid=f"a{n}", project_no=f"P{n}") for n in range(3)]
    outcomes = taken(put(tmp_path, {ITEMS: [row(ITEMS)], ACCEPT: cases, RESULT: rows}))
    (bad,) = warned(outcomes)
    assert bad.row == 2
    assert "3" in bad.reason
    assert "77" in bad.reason


def test_codes_that_are_not_known_are_kept_as_they_are(tmp_path: Path) -> None:
    taken(put(tmp_path, whole(**{SPECIAL: [row(SPECIAL, special_type="8", special_name="领导出差")]})))
    paused = told("approvals.paused")
    assert (paused["ground"], paused["raw_special_type"], paused["raw_special_name"]) == ("", "8", "领导出差")


def test_a_row_whose_acceptance_was_refused_says_so(tmp_path: Path) -> None:
    outcomes = taken(put(tmp_path, whole(**{ACCEPT: [row(ACCEPT, accept_date="昨天")]})))
    assert counts(outcomes) == (7, 2, 0, 5)


def test_free_text_stays_at_the_source(tmp_path: Path) -> None:
    secret = "王某某电话13800000000"
    rows = whole(
        **{
            PROCESS: [row(PROCESS, handle_explain=secret)],
            SPECIAL: [row(SPECIAL, special_reason=f"{secret}申请听证，春听〔2026〕7号")],
            RESULT: [row(RESULT, result_explain=secret, result_cetr_name=secret)],
        }
    )
    taken(put(tmp_path, rows))
    assert told("approvals.paused")["document"] == "春听〔2026〕7号"
    assert not [r for r in entries() if "王某某" in r.payload or "13800000000" in r.payload]


REFUSED_ITEMS = {
    "a promise longer than the statute": ({"promise_day": "30"}, "promise_day"),
    "an unknown unit of time": ({"anticipate_type": "7"}, "anticipate_type"),
    "a figure in words": ({"promise_day": "十"}, "promise_day"),
    "an unknown body": ({"dept_code": "NN", "dept_name": "没有的局"}, "dept_code"),
    "no name": ({"task_name": ""}, "task_name"),
    "a promise without a figure": ({"promise_day": ""}, "promise_day"),
    "an unreadable day": ({"plan_effective_date": "soon"}, "plan_effective_date"),
}


@pytest.mark.parametrize(("wrong", "field"), REFUSED_ITEMS.values(), ids=REFUSED_ITEMS)
def test_an_item_at_fault_is_named_and_loses_no_other(
    tmp_path: Path, wrong: dict[str, str], field: str
) -> None:
    blank = {**BLANK[ITEMS], "plan_effective_date": ""}
    rows = [blank | wrong, blank | {"row_guid": "i2", "task_code": "T2"}]
    papers = [row(PAPERS), row(PAPERS, row_guid="n2", task_code="T2")]
    outcomes = taken(put(tmp_path, {ITEMS: rows, PAPERS: papers}))
    assert (rejected(outcomes)[0].row, rejected(outcomes)[0].field) == (2, field)
    # A row that is no item leaves its paper without one; an item at fault takes its paper with it.
    assert counts(outcomes) == (4, 2, 0, 2)


def test_papers_of_an_unknown_item_are_named(tmp_path: Path) -> None:
    outcomes = taken(put(tmp_path, {ITEMS: [row(ITEMS)], PAPERS: [row(PAPERS), row(PAPERS, task_code="T9")]}))
    assert [(bad.row, bad.field) for bad in rejected(outcomes)] == [(3, "task_code")]
    assert counts(outcomes)[1] == 2


def test_missing_columns_are_all_named_and_nothing_is_written(tmp_path: Path) -> None:
    lacking = {k: v for k, v in row(ACCEPT).items() if k not in ("project_no", "accept_date")}
    folder = put(tmp_path, whole(**{ACCEPT: [lacking]}))
    with pytest.raises(CouldNot) as refused:
        taken(folder)
    for column in (ACCEPT, "project_no", "accept_date"):
        assert column in str(refused.value)
    assert read.head()[0] == 0


def test_columns_that_are_merely_useful_may_be_missing(tmp_path: Path) -> None:
    short = {
        table: {k: v for k, v in blank.items() if not k.startswith("cd_") and k != "row_guid"}
        for table, blank in BLANK.items()
    }
    folder = put(tmp_path, {table: [blank] for table, blank in short.items()})
    assert counts(taken(folder)) == (7, 7, 0, 0)
    assert counts(taken(folder)) == (7, 0, 7, 0)


def test_a_line_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    folder = put(tmp_path, whole())
    with (folder / f"{PROCESS}.csv").open("a", encoding="utf-8") as file:
        file.write('p2,P1,"审查\np3,P1\n')
    outcomes = taken(folder)
    assert [bad.row for bad in rejected(outcomes)] == [3, 4]
    assert counts(outcomes)[1] == 7


def test_units_are_made_only_when_asked_for(tmp_path: Path) -> None:
    strange = whole(**{ACCEPT: [row(ACCEPT, org_code="NN", org_name="新设的局")]})
    taken(put(tmp_path, strange))
    assert not Unit.objects.filter(code="NN").exists()
    taken(put(tmp_path, strange), create_units=True)
    assert Unit.objects.get(code="NN").name == "新设的局"


MAPPINGS = {
    "an unknown section": "[colums]\n",
    "an unknown table": "[columns.permits]\nmatter = 'x'\n",
    "an unknown field": "[columns.accept]\nnumber = 'x'\n",
    "a word we do not have": "[codes.outcome]\n'9' = 'perhaps'\n",
    "codes of nothing": "[codes.colour]\n'9' = 'red'\n",
    "a kind we do not have": "[steps]\n'归档' = 'approvals.archived'\n",
    "an effect of law": "[steps]\n'默认' = 'approvals.deemed_accepted'\n",
    "a number for a column": "[columns.accept]\nmatter = 7\n",
    "a zone that is none": "[source]\ntimezone = 'Kunming'\n",
    "a name with a colon": "[source]\nname = 'a:b'\n",
    "no TOML": "[source\n",
}


@pytest.mark.parametrize("text", MAPPINGS.values(), ids=MAPPINGS)
def test_a_mistake_in_the_mapping_is_named_with_its_place(tmp_path: Path, text: str) -> None:
    path = tmp_path / "mine.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(Unclear, match=r"mine\.toml"):
        mapping.load(path)


def test_a_mapping_tells_only_what_differs(tmp_path: Path) -> None:
    mine = tmp_path / "national.toml"
    mine.write_text(
        '[codes.outcome]\n"7" = "refused"\n[columns.accept]\nmatter = "案号"\n[steps]\n"收到补正" = "approvals.supplemented"\n',
        encoding="utf-8",
    )
    accept = {("案号" if k == "project_no" else k): v for k, v in row(ACCEPT).items()}
    rows = {RESULT: [row(RESULT, result_type="7")], PROCESS: [row(PROCESS, process_name="收到补正")]}
    taken(put(tmp_path, whole(**{ACCEPT: [accept], **rows})), told=mine)
    assert told("approvals.decided")["outcome"] == "refused"
    assert "approvals.supplemented" in kinds()


def test_the_shipped_example_is_the_mapping_in_use() -> None:
    example = Path(__file__).parents[4] / "examples" / "national.toml"
    assert example.read_text(encoding="utf-8") == mapping.DEFAULT.read_text(encoding="utf-8")


def test_a_database_that_is_away_is_named(tmp_path: Path) -> None:
    mine = tmp_path / "mine.toml"
    for url in ("sqlite:///absent.sqlite3", "postgresql://nobody@127.0.0.1:1/none", "mysql://x"):
        mine.write_text(f'[database]\nurl = "{url}"\n', encoding="utf-8")
        with pytest.raises((CouldNot, Unclear)):
            taken(told=mine)
    assert AT
