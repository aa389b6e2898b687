"""Supervision: orders in three colours, chasers; and the sources that tasks come from."""

from collections.abc import Mapping
from datetime import date

from luoshi.law.errors import CouldNot
from luoshi.law.words import say
from luoshi.ledger.book import Book
from luoshi.org.actor import Actor
from luoshi.tasks import numbers, roles
from luoshi.tasks.acts.base import (
    Files,
    Missing,
    begin,
    chosen,
    fitting,
    needed,
    put,
    start_clock,
    stop_clock,
)
from luoshi.tasks.checks import today
from luoshi.tasks.models import Clause, Source
from luoshi.tasks.task import Order, Task
from luoshi.tasks.words import CHASED, COLOURS, ORDER_REASONS, SORTS

RANK = {colour: n for n, colour in enumerate(COLOURS)}


def issue_order(*, book: Book, by: Actor, matter: str, reason: str, text: str, until: date) -> None:
    """A supervision order; its colour follows from the reason, and never falls while one is open."""
    task = begin("issue_order", book=book, by=by, matter=matter)
    chosen("reason", reason, ORDER_REASONS, "请选督办原因", "Choose why it is ordered")
    colour = ORDER_REASONS[reason][0]
    text = needed("text", text, "请写督办要求", "Say what is required")
    on = today(book.at)
    if until <= on:
        raise Missing("until", say("回复期限应在今天之后", "The day to answer by must lie ahead"))
    due = task.plan.until if task.plan else None
    if reason == "overdue" and (due is None or due >= on):
        raise Missing(
            "reason",
            say(f"时限 {due} 还没有过，不能按逾期督办", f"Its day {due} has not passed: it is not late"),
        )
    if task.colour and RANK[colour] <= RANK[task.colour]:
        name = say(*COLOURS[task.colour])
        raise CouldNot(
            say(f"已有未解除的{name}督办单，只能升级", f"A {name} order is open: it can only be raised")
        )
    instance = str(len(task.orders) + 1)
    put(
        book, task, by, "tasks.order_issued", instance=instance, colour=colour, reason=reason, text=text,
        until=until.isoformat(), by_unit=roles.unit_of(by),
    )  # fmt: skip
    start_clock(book, task, by, "order_reply", instance, (until - on).days, "day")


def order_of(task: Task, instance: str) -> Order:
    """The open order meant; the latest where none is named."""
    if not instance:
        return task.open_orders[-1]
    found = next((order for order in task.open_orders if order.instance == instance), None)
    if found is None:
        raise Missing("instance", say("没有这份未解除的督办单", "There is no such open order"))
    return found


def answer_order(
    *, book: Book, by: Actor, matter: str, text: str, instance: str = "", files: Files = ()
) -> None:
    task = begin("answer_order", book=book, by=by, matter=matter)
    order = order_of(task, instance)
    if order.answered_at:
        raise CouldNot(say("这份督办单已经回复", "This order was answered"))
    text = needed("text", text, "请写明原因、措施和完成时间", "Say why, what is done about it and by when")
    put(book, task, by, "tasks.order_answered", instance=order.instance, text=text, files=files)
    stop_clock(book, task, by, "order_reply", order.instance)


def lift_order(*, book: Book, by: Actor, matter: str, reason: str, instance: str = "") -> None:
    task = begin("lift_order", book=book, by=by, matter=matter)
    order = order_of(task, instance)
    reason = needed("reason", reason, "请写明解除依据", "Say on what ground it is lifted")
    put(book, task, by, "tasks.order_lifted", instance=order.instance, reason=reason)
    if order.answered_at is None:
        stop_clock(book, task, by, "order_reply", order.instance, cause="lifted")


