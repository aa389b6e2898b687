"""One save: what a clerk did is recorded, judged and written down before the page answers."""

from datetime import timedelta
from statistics import quantiles
from time import perf_counter

from bench.drafts import AT, go_live, told
from bench.office import ABSENT, offices
from bench.table import Row

GOAL = 60.0  # ms
KINDS = ("approvals.correction_notified", "approvals.accepted", "approvals.decided", "approvals.delivered")


def run(*, quick: bool = False) -> list[Row]:
    """p50 and p95 of a save with its evaluation, commit included."""
    matters, saves = (50, 20) if quick else (2_000, 400)
    rows: list[Row] = []
    for database, place in offices():
        if place is None:
            rows.append(Row(f"save, {database}", ABSENT))
            continue
        with place.desk() as call:
            bare, spent = call(saved, matters, saves)
        p50, p95 = percentiles(spent)
        floor = percentiles(bare)[0]
        rows.append(
            Row(
                f"save with evaluation, {database}", f"p50 {p50:.1f} ms, p95 {p95:.1f} ms",
                f"append alone: p50 {floor:.1f} ms", p50 / floor, f"p95 ≤ {GOAL:.0f} ms", p95 <= GOAL,
            )
        )  # fmt: skip
    return rows


def percentiles(spent: list[float]) -> tuple[float, float]:
    """p50 and p95 in milliseconds."""
    cuts = quantiles(spent, n=20)
    return cuts[9] * 1e3, cuts[18] * 1e3


def saved(matters: int, saves: int) -> tuple[list[float], list[float]]:
    """Seconds of each bare append, and of each act on a matter of its own, four acts a matter."""
    from django.db import transaction

    from luoshi.ledger import record
    from luoshi.monitor.acting import acting
    from luoshi.monitor.follow import catch_up

    go_live()
    record.append_bulk(told(matters=matters), at=AT)
    catch_up(at=AT)
    bare: list[float] = []
    for n, draft in enumerate(told(matters=saves // 5 + 1, offset=9_000_000)):
        began = perf_counter()
        with transaction.atomic():
            record.append([draft], at=AT + timedelta(seconds=n))
        bare.append(perf_counter() - began)
    catch_up(at=AT)
    spent: list[float] = []
    for n in range(saves + 5):
        matter, step = divmod(n, len(KINDS))
        at = AT + timedelta(minutes=n)
        began = perf_counter()
        with acting(actor="clerk", at=at) as book:
            if not step:
                book.record(
                    matter=f"desk:{matter}", kind="approvals.received", occasion=f"desk:{n}:in", unit="unit 1"
                )
            book.record(matter=f"desk:{matter}", kind=KINDS[step], occasion=f"desk:{n}", unit="unit 1")
        spent.append(perf_counter() - began)
    return bare, spent[5:]  # the first ones warm up
