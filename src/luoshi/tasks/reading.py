"""From entries to a task: how each kind changes what is known. Nothing in a payload is taken for granted."""

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from typing import Any

import orjson

from luoshi.ledger.entry import FUTURE, Row
from luoshi.tasks.figures import stored
from luoshi.tasks.plan import Plan, day, plan_of, text
from luoshi.tasks.task import Claim, CoUnit, Inflation, Order, State, Task
from luoshi.tasks.words import CAUSES, COLOURS

Told = Mapping[str, Any]
Change = Callable[[Task, Row, Told], None]


def read(ledger: str, matter: str, rows: Iterable[Row]) -> Task:
    """The task that the current entries of a matter tell, in the order in which they were recorded.

    A correction stands in the place of what it corrects.
    """
    held = sorted(rows, key=lambda row: row.corrects or row.position)
    task = Task(ledger, matter)
    for row in held:
        task.size += row.position < FUTURE
        change = CHANGES.get(row.kind)
        if change is None:
            continue
        told = orjson.loads(row.payload)
        if row.kind == "tasks.drafted" or task.plan is not None:
            change(task, row, told)
            task.last_at = max(task.last_at or moment(row), moment(row))
    return task


def moment(row: Row) -> datetime:
    return datetime.fromisoformat(row.happened_at)


def who(row: Row) -> str:
    return row.officer or row.actor


def drafted(task: Task, row: Row, told: Told) -> None:
    year, n = told.get("year"), told.get("n")
    path = told.get("path")
    task.year, task.n = (year, n) if type(year) is int and type(n) is int else (0, 0)
    task.path = tuple(text(one, 40) for one in path) if isinstance(path, list) else ()
    task.parent = task.path[-1] if task.path else ""
    task.register, task.no = text(told.get("register")), text(told.get("no"), 40)
    task.drafted_at, task.drafted_by = moment(row), who(row)
    planned(task, told)


def amended(task: Task, row: Row, told: Told) -> None:
    """Another day or another lead unit begins another limit until the due day."""
    before = task.plan
    planned(task, told)
    if task.published_at and before and task.plan and restarts(before, task.plan):
        task.terms += 1


def restarts(before: Plan, plan: Plan) -> bool:
    lead, led = plan.lead.code if plan.lead else "", before.lead.code if before.lead else ""
    return plan.until != before.until or lead != led


def planned(task: Task, told: Told) -> None:
    """What it says from now on; co-operating units and milestones keep what was answered and reached."""
    plan = plan_of(told)
    known = task.co
    task.plan, task.told = plan, told
    if task.progressed_at is None:
        task.progress = text(told.get("progress"), 500)
    task.co = {body.code: known.get(body.code) or CoUnit(body.code, body.name) for body in plan.co}


def published(task: Task, row: Row, told: Told) -> None:
    task.published_at = task.published_at or moment(row)
    task.first_until = task.first_until or day(told.get("until"))
    task.state = State.PUBLISHED


def assigned(task: Task, row: Row, told: Told) -> None:
    task.assigned_at, task.assignments = moment(row), task.assignments + 1
    task.terms = task.terms or 1
    task.receipted_at, task.state = None, State.ASSIGNED


def receipted(task: Task, row: Row, told: Told) -> None:
    task.receipted_at, task.state = moment(row), State.RECEIPTED


def broken_down(task: Task, row: Row, told: Told) -> None:
    parts = told.get("parts")
    task.parts += (
        [text(p, 40) for p in parts if text(p, 40) not in task.parts] if isinstance(parts, list) else []
    )


def part_dropped(task: Task, row: Row, told: Told) -> None:
    task.parts = [part for part in task.parts if part != told.get("part")]


def inflation_found(task: Task, row: Row, told: Told) -> None:
    cause, n = text(told.get("cause")), told.get("n")
    if cause in CAUSES and type(n) is int:
        task.inflations.append(
            Inflation(
                text(told.get("instance"), 20),
                cause,
                n,
                text(told.get("reason"), 2000),
                moment(row),
                who(row),
            )
        )


def inflation_decided(state: str) -> Change:
    def change(task: Task, row: Row, told: Told) -> None:
        for it in task.inflations:
            if it.instance == told.get("instance") and it.state == "open":
                it.state, it.decided_by, it.decided_at = state, who(row), moment(row)

    return change


def co_asked(task: Task, row: Row, told: Told) -> None:
    for unit in task.co.values():
        if row.to_unit in (unit.name, unit.code):
            unit.instance, unit.asked_at, unit.replied_at = text(told.get("instance"), 20), moment(row), None


