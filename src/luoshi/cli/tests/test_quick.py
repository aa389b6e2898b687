"""Commands that judge nothing answer at once: they load no engine, and those without a database no Django."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ENGINE = {"ibis", "duckdb", "pyarrow"}
PROBE = """
import atexit, json, sys
watched = {"django", "ibis", "duckdb", "pyarrow"}
atexit.register(lambda: print(json.dumps(sorted(watched & sys.modules.keys())), file=sys.stderr))
from luoshi.cli import main
sys.argv[0] = "luoshi"
main()
"""


def loaded(home: Path, *arguments: str) -> set[str]:
    """Which of the heavy libraries `luoshi …` had loaded when it was done."""
    done = subprocess.run(
        [sys.executable, "-c", PROBE, *arguments],
        env={**os.environ, "LUOSHI_HOME": str(home), "LUOSHI_DATABASE_URL": f"sqlite:///{home / 'l.sqlite3'}"},
        capture_output=True, text=True, timeout=120, check=True,
    )  # fmt: skip
    return set(json.loads(done.stderr.splitlines()[-1]))


@pytest.mark.parametrize(
    "arguments",
    [
        ["--help"],
        ["sweep", "--help"],
        ["due", "2026-09-18", "20 working_day"],
        ["due", "2026-09-18", "--clock", "CLK-02", "--extended", "--json"],
        ["calendar", "--since", "2026-09-18", "--until", "2026-10-08"],
    ],
    ids=" ".join,
)
def test_what_needs_no_database_loads_none(tmp_path: Path, arguments: list[str]) -> None:
    assert not loaded(tmp_path, *arguments)


def test_what_judges_nothing_loads_no_engine(tmp_path: Path) -> None:
    for arguments in ("upgrade", "verify", "seal", "token list", "user list", "report lateness"):
        assert not loaded(tmp_path, *arguments.split()) & ENGINE, arguments
