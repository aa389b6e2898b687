"""A row of 办件结果: decided and delivered, or ended otherwise."""

from typing import Any

from luoshi.intake.national.handling import TOLD
from luoshi.intake.national.stamps import placed
from luoshi.intake.national.tables import Result
from luoshi.intake.national.telling import Telling, Told
from luoshi.intake.national.tidy import named
from luoshi.law.words import say

KINDS = {"not_accepted": "approvals.acceptance_refused", "withdrawn": "approvals.withdrawn"}
"""Ends that are no decision; every other is one."""


def result(telling: Telling, row: Result, base: str) -> Told:
    """How the case ended. An outcome that is not known ends it all the same, without a word for it."""
    shared = telling.shared
    began = telling.accepted or telling.applied
    decided = placed(row.decided, began)
    if decided < began:
        telling.warn(row, "decided", say("办结早于受理", "ended before it was accepted"))
    outcome = shared.word("outcome", row.outcome, row, "outcome")
    kind = KINDS.get(outcome, "approvals.decided")
    payload: dict[str, Any] = {}
    if kind == "approvals.decided" and outcome:
        payload["outcome"] = outcome
    raw = {
        "raw_result_type": row.outcome,
        "raw_is_delivery_results": row.posted,
        "raw_satisfaction": row.satisfaction,
    }
    payload |= {name: value[:60] for name, value in raw.items() if value}
    if stars := shared.word("satisfaction", row.satisfaction, row, "satisfaction"):
        payload["satisfaction"] = int(stars)
    if row.licence:
        payload["licence"] = shared.digest(["licence", row.licence]).hex()
    if name := named(row.licence_name):
        payload["licence_name"] = name
    if row.reason and (outcome == "refused" or kind == "approvals.acceptance_refused"):
        payload["reason"] = TOLD
    if row.delivered and kind == "approvals.decided" and outcome != "refused":
        delivered = max(placed(row.delivered, decided), decided)
        how = shared.mapping.codes["yes"].get(row.posted, "")
        told = {"how": "post" if how == "yes" else "window"} if how else {}
        telling.put(row, f"{base}:delivered", "approvals.delivered", delivered, told, officer=row.officer)
    return telling.close(row, base, kind, decided, payload, officer=row.officer)
