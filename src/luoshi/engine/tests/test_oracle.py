"""The relations against the slow judge, on generated histories and around every deadline."""

from datetime import date
from functools import cache
from typing import Any

import pyarrow as pa
import pytest

from luoshi.engine import near
from luoshi.engine.embedded import embedded
from luoshi.engine.frame import moment
from luoshi.engine.plan import FINDING
from luoshi.engine.schema import ENTRIES
from luoshi.engine.surroundings import lawful, world
from luoshi.engine.tests import oracle
from luoshi.engine.tests.histories import DAY, OFFSET, histories, table
from luoshi.law.calendar import calendar_for
from luoshi.law.days import day_of_number, number
from luoshi.law.office_hours import OfficeHours

CALENDAR = calendar_for("CN-530100")
LIVE = date(2025, 3, 1)
WANTED = ("deemed_acceptance", "time_limit", *FINDING)


@cache
def judge() -> oracle.World:
    days = range(number(date(2004, 1, 1)), number(date(2032, 1, 1)))
    return oracle.World(
        works={d for d in days if CALENDAR.working(day_of_number(d))},
        confirmed=number(CALENDAR.confirmed_until),
        first=number(date(2004, 1, 1)),
        live=number(LIVE) * DAY,
        rules=lawful().to_pylist(),
    )


def here(as_of: int) -> pa.Table:
    return world(at=moment(as_of), calendar=CALENDAR, hours=OfficeHours(), live=LIVE)


def by_matter(rows: list[dict[str, Any]]) -> dict[str, list[dict[str, Any]]]:
    found: dict[str, list[dict[str, Any]]] = {}
    for row in rows:
        found.setdefault(row["matter"], []).append(row)
    return found


def compare(entries: list[dict[str, Any]], as_of: int, arrow: pa.Table | None = None) -> int:
    """How many clocks were compared; the first difference fails with the matter's history."""
    arrow = table(entries) if arrow is None else arrow
    found = embedded().evaluate(arrow, lawful(), here(as_of), WANTED)
    both_engines_agree(entries, found, here(as_of))
    rows = [c | {"paused_days": None} if c["due"] is None else c for c in found["time_limit"].to_pylist()]
    clocks = by_matter(rows)
    filings = by_matter(found["deemed_acceptance"].to_pylist())
    done = 0
    for matter, history in by_matter(entries).items():
        wanted_filings, wanted = oracle.judge(history, as_of, judge())
        agree(wanted_filings, filings.get(matter, []), history, as_of, ("instance",))
        agree(wanted, clocks.get(matter, []), history, as_of, ("clock", "instance"))
        done += len(wanted)
    return done


def both_engines_agree(entries: list[dict[str, Any]], found: Any, world: pa.Table) -> None:
    """The steps as plain functions give the very rows that DuckDB gives."""
    rows = [tuple(e[name] for name in ENTRIES) for e in entries]
    near_by = near.evaluate(rows, lawful(), world, WANTED)
    for name in WANTED:
        here, there = (
            sorted(tuple(map(repr, r.values())) for r in t) for t in (near_by[name], found[name].to_pylist())
        )
        assert here == there


def agree(wanted: list[Any], got: list[Any], history: list[Any], as_of: int, key: tuple[str, ...]) -> None:
    expected = {tuple(w[k] for k in key): w for w in wanted}
    present = {tuple(g[k] for k in key): {name: g[name] for name in wanted[0]} for g in got} if wanted else {}
    if not (len(got) == len(wanted) and expected == present):
        lines = [
            f"{h['position']} {h['kind']} {moment(h['local'])} "
            + str(
                {
                    k: v
                    for k, v in h.items()
                    if v and k not in ("matter", "position", "kind", "local", "happened", "recorded", "law")
                }
            )
            for h in sorted(history, key=lambda h: h["local"])
        ]
        differing = [
            (k, name, "expected", e[name], "found", present[k][name])
            for k, e in expected.items() if k in present for name in e if e[name] != present[k][name]
        ]  # fmt: skip
        odd = sorted(set(expected) ^ {tuple(g[k] for k in key) for g in got})
        pytest.fail(
            f"as of {moment(as_of)}:\n" + "\n".join(map(str, [*lines, *differing, "only on one side:", *odd]))
        )


SPANS = {
    "spring": (date(2026, 1, 5), 90),
    "autumn": (date(2026, 7, 20), 100),
    "year_end_provisional": (date(2026, 9, 20), 60),
    "before_live": (date(2024, 11, 1), 120),
    "first_years": (date(2004, 5, 1), 80),
}


@pytest.mark.parametrize("span", SPANS)
def test_relation_equals_day_by_day_judge(span: str) -> None:
    """10,500 histories, each judged while young and when old."""
    since, spread = SPANS[span]
    entries = histories(2100, seed=sorted(SPANS).index(span), base=number(since), spread=spread)
    arrow = table(entries)
    compared = 0
    for later in (60, 200):
        as_of = (number(since) + later) * DAY + 10 * 3_600_000_000 - OFFSET
        compared += compare(entries, as_of, arrow)
    assert compared > 5_000


def test_every_day_and_the_microseconds_around_midnight() -> None:
    """Sixty matters, judged on every day for three months: just before, at and just after each midnight."""
    since = number(date(2026, 8, 25))
    entries = histories(60, seed=77, base=since, spread=5)
    arrow = table(entries)
    for day in range(since, since + 90):
        for offset in (-1, 0, 1):
            compare(entries, day * DAY + offset - OFFSET, arrow)
