"""Others read our log as the ledger holds it: pm4py and rustxes, and what the XES standard asks of any log."""

import gzip
import json
import os
import subprocess
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, NamedTuple

import pytest
import rustxes
from click.testing import CliRunner
from lxml import etree

from luoshi.cli.export import export_command
from luoshi.intake.tests.files import AT, ROWS, csv, mapped, taken
from luoshi.ledger import read
from luoshi.ledger.entry import VOIDED, Draft
from luoshi.ledger.record import append

pytestmark = pytest.mark.django_db
XES = "{http://www.xes-standard.org/}"
# In a process of its own: the licence of pm4py is not ours. Offsets are lost in its tables, instants are not.
PM4PY = """
import json, sys, pm4py
def told(log):
    return {
        "traces": len(log),
        "events": [
            [trace.attributes["concept:name"], one["kind"], one["concept:name"], one["time:timestamp"].isoformat()]
            for trace in log for one in trace
        ],
        "classifiers": log.classifiers,
        "prefixes": [extension["prefix"] for extension in log.extensions.values()],
        "globals": {scope: sorted(keys) for scope, keys in log.omni_present.items()},
    }
answer, *logs = sys.argv[1:]
json.dump([told(pm4py.read_xes(log, return_legacy_log_object=True)) for log in logs], open(answer, "w"))
"""


class Told(NamedTuple):
    """An event as a reader should see it."""

    matter: str
    kind: str
    activity: str
    at: datetime


def the_ledger(tmp_path: Path) -> Counter[Told]:
    """Imports from two zones, a correction, a voided entry, odd payloads, a setting; what should come out."""
    taken(csv(tmp_path, *ROWS))
    taken(csv(tmp_path, *(row.replace("2026-03-31", "2026-04-05") for row in ROWS)))
    dutch = mapped(**{"permits": "vergunning", "Asia/Shanghai": "Europe/Amsterdam"})
    summer = "Z,9,Aanvraag & <toets>,2026-07-01T00:30:00,Gemeente,2026-03-29T01:30:00,,2026-08-01T00:00:00"
    taken(csv(tmp_path, summer, ROWS[0].replace("A,1", "Z,1"), name="nl.csv"), dutch)
    odd = {
        "position": 7,
        "1 a": "x",
        "2 a": "y",
        "due_at": "2026-04-01T00:00:00.000000Z",
        "met_at": "soon",
        "share": 0.5,
        "yes": True,
        "none": None,
        "list": [1, "二"],
        "org:role": "x",
        "text": "a\x01b\ud7ff",
    }
    moment = datetime(2026, 3, 5, 1, 2, 3, 456789, tzinfo=UTC)
    step = {"matter": "奇", "kind": "approvals.step", "happened_at": moment}
    void = {"matter": "奇", "kind": VOIDED, "happened_at": moment, "occasion": "o2"}
    append([Draft(**step, occasion="o1", payload=odd), Draft(**step, occasion="o2")], at=AT)
    append([Draft(**void, source_digest="void")], at=AT)
    setting = Draft(matter="settings", kind="monitor.setting_changed", happened_at=moment, occasion="s")
    append([setting], at=AT)
    rows = read.current(["permits:A", "permits:B", "vergunning:Z", "奇"])
    assert len(rows) == 9 + 6 + 1
    return Counter(
        Told(
            row.matter,
            row.kind,
            json.loads(row.payload).get("activity") or row.kind,
            datetime.fromisoformat(row.happened_at),
        )
        for row in rows
    )


@pytest.fixture
def expected(tmp_path: Path) -> Counter[Told]:
    return the_ledger(tmp_path)


@pytest.fixture(params=["log.xes", "log.xes.gz"])
def log(request: pytest.FixtureRequest, tmp_path: Path, expected: Counter[Told]) -> Path:
    return exported(tmp_path / request.param, expected.total())


def exported(path: Path, events: int) -> Path:
    """The file that `luoshi export xes` writes."""
    done = CliRunner().invoke(export_command, ["xes", str(path)], catch_exceptions=False)
    assert f" {events} " in done.output
    return path


def parsed(log: Path) -> Any:
    packed = log.read_bytes()
    return etree.fromstring(gzip.decompress(packed) if log.suffix == ".gz" else packed)


