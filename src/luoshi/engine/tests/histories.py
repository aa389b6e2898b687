"""Generated histories: seeded, and full of what should not happen but does."""

from typing import Any

import numpy as np
import pyarrow as pa

from luoshi.engine.frame import schema
from luoshi.engine.schema import ENTRIES

DAY = 86_400_000_000
OFFSET = 28_800_000_000
EMPTY = {"string": "", "boolean": False}
BLANK: dict[str, Any] = {k: EMPTY.get(v) for k, v in ENTRIES.items()}
PERS = (
    "working_day",
    "working_day",
    "working_day",
    "day",
    "month",
    "year",
    "hour",
    "minute",
    "second",
    "working_hour",
    "working_minute",
)
GROUNDS = ("expert_review", "听证", "testing", "喝茶", "")
CLOCKS = ("CLK-03", "CLK-03", "CLK-02", "CLK-13", "CLK-15.2", "CLK-24", "CLK-01", "CLK-05", "CLK-99")


class Maker:
    """Writes the entries of matters; positions follow the order of writing, not of time."""

    def __init__(self, seed: int) -> None:
        self.r = np.random.default_rng(seed)
        self.rows: list[dict[str, Any]] = []

    def often(self, p: float) -> bool:
        return bool(self.r.random() < p)

    def one(self, of: tuple[Any, ...]) -> Any:
        return of[int(self.r.integers(0, len(of)))]

    def days(self, lo: int, hi: int) -> int:
        return int(self.r.integers(lo, hi))

    def at(self, day: int) -> int:
        """A moment of a day: often its midnight, its last microsecond, or office hours."""
        kind = self.days(0, 10)
        if kind == 0:
            return day * DAY
        if kind == 1:
            return day * DAY + DAY - 1
        if kind == 2:
            return day * DAY + int(self.r.integers(0, DAY))
        return day * DAY + self.days(9 * 60, 17 * 60) * 60_000_000

    def add(self, matter: str, kind: str, local: int, **more: Any) -> dict[str, Any]:
        row = BLANK | {"position": len(self.rows) + 1, "matter": matter, "kind": kind, "local": local}
        row |= {
            "happened": local - OFFSET,
            "recorded": local - OFFSET,
            "unit": "住建局",
            "law": "CN-530100",
            **more,
        }
        self.rows.append(row)
        return row

    def matter(self, name: str, base: int) -> None:
        """One history from about day `base` on."""
        start = len(self.rows)
        received = base + self.days(0, 60)
        if self.often(0.97):
            self.add(name, "approvals.received", self.at(received), item="施工许可")
        day = received
        for _ in range(self.days(0, 4) if self.often(0.35) else 0):
            day += self.days(0, 8)
            self.add(
                name,
                self.one(
                    (
                        "approvals.correction_notified",
                        "approvals.correction_notified",
                        "approvals.acceptance_refused",
                    )
                ),
                self.at(day),
            )
            day += self.days(0, 6)
            if self.often(0.8):
                self.add(name, "approvals.supplemented", self.at(day))
        day += self.days(-1, 7)
        accepted = day
        if self.often(0.8):
            self.add(name, "approvals.accepted", self.at(day))
        self.limits(name, accepted)
        self.stays(name, accepted)
        self.ends(name, accepted)
        self.disorder(name, start)

    def limits(self, name: str, accepted: int) -> None:
        for _ in range(self.days(0, 3)):
            grade = self.one(("promise", "promise", "step", "step", "follow_up", "statutory", "", "source"))
            clock = (
                self.one(CLOCKS)
                if grade == "statutory" or self.often(0.03)
                else self.one(("promise", "会签", "初审"))
            )
            per = self.one(PERS)
            small = {
                "second": 90_000,
                "minute": 3_000,
                "hour": 100,
                "month": 4,
                "year": 2,
                "working_minute": 900,
                "working_hour": 30,
            }
            amount = (
                self.days(1, small.get(per, 40)) if self.often(0.95) else self.one((0, -3, 2_000_000_000))
            )
            if grade == "statutory" and self.often(0.6):
                amount, per = None, ""
            due = (
                (self.at(accepted + self.days(0, 40)) - OFFSET)
                if grade == "source" or self.often(0.03)
                else None
            )
            at = self.at(accepted + self.days(-4, 6))
            instance = self.one(("", "", "2"))
            self.add(
                name,
                "clocks.set",
                at,
                clock=clock,
                grade=grade,
                amount=amount,
                per=per,
                instance=instance,
                due=due,
                unit=self.one(("住建局", "消防", "")),
            )
            if self.often(0.5):
                self.add(
                    name, "clocks.met", self.at(accepted + self.days(0, 30)), clock=clock, instance=instance
                )

    def stays(self, name: str, accepted: int) -> None:
        for _ in range(self.days(1, 4) if self.often(0.45) else 0):
            day = accepted + self.days(-2, 34)
            instance = self.one(("", "", "b"))
            self.add(
                name,
                "approvals.paused",
                self.at(day),
                ground=self.one(GROUNDS),
                document=self.one(("文〔1〕", "文〔2〕", "")),
                instance=instance,
            )
            if self.often(0.8):
                self.add(
                    name, "approvals.resumed", self.at(day + self.one((0, 1, 3, 8, 20))), instance=instance
                )
        if self.often(0.3):
            clock = self.one(("CLK-02", "CLK-02", "CLK-03", "CLK-13", "promise", "CLK-05"))
            for _ in range(self.days(1, 3)):
                day = accepted + self.days(0, 20) + self.one((0, 10, 25, 50))
                self.add(
                    name,
                    "approvals.extended",
                    self.at(day),
                    clock=clock,
                    amount=self.one((10, 10, 5, 30, 0, None)),
                )

    def ends(self, name: str, accepted: int) -> None:
        day = accepted + self.days(0, 60)
        if self.often(0.6):
            self.add(
                name,
                "approvals.decided",
                self.at(day),
                outcome=self.one(("granted", "granted", "refused", "")),
            )
        if self.often(0.5):
            self.add(name, "approvals.delivered", self.at(day + self.days(-1, 20)))
        if self.often(0.06):
            self.add(name, "approvals.withdrawn", self.at(accepted + self.days(-3, 40)))
        if self.often(0.1):
            self.add(
                name,
                "approvals.transferred",
                self.at(accepted + self.days(-3, 10)),
                to_unit=self.one(("规划局", "城管局", "")),
            )
        if self.often(0.1):
            self.add(name, "approvals.deemed_accepted", self.at(accepted + self.days(0, 30)))
        if self.often(0.3):
            self.add(name, "approvals.step", self.at(accepted + self.days(0, 30)))

    def disorder(self, name: str, start: int) -> None:
        """Foreign matters, second receipts, late and corrected and voided entries, entries out of order."""
        law = self.one(("none", "")) if self.often(0.06) else "CN-530100"
        own = self.rows[start:]
        for row in own:
            row["law"] = law
        if own and self.often(0.2):
            old = own[self.days(0, len(own))]
            moved = old["local"] + self.days(-6, 7) * DAY
            kind = "ledger.voided" if self.often(0.3) else old["kind"]
            for _ in range(self.days(1, 3)):
                more = {
                    k: v
                    for k, v in old.items()
                    if k not in ("position", "matter", "kind", "local", "happened", "recorded")
                }
                self.add(name, kind, moved, **(more | {"corrects": old["position"]}))
                moved += DAY
        if own and self.often(0.15):
            places = [row["position"] for row in own if not any(o["corrects"] for o in self.rows[start:])]
            if len(places) == len(own):
                for row, place in zip(own, self.r.permutation(places).tolist(), strict=True):
                    row["position"] = place


def histories(
    n: int, *, seed: int, base: int, spread: int, name: str = "春建〔2026〕"
) -> list[dict[str, Any]]:
    """Entries of n matters that begin within `spread` days after day number `base`."""
    maker = Maker(seed)
    for i in range(n):
        maker.matter(f"{name}{i:05d}号", base + maker.days(0, spread))
    return maker.rows


def table(rows: list[dict[str, Any]]) -> pa.Table:
    return pa.Table.from_pylist(rows, schema=schema("entries"))
