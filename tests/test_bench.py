"""The benchmark's harness runs; how fast is asserted nowhere."""

import json
import subprocess
import sys
from pathlib import Path


def test_bench_answers_in_rows() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "bench", "--quick", "--only", "deadline", "--json"],
        cwd=Path(__file__).parents[1], text=True, capture_output=True, check=False, timeout=120,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    rows = json.loads(done.stdout)
    assert rows
    assert all(row["measured"] for row in rows)
    assert any(row["goal"] and row["met"] is not None for row in rows)
