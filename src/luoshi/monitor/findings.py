"""What mechanisms find singly, as entries: recorded once, when it arises; what is still to come wakes the sweep."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import orjson

from luoshi.engine.frame import moment
from luoshi.engine.plan import FINDING
from luoshi.law.days import day_of_number
from luoshi.law.event import EVENTS
from luoshi.ledger.entry import Draft, Row, instant
from luoshi.monitor.occasions import ONCE, VERSION, occasion

Found = Mapping[str, Iterable[Mapping[str, Any]]]


def arisen(found: Found, known: Mapping[str, Row], now: int, live: int) -> Iterator[Draft]:
    """An entry for each finding that has arisen since this office went live."""
    for mechanism in FINDING:
        for it in found[mechanism]:
            if live <= it["arises"] <= now:
                yield draft(mechanism, it, known[it["matter"]])


def wakes(found: Found, now: int, live: int) -> dict[str, int]:
    """For each matter, the next moment at which something arises by itself."""
    made: dict[str, int] = {}
    for mechanism in FINDING:
        for it in found[mechanism]:
            if it["arises"] > now and it["arises"] >= live:
                made[it["matter"]] = min(it["arises"], made.get(it["matter"], it["arises"]))
    return made


def draft(mechanism: str, it: Mapping[str, Any], belongs: Row) -> Draft:
    """The entry of a finding, with what a person needs to check it; `belongs` tells the matter's item and law."""
    event = EVENTS[it["event"]]
    statutory = event.binds == "statutory"
    name = occasion(mechanism, {**it, "clock": ""})
    told: dict[str, Any] = {
        "clock": mechanism,
        "instance": it["instance"],
        "rung": it["rung"],
        "item": it["item"] or orjson.loads(belongs.payload).get("item", ""),
        "due_on": day_of_number(it["day"]).isoformat() if it["day"] is not None else "",
        "n": it["n"],
        "effective_at": instant(moment(it["arises"])) if statutory else "",
        "citation": event.citation,
    }
    return Draft(
        matter=it["matter"],
        kind=event.kind,
        happened_at=moment(it["arises"]),
        occasion=f"{name}:{it['rung'] or event.kind.rpartition('.')[2]}",
        unit=it["unit"] or belongs.unit,
        actor_kind="law" if statutory else "system",
        law=it["law"] or belongs.law,
        source_digest=ONCE,
        payload={k: v for k, v in told.items() if v is not None and (v != "" or k in ("instance", "item"))}
        | {"mechanism": mechanism, "rule": VERSION},
    )
