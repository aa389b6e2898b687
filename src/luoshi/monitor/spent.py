"""Where the time of an ended matter went, in hours, as the applicant felt it."""

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from itertools import pairwise
from typing import Protocol

HOUR = timedelta(hours=1)
FILING, ISSUE, STEP, OPINION = "CLK-01", "CLK-05", "step", "opinion"


class Matter(Protocol):
    """What must be known of a matter."""

    @property
    def received_at(self) -> datetime | None: ...
    @property
    def accepted_at(self) -> datetime | None: ...
    @property
    def decided_at(self) -> datetime | None: ...
    @property
    def delivered_at(self) -> datetime | None: ...
    @property
    def ended_at(self) -> datetime | None: ...


class Limit(Protocol):
    """What must be known of a clock."""

    @property
    def clock(self) -> str: ...
    @property
    def instance(self) -> str: ...
    @property
    def started_at(self) -> datetime: ...
    @property
    def met_at(self) -> datetime | None: ...
    @property
    def paused_days(self) -> int: ...


def spent(matter: Matter, limits: Sequence[Limit]) -> Counter[str]:
    """Hours by part: `correction` (with the applicant), `acceptance`, `paused`, `opinion`, each step by its own name,
    `handling` where no step is told, `delivery`. Together from receipt to the last the applicant waited for."""
    found: Counter[str] = Counter()
    if matter.received_at is None or matter.ended_at is None:
        return found
    begun = min(matter.accepted_at or matter.ended_at, matter.ended_at)
    before = hours(matter.received_at, begun)
    found["correction"] = min(waiting([c for c in limits if c.clock == FILING], begun), before)
    found["acceptance"] = before - found["correction"]
    handled = hours(begun, matter.ended_at)
    found["paused"] = min(max((c.paused_days for c in limits), default=0) * 24, handled)
    asked = [(c.started_at, c.met_at or matter.ended_at) for c in limits if c.clock == OPINION]
    found["opinion"] = min(covered(asked, begun, matter.ended_at), handled - found["paused"])
    found += by_step(limits, begun, matter.ended_at, handled - found["paused"] - found["opinion"])
    if matter.decided_at and matter.delivered_at:
        found["delivery"] = hours(matter.decided_at, matter.delivered_at)
    return found


def hours(since: datetime, until: datetime) -> int:
    return max((until - since) // HOUR, 0)


def waiting(filings: Sequence[Limit], until: datetime) -> int:
    """Hours between an answer to one filing and the next filing: the applicant was correcting."""
    found = 0
    told = sorted(filings, key=lambda c: c.started_at)
    for one, following in pairwise(told):
        if one.met_at and one.met_at < following.started_at:
            found += hours(one.met_at, min(following.started_at, until))
    return found


def covered(spans: Iterable[tuple[datetime, datetime]], since: datetime, until: datetime) -> int:
    """Hours of a time that lie in at least one of the spans."""
    found, at = 0, since
    for begin, end in sorted(spans):
        begin, end = max(begin, at), min(end, until)  # noqa: PLW2901 what is left of the span
        if begin < end:
            found += hours(begin, end)
            at = end
    return found


def by_step(limits: Sequence[Limit], since: datetime, until: datetime, left: int) -> Counter[str]:
    """What is left of the handling, shared among its steps by how long each took."""
    took: Counter[str] = Counter()
    for c in limits:
        if c.clock == STEP and c.started_at >= since:
            took[c.instance] += hours(c.started_at, min(c.met_at or until, until))
    whole = took.total()
    if not whole:
        return Counter({"handling": left})
    shared = Counter({name: left * n // whole for name, n in took.items()})
    first = max(sorted(took), key=lambda name: took[name])
    shared[first] += left - shared.total()
    return shared
