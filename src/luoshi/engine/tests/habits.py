"""An invented city of honest units, and units with one bad habit each. Which is known only here.

Honest units differ too: in pace, in how often they stop, correct and refuse, in how late they enter things.
"""

from collections.abc import Mapping
from datetime import date
from functools import cache
from typing import Any

import numpy as np
import pyarrow as pa

from luoshi.engine.cases import TOLD
from luoshi.engine.frame import ARROW
from luoshi.engine.tests import task_habits
from luoshi.law.calendar import calendar_for
from luoshi.law.days import number

DAY = 86_400_000_000
OFFSET = 28_800_000_000
SECOND = 1_000_000
PROMISE = 20
ITEMS = ("食品经营许可", "取水许可", "排污许可")
STUCK = "排污许可"
"""The item whose cases wait for one step, whoever handles them."""
BLANK: dict[str, Any] = {name: "" if kind == "string" else None for name, kind in TOLD.items()}
HABITS: Mapping[str, tuple[str, str]] = {
    "bunches": ("deadline_bunching", "bunching"),
    "pads": ("padded_promises", "padding"),
    "stops": ("clock_stopping", "paused"),
    "stops_late": ("clock_stopping", "near_due"),
    "stops_bare": ("clock_stopping", "undocumented"),
    "corrects": ("clock_stopping", "corrections"),
    "sends_back": ("clock_stopping", "refiled"),
    "reclassifies": ("reclassified_cases", "reclassified"),
    "enters_late": ("back_entry", "lag"),
    "enters_at_once": ("back_entry", "same_second"),
    "decides_at_once": ("back_entry", "too_fast"),
    "backdates": ("back_entry", "before_acceptance"),
    "haggles": ("card_withdrawals", "withdrawn"),
    "favours": ("fast_lane_use", "granted"),
    **task_habits.HABITS,
}
"""Each habit, and the survey and measure that should see it."""


@cache
def calendar() -> Any:
    return calendar_for("CN-530100")


def after(day: int, n: int) -> int:
    """The n-th working day after a day."""
    c = calendar()
    return int(c.day_of[c.ordinal[day - c.first] + n - 1])


