"""From the entries of a matter to its row: the only writer of `approvals.Matter`."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

import orjson

from luoshi.approvals.models import Matter
from luoshi.ledger import bulk, projections
from luoshi.ledger.entry import Row

FIRST = {
    "approvals.received": "received_at",
    "approvals.accepted": "accepted_at",
    "approvals.decided": "decided_at",
    "approvals.delivered": "delivered_at",
}
MOMENTS = (*FIRST.values(), "ended_at", "last_at")
State = Matter.State
TEXTS = (
    "unit", "item", "source", "source_id", "law", "outcome", "officer", "post", "code", "applicant", "channel", "lane",
)  # fmt: skip
LANES = {"approvals.fast_lane_granted": "fast", "approvals.commitment_made": "commitment"}


def state(rows: Sequence[Row]) -> dict[str, Any] | None:
    """The row of a matter from its current entries, or nothing if none of them is an approval's."""
    own = [r for r in rows if r.kind.startswith(("approvals.", "clocks."))]
    if not own or elsewhere(own):
        return None
    own.sort(key=lambda r: (r.happened_at, r.position))
    values: dict[str, Any] = dict.fromkeys(FIRST.values())
    last: dict[str, str] = {}
    values |= dict.fromkeys(TEXTS, "") | {"version": None}
    for row in own:
        last[row.kind] = row.happened_at
        field = FIRST.get(row.kind)
        if field and values[field] is None:
            values[field] = row.happened_at
        for name in ("unit", "source", "law"):
            if not values[name]:
                values[name] = getattr(row, name)
        if row.kind == "approvals.received" and not values["officer"]:
            values["officer"], values["post"] = row.officer, row.post
        if row.payload != "{}":
            read(values, row, orjson.loads(row.payload))
    if not values["source_id"]:
        values["source_id"] = own[0].matter.removeprefix(f"{values['source']}:")
    settle(values, last)
    acts = [r for r in own if r.kind.startswith("approvals.")] or own
    values["last_at"] = max(r.happened_at for r in acts)
    values["last_position"] = max(r.position for r in rows)
    return values


def elsewhere(rows: Sequence[Row]) -> bool:
    """Are these only limits of a matter that another app looks after?"""
    return rows[0].matter.startswith(projections.owned()) and all(r.kind.startswith("clocks.") for r in rows)


def read(values: dict[str, Any], row: Row, payload: Mapping[str, Any]) -> None:
    """What a payload adds to the row: item, outcome, who applied, who took a matter over."""
    if not values["item"] and isinstance(payload.get("item"), str):
        values["item"] = payload["item"]
    if row.kind == "approvals.received" and not values["code"] and isinstance(payload.get("code"), str):
        received(values, payload)
    if row.kind == "approvals.decided" and isinstance(payload.get("outcome"), str):
        values["outcome"] = payload["outcome"]
    if row.kind == "approvals.deemed_accepted":
        values["deemed"] = payload.get("effective_at") or row.happened_at
    if row.kind == "approvals.deemed_renewed":
        values["renewed"] = payload.get("effective_at") or row.happened_at
    if row.kind == "approvals.deemed_acceptance_superseded":
        values["disproved"] = True
    if row.kind == "approvals.transferred":
        values["unit"] = row.to_unit or values["unit"]
        values["officer"] = str(payload.get("to_officer") or "")[:200]
        values["post"] = str(payload.get("to_post") or "")[:200]
    if lane := LANES.get(row.kind):
        values["lane"] = lane


def received(values: dict[str, Any], payload: Mapping[str, Any]) -> None:
    """What our own receipt says: which version of which item, who applied, how."""
    for name, longest in (("code", 100), ("applicant", 40), ("channel", 20)):
        if isinstance(payload.get(name), str):
            values[name] = payload[name][:longest]
    version = payload.get("version")
    values["version"] = version if type(version) is int and 0 < version < 2**31 else None


def settle(values: dict[str, Any], last: Mapping[str, str]) -> None:
    """The state in the law's own words, and the moment the matter ended."""
    deemed = values.pop("deemed", None)
    if values.pop("disproved", False):
        deemed = None
    if deemed and (values["accepted_at"] is None or deemed < values["accepted_at"]):
        values["accepted_at"] = deemed
    renewed = values.pop("renewed", None)
    if renewed and values["decided_at"] is None:
        values["decided_at"], values["outcome"] = renewed, "renewed"
    notified = last.get("approvals.correction_notified", "")
    steps = (
        (State.WITHDRAWN, "approvals.withdrawn" in last),
        (State.DELIVERED, values["delivered_at"] is not None),
        (State.DECIDED, values["decided_at"] is not None),
        (State.ACCEPTED, "approvals.accepted" in last),
        (State.DEEMED_ACCEPTED, deemed is not None),
        (State.REFUSED, "approvals.acceptance_refused" in last),
        (State.NOTIFIED, notified > last.get("approvals.supplemented", "")),
    )
    values["state"] = next((name for name, holds in steps if holds), State.RECEIVED)
    ends = [values["decided_at"], last.get("approvals.withdrawn"), last.get("approvals.acceptance_refused")]
    values["ended_at"] = min((e for e in ends if e), default=None)
    if values["state"] in (State.ACCEPTED, State.DEEMED_ACCEPTED):
        values["ended_at"] = None


def moment(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None


def project(ledger: str, by_matter: Mapping[str, Sequence[Row]]) -> list[dict[str, Any]]:
    """Write the rows of these matters from all their current entries; the rows as written."""
    made: list[dict[str, Any]] = []
    for matter, rows in by_matter.items():
        values = state(rows)
        if values is None:
            continue
        for name in MOMENTS:
            values[name] = moment(values[name])
        made.append({"ledger": ledger, "matter": matter, **values})
    bulk.replace(Matter, ledger, list(by_matter), made)
    return made