def test_pm4py_reads_what_the_ledger_holds(expected: Counter[Told], tmp_path: Path) -> None:
    python = os.environ.get("LUOSHI_PM4PY")
    if not python:
        pytest.skip("pm4py absent: set LUOSHI_PM4PY to a Python that has it")
    logs = [exported(tmp_path / name, expected.total()) for name in ("log.xes", "log.xes.gz")]
    answer = tmp_path / "answer.json"
    subprocess.run([python, "-c", PM4PY, answer, *logs], check=True, timeout=300, capture_output=True)
    for told in json.loads(answer.read_text()):
        found = Counter(Told(*names, datetime.fromisoformat(at)) for *names, at in told["events"])
        assert found == expected
        assert told["traces"] == len({event.matter for event in expected})
        assert told["classifiers"] == {"Activity": ["concept:name"], "Kind": ["kind"]}
        assert told["prefixes"] == ["concept", "time", "lifecycle", "org"]
        assert told["globals"] == {
            "trace": ["concept:name"],
            "event": ["concept:name", "kind", "lifecycle:transition", "time:timestamp"],
        }


def test_rustxes_reads_what_the_ledger_holds(log: Path, expected: Counter[Told]) -> None:
    frame: Any
    frame, about = rustxes.import_xes(str(log))
    columns = ("case:concept:name", "kind", "concept:name", "time:timestamp")
    found = Counter(
        Told(matter, kind, activity, at.replace(tzinfo=UTC))
        for matter, kind, activity, at in zip(*(frame[name].to_list() for name in columns), strict=True)
    )
    assert found == expected
    assert [e["prefix"] for e in json.loads(about)["extensions"]] == ["concept", "time", "lifecycle", "org"]


def test_the_log_keeps_the_standard(log: Path) -> None:
    document = parsed(log)
    schema = etree.XMLSchema(etree.parse(Path(__file__).with_name("xes.xsd")))
    schema.assertValid(document)
    prefixes = {e.get("prefix") for e in document.iter(f"{XES}extension")}
    for element in document.iter():
        prefix, colon, _ = (element.get("key") or "").partition(":")
        assert not colon or prefix in prefixes, element.attrib
    scopes = {g.get("scope"): {(a.tag, a.get("key")) for a in g} for g in document.iter(f"{XES}global")}
    for scope, promised in scopes.items():
        for one in document.iter(f"{XES}{scope}"):
            assert promised <= {(a.tag, a.get("key")) for a in one}
    every = {key for _, key in scopes["event"]}
    for classifier in document.iter(f"{XES}classifier"):
        assert set(classifier.get("keys").split()) <= every


def test_a_stamp_says_the_civil_time_there(log: Path) -> None:
    document = parsed(log)
    stamps = {
        trace.find(f"{XES}string[@key='concept:name']").get("value"): [
            date.get("value") for date in trace.iterfind(f"{XES}event/{XES}date[@key='time:timestamp']")
        ]
        for trace in document.iter(f"{XES}trace")
    }
    assert stamps["奇"] == ["2026-03-05T09:02:03.456789+08:00"]
    assert stamps["permits:A"][0] == "2026-03-02T09:00:00.000+08:00"
    # One matter, both sides of the change to summer time.
    assert stamps["vergunning:Z"][0] == "2026-03-02T09:00:00.000+01:00"
    assert stamps["vergunning:Z"][-1] == "2026-07-01T00:30:00.000+02:00"


def test_payloads_of_any_shape_become_attributes(log: Path) -> None:
    document = parsed(log)
    trace = next(t for t in document.iter(f"{XES}trace") if t[0].get("value") == "奇")
    event = trace.find(f"{XES}event")
    told = {a.get("key"): (a.tag.removeprefix(XES), a.get("value")) for a in event}
    assert told["due_at"] == ("date", "2026-04-01T00:00:00.000+00:00")
    assert told["met_at"] == ("string", "soon")
    assert told["position_"] == ("int", "7")
    assert (told["_1_a"][1], told["_2_a"][1]) == ("x", "y")
    assert told["share"] == ("float", "0.5")
    assert told["yes"] == ("boolean", "true")
    assert told["list"] == ("string", '[1,"二"]')
    assert told["org_role"] == ("string", "x")
    assert told["text"] == ("string", "a\ufffdb\ud7ff")
    assert "none" not in told
