"""Setting up: a goal, task or step is drafted, changed, broken down; what grew on its way is explained."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from luoshi.law.errors import CouldNot
from luoshi.law.words import say
from luoshi.ledger.book import Book
from luoshi.org.actor import Actor
from luoshi.org.models import Post
from luoshi.tasks import numbers, queries, roles
from luoshi.tasks.acts.base import Missing, begin, fitting, needed, put, start_clock, stop_clock
from luoshi.tasks.checks import today
from luoshi.tasks.models import Clause
from luoshi.tasks.plan import Plan, plan_of, sound
from luoshi.tasks.reading import restarts
from luoshi.tasks.task import RUNNING, State, Task
from luoshi.tasks.terms import receipt_days
from luoshi.tasks.weighing import Grown, grown, unexplained
from luoshi.tasks.words import BELOW, LEVELS, listed

DEEPEST = 12


def draft(*, book: Book, by: Actor, plan: Plan, register: str = "", no: str = "") -> str:
    """Draft the root of a tree; its matter. `register` and `no` are the office's own ledger and number in it."""
    units = (plan.lead.code, plan.lead.name) if plan.lead else ()
    if not (roles.office(by, units) or roles.over(by, roles.HEADS, units)):
        raise CouldNot(
            say(
                "立项由效能办或牵头单位负责人办理",
                "Drafting is for the efficiency office or the head of the lead unit",
            )
        )
    return written(book, by, checked(book, plan), above=None, register=register[:200], no=no[:40])


def written(book: Book, by: Actor, plan: Plan, *, above: Task | None, **more: Any) -> str:
    """The first entry of a node under its new number; `more` is what else its file says of it."""
    path = [*above.path, above.matter] if above else []
    if len(path) >= DEEPEST:
        raise CouldNot(say(f"分解不能超过 {DEEPEST} 层", f"No more than {DEEPEST} levels"))
    matter, year, n = numbers.next_task(book, book.at)
    told = plan.as_payload() | {"year": year, "n": n}
    told |= {"path": path, "parent": path[-1], "root": path[0]} if path else {"root": matter}
    told |= {name: value for name, value in more.items() if value}
    book.record(
        matter=matter, kind="tasks.drafted", occasion=numbers.occasion(matter), officer=by.name, source=by.source,
        unit=plan.lead.name if plan.lead else "", payload=told,
    )  # fmt: skip
    return matter


def checked(book: Book, plan: Plan) -> Plan:
    """The plan, sound, with nothing in it that is not there: its post, its clauses."""
    plan = sound(plan)
    for field, value in (("title", plan.title), ("measure", plan.measure), ("section", plan.section)):
        fitting(field, value)
    if plan.level not in LEVELS:
        raise Missing("level", say("请选层级：目标、任务或步骤", "Choose a level: goal, task or step"))
    if plan.post and not Post.objects.filter(ledger=book.ledger, code=plan.post, active=True).exists():
        raise Missing("post", say(f"没有岗位 {plan.post}", f"There is no post {plan.post}"))
    if plan.clauses:
        known = set(Clause.objects.filter(ledger=book.ledger, matter=plan.source).values_list("n", flat=True))
        if unknown := sorted(set(plan.clauses) - known):
            words = listed(map(str, unknown))
            raise Missing("clauses", say(f"来源文件没有第 {words} 条", f"The source has no clause {words}"))
    return plan


