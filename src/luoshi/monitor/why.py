"""Why: for one matter, every clock with its days one by one, every effect and card with its arithmetic."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, timezone, tzinfo
from typing import Any

import orjson
from django.conf import settings

from luoshi.approvals.models import Matter
from luoshi.approvals.words import limit_name
from luoshi.engine.frame import micros, moment
from luoshi.engine.plan import MECHANISMS
from luoshi.law import explain, registry
from luoshi.law.days import day_of_number
from luoshi.law.errors import CouldNot
from luoshi.law.event import EVENTS
from luoshi.law.house import HOUSE
from luoshi.law.office_hours import office_hours
from luoshi.law.period import Period
from luoshi.law.words import say
from luoshi.ledger import read
from luoshi.ledger.entry import SHANGHAI, Row
from luoshi.monitor import surroundings
from luoshi.monitor.judge import judge
from luoshi.monitor.models import Card

EFFECTS = frozenset(event.kind for mechanism in MECHANISMS for event in mechanism.yields)


def resolve(name: str, ledger: str) -> str:
    """The matter of that id, or the only one whose source calls it so."""
    if Matter.objects.filter(ledger=ledger, matter=name).exists():
        return name
    found = list(Matter.objects.filter(ledger=ledger, source_id=name).values_list("matter", flat=True)[:2])
    if len(found) == 1:
        return found[0]
    if found:
        raise CouldNot(
            say(
                f"有多个办件叫 {name}：请用全名，如 {found[0]}",
                f"Several matters are called {name}: use the full id, as {found[0]}",
            )
        )
    if read.entries([name], ledger=ledger):
        return name
    raise CouldNot(say(f"没有办件 {name}：请核对编号", f"There is no matter {name}: check its id"))


def why(
    matter: str,
    *,
    at: datetime,
    ledger: str | None = None,
    state: Matter | None = None,
    rows: list[Row] | None = None,
) -> dict[str, Any]:
    """Everything that explains a matter's dates, from its entries; nothing is read from stored results but cards.

    `state` and `rows` are its row and its current entries, where the caller has them already.
    """
    ledger = ledger or settings.LUOSHI_JURISDICTION
    matter = resolve(matter, ledger) if state is None else state.matter
    rows = read.current([matter], ledger=ledger) if rows is None else rows
    judged = judge(rows, at=at, ledger=ledger)
    pauses = spans(rows)
    clocks = sorted(judged.clocks, key=lambda c: (c["started"], c["clock"], c["instance"]))
    state = state or Matter.objects.filter(ledger=ledger, matter=matter).first()
    return {
        "matter": matter,
        "unit": state.unit if state else "",
        "item": state.item if state else "",
        "state": state.get_state_display() if state else "",
        "clocks": [told(c, pauses, rows if c["grade"] == "source" else ()) for c in clocks],
        "effects": [effect(r) for r in rows if r.kind in EFFECTS],
        "cards": cards(ledger, matter, rows),
        "entries": [entry(r) for r in sorted(rows, key=lambda r: (r.happened_at, r.position))],
    }


def zone(value: int, rows: Sequence[Row]) -> tzinfo:
    """The civil time of the source at a moment: that of its entry nearest to it. China's without a source."""
    if not rows:
        return SHANGHAI
    nearest = min(rows, key=lambda r: abs(micros(r.happened_at) - value))
    there = datetime.fromisoformat(nearest.local_at)
    utc = datetime.fromisoformat(nearest.happened_at).replace(tzinfo=None, microsecond=0)
    return timezone(there - utc)


def spans(rows: Iterable[Row]) -> list[dict[str, Any]]:
    """The pauses as recorded, each with the first resumption of the same instance after it."""
    found: list[dict[str, Any]] = []
    for row in sorted(rows, key=lambda r: (r.local_at, r.position)):
        if row.kind not in ("approvals.paused", "approvals.resumed"):
            continue
        payload = orjson.loads(row.payload)
        instance = payload.get("instance", "")
        if row.kind == "approvals.resumed":
            for span in found:
                if span["instance"] == instance and span["until"] is None:
                    span["until"] = row.local_at[:10]
        else:
            found.append(pause(row, payload, instance))
    return found


def pause(row: Row, payload: Mapping[str, Any], instance: str) -> dict[str, Any]:
    known = {name: ground for ground in registry.grounds().values() for name in (ground.id, ground.title[0])}
    lawful = registry.clock("CLK-06").pause_grounds
    ground = known.get(payload.get("ground", ""))
    return {
        "since": row.local_at[:10],
        "until": None,
        "ground": ground.said() if ground else payload.get("ground", ""),
        "document": payload.get("document", ""),
        "valid": bool(ground and ground.id in lawful and payload.get("document")),
        "instance": instance,
    }


def told(
    clock: Mapping[str, Any], pauses: Sequence[Mapping[str, Any]], source: Sequence[Row]
) -> dict[str, Any]:
    """One clock: start, period, article, pauses, extension, days counted, due, light.

    A source's own clock is told in the civil time of its entries.
    """
    law = cited(clock)
    holds = clock["grade"] in ("promise", "step") or bool(law and law.pause_grounds)
    within = [p for p in pauses if holds and clock["grade"] != "source"]
    days = walked(clock, within, law)
    due, met = clock["due"], clock["met"]
    return {
        "clock": clock["clock"],
        "instance": clock["instance"],
        "title": law.said() if law else named(clock),
        "grade": clock["grade"],
        "started_on": day_of_number(clock["start_day"]).isoformat(),
        "started_at": local(clock["started"], source),
        "amount": clock["amount"],
        "per": clock["per"],
        "extended": clock["extended"],
        "pauses": within,
        "paused_days": clock["paused_days"],
        "due_on": None if clock["due_day"] is None else day_of_number(clock["due_day"]).isoformat(),
        "due_at": None if due is None else local(due, source),
        "deadline": local(due - 1, source) if due is not None and clock["grade"] == "source" else None,
        "met_at": None if met is None else local(met, source),
        "late_by": None if met is None or due is None or met <= due else str(moment(met) - moment(due)),
        "provisional": clock["provisional"],
        "state": clock["state"],
        "light": clock["light"],
        "days": days,
        "citation": citation(clock, law),
        "rule": "time_limit 2026.1",
    }


