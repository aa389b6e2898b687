"""A file twice, a changed file, a killed import, the real files, the log that comes out again."""

import os
import signal
import subprocess
import sys
import time
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from luoshi.intake import mapping
from luoshi.intake.read_xes import XesFile
from luoshi.intake.record import Record
from luoshi.intake.run import import_file
from luoshi.intake.tests.files import AT, ROWS, csv, mapped, taken
from luoshi.intake.xes_out import export_xes
from luoshi.law.errors import Unclear
from luoshi.ledger import read
from luoshi.monitor.reports import lateness
from luoshi.org.models import Unit

pytestmark = pytest.mark.django_db
EXAMPLES = Path(__file__).parents[4] / "examples"


def test_every_example_mapping_can_be_read() -> None:
    names = {path.name for path in EXAMPLES.glob("*.*.toml")}
    assert names >= {
        "permit_receipt.csv.toml",
        "permit_receipt.xes.toml",
        "building_permits.xes.toml",
        "road_traffic_fines.xes.toml",
        "service_requests.csv.toml",
    }
    for name in names:
        assert mapping.load(EXAMPLES / name).source


WRONG = {
    "unknown section": ("[event]", "[evnt]"),
    "unknown key": ('id = "case"', 'id = "case"\ncolour = "red"'),
    "no matter id": ('id = "case"', ""),
    "no event time": ('time = "time"', ""),
    "no such zone": ("Asia/Shanghai", "Asia/Nowhere"),
    "a kind that only the law brings about": ("approvals.accepted", "approvals.deemed_accepted"),
    "no such law": ('name = "permits"', 'name = "permits"\nlaw = "NL"'),
    "a time format without a year": ('name = "permits"', 'name = "permits"\ntime_format = "%d.%m."'),
    "not TOML": ("[matter]", "[matter"),
    "a clock without due": ('due = "due"', ""),
}


@pytest.mark.parametrize(("old", "new"), WRONG.values(), ids=WRONG)
def test_a_wrong_mapping_is_named(old: str, new: str) -> None:
    with pytest.raises(Unclear):
        mapped(**{old: new})


def test_twice_the_same_file_stores_nothing_new(tmp_path: Path) -> None:
    path = csv(tmp_path, *ROWS)
    assert taken(path).stored == 3
    position = read.head()[0]
    again = taken(path)
    assert (again.stored, again.duplicates, again.matters) == (0, 3, 2)
    assert read.head()[0] == position


def test_a_changed_row_is_a_correction(tmp_path: Path) -> None:
    taken(csv(tmp_path, *ROWS))
    changed = [row.replace("2026-03-31", "2026-04-05") for row in ROWS]
    report = taken(csv(tmp_path, *changed))
    assert (report.stored, report.corrections, report.duplicates) == (2, 2, 1)
    due = [row.payload for row in read.current(["permits:A"]) if row.kind == "clocks.set"]
    assert len(due) == 1
    assert "2026-04-04T16:00:00.000000Z" in due[0]


def test_a_dry_run_says_the_same_and_writes_nothing(tmp_path: Path) -> None:
    path = csv(tmp_path, *ROWS)
    before = read.head()
    assert taken(path, dry_run=True).stored == 3
    assert read.head() == before
    assert not Unit.objects.filter(name="住建局").exists()
    assert taken(path).stored == 3
    assert taken(path, dry_run=True).duplicates == 3


def test_what_a_matter_says_once_is_recorded_once(tmp_path: Path) -> None:
    taken(csv(tmp_path, *ROWS))
    kinds = sorted(row.kind for row in read.current(["permits:A"]))
    assert kinds == [
        "approvals.accepted",
        "approvals.decided",
        "approvals.received",
        "approvals.step",
        "clocks.met",
        "clocks.set",
    ]
    assert {row.unit for row in read.current(["permits:A"])} == {"住建局"}
    assert Unit.objects.filter(name="水务局").count() == 1


def test_unmapped_columns_are_told_and_not_kept(tmp_path: Path) -> None:
    head = "case,event,activity,time,unit,opened,closed,due,phone"
    report = taken(csv(tmp_path, ROWS[0] + ",13800000000", head=head))
    assert report.not_kept == ["phone"]
    assert all("13800000000" not in str(row) for row in read.current(["permits:A"]))
    changed = taken(csv(tmp_path, ROWS[0] + ",13900000000", head=head))
    assert changed.corrections == 1


def facts(by: str = "unit") -> dict[str, tuple[int, ...]]:
    return {
        row["unit"]: (row["due"], row["met"] + row["late"], row["late"], row["open"])
        for row in lateness(by=by, at=AT)
    }


