"""Business-hours case durations in pm4py (AGPL, so in a process and an environment of its own), against the engine here.

Both answer "how much working time did each case take" for the same extract: pm4py the span of each
case, the engine every limit of it, with calendar, pauses and extensions.
"""

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import pyarrow.parquet as pq

from bench.evaluate import here
from bench.generate import entries
from bench.rows import Row
from luoshi.engine.embedded import compiled
from luoshi.engine.surroundings import lawful
from luoshi.engine.whole import Whole

THEIRS = """
import sys, time
import pandas as pd, pm4py
log = pd.read_parquet(sys.argv[1], columns=["matter", "kind", "happened"])
log = log.rename(columns={"matter": "case:concept:name", "kind": "concept:name"})
log["time:timestamp"] = pd.to_datetime(log.pop("happened"), unit="us", utc=True)
hours = [(d * 86400 + a * 3600, d * 86400 + b * 3600) for d in range(5) for a, b in ((9, 12), (13, 17))]
begun = time.perf_counter()
pm4py.get_all_case_durations(log, business_hours=True, business_hour_slots=hours)
print(len(log) / (time.perf_counter() - begun))
"""
UV = Path(__file__).parents[1] / ".tools" / "bin" / "uv"


def environment() -> Path:
    """A Python with pm4py, outside the repository; made once."""
    folder = Path(os.environ.get("LUOSHI_BENCH") or tempfile.gettempdir()) / "luoshi-bench-pm4py"
    python = folder / "bin" / "python"
    if not (folder / "complete").exists():
        subprocess.run([UV, "venv", "-q", "--clear", "--python", sys.executable, folder], check=True)
        subprocess.run([UV, "pip", "install", "-q", "--python", python, "pm4py", "pyarrow"], check=True)
        (folder / "complete").touch()
    return python


def run(quick: bool = False) -> list[Row]:
    python = environment()
    extract = entries(2_000 if quick else 20_000, seed=11)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "extract.parquet"
        pq.write_table(extract, path)
        told = subprocess.run([python, "-c", THEIRS, path], check=True, capture_output=True, text=True)
        theirs = float(told.stdout.split()[-1])
        compiled()  # once a process, as pm4py's imports
        begun = time.perf_counter()
        with Whole() as engine:
            engine.load(Path(folder), lawful(), here())
            engine.connection.execute("SELECT sum(due), count(*) FROM time_limit").fetchall()
        ours = extract.num_rows / (time.perf_counter() - begun)
    return [Row("entries judged a second, pm4py business hours", ours, theirs, "ratio ≥ 100", "/s")]
