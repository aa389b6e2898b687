"""The command line on PostgreSQL as an office runs it: one role owns the tables, another works with them."""

import json
import os
import secrets
import subprocess
import sys
from pathlib import Path
from urllib.parse import quote

import psycopg
import pytest

from tests.postgresql import Cluster

MAPPING = """
[source]
name = "small"
law = "none"
timezone = "Asia/Shanghai"
[matter]
id = "case"
unit = "unit"
opened = "opened"
closed = "closed"
[clocks.own]
due = "due"
met = "closed"
[event]
activity = "activity"
time = "time"
"""
ROWS = """case,unit,opened,closed,due,activity,time
1,甲局,2026-03-02T09:00,2026-03-10T09:00,2026-03-11T00:00,审查,2026-03-05T10:00
2,甲局,2026-03-02T09:00,2026-03-12T09:00,2026-03-11T00:00,审查,2026-03-06T10:00
3,甲局,2026-03-02T09:00,,2026-03-11T00:00,审查,2026-03-07T10:00
"""


def roles(cluster: Cluster) -> tuple[str, str]:
    """A database of its own; the addresses of its owner and of the application."""
    name = f"office_{secrets.token_hex(3)}"
    with psycopg.connect(host=str(cluster.folder), user="postgres", dbname="postgres", autocommit=True) as at:
        at.execute(f"CREATE ROLE {name}_owner LOGIN")
        at.execute(f"CREATE ROLE {name}_app LOGIN")
        at.execute(f"CREATE DATABASE {name} OWNER {name}_owner")
    socket = quote(str(cluster.folder), safe="")
    return tuple(f"postgresql://{name}_{who}@/{name}?host={socket}" for who in ("owner", "app"))  # type: ignore[return-value]


@pytest.mark.postgresql
def test_an_office_on_postgresql(postgresql: Cluster, tmp_path: Path) -> None:
    owner, app = roles(postgresql)
    environment = {
        **os.environ,
        "LUOSHI_HOME": str(tmp_path / "home"),
        "LUOSHI_DATABASE_URL": app,
        "LUOSHI_DATABASE_OWNER_URL": owner,
    }

    def luoshi(*words: str) -> str:
        command = [sys.executable, "-m", "luoshi.cli", *words]
        done = subprocess.run(
            command, env=environment, capture_output=True, text=True, timeout=120, check=False
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    luoshi("upgrade")
    (tmp_path / "small.toml").write_text(MAPPING)
    (tmp_path / "small.csv").write_text(ROWS)
    told = json.loads(
        luoshi(
            "import", "csv", str(tmp_path / "small.csv"), "--mapping", str(tmp_path / "small.toml"), "--json"
        )
    )
    assert (told["read"], told["stored"], told["rejected"]) == (3, 3, [])
    assert json.loads(luoshi("report", "lateness", "--json")) == [
        {"unit": "甲局", "clock": "own", "due": 3, "met": 1, "late": 1, "open_overdue": 1, "open": 1}
    ]
    assert json.loads(luoshi("verify", "--json"))["ok"]
    luoshi("sweep", "--at", "2026-09-01T00:00+08:00")
    luoshi("seal")
    with psycopg.connect(app) as at, pytest.raises(psycopg.errors.InsufficientPrivilege):
        at.execute("UPDATE ledger_entry SET unit = 'x'")