def amend(*, book: Book, by: Actor, matter: str, plan: Plan, reason: str = "", document: str = "") -> None:
    """Change what a task says. Once published this needs the office, a reason and the document that approved it.

    The first due day stays on record. A growth that comes about is explained by the same reason.
    """
    task = begin("amend", book=book, by=by, matter=matter, tree=True)
    plan = checked(book, plan)
    assert task.plan is not None
    if plan.level != task.plan.level:
        raise Missing("level", say("层级不能改", "Its level cannot be changed"))
    out = task.state in RUNNING
    if out:
        published_change(task, by, plan, today(book.at), document)
        reason = needed(
            "reason", reason, "发布后的调整须写明理由", "A change of what was published needs its reason"
        )
    if plan == task.plan:
        raise CouldNot(say("没有改动", "Nothing was changed"))
    moved = task.terms > 0 and restarts(task.plan, plan)
    before, task.plan = task.plan, plan
    put(
        book,
        task,
        by,
        "tasks.amended",
        **plan.as_payload(),
        reason=fitting("reason", reason),
        approved_by=document.strip(),
    )
    if moved:
        for limit in book.limits(matter):
            if limit.clock == "task_due" and limit.met_at is None:
                stop_clock(book, task, by, "task_due", limit.instance, cause="moved")
        due_clock(book, task, by, str(task.terms + 1))
    if out and plan.lead != before.lead and task.assignments:
        hand_over(book, task, by)
    weigh(book, by, neighbours(book, task), reason)


def published_change(task: Task, by: Actor, plan: Plan, on: date, document: str) -> None:
    if not roles.office(by, task.units):
        raise CouldNot(
            say(
                "发布后的调整由效能办按批准文件办理",
                "What was published is changed by the efficiency office on an approving document",
            )
        )
    needed(
        "document", document, "请写批准调整的文号", "Give the number of the document that approved the change"
    )
    if task.leaf and (lacking := plan.gaps(task.matter)):
        raise Missing(lacking[0].field, lacking[0].reason)
    if plan.until and plan.until <= on:
        raise Missing("until", say("新的完成时限应在今天之后", "The new due day must lie ahead"))


def hand_over(book: Book, task: Task, by: Actor) -> None:
    """Another unit leads now: it signs for it anew."""
    if task.receipted_at is None:
        stop_clock(book, task, by, "task_receipt", str(task.assignments), cause="moved")
    handed(book, task, by)


def handed(book: Book, task: Task, by: Actor) -> None:
    """It goes to the lead unit, with a working day for signing."""
    instance = str(task.assignments + 1)
    put(book, task, by, "tasks.assigned", to_unit=task.unit_name, instance=instance)
    start_clock(book, task, by, "task_receipt", instance, receipt_days(today(book.at)), "working_day")


def due_clock(book: Book, task: Task, by: Actor, instance: str) -> None:
    """The limit until the due day, from today."""
    assert task.plan is not None
    if task.plan.until and (days := (task.plan.until - today(book.at)).days) > 0:
        start_clock(book, task, by, "task_due", instance, days, "day")


def break_down(*, book: Book, by: Actor, matter: str, parts: Sequence[Plan], reason: str = "") -> list[str]:
    """Add parts; their matters. Where time shrinks or the total grows, `reason` says why and somebody else approves it."""
    task = begin("break_down", book=book, by=by, matter=matter, tree=True)
    assert task.plan is not None
    if not parts:
        raise Missing("parts", say("请写至少一个分解项", "Give at least one part"))
    plans = []
    for part in parts:
        if part.level not in BELOW[task.plan.level]:
            told = listed(say(*LEVELS[level]) for level in BELOW[task.plan.level])
            above = say(*LEVELS[task.plan.level])
            raise Missing("level", say(f"{above}下只能分解出{told}", f"Under a {above} there may be: {told}"))
        plans.append(checked(book, part if part.source or part.clauses else replace(part, source="")))
    made = [written(book, by, plan, above=task) for plan in plans]
    put(book, task, by, "tasks.broken_down", parts=made)
    around = neighbours(book, task)
    around[task.matter] = queries.task(task.matter, ledger=book.ledger, more=book.written(task.matter))
    weigh(book, by, around, reason)
    return made


