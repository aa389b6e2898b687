"""kill -9 of a bulk writer: run again, it goes on with nothing lost and nothing twice."""

import json
import os
import subprocess
import sys
import time
from pathlib import Path

import pytest
from django.db import connection

COUNT = 8_000
WRITER = f"""
import django
django.setup()
from luoshi.ledger import record
from luoshi.ledger.tests.test_record import AT, draft
drafts = (draft(n) for n in range({COUNT}))
stored = 0
for part in range(0, {COUNT}, 1000):
    outcomes = record.append_bulk([next(drafts) for _ in range(1000)], at=AT)
    stored += sum(o.state == "stored" for o in outcomes)
    print(stored, flush=True)
"""
CHECKER = """
import django, json
django.setup()
from luoshi.ledger.verify import verify
print(json.dumps(verify().told()))
"""


def address(tmp_path: Path) -> str:
    """A database that another process can open: this test's own file, or the test cluster's."""
    at = connection.settings_dict
    if connection.vendor == "postgresql":
        return f"postgresql://{at['USER']}@/{at['NAME']}?host={at['HOST'].replace('/', '%2F')}"
    return f"sqlite:///{tmp_path / 'ledger.sqlite3'}"


@pytest.mark.django_db(transaction=True)
def test_a_killed_writer_resumes(tmp_path: Path) -> None:
    environment = {**os.environ, "LUOSHI_DATABASE_URL": address(tmp_path)}
    if connection.vendor == "sqlite":
        migrate = [sys.executable, "-m", "django", "migrate", "-v0", "ledger"]
        subprocess.run(migrate, env=environment, check=True, timeout=120)
    stored = 0
    for kill_after in (1, 2, None):
        with subprocess.Popen(
            [sys.executable, "-c", WRITER], env=environment, stdout=subprocess.PIPE, text=True
        ) as writer:
            assert writer.stdout is not None
            if kill_after:
                for _ in range(kill_after):
                    writer.stdout.readline()
                time.sleep(0.02 * kill_after)
                writer.kill()
            stored = int((writer.stdout.read().split() or ["-1"])[-1])
        assert writer.returncode == (-9 if kill_after else 0)
    assert 0 < stored < COUNT  # the last run found the others' work and finished it
    done = subprocess.run(
        [sys.executable, "-c", CHECKER],
        env=environment,
        check=True,
        timeout=120,
        capture_output=True,
        text=True,
    )
    report = json.loads(done.stdout)
    assert (report["ok"], report["entries"]) == (True, COUNT), report
