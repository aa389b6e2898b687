"""What each further mechanism adds to judging everything, beside the kernel's floor (`min(happened) group by matter`)."""

import os
import subprocess
import sys
import time

from bench.evaluate import WANTED, floor, here, matters
from bench.generate import folder
from bench.rows import Row
from luoshi.engine.embedded import compiled
from luoshi.engine.plan import FINDING, ON_THE_WAY, WIDE, leading_to
from luoshi.engine.surroundings import lawful
from luoshi.engine.whole import Whole


def added() -> None:
    """In a process of its own: a line for each mechanism with the seconds that its own steps take once the kernel's stand."""
    with Whole() as engine:
        engine.load(folder(matters()), lawful(), here(), WANTED)
        kernel = leading_to(frozenset(WANTED))
        for mechanism in FINDING:
            own = leading_to(frozenset({mechanism})) - kernel
            begun = time.perf_counter()
            for name, text in compiled():
                if name in own:
                    kind = "VIEW" if name in ON_THE_WAY or name in WIDE else "TABLE"
                    engine.connection.execute(f"CREATE OR REPLACE {kind} {name} AS {text}")
            engine.connection.execute(f"SELECT count(*) FROM {mechanism}").fetchall()
            print(mechanism, time.perf_counter() - begun)


def run(quick: bool = False) -> list[Row]:
    if quick:
        os.environ["LUOSHI_BENCH_MATTERS"] = "100000"
    least = floor()
    told = subprocess.run(
        [sys.executable, "-m", "bench.mechanisms"], check=True, capture_output=True, text=True
    )
    lines = [line.split() for line in told.stdout.splitlines()]
    return [
        Row(f"{name} adds, {matters():,} matters", float(spent), least, "ratio ≤ 1.5")
        for name, spent in lines
    ]


if __name__ == "__main__":
    added()
