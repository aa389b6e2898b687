"""Every periodic task of the platform, in order, on this page."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings

from luoshi.approvals.models import Matter
from luoshi.documents import effects
from luoshi.ledger import delivery, read, seal
from luoshi.ledger.entry import SHANGHAI
from luoshi.monitor import notify, sweep
from luoshi.supervision import surveying


@dataclass(frozen=True, slots=True)
class Task:
    """What runs, how long after it last ran it is due again; `run` says whether there was anything to do."""

    name: str
    every: timedelta
    run: Callable[[datetime], bool]


def swept(at: datetime) -> bool:
    """Bring about what time brings about."""
    return sweep.sweep(at=at).recorded > 0


def papered(at: datetime) -> bool:
    """Issue the notices of what the law itself has done."""
    return effects.tell(at=at) > 0


def sealed(at: datetime) -> bool:
    """Seal once a civil day, if anything was recorded since the last seal."""
    ledger = settings.LUOSHI_JURISDICTION
    position, _ = read.head(ledger=ledger)
    before = seal.last(ledger=ledger)
    if not position or (before and before[-1].size >= position):
        return False
    if (
        before
        and datetime.fromisoformat(before[-1].at).astimezone(SHANGHAI).date()
        >= at.astimezone(SHANGHAI).date()
    ):
        return False
    made = seal.seal(at, ledger) is not None
    delivery.deliver(at, ledger)
    return made


def told(at: datetime) -> bool:
    """Tell units of their cards, in office hours."""
    return notify.notify(at=at) > 0


def surveyed(at: datetime) -> bool:
    """Survey all cases for leads, once a night; an office without cases has nothing to survey."""
    ledger = settings.LUOSHI_JURISDICTION
    if not Matter.objects.filter(ledger=ledger).exists() or not surveying.due(at, ledger):
        return False
    done = surveying.record(at=at, ledger=ledger)
    return done.new + done.gone > 0


TIMETABLE = (
    Task("sweep", timedelta(seconds=5), swept),
    Task("notify", timedelta(minutes=1), told),
    Task("papers", timedelta(seconds=30), papered),
    Task("survey", timedelta(minutes=10), surveyed),
    Task("seal", timedelta(minutes=10), sealed),
)
last: dict[str, datetime] = {}


def run_due(*, at: datetime, everything: bool = False) -> list[str]:
    """Run what is due, in order; the names of what had something to do."""
    done = []
    for task in TIMETABLE:
        if everything or task.name not in last or at - last[task.name] >= task.every:
            last[task.name] = at
            if task.run(at):
                done.append(task.name)
    return done
