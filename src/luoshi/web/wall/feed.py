"""What is happening: the latest entries and cards, each a line with its light, told in a few words."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import orjson
from django.conf import settings
from django.db import connection
from django.utils.translation import gettext as _

from luoshi.approvals.models import Matter
from luoshi.law import folder, registry
from luoshi.law.calendar import Calendar
from luoshi.law.errors import NotInForce
from luoshi.law.event import EVENTS
from luoshi.monitor.models import Clock
from luoshi.web import lights, says
from luoshi.web.wall.places import Places

SHOWN = 14
BACK, BACK_OF_SOME = 1_000, 5_000
"""How many entries a wall looks back over: of the whole city, or of some units among the others' entries."""
CARDS = {"monitor.card_issued", "monitor.escalated", "monitor.prompted", "monitor.warned"}
LEFT_OUT = {
    "approvals.identity_requested", "approvals.identity_granted", "approvals.identity_refused",
    "approvals.identity_seen", "approvals.deferred_made_up", "approvals.commitment_declined",
}  # fmt: skip
"""Kinds that are nobody's business on a wall, or say too little there."""


@dataclass(frozen=True, slots=True)
class Line:
    """One thing that happened."""

    position: int
    matter: str
    at: datetime
    light: lights.Light
    unit: str
    what: str
    item: str
    told: str
    grave: bool


@dataclass(frozen=True, slots=True)
class Entry:
    """An entry as far as a line tells it."""

    position: int
    matter: str
    kind: str
    at: datetime
    unit: str
    actor_kind: str
    payload: Mapping[str, Any]


def kinds() -> list[str]:
    """What a wall tells: everything about approvals that moves, and what the rules issue."""
    return sorted(
        kind for kind in EVENTS if kind not in LEFT_OUT and (kind.startswith("approvals.") or kind in CARDS)
    )


def latest(position: int, units: frozenset[str] | None) -> list[Entry]:
    """The last entries up to a position, newest first: a range of the index, however long the ledger is."""
    wanted = kinds()
    back = BACK if units is None else BACK_OF_SOME
    among = sorted(units) if units is not None else []
    if units is not None and not among:
        return []
    limited = f" AND unit IN ({', '.join(['%s'] * len(among))})" if among else ""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT position, matter, kind, happened_at, unit, actor_kind, payload FROM ledger_entry "
            f"WHERE ledger = %s AND position > %s AND position <= %s AND kind IN ({', '.join(['%s'] * len(wanted))})"
            f"{limited} ORDER BY position DESC LIMIT %s",
            [settings.LUOSHI_JURISDICTION, position - back, position, *wanted, *among, SHOWN],
        )
        return [
            Entry(p, matter, kind, datetime.fromisoformat(at), unit, actor, orjson.loads(payload))
            for p, matter, kind, at, unit, actor, payload in cursor.fetchall()
        ]


def lines(entries: Sequence[Entry], places: Places, calendar: Calendar) -> list[Line]:
    """The lines, with what their matters say; two queries."""
    names = list({e.matter for e in entries})
    ledger = settings.LUOSHI_JURISDICTION
    matters = {m.matter: m for m in Matter.objects.filter(ledger=ledger, matter__in=names)}
    clocks: dict[str, list[Clock]] = defaultdict(list)
    for clock in Clock.objects.filter(ledger=ledger, matter__in=names):
        clocks[clock.matter].append(clock)
    return [line(e, matters.get(e.matter), clocks[e.matter], places, calendar) for e in entries]


def line(
    entry: Entry, matter: Matter | None, clocks: Sequence[Clock], places: Places, calendar: Calendar
) -> Line:
    unit = entry.unit or (matter.unit if matter else "")
    item = str(entry.payload.get("item") or (matter.item if matter else ""))
    rung = str(entry.payload.get("rung") or "")
    light = lights.light(shown(entry, rung))
    told = carded(entry, light) if entry.kind in CARDS else detail(entry, matter, clocks, calendar)
    return Line(
        position=entry.position, matter=entry.matter, at=entry.at, light=light, unit=places.names.get(unit, unit),
        what=said(entry, rung), item=item, told=told, grave=light.name in ("yellow_card", "red_card") or "escalated" in rung,
    )  # fmt: skip


