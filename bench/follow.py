"""Judging behind bulk intake: entries grouped by matter, and entries scattered over old matters."""

from datetime import timedelta
from time import perf_counter

from bench.drafts import AT, go_live, more, told
from bench.office import ABSENT, Desk, offices
from bench.table import Row, rate

GROUPED, SCATTERED = 10_000, 3_000


def run(*, quick: bool = False) -> list[Row]:
    """Entries a second that the follower reads, judges and writes down, on both databases."""
    matters, scattered = (1_000, 1_000) if quick else (20_000, 20_000)
    rows: list[Row] = []
    for database, place in offices():
        if place is None:
            rows.append(Row(f"follower, {database}", ABSENT))
            continue
        with place.desk() as call:
            rows += measured(database, call, matters, scattered)
    return rows


def measured(database: str, call: Desk, matters: int, scattered: int) -> list[Row]:
    call(prepare)
    call(behind, 100, 0)  # warms up
    grouped, entries = call(behind, matters, 100), matters * 5
    drawn = call(over_old, scattered, matters)
    return [
        goal(f"follower, grouped by matter, {database}", entries, grouped, GROUPED),
        goal(f"follower, scattered over {matters:,} old matters, {database}", scattered, drawn, SCATTERED),
    ]


def goal(name: str, entries: int, seconds: float, least: int) -> Row:
    return Row(name, rate(entries, seconds), "", None, f"≥ {least:,}/s", entries / seconds >= least)


def prepare() -> None:
    go_live()


def behind(matters: int, offset: int) -> float:
    """Seconds to judge five entries each of new matters, as a bulk import appends them."""
    from luoshi.ledger import record
    from luoshi.monitor.follow import catch_up

    record.append_bulk(told(matters=matters, offset=offset), at=AT)
    began = perf_counter()
    catch_up(at=AT)
    return perf_counter() - began


def over_old(count: int, matters: int) -> float:
    """Seconds to judge one more entry each for matters drawn from the old ones."""
    from luoshi.ledger import record
    from luoshi.monitor.follow import catch_up

    at = AT + timedelta(days=1)
    record.append_bulk(more(count=count, matters=matters), at=at)
    began = perf_counter()
    catch_up(at=at)
    return perf_counter() - began
