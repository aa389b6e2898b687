"""What is true of every mechanism: its four files, its citations, its events, its columns, its cases."""

import importlib
from collections.abc import Mapping
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
import yaml

from luoshi import mechanisms
from luoshi.engine import near
from luoshi.engine.embedded import embedded
from luoshi.engine.frame import moment
from luoshi.engine.plan import MECHANISMS, steps
from luoshi.engine.schema import ENTRIES
from luoshi.engine.surroundings import lawful, micros, world
from luoshi.engine.surveys import SURVEYS
from luoshi.engine.tests.histories import BLANK, OFFSET, histories, table
from luoshi.law import folder
from luoshi.law.calendar import calendar_for
from luoshi.law.days import CHINA, day_of_number, number
from luoshi.law.event import Event
from luoshi.law.office_hours import OfficeHours
from luoshi.law.registry import versions
from luoshi.mechanisms.base import Mechanism

ROOT = Path(mechanisms.__file__).parent
WAYS_AND_RULES = sorted(path.parent for path in ROOT.glob("*/*/law.yaml"))
FOLDERS = [path for path in WAYS_AND_RULES if (path / "__init__.py").exists()]
SURVEYED = {survey.name for survey in SURVEYS}
RULES = [path for path in FOLDERS if path.name not in SURVEYED]
CASES = [(path, case) for path in RULES for case in yaml.safe_load((path / "cases.yaml").read_text())]
CALENDAR = calendar_for("CN-530100")
YIELDED = [event for m in MECHANISMS for event in m.yields]


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=CHINA)


WANTED = tuple(m.name for m in MECHANISMS)
Found = Mapping[str, list[dict[str, Any]]]


def judged(rows: list[dict[str, Any]], when: datetime) -> Found:
    """What every mechanism finds, by DuckDB and by the plain functions, which must agree."""
    here = world(at=when, calendar=CALENDAR, hours=OfficeHours(), live=date(2004, 1, 1))
    found = {k: t.to_pylist() for k, t in embedded().evaluate(table(rows), lawful(), here, WANTED).items()}
    nearby = near.evaluate([tuple(r[name] for name in ENTRIES) for r in rows], lawful(), here, WANTED)
    for name in WANTED:
        assert sorted(map(repr, found[name])) == sorted(map(repr, nearby[name])), name
    return found


def entries(case: dict[str, Any]) -> list[dict[str, Any]]:
    """The facts of a case as entries."""
    rows = []
    for n, fact in enumerate(case["facts"], 1):
        told = {
            k: str(v) if k == "instance" else v
            for k, v in fact.items()
            if k not in ("at", "reason", "until", "since")
        }
        happened = micros(at(fact["at"]))
        told |= {"happened": happened, "recorded": happened, "local": happened + OFFSET}
        told |= {"reasoned": "reason" in fact, "until": number(fact["until"]) if "until" in fact else None}
        told |= {"since": number(fact["since"]) if "since" in fact else None}
        rows.append(
            BLANK | {"position": n, "matter": case["name"], "unit": "住建局", "law": "CN-530100"} | told
        )
    return rows


@pytest.mark.parametrize(("path", "case"), CASES, ids=[f"{p.name}-{c['name']}" for p, c in CASES])
def test_case(path: Path, case: dict[str, Any]) -> None:
    now = at(case["at"])
    found = judged(entries(case), now)
    for wanted in case["outcome"]:
        if "mechanism" in wanted:
            check_finding(wanted, found, micros(now))
        else:
            check_clock(wanted, found)


def check_finding(wanted: dict[str, Any], found: Found, now: int) -> None:
    """The only thing a mechanism has found by the moment judged for, or that there is none."""
    arisen = [f for f in found[wanted["mechanism"]] if f["arises"] <= now]
    if wanted.get("none"):
        assert arisen == []
        return
    (got,) = arisen
    got |= {"day": day_of_number(got["day"]), "arises": moment(got["arises"]).astimezone(CHINA)}
    told = {k: v for k, v in wanted.items() if k != "mechanism"}
    if "arises" in told:
        told["arises"] = at(told["arises"])
    assert {k: got[k] for k in told} == told


def check_clock(wanted: dict[str, Any], found: Found) -> None:
    deemed = {f["instance"]: f["fired"] for f in found["deemed_acceptance"]}
    instance = str(wanted.get("instance", ""))
    (clock,) = [c for c in found["time_limit"] if c["clock"] == wanted["clock"] and c["instance"] == instance]
    days = {"due_on": clock["due_day"], "started_on": clock["start_day"]}
    got = clock | {k: v if v is None else day_of_number(v) for k, v in days.items()}
    got |= {"deemed": deemed.get(instance), "instance": instance}
    assert {k: got[k] for k in wanted} == wanted | ({"instance": instance} if "instance" in wanted else {})


@pytest.mark.parametrize("path", FOLDERS, ids=lambda p: p.name)
def test_each_has_its_files_cases_and_citations(path: Path) -> None:
    law = folder.read(path)
    cases = yaml.safe_load((path / "cases.yaml").read_text())
    assert (path / "__init__.py").read_text().startswith('"""' + law.name[0][:4])
    assert len({case["name"] for case in cases}) == len(cases)
    assert all(
        {"name", "prose", "article", "at", "facts", "outcome", "review"} == set(case) for case in cases
    )
    assert all(c.text and c.verified_on for c in law.citations)
    assert law.citations or law.binds != "statutory"


@pytest.mark.parametrize("path", WAYS_AND_RULES, ids=lambda p: p.name)
def test_a_way_of_working_names_what_carries_it_out(path: Path) -> None:
    """A rule of its own needs no such name; a name that is given is there."""
    law = folder.read(path)
    assert (path in FOLDERS) != bool(law.carried_out_by)
    assert law.group == path.parent.name
    if law.carried_out_by:
        module, _, name = law.carried_out_by.rpartition(".")
        assert callable(getattr(importlib.import_module(module), name))


@pytest.mark.parametrize("mechanism", MECHANISMS, ids=lambda m: m.name)
def test_each_is_shown_to_find_something_and_to_leave_the_lawful_alone(mechanism: Mechanism) -> None:
    if mechanism.finds:
        told = [o for _, case in CASES for o in case["outcome"] if o.get("mechanism") == mechanism.name]
        assert any(o.get("none") for o in told)
        assert {o["event"] for o in told if not o.get("none")} == {event.kind for event in mechanism.yields}


@pytest.mark.parametrize("path", FOLDERS, ids=lambda p: p.name)
def test_clocks_named_are_in_the_registry(path: Path) -> None:
    known = {c.id for each in versions().values() for c in each}
    assert set(folder.read(path).clocks) <= known


def test_every_folder_with_code_is_a_mechanism_or_survey_the_engine_knows() -> None:
    assert {m.name for m in MECHANISMS} | SURVEYED == {p.name for p in FOLDERS}


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
        assert found[m.name].num_rows or m.finds


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
    found = judged([row, accepted], at("2059-02-01T09:00"))
    assert bool(found["deemed_acceptance"]) is counts
    assert {c["clock"] for c in found["time_limit"]} == ({"CLK-01", "CLK-02"} if counts else set())
