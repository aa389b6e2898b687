"""National case tables: a hundred thousand cases read, checked, recorded and judged, beside reading the same files."""

import csv
import tempfile
from datetime import datetime, timedelta
from pathlib import Path
from time import perf_counter

from bench.office import ABSENT, offices
from bench.table import Row, rate

CASES, GOAL = 100_000, 60.0  # s
BEGUN = datetime(2025, 3, 3, 9)
STAMP = "%Y-%m-%d %H:%M:%S"


def run(*, quick: bool = False) -> list[Row]:
    cases = 2_000 if quick else CASES
    rows: list[Row] = []
    with tempfile.TemporaryDirectory(prefix="luoshi-bench-") as folder:
        for database, place in offices():
            if place is None:
                rows.append(Row(f"national tables, {database}", ABSENT))
                continue
            with place.desk() as call:
                call(write, folder, cases)
                spent = call(taken, folder)
            floor = reading(Path(folder))
            rows.append(
                Row(
                    f"national tables, {cases:,} cases imported and judged, {database}",
                    f"{spent:.1f} s, {rate(cases, spent, 'cases')}",
                    f"reading the files {floor:.2f} s",
                    spent / floor,
                    f"≤ {GOAL:.0f} s",
                    spent <= GOAL * cases / CASES,
                )
            )
    return rows


def write(folder: str, cases: int) -> None:
    """One item, and for each case its receipt and a step, for four of five a result; every twentieth is tested."""
    from luoshi.intake.tests.national import BLANK, put

    tables: dict[str, list[dict[str, str]]] = {name: [] for name in BLANK}
    tables["up_task_general_basic"].append(
        BLANK["up_task_general_basic"] | {"cd_time": BEGUN.strftime(STAMP)}
    )

    def tell(table: str, n: int, **more: str) -> None:
        tables[table].append(
            BLANK[table] | {"row_guid": f"{table}{n}", "project_no": f"P{n}", "cd_operation": "I"} | more
        )

    for n in range(cases):
        came = BEGUN + timedelta(days=n % 420, minutes=n % 400)
        at = [(came + timedelta(days=day)).strftime(STAMP) for day in range(30)]
        ended = at[9 + n % 20]
        tell(
            "up_pro_accept",
            n,
            apply_date=at[0],
            accept_date=at[1],
            cd_time=at[1],
            applyer_page_code=number(n),
        )
        tell("up_pro_process", n, event_start_time=at[1], event_end_time=at[3], cd_time=at[3])
        if n % 20 == 0:
            tell("up_pro_special_procedure", n, special_time=at[4], end_time=at[8], cd_time=at[8])
        if n % 5:
            tell("up_pro_result", n, result_date=ended, cd_time=ended)
    put(Path(folder), {name: rows for name, rows in tables.items() if rows})


def number(n: int) -> str:
    """An identity number in an area that does not exist, its check digit right."""
    body = f"00000019800101{n % 1000:03}" if n < 1000 else f"000000{1900 + n // 1000 % 100}0101{n % 1000:03}"
    weights = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
    return body + "10X98765432"[sum(int(d) * w for d, w in zip(body, weights, strict=True)) % 11]


def reading(folder: Path) -> float:
    """Seconds that reading the rows takes, and nothing else."""
    began = perf_counter()
    for path in folder.glob("*.csv"):
        with path.open(encoding="utf-8", newline="") as file:
            for _ in csv.DictReader(file):
                pass
    return perf_counter() - began


def taken(folder: str) -> float:
    """Seconds to import and judge the files; every row is accounted for, and stored."""
    from bench.drafts import AT
    from luoshi.intake.tests import national

    began = perf_counter()
    outcomes = national.taken(Path(folder), at=AT, judge=True, create_units=True)
    spent = perf_counter() - began
    read, stored, duplicates, rejected = national.counts(outcomes)
    assert read == stored, (read, stored, duplicates, rejected, national.rejected(outcomes)[:3])
    return spent
