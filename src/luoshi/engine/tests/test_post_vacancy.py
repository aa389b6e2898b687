"""Vacancies against a walk over the days: 400 posts whose places are given, left and given again at random."""

import random
from datetime import date, datetime
from typing import Any

from luoshi.engine.embedded import embedded
from luoshi.engine.surroundings import lawful, world
from luoshi.engine.tests.histories import BLANK, DAY, OFFSET, table
from luoshi.law.calendar import calendar_for
from luoshi.law.days import CHINA, day_of_number, number
from luoshi.law.office_hours import OfficeHours

CALENDAR = calendar_for("CN-530100")
AT = datetime(2026, 12, 1, 9, tzinfo=CHINA)
FIRST = number(date(2026, 8, 3))
LAST = FIRST + 70


def told(r: random.Random, post: str) -> list[dict[str, Any]]:
    """Set up on the first day; then places given or left, for days before, on and after the day it is said."""
    rows = [{"kind": "org.post_set", "day": FIRST}]
    for _ in range(r.randint(0, 7)):
        since = FIRST + r.randint(0, 60)
        rows.append({
            "kind": "org.officer_assigned", "day": FIRST + r.randint(0, 3), "seat": r.choice("AB"), "since": since,
            "officer": r.choice(("", "S1", "S2")),
        })  # fmt: skip
    return [
        BLANK | {"matter": post, "unit": "局", "law": "CN-530100"} | moments(row.pop("day")) | row
        for row in rows
    ]


def moments(day: int) -> dict[str, int]:
    local = day * DAY + DAY // 2
    return {"happened": local - OFFSET, "recorded": local - OFFSET, "local": local}


def walk(rows: list[dict[str, Any]]) -> list[int]:
    """The days at whose end a vacancy has lasted for five working days, from its first day on."""
    turns = {(row["seat"], row["since"]): row["officer"] for row in rows if row["kind"] != "org.post_set"}
    found, lasted = [], 0
    for day in range(FIRST, LAST + 20):
        held = False
        for seat in "AB":
            begun = [since for at, since in turns if at == seat and since <= day]
            held |= bool(begun) and bool(turns[seat, max(begun)])
        if held:
            lasted = 0
        elif CALENDAR.working(day_of_number(day)):
            lasted += 1
            # Filled from the next day on, it has lasted for five working days and no longer.
            if lasted == 5 and not filled(turns, day + 1):
                found.append(day)
    return found


def filled(turns: dict[tuple[str, int], str], day: int) -> bool:
    return any(turns.get((seat, day)) for seat in "AB")


def test_as_a_walk_over_the_days_finds_them() -> None:
    r = random.Random(7)
    posts = {f"post:{n}": told(r, f"post:{n}") for n in range(400)}
    rows = [row for held in posts.values() for row in held]
    for position, row in enumerate(rows, 1):
        row["position"] = position
    here = world(at=AT, calendar=CALENDAR, hours=OfficeHours(), live=date(2004, 1, 1))
    got: dict[str, list[int]] = {post: [] for post in posts}
    for it in embedded().evaluate(table(rows), lawful(), here, ("post_vacancy",))["post_vacancy"].to_pylist():
        if it["arises"] <= here.column("as_of")[0].as_py():
            got[it["matter"]].append(it["day"])
    for post, held in posts.items():
        assert sorted(got[post]) == walk(held), (post, held)
    assert sum(len(days) for days in got.values()) > 150
