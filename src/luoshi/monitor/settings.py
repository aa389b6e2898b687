"""Dated settings of an office: each change is an entry, so that it can be read and defended later.

Two sorts: the day the office went live, and its own values for thresholds of the house rules (`law.yaml` of the
mechanisms, what is not law). A value holds from a moment on, never before it was set: what was judged by another value
stays as it was, and what is open at that moment is judged anew then (`monitor.sweep`).
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from itertools import pairwise
from typing import Any

import orjson
from django.conf import settings

from luoshi.law import folder
from luoshi.law.errors import CouldNot
from luoshi.law.private import personal
from luoshi.law.words import say
from luoshi.ledger import read, record
from luoshi.ledger.entry import SHANGHAI, Row, instant
from luoshi.monitor import store
from luoshi.monitor.acting import acting
from luoshi.monitor.events import SETTING_CHANGED
from luoshi.monitor.models import Setting
from luoshi.monitor.surroundings import LADDER, LIVE_SINCE, in_force

MATTER = "settings"
MOST = 10_000
CEILINGS = {"_percent": 100, "_per_mille": 1000}
CARDS = "card_appeals"
LADDER_OF = LADDER.rstrip(".")


def change(
    *, name: str, value: str, since: date, actor: str, at: datetime, ledger: str | None = None
) -> None:
    """Set `name` to `value` from the day `since` on."""
    payload: dict[str, Any] = {"name": name, "value": value, "since": since.isoformat()}
    with acting(actor=actor, at=at, ledger=ledger) as book:
        book.record(
            matter=MATTER,
            kind=SETTING_CHANGED.kind,
            occasion=f"setting:{name}:{since.isoformat()}:{at.isoformat()}",
            payload=payload,
        )


@dataclass(frozen=True, slots=True)
class Threshold:
    """A threshold of a mechanism; `name` is what entries and addresses call it. An office may set it where `ours`."""

    mechanism: folder.MechanismLaw
    parameter: folder.Parameter
    ours: bool

    @property
    def name(self) -> str:
        return f"{self.mechanism.folder}.{self.parameter.name}"

    @property
    def most(self) -> int:
        return next((n for end, n in CEILINGS.items() if self.parameter.name.endswith(end)), MOST)


def thresholds() -> Iterator[Threshold]:
    """Every threshold there is, by mechanism."""
    for mechanism in folder.mechanisms():
        surveys = "window_months" in mechanism.parameters
        for parameter in mechanism.parameters.values():
            yield Threshold(mechanism, parameter, surveys or mechanism.folder in (LADDER_OF, CARDS))


def threshold(name: str) -> Threshold | None:
    return next((one for one in thresholds() if one.name == name), None)


def set_threshold(
    *, name: str, value: int, since: date, reason: str, actor: str, at: datetime, ledger: str | None = None
) -> None:
    """Set a threshold from a day on, today or later; CouldNot says what is wrong with it."""
    ledger = ledger or settings.LUOSHI_JURISDICTION
    known = threshold(name)
    if known is None or not known.ours:
        raise CouldNot(say(f"没有可调的阈值 {name}", f"There is no threshold {name} to be set"))
    fit(known, value=value, since=since, reason=reason, at=at, ledger=ledger)
    with acting(actor=actor, at=at, ledger=ledger) as book:
        store.lock(ledger, [MATTER])
        record.lock(ledger)
        # Not before what the sweep has passed already: from then on it will not look back.
        begins = max(midnight(since), at, store.swept_at(ledger) + timedelta(microseconds=1))
        told = {
            "name": name, "value": str(value), "since": since.isoformat(), "begins": instant(begins), "reason": reason.strip(),
        }  # fmt: skip
        occasion = f"setting:{name}:{since.isoformat()}:{instant(at)}"
        book.record(matter=MATTER, kind=SETTING_CHANGED.kind, occasion=occasion, payload=told)


def fit(known: Threshold, *, value: int, since: date, reason: str, at: datetime, ledger: str) -> None:
    """Refuse what makes no sense, in words."""
    today = at.astimezone(SHANGHAI).date()
    if not 1 <= value <= known.most:
        raise CouldNot(
            say(f"应是 1 到 {known.most} 的整数", f"It must be a whole number from 1 to {known.most}")
        )
    if since < today:
        raise CouldNot(
            say(
                "只能从今天或以后的一天起：过去已按当时的值判定，不能改判",
                "From today or a later day only: the past was judged by the value of its day and stays so",
            )
        )
    if not reason.strip() or len(reason) > 500:
        raise CouldNot(
            say(
                "请写明理由，不超过 500 字：它记入账本，日后有人会问",
                "Give the reason, at most 500 characters: it goes on record and people will ask",
            )
        )
    if personal(reason):
        raise CouldNot(
            say(
                "理由里有手机号或身份证号，请去掉",
                "The reason holds a mobile or identity number: take it out",
            )
        )
    held = ours(LADDER_OF, max(midnight(since), at), ledger) | {known.parameter.name: value}
    if known.mechanism.folder == LADDER_OF and held["escalate_1"] >= held["escalate_2"]:
        raise CouldNot(
            say("第一次升级必须早于第二次升级", "The first escalation must come before the second")
        )


def ours(mechanism: str, at: datetime, ledger: str | None = None) -> dict[str, int]:
    """All thresholds of a mechanism in force at a moment: the office's own where it has set one. One query."""
    ledger = ledger or settings.LUOSHI_JURISDICTION
    law = next(one for one in folder.mechanisms() if one.folder == mechanism)
    own = in_force(rows(ledger), at)
    day = at.astimezone(SHANGHAI).date()
    return {
        name: own[f"{mechanism}.{name}"].number if f"{mechanism}.{name}" in own else one.on(day)
        for name, one in law.parameters.items()
    }