class City:
    """Writes the entries of its units; `habits` says which unit has which."""

    def __init__(self, seed: int) -> None:
        self.r = np.random.default_rng(seed)
        self.rows: list[dict[str, Any]] = []
        self.applicants = 0

    def often(self, p: float) -> bool:
        return bool(self.r.random() < p)

    def at(self, day: int) -> int:
        """A second of office hours."""
        return day * DAY + int(self.r.integers(9 * 3600, 17 * 3600)) * SECOND

    def add(self, matter: str, kind: str, local: int, unit: str, *, lag: int = 0, **more: Any) -> None:
        happened = local - OFFSET
        entered = after(local // DAY, lag) * DAY + local % DAY - OFFSET if lag else happened
        self.rows.append(
            BLANK
            | {
                "position": len(self.rows) + 1, "matter": matter, "kind": kind, "local": local, "happened": happened,
                "recorded": entered, "unit": unit, "law": "CN-530100", "actor_kind": "person", "entered": None,
            }
            | more
        )  # fmt: skip

    def unit(self, name: str, *, cases: int, since: int, days: int, habit: str = "") -> None:
        """So many cases of each item, received over `days` days."""
        pace = self.r.uniform(0.85, 1.15)
        pauses, corrects = self.r.uniform(0.06, 0.12), self.r.uniform(0.1, 0.2)
        pauses *= habit != "stops_late"
        for item in ITEMS:
            for n in range(cases):
                day = after(since + int(self.r.integers(0, days)), 1)
                self.case(f"{name}:{item}:{n:04d}", name, item, day, (pace, pauses, corrects), habit)

    def case(
        self, matter: str, unit: str, item: str, day: int, usual: tuple[float, float, float], habit: str
    ) -> None:
        pace, pauses, corrects = usual
        officer = f"{unit}-{int(self.r.integers(1, 6))}"
        lag = self.lag(habit)
        self.applicants += 1
        applicant = f"A{self.applicants:06d}"
        told = {"officer": officer, "lag": lag}
        day = self.filed(matter, unit, item, applicant, day, corrects, habit, told)
        if self.often(0.25 if habit == "sends_back" else 0.03):
            self.add(matter, "approvals.withdrawn", self.at(after(day, 2)), unit, **told)
            if self.often(0.8 if habit == "sends_back" else 0.1):
                self.again(f"{matter}b", unit, item, applicant, after(day, int(self.r.integers(4, 9))), told)
            return
        accepted = after(day, int(self.r.integers(1, 3)))
        moment = self.at(accepted)
        self.add(matter, "approvals.accepted", moment, unit, **told)
        self.add(
            matter,
            "clocks.set",
            moment,
            unit,
            clock="promise",
            grade="promise",
            amount=PROMISE,
            per="working_day",
        )
        self.handled(matter, unit, item, accepted, moment, self.days(pace, habit), pauses, habit, told)
        if habit == "reclassifies" and self.often(0.15):
            self.add(matter, "approvals.reclassified", self.at(after(accepted, 1)), unit, **told)
        self.carded(matter, unit, accepted, habit)
        self.hurried(matter, unit, accepted, habit, told)

    def lag(self, habit: str) -> int:
        if habit == "enters_late":
            return int(self.r.choice([0, 1, 2, 3, 4, 5], p=[0.1, 0.15, 0.25, 0.2, 0.2, 0.1]))
        return int(self.r.choice([0, 1, 2, 4], p=[0.85, 0.09, 0.04, 0.02]))

    def filed(
        self,
        matter: str,
        unit: str,
        item: str,
        applicant: str,
        day: int,
        corrects: float,
        habit: str,
        told: Any,
    ) -> int:
        """Received, perhaps corrected; the day on which the papers are complete."""
        self.add(matter, "approvals.received", self.at(day), unit, item=item, applicant=applicant, **told)
        if not self.often(corrects):
            return day
        for _ in range(2 if self.often(0.6 if habit == "corrects" else 0.04) else 1):
            day = after(day, int(self.r.integers(1, 3)))
            self.add(matter, "approvals.correction_notified", self.at(day), unit, **told)
            day = after(day, int(self.r.integers(1, 5)))
            self.add(matter, "approvals.supplemented", self.at(day), unit, **told)
        return day

    def again(self, matter: str, unit: str, item: str, applicant: str, day: int, told: Any) -> None:
        self.add(matter, "approvals.received", self.at(day), unit, item=item, applicant=applicant, **told)
        self.add(matter, "approvals.accepted", self.at(after(day, 1)), unit, **told)
        self.add(matter, "approvals.decided", self.at(after(day, 6)), unit, outcome="granted", **told)

    def days(self, pace: float, habit: str) -> int:
        """Working days the case takes, pauses not counted."""
        if habit == "pads":
            return int(np.clip(np.ceil(self.r.gamma(4, 0.7)), 1, PROMISE))
        if habit == "bunches" and self.often(0.45):
            return int(self.r.integers(PROMISE - 1, PROMISE + 1))
        return int(np.clip(np.ceil(self.r.gamma(5, 0.1 * PROMISE * pace)), 1, 1.6 * PROMISE))

    def handled(
        self,
        matter: str,
        unit: str,
        item: str,
        accepted: int,
        moment: int,
        took: int,
        pauses: float,
        habit: str,
        told: Any,
    ) -> None:
        """Steps, perhaps a pause, the decision, the delivery."""
        if habit == "decides_at_once" and self.often(0.1):
            self.add(matter, "approvals.decided", moment + 90 * SECOND, unit, outcome="granted", **told)
            return
        stopped, late = 0, habit == "stops_late" and self.often(0.15)
        if late or self.often(0.45 if habit == "stops" else pauses):
            begin = PROMISE - 1 if late else int(self.r.integers(1, max(took, 2)))
            took = PROMISE + 2 if late else took
            stopped = int(self.r.integers(3, 9))
            bare = self.often(0.5 if habit == "stops_bare" else 0.02)
            since = after(accepted, begin)
            ground = {"ground": "expert_review", "document": "" if bare else "特别程序时间告知书"}
            self.add(matter, "approvals.paused", self.at(since), unit, **ground, **told)
            self.add(matter, "approvals.resumed", self.at(after(since, stopped)), unit, **told)
        sits = habit == "bunches" and took >= PROMISE - 1
        places = (0.9, 0.95, 1) if sits else (0.1, 0.85, 1) if item == STUCK else (0.33, 0.67, 1)
        whole = took + stopped
        for activity, place in zip(("初审", "现场核查", "审核"), places, strict=True):
            day = after(accepted, max(int(whole * place) - (place == 1), 1))
            self.add(matter, "approvals.step", self.at(day), unit, activity=activity, **told)
        done = accepted - 2 if habit == "backdates" and self.often(0.08) else after(accepted, whole)
        self.add(matter, "approvals.decided", self.at(done) + 1, unit, outcome="granted", **told)
        self.add(matter, "approvals.delivered", self.at(after(max(done, accepted), 2)), unit, **told)

    def carded(self, matter: str, unit: str, accepted: int, habit: str) -> None:
        if self.often(0.15):
            self.add(matter, "monitor.card_issued", self.at(after(accepted, 30)), unit, actor_kind="system")
            card = len(self.rows)
            if self.often(0.5 if habit == "haggles" else 0.08):
                at = self.at(after(accepted, 33))
                self.add(matter, "monitor.appeal_decided", at, unit, card=card, outcome="withdrawn")

    def hurried(self, matter: str, unit: str, accepted: int, habit: str, told: Any) -> None:
        if self.often(0.15 if habit == "favours" else 0.06):
            moment = self.at(accepted)
            self.add(matter, "approvals.fast_lane_requested", moment, unit, ground="major_project", **told)
            granted = self.often(0.95 if habit == "favours" else 0.5)
            kind = "approvals.fast_lane_granted" if granted else "approvals.fast_lane_refused"
            self.add(matter, kind, moment + 3600 * SECOND, unit, ground="major_project", officer=f"{unit}-0")

    def batched(self, unit: str) -> None:
        """One afternoon a week, everything of that week is entered in one go: many cases a second."""
        own = [row for row in self.rows if row["unit"] == unit and row["kind"] == "approvals.step"]
        own.sort(key=lambda row: row["local"])
        for n in range(0, len(own), 12):
            last = own[min(n + 11, len(own) - 1)]
            for row in own[n : n + 12]:
                row.update(
                    local=last["local"],
                    happened=last["happened"],
                    officer=last["officer"],
                    recorded=last["happened"],
                )


def city(
    seed: int, habits: Mapping[str, str], *, honest: int = 6, cases: int = 240, since: date = date(2025, 10, 9),
    days: int = 330,
) -> pa.Table:  # fmt: skip
    """Entries of honest units and of those in `habits` (unit → habit)."""
    made = City(seed)
    for name in [f"实诚{n:02d}局" for n in range(honest)]:
        made.unit(name, cases=cases, since=number(since), days=days)
    for name, habit in habits.items():
        made.unit(name, cases=cases, since=number(since), days=days, habit=habit)
        if habit == "enters_at_once":
            made.batched(name)
    office = task_habits.Office(seed, BLANK, len(made.rows) + 1)
    for n in range(honest):
        office.unit(f"实诚{n:02d}局")
    for name, habit in habits.items():
        office.unit(name, habit)
    schema = pa.schema([(name, ARROW[kind]) for name, kind in TOLD.items()])
    return pa.Table.from_pylist(made.rows + office.rows, schema=schema)
