"""Writing off (销号): claimed is not verified. Whose task it is claims; somebody of another unit looks, and decides."""

from typing import Any

from luoshi.law.errors import CouldNot, OnRecord
from luoshi.law.words import say
from luoshi.ledger.book import Book
from luoshi.org.actor import Actor
from luoshi.tasks.acts.base import (
    Files,
    Missing,
    begin,
    chosen,
    fitting,
    held,
    needed,
    put,
    start_clock,
    stop_clock,
)
from luoshi.tasks.acts.working import reached
from luoshi.tasks.checks import other_unit, today
from luoshi.tasks.evidence import reused
from luoshi.tasks.figures import figure, said
from luoshi.tasks.roles import unit_of
from luoshi.tasks.task import State, Task
from luoshi.tasks.words import GROUNDS, HOW

REFUSED = "tasks.write_off_refused"


def claim(*, book: Book, by: Actor, matter: str, text: str, quantity: str = "", files: Files = ()) -> None:
    """The lead unit says it is done, with evidence. Its limit is met by that; it is not written off by that."""
    task = begin("claim", book=book, by=by, matter=matter)
    text = needed("text", text, "请写明完成情况", "Say what was completed")
    told = reached(task, quantity, None) if task.leaf else {}
    if not files and task.leaf:
        raise Missing(
            "files",
            say("请附佐证材料：没有佐证不能申报完成", "Attach the evidence: nothing is claimed without"),
        )
    short(task, told)
    instance = str(len(task.claims) + 1)
    put(book, task, by, "tasks.claimed", instance=instance, text=text, files=files, **told)
    if seen := reused(task, files, ledger=book.ledger):
        put(book, task, by, "tasks.evidence_reused", instance=instance, found=seen)
    for limit in book.limits(matter):
        if limit.clock == "task_due" and limit.met_at is None:
            stop_clock(book, task, by, "task_due", limit.instance)


def short(task: Task, told: dict[str, Any]) -> None:
    """A claim says that the target is reached; less than it is progress."""
    quantity = told.get("quantity")
    target = task.plan.target if task.plan else None
    if not task.leaf or target is None or not isinstance(quantity, str):
        return
    if figure(quantity, "") < target:
        raise Missing(
            "quantity",
            say(
                f"完成量 {quantity} 未达到目标值 {said(target)}：请反馈进展，或先按程序调整目标",
                f"{quantity} is less than the target {said(target)}: report it as progress, or have the target changed first",
            ),
        )


def verify(*, book: Book, by: Actor, matter: str, how: str, text: str, files: Files = ()) -> None:
    """Somebody of another unit found it true: written off.

    Of the lead unit nobody can: the attempt is refused, and stands on record (OnRecord).
    """
    refuse_own(book, by, matter)
    task = begin("verify", book=book, by=by, matter=matter)
    how = chosen("how", how, HOW, "请选核验方式", "Choose how it was verified")
    text = needed("text", text, "请写核验情况：看了什么、结果如何", "Say what was looked at and found")
    assert task.claim is not None
    put(
        book, task, by, "tasks.verified", to_unit=unit_of(by), by_unit=unit_of(by), instance=task.claim.instance, how=how,
        text=text, files=files,
    )  # fmt: skip


def refuse_own(book: Book, by: Actor, matter: str) -> None:
    """The unit's own account writes nothing of its own off, whatever rights it has."""
    task = held(book, matter)
    reason = other_unit(task, by, book.at)
    if not reason or not task.units or by.standing.read_only:
        return
    instance = task.claim.instance if task.claim else ""
    put(
        book,
        task,
        by,
        REFUSED,
        instance=instance,
        by_unit=unit_of(by),
        reason="own_unit",
        at=book.at.isoformat(),
    )
    raise OnRecord(reason, REFUSED)


def send_back(*, book: Book, by: Actor, matter: str, grounds: str, reason: str, files: Files = ()) -> None:
    """Not found complete: back to work, under the date it had."""
    refuse_own(book, by, matter)
    task = begin("send_back", book=book, by=by, matter=matter)
    grounds = chosen("grounds", grounds, GROUNDS, "请选退回原因", "Choose why it goes back")
    reason = needed(
        "reason", reason, "请写明哪里没有完成、怎样才算完成", "Say what is not done and what would be"
    )
    assert task.claim is not None
    put(
        book, task, by, "tasks.returned", to_unit=unit_of(by), by_unit=unit_of(by), instance=task.claim.instance,
        grounds=grounds, reason=reason, files=files,
    )  # fmt: skip
    runs_on(book, task, by)


def runs_on(book: Book, task: Task, by: Actor) -> None:
    """The rest of the time until its day runs again; a day that has passed gives no new time."""
    assert task.plan is not None
    ran = [limit.instance for limit in book.limits(task.matter) if limit.clock == "task_due"]
    days = (task.plan.until - today(book.at)).days if task.plan.until else 0
    if days > 0:
        turn = len(ran) + 1
        start_clock(book, task, by, "task_due", f"{task.terms}.{turn}", days, "day")


def reopen(*, book: Book, by: Actor, matter: str, reason: str, false_claim: bool = True) -> None:
    """Found undone after it was written off: open again, its first date and first closing day kept.

    `false_claim` says that what was claimed was not so; it raises a lead (虚假销号), never a verdict.
    """
    task = begin("reopen", book=book, by=by, matter=matter)
    reason = needed("reason", reason, "请写明发现了什么", "Say what was found")
    if task.verified_at is None or task.first_closed_at is None:
        raise CouldNot(say("没有销号记录", "It was never written off"))
    days = (today(book.at) - today(task.verified_at)).days
    last = next((c for c in reversed(task.claims) if c.state == "verified"), None)
    put(
        book, task, by, "tasks.reopened", reason=fitting("reason", reason), n=days, false_claim=false_claim,
        closed_on=today(task.first_closed_at).isoformat(), instance=last.instance if last else "",
        outcome="" if false_claim else "changed",
        first_until=task.first_until.isoformat() if task.first_until else "",
    )  # fmt: skip
    task.state = State.REOPENED
    runs_on(book, task, by)