def cited(clock: Mapping[str, Any]) -> Any:
    """The clock of the law as in force on the start day; None for promises, steps and sources' own."""
    if clock["grade"] != "statutory":
        return None
    return registry.clock(clock["clock"], day_of_number(clock["start_day"]))


def named(clock: Mapping[str, Any]) -> str:
    """What a limit is called: the house's own name, or its sort and what its source or the registry calls it."""
    if clock["clock"] in HOUSE and clock["grade"] != "source":
        return say(*HOUSE[clock["clock"]])
    names = {
        "promise": ("承诺时限", "Promised limit"),
        "step": ("环节时限", "Step limit"),
        "follow_up": ("后续时限", "Follow-up limit"),
        "source": ("来源自带时限", "The source's own deadline"),
    }
    title = say(*names.get(clock["grade"], ("时限", "Limit")))
    return title if clock["clock"] in HOUSE else f"{title} · {limit_name(clock['clock'])}"


def citation(clock: Mapping[str, Any], law: Any) -> dict[str, Any]:
    if law:
        return {
            "statute": say(law.citation.statute, law.citation.statute_en or law.citation.statute),
            "article": law.citation.article,
            "text": law.citation.text,
            "verified_on": law.verified_on.isoformat() if law.verified_on else None,
        }
    text = {
        "promise": say(
            "超过办理时间的，办理单位应当公开说明理由。",
            "A unit that exceeds its time must say why in public.",
        ),
        "source": say(
            "期限由来源数据给出，是一个时刻：严格晚于它才算超期。",
            "The deadline comes with the source and is a moment: late means strictly after it.",
        ),
    }.get(clock["grade"], "")
    promise = clock["grade"] == "promise"
    return {
        "statute": say("优化营商环境条例", "Regulations on Improving the Business Environment")
        if promise
        else "",
        "article": "第三十六条" if promise else "",
        "text": text,
        "verified_on": None,
    }


def walked(clock: Mapping[str, Any], pauses: Sequence[Mapping[str, Any]], law: Any) -> list[dict[str, Any]]:
    """The days one by one; the walk must end where the relation says, or nothing is shown."""
    if clock["grade"] == "source" or clock["amount"] is None:
        return []
    period = Period(clock["amount"], clock["per"])
    spent: list[tuple[date, date | None]] = [
        (date.fromisoformat(p["since"]), p["until"] and date.fromisoformat(p["until"]))
        for p in pauses
        if p["valid"]
    ]
    begun: date | datetime = day_of_number(clock["start_day"])
    if clock["per"] not in ("working_day", "day", "month", "year"):
        begun = moment(clock["started"]).astimezone(SHANGHAI)
    lines = explain.days(
        surroundings.calendar(),
        begun,
        period,
        extension=Period(clock["extended"], clock["per"]) if clock["extended"] else None,
        pauses=spent,
        roll=bool(law and law.roll),
        hours=office_hours(settings.LUOSHI_JURISDICTION, surroundings.calendars()),
    )
    return [{"day": d.day.isoformat(), "counted": d.counted, "why": d.why} for d in lines]


def local(value: int, source: Sequence[Row]) -> str:
    return moment(value).astimezone(zone(value, source)).isoformat()


def effect(row: Row) -> dict[str, Any]:
    event = EVENTS[row.kind]
    return {
        "position": row.position,
        "kind": row.kind,
        "title": event.said(),
        "at": row.happened_at,
        "arithmetic": orjson.loads(row.payload),
        "citation": event.citation,
    }


def cards(ledger: str, matter: str, rows: Iterable[Row]) -> list[dict[str, Any]]:
    """The cards of a matter, each with the arithmetic recorded when it was issued."""
    issued = list(Card.objects.filter(ledger=ledger, matter=matter).order_by("issued_at", "id"))
    told = {row.position: row for row in rows}
    return [
        {
            "rung": card.rung,
            "colour": card.colour,
            "clock": card.clock,
            "issued_at": card.issued_at.astimezone(SHANGHAI).isoformat(),
            "state": card.get_state_display(),
            "position": card.position,
            "arithmetic": orjson.loads(told[card.position].payload) if card.position in told else {},
        }
        for card in issued
    ]


def entry(row: Row) -> dict[str, Any]:
    event = EVENTS.get(row.kind)
    payload = orjson.loads(row.payload)
    return {
        "position": row.position,
        "happened_at": row.happened_at,
        "local_at": row.local_at,
        "recorded_at": row.recorded_at,
        "kind": row.kind,
        "title": payload.get("activity") or (event.said() if event else row.kind),
        "sentence": event.told() if event else "",
        "unit": row.unit,
        "officer": row.officer,
        "to_unit": row.to_unit,
        "actor_kind": row.actor_kind,
        "payload": payload,
    }
