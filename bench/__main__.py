"""`python -m bench`: the figures README quotes, each against a peer or a floor measured in the same run.

Nothing fails because it is slow: a goal that is missed is printed as missed. What breaks does fail.
Compare ratios, which the machine and its load touch less than figures.
"""

import argparse
import importlib
import importlib.util
import inspect
import json
import os
import sys
import traceback
from time import perf_counter

from bench.table import Row, read, text

NAMES = (
    "deadline",
    "save",
    "append",
    "follow",
    "sweep",
    "evaluate",
    "national",
    "pages",
    "tasks",
    "pm4py_hours",
)
"""Modules here with `run(quick: bool) -> list[Row]`, in the order in which they run."""


def measure(name: str, *, quick: bool) -> list[Row]:
    """The rows of one module, small sizes when quick."""
    run = importlib.import_module(f"bench.{name}").run
    return [
        read(row) for row in (run(quick=quick) if "quick" in inspect.signature(run).parameters else run())
    ]


def main() -> int:
    present = [name for name in NAMES if importlib.util.find_spec(f"bench.{name}")]
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("--only", action="append", choices=present, metavar="NAME", help=", ".join(present))
    parser.add_argument("--quick", action="store_true", help="small sizes: does it still run?")
    parser.add_argument("--json", action="store_true", help="rows as JSON on stdout")
    asked = parser.parse_args()
    rows: list[Row] = []
    broken = 0
    for name in asked.only or present:
        began = perf_counter()
        try:
            rows += measure(name, quick=asked.quick)
        except Exception as wrong:
            traceback.print_exc()
            rows.append(Row(name, f"broke: {type(wrong).__name__}"))
            broken += 1
        load = os.getloadavg()[0]
        print(f"{name}: {perf_counter() - began:.0f} s, load {load:.1f}", file=sys.stderr, flush=True)
    print(json.dumps([row.as_dict() for row in rows], ensure_ascii=False) if asked.json else text(rows))
    return 1 if broken else 0


if __name__ == "__main__":
    sys.exit(main())