@dataclass(frozen=True, slots=True)
class Turn:
    """A value of a threshold, from a day until before another's; `by` and `reason` where this office set it."""

    value: int
    since: date
    begins: datetime
    until: date | None = None
    basis: str = ""
    status: str = ""
    by: str = ""
    reason: str = ""
    set_at: datetime | None = None


def history(one: Threshold, own: Iterable[tuple[Row, Mapping[str, Any]]]) -> list[Turn]:
    """Every value a threshold has or will have, oldest first; of several set for one day, the last holds.

    `own` are the entries about settings, each with its payload (`told`).
    """
    found = [
        Turn(v.value, v.since, midnight(v.since), basis=v.basis, status=v.status)
        for v in one.parameter.values
    ]
    set_here: dict[str, Turn] = {}
    for row, it in own:
        if it["name"] == one.name:
            begins, day = datetime.fromisoformat(it["begins"]), date.fromisoformat(it["since"])
            set_here[it["since"]] = Turn(
                int(it["value"]), day, begins, status="office", by=row.actor, reason=it["reason"],
                set_at=datetime.fromisoformat(row.happened_at),
            )  # fmt: skip
    found = sorted([*found, *set_here.values()], key=lambda t: (t.since, t.begins))
    return [replace(t, until=after.since if after else None) for t, after in pairwise([*found, None]) if t]


def told(ledger: str | None = None) -> list[tuple[Row, dict[str, Any]]]:
    """What was said of settings, as it stands; one look into the ledger."""
    rows_of = read.current([MATTER], ledger=ledger or settings.LUOSHI_JURISDICTION)
    return [(row, orjson.loads(row.payload)) for row in rows_of]


def rows(ledger: str) -> Iterable[Setting]:
    return Setting.objects.filter(ledger=ledger)


def turns(ledger: str, *, after: datetime, until: datetime) -> list[datetime]:
    """The moments in (after, until] from which another value of the ladder holds, in order."""
    found = Setting.objects.filter(
        ledger=ledger, name__startswith=LADDER, begins_at__gt=after, begins_at__lte=until
    ).values_list("begins_at", flat=True)
    return sorted({moment for moment in found if moment is not None})


def midnight(day: date) -> datetime:
    return datetime.combine(day, time(), SHANGHAI)


Own = Mapping[str, Setting]
__all__ = ["LIVE_SINCE", "Own", "Threshold", "change", "ours", "set_threshold", "threshold", "thresholds"]
