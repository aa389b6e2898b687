"""Doing the work: progress, co-operating units."""

from collections.abc import Mapping
from typing import Any

from luoshi.law.errors import CouldNot
from luoshi.law.words import say
from luoshi.ledger.book import Book
from luoshi.org.actor import Actor
from luoshi.tasks.acts.base import Files, Missing, begin, fitting, needed, put, start_clock, stop_clock
from luoshi.tasks.checks import today
from luoshi.tasks.evidence import reused
from luoshi.tasks.figures import figure, said
from luoshi.tasks.roles import belongs
from luoshi.tasks.task import CoUnit, Task
from luoshi.tasks.terms import reply_days

LONGEST_REPLY = 60
"""Working days; a co-operating unit is asked for an answer, not given the task."""


def progress(
    *, book: Book, by: Actor, matter: str, text: str, quantity: str = "", share: int | None = None, milestone: str = "",
    money: Mapping[str, str] | None = None, files: Files = (),
) -> None:  # fmt: skip
    """What has been reached, as it stands now: a quantity in all, or a share per mille where nothing is counted.

    `money` tells what was arranged and paid so far, in 万元.
    """
    task = begin("progress", book=book, by=by, matter=matter)
    text = needed("text", text, "请写进展：做了什么、到哪一步", "Say what was done and how far it is")
    put(
        book, task, by, "tasks.progressed", text=text, milestone=milestone_of(task, milestone), files=files,
        **reached(task, quantity, share), money=money_of(money or {}),
    )  # fmt: skip
    if seen := reused(task, files, ledger=book.ledger, again=True):
        put(book, task, by, "tasks.evidence_reused", found=seen)


def reached(task: Task, quantity: str, share: int | None) -> dict[str, Any]:
    """The quantity or share reported, checked."""
    told: dict[str, Any] = {}
    if quantity.strip():
        value = figure(quantity, say("完成量", "The quantity"))
        if value < 0:
            raise Missing("quantity", say("完成量不能是负数", "The quantity cannot be negative"))
        told["quantity"] = said(value)
    if share is not None:
        if not 0 <= share <= 1000:
            raise Missing("share", say("进度在 0 到 100% 之间", "Progress lies between 0 and 100%"))
        told["share"] = share
    if not told and task.plan is not None and task.plan.target:
        raise Missing(
            "quantity",
            say(
                f"请填到现在的累计完成量（{task.plan.per or '与目标值同单位'}）",
                "Give what is reached in all so far",
            ),
        )
    return told


def milestone_of(task: Task, name: str) -> str:
    if name and (task.plan is None or all(m.name != name for m in task.plan.milestones)):
        raise Missing("milestone", say(f"没有节点“{name}”", f"There is no milestone “{name}”"))
    return name


def money_of(told: Mapping[str, str]) -> dict[str, str]:
    """What was arranged and paid; planned money is changed by amending the plan."""
    names = {"arranged": say("到位资金", "Money arranged"), "paid": say("支付资金", "Money paid")}
    values = {name: figure(told[name], title) for name, title in names.items() if told.get(name)}
    if any(value < 0 for value in values.values()):
        raise Missing("money", say("资金不能是负数", "Money cannot be negative"))
    return {name: said(value) for name, value in values.items()}


def co_unit(task: Task, named: str) -> CoUnit:
    found = next((u for u in task.co.values() if named in (u.code, u.name)), None)
    if found is None:
        raise Missing(
            "unit", say(f"{named} 不是本任务的协办单位", f"{named} does not co-operate in this task")
        )
    return found


def ask_co(
    *, book: Book, by: Actor, matter: str, unit: str, question: str, amount: int | None = None
) -> None:
    """Ask a co-operating unit; it answers within some working days (five where nothing else is said)."""
    task = begin("ask_co", book=book, by=by, matter=matter)
    asked = co_unit(task, unit)
    if asked.asked_at and asked.replied_at is None:
        raise CouldNot(
            say(f"{asked.name} 还没有反馈上一次的事项", f"{asked.name} has yet to answer the last question")
        )
    question = needed("question", question, "请写明需要协办什么", "Say what is asked for")
    days = amount if amount is not None else reply_days(today(book.at))
    if not 1 <= days <= LONGEST_REPLY:
        raise Missing(
            "amount",
            say(f"期限在 1 到 {LONGEST_REPLY} 个工作日之间", f"Between 1 and {LONGEST_REPLY} working days"),
        )
    turns = [u.instance.rpartition(":")[2] for u in task.co.values() if u.instance]
    instance = f"{asked.code}:{max((int(t) for t in turns if t.isdigit()), default=0) + 1}"
    put(
        book, task, by, "tasks.co_asked", to_unit=asked.name, instance=instance, question=question, amount=days,
        per="working_day",
    )  # fmt: skip
    start_clock(book, task, by, "co_reply", instance, days, "working_day", to_unit=asked.name)


def reply_co(*, book: Book, by: Actor, matter: str, text: str, unit: str = "", files: Files = ()) -> None:
    """The co-operating unit answers."""
    task = begin("reply_co", book=book, by=by, matter=matter)
    text = needed("text", text, "请写反馈内容", "Say what the answer is")
    owed = [
        u for u in task.co.values() if u.asked_at and u.replied_at is None and belongs(by, (u.code, u.name))
    ]
    answering = co_unit(task, unit) if unit else owed[0]
    if answering not in owed:
        raise Missing(
            "unit", say(f"{unit} 没有等待您反馈的事项", f"Nothing waits for you to answer for {unit}")
        )
    put(
        book, task, by, "tasks.co_replied", to_unit=answering.name, by_unit=answering.name, instance=answering.instance,
        text=fitting("text", text), files=files,
    )  # fmt: skip
    stop_clock(book, task, by, "co_reply", answering.instance)