def co_replied(task: Task, row: Row, told: Told) -> None:
    for unit in task.co.values():
        if row.to_unit in (unit.name, unit.code):
            unit.replied_at = moment(row)


def progressed(task: Task, row: Row, told: Told) -> None:
    reported(task, told)
    task.progressed_at, task.progress = moment(row), text(told.get("text"), 500)
    if task.state in (State.ASSIGNED, State.RECEIPTED):
        task.state = State.WORKING
    if name := text(told.get("milestone")):
        task.reached.setdefault(name, moment(row))


def reported(task: Task, told: Told) -> None:
    """Quantity, share and money are told as they stand now, so the latest counts."""
    if (quantity := stored(told.get("quantity"))) is not None:
        task.quantity = quantity
    share = told.get("share")
    if type(share) is int and 0 <= share <= 1000:
        task.share = share
    money = told.get("money")
    if isinstance(money, dict):
        task.arranged = stored(money.get("arranged")) or task.arranged
        task.paid = stored(money.get("paid")) or task.paid


def claimed(task: Task, row: Row, told: Told) -> None:
    reported(task, told)
    task.claims.append(Claim(text(told.get("instance"), 20), row.unit, moment(row), who(row)))
    task.claimed_at, task.state = moment(row), State.CLAIMED


def verified(task: Task, row: Row, told: Told) -> None:
    decided(task, row, told, "verified")
    task.verified_at, task.state = moment(row), State.VERIFIED
    task.first_closed_at = task.first_closed_at or moment(row)


def returned(task: Task, row: Row, told: Told) -> None:
    decided(task, row, told, "returned")
    task.state = State.RETURNED


def decided(task: Task, row: Row, told: Told, state: str) -> None:
    claim = task.claim
    if claim is not None:
        claim.state, claim.decided_at, claim.decided_by = state, moment(row), who(row)
        claim.verifier_unit = row.to_unit or text(told.get("by_unit"))
        claim.how, claim.reason = text(told.get("how"), 10), text(told.get("reason"), 2000)


def reopened(task: Task, row: Row, told: Told) -> None:
    for claim in reversed(task.claims):
        if claim.state == "verified":
            claim.state, claim.reopened_at, claim.false_claim = (
                "reopened",
                moment(row),
                told.get("false_claim") is True,
            )
            break
    task.reopened, task.state, task.verified_at = task.reopened + 1, State.REOPENED, None


def archived(task: Task, row: Row, told: Told) -> None:
    task.state = State.ARCHIVED


def cancelled(task: Task, row: Row, told: Told) -> None:
    task.state = State.CANCELLED


def order_issued(task: Task, row: Row, told: Told) -> None:
    until, colour = day(told.get("until")), text(told.get("colour"))
    if until and colour in COLOURS:
        instance, reason = text(told.get("instance"), 20), text(told.get("reason"), 10)
        words = text(told.get("text"), 2000)
        task.orders.append(Order(instance, row.unit, colour, reason, words, moment(row), who(row), until))


def order_moved(name: str) -> Change:
    def change(task: Task, row: Row, told: Told) -> None:
        for order in task.orders:
            if order.instance == told.get("instance"):
                setattr(order, name, moment(row))

    return change


def chased(task: Task, row: Row, told: Told) -> None:
    task.chasers += 1


def nothing(task: Task, row: Row, told: Told) -> None:
    """Noted beside an act: it changes nothing of the task."""


CHANGES: Mapping[str, Change] = {
    "tasks.drafted": drafted,
    "tasks.amended": amended,
    "tasks.published": published,
    "tasks.assigned": assigned,
    "tasks.receipted": receipted,
    "tasks.broken_down": broken_down,
    "tasks.part_dropped": part_dropped,
    "tasks.inflation_found": inflation_found,
    "tasks.inflation_approved": inflation_decided("approved"),
    "tasks.inflation_refused": inflation_decided("refused"),
    "tasks.co_asked": co_asked,
    "tasks.co_replied": co_replied,
    "tasks.progressed": progressed,
    "tasks.claimed": claimed,
    "tasks.write_off_refused": nothing,
    "tasks.evidence_reused": nothing,
    "tasks.verified": verified,
    "tasks.returned": returned,
    "tasks.reopened": reopened,
    "tasks.archived": archived,
    "tasks.cancelled": cancelled,
    "tasks.order_issued": order_issued,
    "tasks.order_answered": order_moved("answered_at"),
    "tasks.order_lifted": order_moved("lifted_at"),
    "tasks.chased": chased,
}
