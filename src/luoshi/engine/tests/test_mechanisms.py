"""What is true of every mechanism: its four files, its citations, its events, its columns, its cases."""

from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
import yaml

from luoshi import mechanisms
from luoshi.engine.embedded import embedded
from luoshi.engine.plan import MECHANISMS, steps
from luoshi.engine.surroundings import lawful, micros, world
from luoshi.engine.tests.histories import BLANK, OFFSET, histories, table
from luoshi.law import folder
from luoshi.law.calendar import calendar_for
from luoshi.law.days import CHINA, day_of_number, number
from luoshi.law.event import Event
from luoshi.law.office_hours import OfficeHours
from luoshi.law.registry import versions

ROOT = Path(mechanisms.__file__).parent
FOLDERS = sorted(path.parent for path in ROOT.glob("*/*/law.yaml"))
CASES = [(path, case) for path in FOLDERS for case in yaml.safe_load((path / "cases.yaml").read_text())]
CALENDAR = calendar_for("CN-530100")
YIELDED = [event for m in MECHANISMS for event in m.yields]


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=CHINA)


def judged(rows: list[dict[str, Any]], when: datetime) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    here = world(at=when, calendar=CALENDAR, hours=OfficeHours(), live=date(2004, 1, 1))
    found = embedded().evaluate(table(rows), lawful(), here, ("deemed_acceptance", "time_limit"))
    return found["deemed_acceptance"].to_pylist(), found["time_limit"].to_pylist()


@pytest.mark.parametrize(("path", "case"), CASES, ids=[f"{p.name}-{c['name']}" for p, c in CASES])
def test_case(path: Path, case: dict[str, Any]) -> None:
    rows = []
    for n, fact in enumerate(case["facts"], 1):
        told = {k: str(v) if k == "instance" else v for k, v in fact.items() if k != "at"}
        happened = micros(at(fact["at"]))
        moments = {"happened": happened, "recorded": happened, "local": happened + OFFSET}
        rows.append(
            BLANK
            | {"position": n, "matter": case["name"], "unit": "住建局", "law": "CN-530100"}
            | moments
            | told
        )
    filings, clocks = judged(rows, at(case["at"]))
    deemed = {f["instance"]: f["fired"] for f in filings}
    for wanted in case["outcome"]:
        instance = str(wanted.get("instance", ""))
        (clock,) = [c for c in clocks if c["clock"] == wanted["clock"] and c["instance"] == instance]
        got = clock | {
            "due_on": day_of_number(clock["due_day"]),
            "started_on": day_of_number(clock["start_day"]),
        }
        got |= {"deemed": deemed.get(instance), "instance": instance}
        assert (
            {k: got[k] for k in wanted} == wanted | {"instance": instance} if "instance" in wanted else wanted
        )


@pytest.mark.parametrize("path", FOLDERS, ids=lambda p: p.name)
def test_each_has_its_four_files_cases_and_citations(path: Path) -> None:
    law = folder.read(path)
    cases = yaml.safe_load((path / "cases.yaml").read_text())
    assert (path / "__init__.py").read_text().startswith('"""' + law.name[0][:4])
    assert list(path.glob("test_*.py"))
    assert cases
    assert all(
        {"name", "prose", "article", "at", "facts", "outcome", "review"} == set(case) for case in cases
    )
    assert law.citations
    assert all(c.text and c.verified_on for c in law.citations)


@pytest.mark.parametrize("path", FOLDERS, ids=lambda p: p.name)
def test_clocks_named_are_in_the_registry(path: Path) -> None:
    known = {c.id for each in versions().values() for c in each}
    assert set(folder.read(path).clocks) <= known


def test_every_folder_with_code_is_a_mechanism_the_engine_knows() -> None:
    assert {m.name for m in MECHANISMS} == {p.name for p in FOLDERS if (p / "__init__.py").exists()}


@pytest.mark.parametrize("event", YIELDED, ids=lambda e: e.kind)
def test_every_event_yielded_can_be_told_and_binds_no_more_than_it_may(event: Event) -> None:
    assert all((*event.title, *event.sentence, event.visibility))
    assert not event.changes_state or (event.binds == "statutory" and event.citation)
    assert event.about != "person" or event.binds not in ("statutory", "internal")


def test_declared_columns_are_those_produced() -> None:
    made = {step.name: step.expression for step in steps()}
    rows = histories(50, seed=3, base=number(date(2026, 3, 1)), spread=20)
    here = world(at=at("2026-06-01T09:00"), calendar=CALENDAR, hours=OfficeHours(), live=None)
    found = embedded().evaluate(table(rows), lawful(), here, tuple(m.name for m in MECHANISMS))
    for m in MECHANISMS:
        assert {n: str(t) for n, t in made[m.name].schema().items()} == dict(m.columns)
        assert found[m.name].column_names == list(m.columns)
        assert found[m.name].num_rows


@pytest.mark.parametrize(
    ("day", "counts"),
    [
        ("2003-12-31", False),
        ("2004-01-01", False),
        ("2004-06-30", False),
        ("2004-07-01", True),
        ("2059-01-06", True),
    ],
)
def test_no_day_before_the_law_is_counted(day: str, counts: bool) -> None:
    """行政许可法 entered into force on 2004-07-01."""
    received = micros(at(f"{day}T09:00"))
    row = BLANK | {
        "position": 1,
        "matter": "m",
        "kind": "approvals.received",
        "happened": received,
        "recorded": received,
    }
    row |= {"local": received + OFFSET, "law": "CN-530100", "unit": "住建局"}
    accepted = row | {"position": 2, "kind": "approvals.accepted"}
    filings, clocks = judged([row, accepted], at("2059-02-01T09:00"))
    assert bool(filings) is counts
    assert {c["clock"] for c in clocks} == ({"CLK-01", "CLK-02"} if counts else set())
