"""What a city's counters hand in: matters with five entries each, most of them in time, some late, some paused."""

import random
from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, timedelta
from itertools import islice
from typing import Any, TypeVar

from luoshi.ledger.entry import Draft

LIVE = date(2026, 1, 1)
FIRST = datetime(2026, 1, 5, 1, tzinfo=UTC)
DAYS = 120
AT = datetime(2026, 9, 1, 1, tzinfo=UTC)
"""The moment at which all of it is judged."""

Told = tuple[str, dict[str, Any]]
T = TypeVar("T")


def batched(items: Iterable[T], size: int) -> Iterator[list[T]]:
    """Lists of `size`, the last perhaps shorter."""
    rest = iter(items)
    while part := list(islice(rest, size)):
        yield part


def told(*, matters: int, offset: int = 0, seed: int = 1) -> Iterator[Draft]:
    """Five entries a matter, matter by matter."""
    chance = random.Random(seed + offset)
    for n in range(offset, offset + matters):
        at = FIRST + timedelta(days=chance.randrange(DAYS), seconds=chance.randrange(8 * 3600))
        steps: list[Told] = [
            ("approvals.received", {"item": f"item {n % 300}"}),
            ("approvals.accepted", {}),
            ("clocks.set", {"clock": "promise", "instance": "", "grade": "promise", "amount": 10, "per": "working_day"}),
            ("approvals.decided", {"outcome": "granted"}),
            ("approvals.delivered", {}),
        ]  # fmt: skip
        for step, (kind, payload) in enumerate(steps):
            yield one(n, kind, at, occasion=f"{n}:{step}", **payload)
            at += timedelta(hours=chance.randrange(1, 20 if step < 2 else 160))


def more(*, count: int, matters: int, seed: int = 2) -> Iterator[Draft]:
    """One entry each for matters drawn from all the old ones: a step, told in no order."""
    chance = random.Random(seed)
    for n in range(count):
        at = FIRST + timedelta(days=DAYS + chance.randrange(30), seconds=n % 3600)
        yield one(chance.randrange(matters), "approvals.step", at, occasion=f"more:{n}", step=f"{n}")


def one(n: int, kind: str, at: datetime, *, occasion: str, **payload: Any) -> Draft:
    return Draft(
        matter=f"windows:{n:08d}",
        kind=kind,
        happened_at=at,
        occasion=f"windows:{occasion}",
        unit=f"unit {n % 40}",
        officer=f"officer {n % 900}",
        actor_kind="import",
        actor="windows",
        law="CN-530100",
        source="windows",
        payload=payload,
    )


def as_json(draft: Draft) -> dict[str, Any]:
    """The same as the API takes it."""
    names = ("matter", "kind", "occasion", "unit", "officer", "law", "payload")
    return {"happened_at": draft.happened_at.isoformat(), **{name: getattr(draft, name) for name in names}}


def go_live() -> None:
    """From here on this office's clocks issue effects and cards."""
    from luoshi.monitor import settings

    settings.change(
        name=settings.LIVE_SINCE,
        value=LIVE.isoformat(),
        since=LIVE,
        actor="bench",
        at=datetime(2026, 1, 1, tzinfo=UTC),
    )
