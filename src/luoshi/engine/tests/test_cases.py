"""What a case took, net and as felt, against a plain walk over the days."""

from datetime import date, datetime
from typing import Any

import numpy as np
import pyarrow as pa
import pytest

from luoshi.engine import surveys
from luoshi.engine.cases import NOT_OF_DECISION, TOLD
from luoshi.engine.frame import ARROW
from luoshi.engine.surroundings import lawful, world
from luoshi.engine.tests.histories import DAY, OFFSET, histories
from luoshi.engine.whole import Whole
from luoshi.law.calendar import calendar_for
from luoshi.law.days import CHINA, number
from luoshi.law.office_hours import OfficeHours

CALENDAR = calendar_for("CN-530100")
AT = datetime(2026, 11, 20, 9, tzinfo=CHINA)
BLANK: dict[str, Any] = {name: "" if kind == "string" else None for name, kind in TOLD.items()}


def working(day: int) -> bool:
    return CALENDAR.working(date.fromordinal(day + date(1970, 1, 1).toordinal()))


def made(rows: list[dict[str, Any]], *wanted: str) -> dict[str, list[dict[str, Any]]]:
    schema = pa.schema([(name, ARROW[kind]) for name, kind in TOLD.items()])
    table = pa.Table.from_pylist([BLANK | row for row in rows], schema=schema)
    here = world(at=AT, calendar=CALENDAR, hours=OfficeHours(), live=None)
    with Whole() as whole:
        whole.load(table, lawful(), here)
        surveys.prepare(whole, AT.date())
        return {name: t.to_pylist() for name, t in whole.fetch(wanted).items()}


def counted(per: str, days: range, out: set[int]) -> int:
    """Days of a limit among these, those taken out left aside."""
    return sum(1 for day in days if day not in out and (per != "working_day" or working(day)))


def test_days_used_are_those_of_a_walk() -> None:
    """Every decided case of 1,500 disorderly histories: the limit chosen, and the days counted one by one."""
    rows = histories(1500, seed=11, base=number(date(2026, 3, 1)), spread=120)
    found = made(rows, "time_limit", "pauses", "governed", "used")
    out: dict[str, set[int]] = {}
    for pause in found["pauses"]:
        until = pause["until_day"] if pause["until_day"] is not None else 30_000
        out.setdefault(pause["matter"], set()).update(range(pause["since_day"], until))
    decided = {
        g["matter"]: g["decided"] // DAY
        for g in found["governed"]
        if g["decided"] is not None and g["under_law"]
    }
    used = {row["matter"]: row for row in found["used"]}
    limits: dict[str, list[dict[str, Any]]] = {}
    for row in found["time_limit"]:
        ordinary = row["grade"] in ("promise", "statutory") and row["clock"] not in NOT_OF_DECISION
        if ordinary and row["per"] in ("working_day", "day", "month", "year"):
            limits.setdefault(row["matter"], []).append(row)
    assert set(used) == set(limits) & set(decided)
    assert len(used) > 300
    for matter, got in used.items():
        promised = [row for row in limits[matter] if row["grade"] == "promise"] or limits[matter]
        chosen = [
            row for row in promised if row["clock"] == got["clock"] and row["start_day"] == got["start_day"]
        ]
        assert chosen
        first, last = got["start_day"] + 1, decided[matter]
        per = "working_day" if got["per"] == "working_day" else "day"
        if last >= first:
            walked = counted(per, range(first, last + 1), out.get(matter, set()) - {last})
        else:
            walked = -counted(per, range(last + 1, first), set())
        assert got["used"] == walked, matter


def filings(seed: int) -> list[dict[str, Any]]:
    """Cases of a few applicants and items; some are sent back, some refused, some granted, some open."""
    r = np.random.default_rng(seed)
    rows: list[dict[str, Any]] = []

    def add(matter: str, kind: str, local: int, **more: Any) -> None:
        told = {
            "matter": matter,
            "kind": kind,
            "local": local,
            "happened": local - OFFSET,
            "recorded": local - OFFSET,
        }
        rows.append(
            {
                "position": len(rows) + 1,
                "unit": "住建局",
                "law": "CN-530100",
                "actor_kind": "person",
                **told,
                **more,
            }
        )

    for n in range(150):
        matter, day = f"m{n:03d}", number(date(2026, 2, 1)) + int(r.integers(0, 200))
        at = day * DAY + int(r.integers(9 * 3600, 17 * 3600)) * 1_000_000 + n
        applicant = f"A{int(r.integers(0, 12))}" if r.random() < 0.9 else ""
        add(matter, "approvals.received", at, item=f"事项{int(r.integers(0, 2))}", applicant=applicant)
        end = at + int(r.integers(1, 15)) * DAY
        fate = r.random()
        if fate < 0.3:
            add(matter, "approvals.withdrawn", end)
        elif fate < 0.5:
            add(
                matter, "approvals.acceptance_refused", at + int(r.integers(1, 5)) * DAY
            )  # later, silence accepted it
        elif fate < 0.9:
            add(matter, "approvals.accepted", at + DAY)
            add(matter, "approvals.decided", end + DAY, outcome="refused" if fate < 0.6 else "granted")
    return rows


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_waiting_begins_with_the_first_filing_of_a_chain(seed: int) -> None:
    rows = filings(seed)
    got = {row["matter"]: row for row in made(rows, "felt")["felt"]}
    cases: dict[str, dict[str, Any]] = {}
    for row in rows:
        it = cases.setdefault(row["matter"], {"end": None, "granted": False})
        if row["kind"] == "approvals.received":
            it |= {"at": row["local"], "who": row["applicant"], "item": row["item"]}
        elif row["kind"] != "approvals.accepted":
            it |= {"end": row["local"], "granted": row.get("outcome") == "granted"}
    first: dict[str, str] = {}
    last: dict[tuple[str, str], str] = {}
    chained = 0
    for matter, it in sorted(cases.items(), key=lambda pair: (pair[1]["at"], pair[0])):
        before = last.get((it["who"], it["item"])) if it["who"] else None
        first[matter] = matter
        if before is not None and continues(cases[before], it):
            first[matter], chained = first[before], chained + 1
        last[it["who"], it["item"]] = matter
        assert got[matter]["first"] == first[matter]
        assert got[matter]["again"] is (first[matter] != matter)
        begun = cases[first[matter]]["at"]
        assert got[matter]["felt"] == (None if it["end"] is None else it["end"] - begun)
    assert chained > 3


def continues(before: dict[str, Any], it: dict[str, Any]) -> bool:
    """Filed again within ten working days after an end without what was applied for."""
    if before["end"] is None or before["granted"] or it["at"] < before["end"]:
        return False
    return counted("working_day", range(before["end"] // DAY + 1, it["at"] // DAY + 1), set()) <= 10