def neighbours(book: Book, task: Task) -> dict[str, Task]:
    """A task with its parent and its parts, as this book leaves them."""

    def fresh(matter: str) -> Task:
        return queries.task(matter, ledger=book.ledger, more=book.written(matter))

    found = {task.matter: fresh(task.matter)}
    if task.parent:
        found[task.parent] = fresh(task.parent)
    for one in list(found.values()):
        for part in one.parts:
            if part not in found:
                found[part] = fresh(part)
    return found


def weigh(book: Book, by: Actor, around: dict[str, Task], reason: str) -> None:
    """What grew on its way down is put on record with its reason; without one it is refused."""
    for it in unexplained(grown(around, today(book.at))):
        if not reason.strip():
            raise Missing(
                "reason",
                say(
                    f"{it.said()}：请写明理由，经批准后才能发布",
                    f"{it.said()}: say why; it is approved before publishing",
                ),
            )
        explained(book, by, it, reason)


def explained(book: Book, by: Actor, it: Grown, reason: str) -> None:
    task = it.task
    put(
        book, task, by, "tasks.inflation_found", cause=it.found.cause, n=it.found.per_mille,
        instance=str(len(task.inflations) + 1), reason=fitting("reason", reason), threshold=it.found.threshold,
    )  # fmt: skip


def explain_inflation(*, book: Book, by: Actor, matter: str, reason: str) -> None:
    """Say why less time or a higher total is asked for, where a tree came in with it."""
    task = begin("explain_inflation", book=book, by=by, matter=matter, tree=True)
    reason = needed("reason", reason, "请写明理由", "Say why")
    found = [
        it for it in unexplained(grown(neighbours(book, task), today(book.at))) if it.task.matter == matter
    ]
    if not found:
        raise CouldNot(say("没有未说明的加码", "Nothing here grew without being explained"))
    for it in found:
        explained(book, by, it, reason)


def decide_inflation(*, book: Book, by: Actor, matter: str, answer: str, reason: str = "") -> None:
    """Approve (`yes`) or refuse (`no`) everything that waits on this task."""
    task = begin("decide_inflation", book=book, by=by, matter=matter, tree=True)
    if answer not in ("yes", "no"):
        raise Missing("answer", say("请选同意或不同意", "Say whether you agree"))
    if answer == "no":
        reason = needed("reason", reason, "不同意的请写明理由", "Say why not")
    kind = "tasks.inflation_approved" if answer == "yes" else "tasks.inflation_refused"
    for it in task.open_inflations:
        put(
            book,
            task,
            by,
            kind,
            instance=it.instance,
            cause=it.cause,
            n=it.per_mille,
            reason=fitting("reason", reason),
        )


def cancel(*, book: Book, by: Actor, matter: str, reason: str, document: str) -> None:
    """Call a task off, and with it everything under it; its parent no longer counts it."""
    task = begin("cancel", book=book, by=by, matter=matter, tree=True)
    reason = needed("reason", reason, "请写明撤销理由", "Say why it is called off")
    if task.state != State.DRAFT:
        needed("document", document, "请写撤销依据的文号", "Give the document it rests on")
    for one in (*queries.matters_under(task), task.matter):
        part = queries.task(one, ledger=book.ledger, more=book.written(one))
        if part.state != State.CANCELLED and not part.closed:
            put(book, part, by, "tasks.cancelled", reason=reason, document=document.strip())
            end_clocks(book, part, by)
    if task.parent:
        above = queries.task(task.parent, ledger=book.ledger, more=book.written(task.parent))
        put(book, above, by, "tasks.part_dropped", part=task.matter, reason=reason)


def end_clocks(book: Book, task: Task, by: Actor) -> None:
    """Nothing of a task that is called off runs on."""
    for limit in book.limits(task.matter):
        if limit.met_at is None:
            stop_clock(book, task, by, limit.clock, limit.instance, cause="cancelled")


def plan_now(task: Task) -> Plan:
    """What a task says now, to be changed by `replace`."""
    return plan_of(task.told)