def chase(*, book: Book, by: Actor, matter: str, about: str, text: str = "", unit: str = "") -> None:
    """Ask again: the lead unit, or a co-operating one that was asked and is silent. Delivery waits for office hours."""
    task = begin("chase", book=book, by=by, matter=matter)
    chosen("about", about, CHASED, "请选催办什么", "Choose what is asked for")
    to_unit = task.unit_name
    if about == "co_reply":
        silent = [u for u in task.co.values() if u.asked_at and u.replied_at is None]
        wanted = [u for u in silent if not unit or unit in (u.code, u.name)]
        if not wanted:
            raise Missing("unit", say("没有未反馈的协办单位", "No co-operating unit is silent"))
        to_unit = wanted[0].name
    elif not roles.office(by, task.units):
        raise CouldNot(say("催办牵头单位由效能办办理", "The lead unit is chased by the efficiency office"))
    put(
        book, task, by, "tasks.chased", to_unit=to_unit, about=about, text=fitting("text", text),
        instance=str(task.chasers + 1), by_unit=roles.unit_of(by),
    )  # fmt: skip


def register_source(
    *, book: Book, by: Actor, sort: str, title: str, document: str = "", leader: str = "", on: date | None = None,
    until: date | None = None, clauses: Mapping[int, str] | None = None,
) -> str:  # fmt: skip
    """Enter what tasks come from, clause by clause; its matter. `leader` is a post (市长), never a name."""
    of_office(by)
    chosen("sort", sort, SORTS, "请选来源类型", "Choose what it is")
    title = needed("title", title, "请写来源名称", "Give its title")
    if sort == "instruction":
        needed("document", document, "领导批示须写文号", "An instruction needs its number")
        needed("leader", leader, "领导批示须写批示领导的职务", "An instruction needs the leader's post")
        if until is None:
            raise Missing("until", say("领导批示须写时限", "An instruction needs its date"))
    told = {
        n: needed("clauses", text, f"第 {n} 条没有内容", f"Clause {n} is empty")
        for n, text in (clauses or {}).items()
    }
    if any(n < 1 for n in told):
        raise Missing("clauses", say("条款编号从 1 开始", "Clauses are numbered from 1"))
    if document and (known := Source.objects.filter(ledger=book.ledger, document=document.strip()).first()):
        raise CouldNot(
            say(f"文号 {document} 已登记为 {known.matter}", f"{document} is registered as {known.matter}")
        )
    matter, _, _ = numbers.next_source(book, book.at)
    payload = {
        "sort": sort, "item": title[:200], "document": fitting("document", document)[:100],
        "leader": fitting("leader", leader)[:100], "on": on.isoformat() if on else "",
        "until": until.isoformat() if until else "", "clauses": [{"n": n, "text": told[n]} for n in sorted(told)],
    }  # fmt: skip
    book.record(
        matter=matter, kind="tasks.source_registered", occasion=numbers.occasion(matter), officer=by.name,
        source=by.source, unit=roles.unit_of(by), payload={k: v for k, v in payload.items() if v not in ("", [])},
    )  # fmt: skip
    return matter


def set_clause_aside(*, book: Book, by: Actor, source: str, clause: int, reason: str) -> None:
    """Say why a clause needs no task; what is said of it stands beside it."""
    of_office(by)
    book.hold(source)
    if not Clause.objects.filter(ledger=book.ledger, matter=source, n=clause).exists():
        raise Missing("clause", say(f"{source} 没有第 {clause} 条", f"{source} has no clause {clause}"))
    reason = needed("reason", reason, "请写明无需立项的理由", "Say why it needs no task")
    book.record(
        matter=source, kind="tasks.clause_set_aside", occasion=f"{source}:aside:{clause}:{book.at.isoformat()}",
        officer=by.name, source=by.source, unit=roles.unit_of(by), payload={"clause": clause, "reason": reason},
    )  # fmt: skip


def of_office(by: Actor) -> None:
    if not roles.office(by, ()) and not any(role in roles.OFFICE for role, _ in by.standing.held):
        raise CouldNot(say("任务来源由效能办登记", "Sources are registered by the efficiency office"))