def shown(entry: Entry, rung: str) -> str:
    """The light of a line: of a card its rung, of what nobody did a hollow ring, of what people did a full disc."""
    if entry.kind in CARDS:
        return rung or "yellow_card"
    return "green" if entry.actor_kind == "person" else "internal"


def said(entry: Entry, rung: str) -> str:
    """What happened, in the fewest words."""
    if entry.kind in CARDS:
        return limit(entry.payload, rung)
    if entry.kind == "approvals.decided":
        refused = entry.payload.get("outcome") == "refused"
        return _("不予许可") if refused else _("办结")
    if entry.kind == "approvals.step":
        return _("完成%(step)s") % {"step": entry.payload.get("activity") or _("环节")}
    return EVENTS[entry.kind].said()


def limit(told: Mapping[str, Any], rung: str) -> str:
    """What a rung of the ladder says of its limit."""
    clock, instance = str(told.get("clock") or ""), str(told.get("instance") or "")
    if not of_time(told):
        return _("疑似不符：%(rule)s") % {"rule": rule(str(told["mechanism"]))}
    name = instance if clock == "step" and instance else limit_name(clock)
    if rung in ("blue", "yellow_warning"):
        return name
    return _("%(limit)s已过") % {"limit": name}


def of_time(told: Mapping[str, Any]) -> bool:
    """Does a card speak of a limit, rather than of a rule that seems broken?"""
    return told.get("mechanism") in (None, "", "time_limit")


def limit_name(clock: str) -> str:
    return registry.CLOCKS[clock].said() if clock in registry.CLOCKS else says.clock_name(clock)


def rule(name: str) -> str:
    """The official name of a mechanism."""
    return says.of_pair(next((m.name for m in folder.mechanisms() if m.folder == name), name))


def carded(entry: Entry, light: lights.Light) -> str:
    due = entry.payload.get("due_on")
    beside = _("线索")
    if of_time(entry.payload):
        beside = _("到期日 %(day)s") % {"day": says.day(due)} if due else ""
    return f"{light.word} · {beside}" if beside else light.word


def detail(entry: Entry, matter: Matter | None, clocks: Iterable[Clock], calendar: Calendar) -> str:
    """The figure that belongs to an act."""
    told = entry.payload
    if entry.kind == "approvals.decided" and matter:
        return lasted(matter, clocks, calendar)
    if entry.kind == "approvals.correction_notified" and told.get("materials"):
        return _("%(n)s 份材料") % {"n": len(told["materials"])}
    if entry.kind == "approvals.paused" and told.get("ground") in registry.grounds():
        return registry.grounds()[told["ground"]].said()
    if entry.kind == "approvals.extended" and isinstance(told.get("amount"), int):
        return f"+{says.period(told['amount'], 'working_day')}"
    return ""


def lasted(matter: Matter, clocks: Iterable[Clock], calendar: Calendar) -> str:
    """净 3 日 · 感受 5 日, and whether a limit was missed."""
    received, ended = says.as_day(matter.received_at), says.as_day(matter.ended_at)
    if received is None or ended is None:
        return ""
    held = list(clocks)
    try:
        felt = calendar.between(received, ended)
        begun = says.as_day(matter.accepted_at) or received
        net = max(calendar.between(begun, ended) - max((c.paused_days for c in held), default=0), 0)
    except NotInForce:
        return ""
    told = _("净 %(net)s · 感受 %(felt)s 个工作日") % {"net": net, "felt": felt}
    late = any(c.state == Clock.State.LATE and c.grade in ("statutory", "promise", "source") for c in held)
    return _("%(told)s · 超期") % {"told": told} if late else told
