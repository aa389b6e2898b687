"""How long the applicant has waited, everything in, and with whom the time went.

Days are working days after the first filing. A case filed again for the same item soon after one that ended
without a grant is the same waiting (退件重报), by the parameter of clock_stopping.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from luoshi import mechanisms
from luoshi.approvals.models import Matter
from luoshi.approvals.words import lawful_grounds
from luoshi.law import folder
from luoshi.law.calendar import Calendar
from luoshi.law.words import say
from luoshi.portal.told.case import Seen, as_moment, civil

LAW = Path(mechanisms.__file__).parent / "supervision" / "clock_stopping"
MOST = 20
ENDS = (
    "approvals.supplemented", "approvals.accepted", "approvals.deemed_accepted", "approvals.acceptance_refused",
    "approvals.withdrawn",
)  # fmt: skip
"""What ends the applicant's turn after a one-time notice."""


@dataclass(frozen=True, slots=True)
class Waited:
    """`total` working days since `since`; `parts` with their names; `ours` is what is left of them."""

    since: date
    total: int
    parts: Sequence[tuple[str, int]]
    ours: int
    earlier: int


def waited(seen: Seen, before: Sequence[Matter]) -> Waited | None:
    """None for a case whose receipt is not on record."""
    matter, calendar = seen.matter, seen.calendar
    if matter.received_at is None:
        return None
    since, received = (
        civil((before[-1] if before else matter).received_at or matter.received_at),
        civil(matter.received_at),
    )
    until = civil(min(matter.ended_at or seen.at, seen.at))
    parts: dict[str, int] = {}
    if before:
        parts[say("前几次递交", "earlier filings")] = calendar.between(since, received)
    for name, n in (*correcting(seen, until), *paused(seen, until)):
        parts[name] = parts.get(name, 0) + n
    total = max(calendar.between(since, until), 0)
    told = [(name, n) for name, n in parts.items() if n > 0]
    return Waited(since, total, told, max(total - sum(n for _, n in told), 0), len(before))


def correcting(seen: Seen, until: date) -> Iterable[tuple[str, int]]:
    """From each notice to what was filed after it: the applicant's own days."""
    begun: date | None = None
    for row, _told in seen.acts:
        on = civil(as_moment(row.happened_at) or seen.at)
        if row.kind == "approvals.correction_notified" and begun is None:
            begun = on
        elif row.kind in ENDS and begun is not None:
            yield say("等您补正", "with you, to correct"), seen.calendar.between(begun, on)
            begun = None
    if begun is not None:
        yield say("等您补正", "with you, to correct"), seen.calendar.between(begun, until)


def paused(seen: Seen, until: date) -> Iterable[tuple[str, int]]:
    """Days not counted: from the day the clock stopped until before the day it ran again (R7)."""
    names = lawful_grounds()
    for one in seen.case.pauses:
        end = min(civil(one.until), until) if one.until else until
        name = say(*names[one.ground]) if one.ground in names else one.ground or say("暂停", "stopped")
        yield name, between(seen.calendar, civil(one.since), end)


def between(calendar: Calendar, since: date, until: date) -> int:
    """Working days in [since, until)."""
    worked = calendar.working(since) - calendar.working(until)
    return max(calendar.between(since, until) + worked, 0)


def earlier(matter: Matter, calendar: Calendar) -> list[Matter]:
    """The cases that this one continues, the latest first: the same applicant and item, ended without a grant."""
    if not matter.applicant or matter.received_at is None:
        return []
    within = folder.read(LAW).parameters["refiled_days"].on(civil(matter.received_at))
    rows = Matter.objects.filter(
        ledger=matter.ledger, applicant=matter.applicant, item=matter.item, received_at__lt=matter.received_at
    )
    found: list[Matter] = []
    begun: datetime = matter.received_at
    for row in rows.order_by("-received_at")[:MOST]:
        granted = row.decided_at is not None and row.outcome != "refused"
        if row.ended_at is None or granted or row.ended_at > begun or row.received_at is None:
            break
        if calendar.between(civil(row.ended_at), civil(begun)) > within:
            break
        found.append(row)
        begun = row.received_at
    return found
