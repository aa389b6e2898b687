"""kill -9 of the follower and of the sweep, between any two statements: nothing is lost, nothing comes twice."""

import json
import os
import secrets
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from django.db import connection


def fresh(folder: Path) -> str:
    """A new database of the kind the tests run on, by its name there."""
    name = f"luoshi_{secrets.token_hex(4)}"
    if connection.vendor != "postgresql":
        return str(folder / f"{name}.sqlite3")
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE DATABASE {name}")
    return name


def address(database: str) -> str:
    """What LUOSHI_DATABASE_URL says of it."""
    if connection.vendor != "postgresql":
        return f"sqlite:///{database}"
    at = connection.settings_dict
    return f"postgresql://{at['USER']}@/{database}?host={at['HOST'].replace('/', '%2F')}"


@pytest.fixture(scope="module")
def outcomes(
    tmp_path_factory: pytest.TempPathFactory, django_db_setup: None, django_db_blocker: Any
) -> dict[str, dict[str, Any]]:
    """What came of each work, undisturbed and disturbed, each in a database of its own; all share their keys."""
    folder = tmp_path_factory.mktemp("killed")
    with django_db_blocker.unblock():
        databases = [fresh(folder) for _ in range(4)]
        connection.close()
    settings = {
        "LUOSHI_DATABASE_URL": address(databases[0]),
        "DJANGO_SETTINGS_MODULE": "luoshi.config.settings",
    }
    done = subprocess.run(
        [sys.executable, "-m", "luoshi.monitor.tests.victim", *databases],
        env={**os.environ, **settings}, timeout=600, check=False, capture_output=True, text=True,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr[-4000:]
    found: dict[str, dict[str, Any]] = json.loads(done.stdout)
    return found


@pytest.mark.django_db
@pytest.mark.parametrize("work", ["follow", "sweep"])
def test_whoever_is_killed_on_the_way_ends_where_the_undisturbed_ends(
    outcomes: dict[str, dict[str, Any]], work: str
) -> None:
    calm, disturbed = outcomes[work]["calm"], outcomes[work]["disturbed"]
    kills = (calm.pop("killed"), disturbed.pop("killed"))
    assert all(calm["found"].values()), "a table that nothing reaches is compared in vain"
    for table, rows in calm["found"].items():
        assert disturbed["found"][table] == rows, table
    assert disturbed == calm
    assert calm["gapless"]
    assert calm["chain"]
    assert kills[0] == 0
    assert kills[1] >= 12
