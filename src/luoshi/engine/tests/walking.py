"""Walking the days, minutes and moments of a term, one after another. For the oracle only."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from luoshi.law.tests.oracle import months_later

DAY = 86_400_000_000
MINUTE = 60_000_000
EPOCH = date(1970, 1, 1).toordinal()
MICROS = {"hour": 60 * MINUTE, "minute": MINUTE, "second": 1_000_000}
GROUNDS = {
    "hearing", "tender", "auction", "inspection", "testing", "quarantine", "appraisal", "expert_review",
    "听证", "招标", "拍卖", "检验", "检测", "检疫", "鉴定", "专家评审",
}  # fmt: skip


@dataclass
class World:
    """The days that are worked, the last day known for certain, and the figures."""

    works: set[int]
    confirmed: int
    first: int
    live: int
    rules: list[dict[str, Any]]
    warn_percent: int = 20
    warn_days: int = 1
    idle_days: int = 3
    escalate: tuple[int, int] = (5, 10)
    morning: tuple[int, int] = (540, 720)
    afternoon: tuple[int, int] = (780, 1020)

    def rule(self, clock: str, day: int) -> dict[str, Any] | None:
        for rule in self.rules:
            if rule["clock"] == clock and rule["since"] <= day < rule["until"]:
                return rule
        return None

    def working_days_after(self, day: int, n: int) -> int:
        while n:
            day += 1
            if day in self.works:
                n -= 1
        return day


def off(day: int, stays: list[tuple[int, int | None]]) -> bool:
    return any(p <= day and (r is None or day < r) for p, r in stays)


def for_good(day: int, stays: list[tuple[int, int | None]]) -> bool:
    """Held by an open stay, and by none that ended."""
    ended = any(r is not None and p <= day < r for p, r in stays)
    return not ended and any(r is None and p <= day for p, r in stays)


def reach(start: int, n: int, per: str, stays: list[tuple[int, int | None]], world: World) -> int | None:
    """The first late moment of a term of n (days, working days, minutes, microseconds); None while a stay holds it."""
    return walk(start, n, per, stays, world)[0]


def walk(
    start: int, n: int, per: str, stays: list[tuple[int, int | None]], world: World
) -> tuple[int | None, int]:
    """The same, and how many (working) days the stays took out on the way."""
    if per == "office":
        return walk_office(start, n, stays, world)
    if per == "moment":
        return walk_moments(start, n, stays)
    day, out = start // DAY, 0
    while n:
        day += 1
        if for_good(day, stays):
            return None, out
        if per == "day" or day in world.works:
            if off(day, stays):
                out += 1
            else:
                n -= 1
    return (day + 1) * DAY, out


def walk_moments(start: int, n: int, stays: list[tuple[int, int | None]]) -> tuple[int | None, int]:
    at, out = start, 0
    while True:
        day = at // DAY
        if for_good(day, stays):
            return None, out // DAY
        rest = (day + 1) * DAY - at
        if off(day, stays):
            out += rest
        elif n <= rest:
            return at + n, out // DAY
        else:
            n -= rest
        at += rest


def walk_office(
    start: int, n: int, stays: list[tuple[int, int | None]], world: World
) -> tuple[int | None, int]:
    day, minute = divmod(start // MINUTE, 1440)
    out, (a, b), (c, d) = 0, world.morning, world.afternoon
    while not for_good(day, stays):
        away = off(day, stays)
        for at in range(minute, 1440) if day in world.works else ():
            if not (a <= at < b or c <= at < d):
                continue
            out, n = (out + 1, n) if away else (out, n - 1)
            if not n:
                return (day * 1440 + at + 1) * MINUTE, out // (b - a + d - c)
        day, minute = day + 1, 0
    return None, out // (b - a + d - c)


def length(start: int, n: int, per: str) -> tuple[int, str]:
    """A term in what is walked: working days, days, office minutes, microseconds."""
    if per in ("month", "year"):
        s = date.fromordinal(start // DAY + EPOCH)
        return (months_later(s, n * (12 if per == "year" else 1)) - s).days, "day"
    if per in MICROS:
        return n * MICROS[per], "moment"
    if per in ("working_hour", "working_minute"):
        return n * (60 if per == "working_hour" else 1), "office"
    return n, per


def rolled(due: int | None, rolls: bool, world: World) -> int | None:
    if due is None or not rolls:
        return due
    day = due // DAY - 1
    while day not in world.works:
        day += 1
    return (day + 1) * DAY


def pauses(entries: list[dict[str, Any]]) -> list[tuple[int, int | None]]:
    """Stays with lawful ground and document, as days; None: not resumed."""
    found: list[tuple[int, int | None]] = []
    for n, e in enumerate(entries):
        if e["kind"] != "approvals.paused" or e["ground"] not in GROUNDS or not e["document"]:
            continue
        back = [
            r for r in entries[n + 1 :] if r["kind"] == "approvals.resumed" and r["instance"] == e["instance"]
        ]
        found.append((e["local"] // DAY, back[0]["local"] // DAY if back else None))
    return found
