"""From entries to a case: how each kind changes what is known. Payloads come from files and programs too,
so nothing in them is taken for granted."""

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from typing import Any

import orjson

from luoshi.approvals import projection
from luoshi.approvals.case import Ask, Case, Notice, Pause
from luoshi.ledger.entry import Row

Told = Mapping[str, Any]
ASKING = {
    "approvals.hand_over_offered": "hand_over",
    "approvals.extension_requested": "extension",
    "approvals.opinion_invited": "opinion",
    "approvals.fast_lane_requested": "fast_lane",
    "approvals.identity_requested": "identity",
}
ANSWERING = {
    "approvals.transferred": ("hand_over", "yes"),
    "approvals.hand_over_declined": ("hand_over", "no"),
    "approvals.hand_over_withdrawn": ("hand_over", "back"),
    "approvals.extended": ("extension", "yes"),
    "approvals.extension_refused": ("extension", "no"),
    "approvals.opinion_given": ("opinion", "yes"),
    "approvals.fast_lane_granted": ("fast_lane", "yes"),
    "approvals.fast_lane_refused": ("fast_lane", "no"),
    "approvals.identity_granted": ("identity", "yes"),
    "approvals.identity_refused": ("identity", "no"),
}


def read(ledger: str, matter: str, rows: Iterable[Row]) -> Case:
    """The case that the current entries of a matter tell, in the order in which things happened."""
    held = sorted(rows, key=lambda r: (r.happened_at, r.position))
    case = Case(ledger, matter, size=len(held))
    for row in held:
        told: Told = {} if row.payload == "{}" else orjson.loads(row.payload)
        if row.kind in ASKING:
            asked(case, row, told, ASKING[row.kind])
        elif row.kind in ANSWERING:
            answered(case, row, told, *ANSWERING[row.kind])
        elif change := CHANGES.get(row.kind):
            change(case, row, told)
    values = projection.state(held) or {}
    for name in ("state", "unit", "item", "outcome", "officer", "post", "code", "applicant", "lane", "law"):
        setattr(case, name, str(values.get(name, "")))
    case.version = values.get("version")
    for name in ("received_at", "accepted_at", "decided_at", "ended_at", "delivered_at"):
        setattr(case, name, projection.moment(values.get(name)))
    return case


def moment(row: Row) -> datetime:
    return datetime.fromisoformat(row.happened_at)


def text(told: Told, name: str) -> str:
    value = told.get(name, "")
    return value if isinstance(value, str) else ""


def texts(told: Told, name: str) -> list[str]:
    value = told.get(name)
    return [one for one in value if isinstance(one, str)] if isinstance(value, list) else []


def asked(case: Case, row: Row, told: Told, kind: str) -> None:
    case.asks.append(
        Ask(
            kind=kind, instance=text(told, "instance"), unit=row.to_unit or row.unit, post=text(told, "to_post"),
            asked_by=row.officer or row.actor, asked_unit=row.unit, asked_at=moment(row), told=told,
        )
    )  # fmt: skip


def answered(case: Case, row: Row, told: Told, kind: str, state: str) -> None:
    """The latest open question of that kind and instance is answered."""
    instance = text(told, "instance")
    for ask in reversed(case.asks):
        if ask.kind == kind and ask.open and ask.instance == instance:
            ask.state, ask.answered_by, ask.answered_at = state, row.officer or row.actor, moment(row)
            ask.answer = told
            break


def received(case: Case, row: Row, told: Told) -> None:
    case.first_asked = case.first_asked or row.officer
    case.filed.update(texts(told, "filed"))


def corrected(case: Case, row: Row, told: Told) -> None:
    case.filed.update(texts(told, "filed"))


def notified(case: Case, row: Row, told: Told) -> None:
    named = tuple(texts(told, "materials"))
    case.notices.append(Notice(moment(row), named, text(told, "other")))
    case.filed.difference_update(named)
    case.since_notice.clear()


def supplemented(case: Case, row: Row, told: Told) -> None:
    filed = texts(told, "filed")
    case.filed.update(filed)
    case.since_notice.update(filed)


def stepped(case: Case, row: Row, told: Told) -> None:
    if activity := text(told, "activity"):
        case.steps_done.append(activity)


def limit_set(case: Case, row: Row, told: Told) -> None:
    if text(told, "clock") == "step":
        case.step = text(told, "instance")
    elif text(told, "clock") == "deferred":
        case.deferred.setdefault(text(told, "instance"), None)


def limit_met(case: Case, row: Row, told: Told) -> None:
    if text(told, "clock") == "step" and case.step == text(told, "instance"):
        case.step = ""


def paused(case: Case, row: Row, told: Told) -> None:
    ground, document, expected = (text(told, name) for name in ("ground", "document", "expected"))
    case.pauses.append(Pause(text(told, "instance"), moment(row), ground, document, expected))


def resumed(case: Case, row: Row, told: Told) -> None:
    for pause in case.pauses:
        if pause.instance == text(told, "instance") and pause.until is None:
            pause.until = moment(row)


def made_up(case: Case, row: Row, told: Told) -> None:
    case.deferred[text(told, "step")] = moment(row)


def commitment(state: str) -> Callable[[Case, Row, Told], None]:
    def change(case: Case, row: Row, told: Told) -> None:
        case.commitment = state

    return change


def seen(case: Case, row: Row, told: Told) -> None:
    """A look that was granted is used once."""
    for ask in case.asks:
        if (ask.kind, ask.state, ask.instance) == ("identity", "yes", text(told, "instance")):
            ask.state = "used"


CHANGES: Mapping[str, Callable[[Case, Row, Told], None]] = {
    "approvals.received": received,
    "approvals.corrected_on_spot": corrected,
    "approvals.correction_notified": notified,
    "approvals.supplemented": supplemented,
    "approvals.step": stepped,
    "clocks.set": limit_set,
    "clocks.met": limit_met,
    "approvals.paused": paused,
    "approvals.resumed": resumed,
    "approvals.deferred_made_up": made_up,
    "approvals.commitment_made": commitment("made"),
    "approvals.commitment_declined": commitment("declined"),
    "approvals.commitment_checked": commitment("checked"),
    "approvals.identity_seen": seen,
}
