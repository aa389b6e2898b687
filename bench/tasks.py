"""100,000 tasks in a tree six deep: every sum in one evaluation, beside reading the same rows and nothing else.

The rows are put straight into the table: the evaluation knows nothing of where they came from.
"""

from datetime import UTC, date, datetime
from statistics import median
from time import perf_counter
from typing import Any

from bench.office import ABSENT, LEDGER, Desk, offices
from bench.table import Row

TASKS, DEPTH, RUNS = 100_000, 6, 5
GOAL = 2.0  # s


def run(*, quick: bool = False) -> list[Row]:
    size = 2_000 if quick else TASKS
    rows: list[Row] = []
    for database, place in offices():
        if place is None:
            rows.append(Row(f"tasks, {database}", ABSENT))
            continue
        with place.desk() as call:
            rows += figures(database, call, size)
    return rows


def figures(database: str, call: Desk, size: int) -> list[Row]:
    call(grow, size)
    spent, floor = call(whole)
    return [
        Row(
            f"roll-up of {size:,} tasks in a tree {DEPTH} deep, {database}",
            f"{spent:.2f} s",
            f"reading the rows {floor:.2f} s",
            spent / floor,
            f"≤ {GOAL:g} s",
            spent <= GOAL,
        )
    ]


def grow(size: int) -> None:
    """A tree of this size: as many children everywhere as make it six deep."""
    from luoshi.tasks.models import Node

    fan = max(2, round(size ** (1 / DEPTH)))
    at = datetime(2026, 1, 5, tzinfo=UTC)
    made: list[Any] = []
    paths = [""]
    for n in range(size):
        above = (n - 1) // fan if n else -1
        path = f"{paths[above + 1]}" if n else ""
        matter = f"task:2026-{n + 1:06}"
        paths.append(f"{path}{matter}/")
        leaf = n * fan + 1 >= size
        made.append(
            Node(
                ledger=LEDGER, matter=matter, year=2026, n=n + 1, level="task", parent=made[above].matter if n else "",
                root="task:2026-000001", path=path, depth=path.count("/"), parts=0 if leaf else fan, title=f"任务{n}",
                unit="W", unit_name="水务局", per="个", target=n % 50 + 1, quantity=n % 20, weight=1, share=n % 1000,
                public=False, state="working", drafted_at=at, published_at=at, until=date(2026, 12, 31), reopened=0,
                chasers=0, inflated=0, gaps=0, last_at=at, position=n + 1, told={}, place=f"{path}{matter}",
            )
        )  # fmt: skip
    Node.objects.bulk_create(made, batch_size=500)


def whole() -> tuple[float, float]:
    """Seconds of an evaluation, and of reading what it reads; the median of several."""
    from django.db import connection

    from luoshi.tasks.rollup import QUERY, evaluate

    taken, read = [], []
    for _ in range(RUNS):
        begun = perf_counter()
        assert evaluate(ledger=LEDGER)
        taken.append(perf_counter() - begun)
        begun = perf_counter()
        with connection.cursor() as cursor:
            cursor.execute(QUERY, [LEDGER])
            cursor.fetchall()
        read.append(perf_counter() - begun)
    return median(taken), median(read)