def test_the_permit_log_gives_its_facts_from_either_file(data: Path) -> None:
    logs = data / "event_logs"
    told = mapping.load(EXAMPLES / "permit_receipt.csv.toml")
    report = import_file(logs / "permit_receipt.csv", "csv", told, at=AT)
    assert (report.read, report.stored, report.matters) == (6099, 6099, 1003)
    assert (len(report.rejected), len(report.warnings)) == (0, 132)
    assert facts() == {
        "General": (972, 956, 316, 16),
        "Experts": (14, 14, 6, 0),
        "Customer contact": (17, 17, 1, 0),
    }
    told = mapping.load(EXAMPLES / "permit_receipt.xes.toml")
    again = import_file(logs / "permit_receipt.xes.gz", "xes", told, at=AT, judge=False)
    assert (again.stored, again.duplicates) == (0, 6099)


@pytest.mark.parametrize(("number", "due", "late"), [(1, 3340, 144), (2, 398, 8), (4, 1484, 9)])
def test_the_building_permits_give_their_steps(data: Path, number: int, due: int, late: int) -> None:
    told = mapping.load(EXAMPLES / "building_permits.xes.toml")
    told = replace(told, source=f"bp{number}", unit=replace(told.unit, constant=f"municipality {number}"))
    path = data / "event_logs" / f"building_permits_municipality_{number}.xes.gz"
    report = import_file(path, "xes", told, at=AT)
    assert not report.rejected
    assert facts() == {f"municipality {number}": (due, due, late, 0)}


def test_service_requests_have_their_own_deadline(data: Path) -> None:
    told = mapping.load(EXAMPLES / "service_requests.csv.toml")
    report = taken(data / "service_requests" / "baltimore_311.csv", told)
    assert (report.stored, len(report.rejected)) == (7545, 0)
    with_due = [
        r for r in read.current([f"service-requests:{n}" for n in ("14-00293539",)]) if r.kind == "clocks.set"
    ]
    assert len(with_due) == 1


def test_the_log_goes_out_and_comes_in_again(tmp_path: Path) -> None:
    taken(csv(tmp_path, *ROWS))
    for name in ("out.xes", "out.xes.gz"):
        assert export_xes(tmp_path / name, AT) == 9
        with closing(XesFile(tmp_path / name)) as file:
            records = [one for one in file.records() if isinstance(one, Record)]
        assert len(records) == 9
        assert {r.values["case:concept:name"] for r in records} == {"permits:A", "permits:B"}
        assert all(r.values["time:timestamp"].endswith("+08:00") for r in records)


CHILD = """
import sys, django; django.setup()
from pathlib import Path
from luoshi.cli.base import start; start()
from luoshi.intake.tests.files import mapped, taken
def tell(rows, share): print(rows, flush=True)
print(taken(Path(sys.argv[1]), mapped(), progress=tell).as_dict())
"""


@pytest.mark.django_db(databases=[])
def test_a_killed_import_resumes_with_nothing_lost_or_doubled(tmp_path: Path) -> None:
    rows = [
        f"M{n // 3},{n},收件,2026-03-02T09:00:{n % 60:02},住建局,2026-03-01,,2026-04-01" for n in range(6_000)
    ]
    path = csv(tmp_path, *rows)
    home = {
        "LUOSHI_HOME": str(tmp_path),
        "LUOSHI_DATABASE_URL": f"sqlite:///{tmp_path / 'l.sqlite3'}",
        "DJANGO_SETTINGS_MODULE": "luoshi.config.settings",
    }
    command = [sys.executable, "-c", CHILD, str(path)]
    for chunks in (1, 3):
        child = subprocess.Popen(command, env={**os.environ, **home}, stdout=subprocess.PIPE, text=True)
        assert child.stdout
        for _ in range(chunks):
            assert child.stdout.readline()
        time.sleep(0.03)
        child.send_signal(signal.SIGKILL)
        child.wait()
        child.stdout.close()
    done = subprocess.run(command, env={**os.environ, **home}, capture_output=True, text=True, check=True)
    report = eval(done.stdout.splitlines()[-1])  # noqa: S307 — our own dict, printed above
    assert report["read"] == 6_000
    assert report["duplicates"] > 1000
    assert report["stored"] + report["duplicates"] == 6_000
    import sqlite3

    with closing(sqlite3.connect(tmp_path / "l.sqlite3")) as db:
        kinds = dict(db.execute("SELECT kind, count(*) FROM ledger_entry GROUP BY kind"))
        positions = db.execute(
            "SELECT count(*), max(position), count(DISTINCT occasion) FROM ledger_entry"
        ).fetchone()
    assert kinds == {"approvals.step": 6_000, "approvals.received": 2000, "clocks.set": 2000}
    assert positions == (10_000, 10_000, 10_000)
