"""What every act does: take hold of the task, ask the rules, write entries into the book."""

from collections.abc import Container, Mapping, Sequence
from typing import Any

from luoshi.law.errors import CouldNot, Unclear
from luoshi.law.private import personal
from luoshi.law.words import say
from luoshi.ledger.book import Book
from luoshi.org.actor import Actor
from luoshi.org.models import Unit
from luoshi.tasks import queries
from luoshi.tasks.plan import Body
from luoshi.tasks.rules import RULES
from luoshi.tasks.task import Task

Files = Sequence[Mapping[str, Any]]
LONGEST = 2000
"""Characters of a text that somebody types."""


class Missing(Unclear):
    """Something that was typed or chosen cannot be used as it is; `field` names it."""

    def __init__(self, field: str, reason: str) -> None:
        super().__init__(reason)
        self.field = field


def begin(act: str, *, book: Book, by: Actor, matter: str, tree: bool = False) -> Task:
    """The task, held, if this act may be done to it now. CouldNot says why not and what to do.

    What changes the tree or its figures holds the whole tree, by its root, so that sums of parts are judged one
    after another.
    """
    task = held(book, matter, tree=tree)
    if reason := RULES[act].why_not(task, by, book.at):
        raise CouldNot(reason)
    return task


def held(book: Book, matter: str, *, tree: bool = False) -> Task:
    """The task as it stands, kept from everybody else until the book is closed."""
    if tree:
        book.hold(f"tree:{queries.root_of(matter, ledger=book.ledger)}")
    book.hold(matter)
    task = queries.task(matter, ledger=book.ledger, more=book.written(matter))
    if task.plan is None:
        raise CouldNot(say(f"没有任务 {matter}：请核对编号", f"There is no task {matter}: check its number"))
    return task


def put(
    book: Book, task: Task, by: Actor, kind: str, *, files: Files = (), to_unit: str = "", **told: Any
) -> None:
    """One entry of this task. What is empty is left out."""
    payload = {name: value for name, value in told.items() if value not in (None, "", (), [], {})}
    if files:
        payload["attachments"] = [dict(one) for one in files]
    n = task.size + sum(draft.matter == task.matter for draft in book.drafts)
    book.record(
        matter=task.matter, kind=kind, occasion=f"{task.matter}:{kind}:{n}", unit=task.unit_name, to_unit=to_unit,
        officer=by.name, post=post_of(task, by), source=by.source, payload=payload,
    )  # fmt: skip


def post_of(task: Task, by: Actor) -> str:
    """The post in which this person acts: the task's own, or the only one they act for."""
    if task.plan and task.plan.post and by.acts_for(task.plan.post):
        return task.plan.post
    return by.posts[0].code if len(by.posts) == 1 else ""


def start_clock(
    book: Book, task: Task, by: Actor, clock: str, instance: str, amount: int, per: str, *, to_unit: str = ""
) -> None:
    """A limit begins on the day of the act. Where another unit than the lead owes it, `to_unit` names that one."""
    put(
        book, task, by, "clocks.set", to_unit=to_unit, clock=clock, instance=instance, grade="step", amount=amount,
        per=per,
    )  # fmt: skip


def stop_clock(book: Book, task: Task, by: Actor, clock: str, instance: str, cause: str = "") -> None:
    put(book, task, by, "clocks.met", clock=clock, instance=instance, cause=cause)


def needed(field: str, value: str, zh: str, en: str) -> str:
    """A text that must be given, without blanks around it."""
    if not value.strip():
        raise Missing(field, say(zh, en))
    return fitting(field, value)


def fitting(field: str, value: str) -> str:
    """A text that may be kept for good."""
    text = value.strip()
    if len(text) > LONGEST:
        raise Missing(field, say(f"超过 {LONGEST} 字，请缩短", f"More than {LONGEST} characters: shorten it"))
    if personal(text):
        raise Missing(field, say("请不要写手机号或身份证号", "Leave out phone and identity numbers"))
    return text


def chosen(field: str, value: str, among: Container[str], zh: str, en: str) -> str:
    """One of what may be chosen."""
    if value not in among:
        raise Missing(field, say(zh, en))
    return value


def body(named: str, field: str = "unit") -> Body:
    """A unit by its code, or by its name where that belongs to one only."""
    found = list(Unit.objects.filter(code=named)[:1]) or list(Unit.objects.filter(name=named)[:2])
    if len(found) == 1:
        return Body(found[0].code, found[0].name)
    if found:
        raise Missing(
            field,
            say(f"有几个单位都叫“{named}”：请写编码", f"Several units are called “{named}”: give the code"),
        )
    raise Missing(
        field,
        say(f"没有单位“{named}”：请核对名称或编码", f"There is no unit “{named}”: check its name or code"),
    )
