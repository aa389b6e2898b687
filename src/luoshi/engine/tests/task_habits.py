"""Key tasks of the invented city: honest units, and units with one bad habit each. Apart, so that the cases stay as drawn."""

from collections.abc import Mapping
from datetime import date
from typing import Any

import numpy as np

from luoshi.law.days import number

DAY = 86_400_000_000
OFFSET = 28_800_000_000
HABITS: Mapping[str, tuple[str, str]] = {
    "falsifies": ("false_write_offs", "undone"),
    "claims_too_soon": ("false_write_offs", "sent_back"),
    "fools_samples": ("false_write_offs", "sampled_untrue"),
    "inflates": ("inflated_targets", "inflated"),
    "reuses_photos": ("reused_evidence", "reused"),
    "reports_at_month_end": ("reused_evidence", "month_end"),
    "is_inspected_often": ("over_inspection", "frequent"),
    "is_inspected_again": ("over_inspection", "close"),
    "picks_clauses": ("selective_execution", "uncovered"),
    "never_begins": ("selective_execution", "not_begun"),
}
TASKS, CLAUSES = 90, 40


class Office:
    """Writes the entries of the tasks of its units."""

    def __init__(self, seed: int, blank: Mapping[str, Any], first: int) -> None:
        self.r = np.random.default_rng([seed, 17])
        self.rows: list[dict[str, Any]] = []
        self.blank, self.first = blank, first

    def often(self, p: float) -> bool:
        return bool(self.r.random() < p)

    def add(self, matter: str, kind: str, day: int, unit: str, **more: Any) -> None:
        local = day * DAY + int(self.r.integers(9 * 3600, 17 * 3600)) * 1_000_000
        position = self.first + len(self.rows)
        told = {
            "position": position,
            "matter": matter,
            "kind": kind,
            "local": local,
            "happened": local - OFFSET,
        }
        told |= {"recorded": local - OFFSET, "unit": unit, "law": "CN-530100", "actor_kind": "system"}
        self.rows.append({**self.blank, **told, "entered": None, **more})

    def unit(self, name: str, habit: str = "") -> None:
        since = number(date(2025, 12, 1))
        source = f"{name}:source"
        self.add(
            source,
            "tasks.source_registered",
            since,
            name,
            item=name,
            clauses=str(list(range(1, CLAUSES + 1))),
        )
        for n in range(1, CLAUSES + 1):
            if self.often(0.5 if habit == "picks_clauses" else 0.04):
                continue
            if self.often(0.1):
                self.add(source, "tasks.clause_set_aside", since + 3, name, clause=n)
            else:
                self.add(f"{name}:t{n}", "tasks.drafted", since + 5, name, carries=source, clauses=str([n]))
        for n in range(TASKS):
            self.task(f"{name}:task:{n:03d}", name, since + int(self.r.integers(0, 150)), habit)
        self.inspected(name, habit, since)

    def task(self, matter: str, unit: str, day: int, habit: str) -> None:
        self.add(matter, "tasks.drafted", day, unit)
        if self.often(0.45 if habit == "inflates" else 0.05):
            self.add(matter, "tasks.inflation_found", day, unit, instance="1", cause="time", n=600)
        self.add(matter, "tasks.assigned", day + 1, unit, to_unit=unit, instance="1")
        if self.often(0.4 if habit == "never_begins" else 0.04):
            return
        for n in range(4):
            on = day + 5 + 9 * n + int(self.r.integers(0, 8))
            if n and habit == "reports_at_month_end":
                on = month_end(on)
            self.add(matter, "tasks.progressed", on, unit)
        day += 60
        back = self.often(0.5 if habit == "claims_too_soon" else 0.1)
        for instance in ("1", "2")[: 1 + back]:
            self.add(matter, "tasks.claimed", day, unit, instance=instance)
            if self.often(0.4 if habit == "reuses_photos" else 0.03):
                self.add(matter, "tasks.evidence_reused", day, unit, instance=instance)
            kind = "tasks.returned" if back and instance == "1" else "tasks.verified"
            self.add(matter, kind, day + 2, unit, instance=instance)
            day += 10
        if self.often(0.35 if habit == "falsifies" else 0.03):
            self.add(matter, "tasks.reopened", day + 30, unit, instance="1")
        if self.often(0.4):
            untrue = self.often(0.4 if habit == "fools_samples" else 0.03)
            outcome = "false" if untrue else "true"
            self.add(matter, "inspections.sample_checked", day + 40, unit, instance="1", outcome=outcome)

    def inspected(self, unit: str, habit: str, since: int) -> None:
        """Every 45 days or so; one body every fortnight or less, one in pairs."""
        day = since + int(self.r.integers(0, 40))
        n = 0
        while day < since + 340:
            self.add(f"{unit}:inspection:{n}", "inspections.served", day, "效能办", to_unit=unit)
            n += 1
            if habit == "is_inspected_often":
                for extra in range(3):  # on the same day
                    self.add(
                        f"{unit}:inspection:{n}:{extra}", "inspections.served", day, "效能办", to_unit=unit
                    )
                day += int(self.r.integers(31, 34))
            elif habit == "is_inspected_again":
                day += 5 if n % 2 else int(self.r.integers(60, 70))
            else:
                day += int(self.r.integers(36, 50))


def month_end(day: int) -> int:
    """The last day of the month a day lies in."""
    on = date.fromordinal(day + date(1970, 1, 1).toordinal())
    following = date(on.year + on.month // 12, on.month % 12 + 1, 1)
    return number(following) - 1
