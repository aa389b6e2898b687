"""Review, publishing and handing out. Nothing goes out that is not in somebody's hands, by a day, and provable."""

from collections.abc import Sequence

from luoshi.law.errors import CouldNot
from luoshi.law.words import say
from luoshi.ledger.book import Book
from luoshi.org.actor import Actor
from luoshi.tasks import queries
from luoshi.tasks.acts.base import begin, fitting, put, stop_clock
from luoshi.tasks.acts.drafting import due_clock, handed
from luoshi.tasks.checks import today
from luoshi.tasks.plan import Gap
from luoshi.tasks.task import State, Task
from luoshi.tasks.weighing import Grown, NotReady, gaps, grown, unapproved


def publish(*, book: Book, by: Actor, matter: str) -> list[str]:
    """Publish a draft and every draft under it; their matters.

    NotReady tells every leaf that has not one lead unit, a measurable value, a date and a kind of evidence, and
    everything that grew on its way down without approval (domain A2, A6).
    """
    task = begin("publish", book=book, by=by, matter=matter, tree=True)
    tree = tree_of(book, task)
    drafts = [one for one in tree.values() if one.state == State.DRAFT]
    on = today(book.at)
    above = {task.parent: queries.task(task.parent, ledger=book.ledger)} if task.parent else {}
    if any(one.state == State.DRAFT for one in above.values()):
        raise CouldNot(
            say(
                f"上级任务 {task.parent} 还没有发布：请先发布上级",
                f"{task.parent} above it is not published: publish that first",
            )
        )
    found = grown({**siblings(book, above), **tree}, on)
    more = unapproved(it for it in found if it.task.matter in {matter, task.parent, *tree})
    lacking = gaps(drafts, on)
    if lacking or more:
        raise NotReady(lacking, more)
    for one in drafts:
        assert one.plan is not None
        until = one.plan.until.isoformat() if one.plan.until else ""
        put(book, one, by, "tasks.published", item=one.title, until=until, first_until=until)
    return [one.matter for one in drafts]


def publish_all(*, book: Book, by: Actor, matters: Sequence[str]) -> list[str]:
    """Publish several trees, as those of a whole ledger, or none of them: NotReady tells everything all of them lack."""
    done: list[str] = []
    lacking: list[Gap] = []
    more: list[Grown] = []
    for matter in matters:
        try:
            done += publish(book=book, by=by, matter=matter)
        except NotReady as refused:
            lacking += refused.gaps
            more += refused.grown
    if lacking or more:
        raise NotReady(lacking, more)
    return done


def assign_all(*, book: Book, by: Actor, matters: Sequence[str]) -> list[str]:
    """Hand several published trees out."""
    return [one for matter in matters for one in assign(book=book, by=by, matter=matter)]


def tree_of(book: Book, task: Task) -> dict[str, Task]:
    """A task and everything under it, as this book leaves them."""
    names = [task.matter, *queries.matters_under(task)]
    return {one.matter: one for one in queries.tasks(names, ledger=book.ledger, more=book.written)}


def siblings(book: Book, above: dict[str, Task]) -> dict[str, Task]:
    """The task above with its other parts."""
    names = [part for one in above.values() for part in one.parts]
    return above | {one.matter: one for one in queries.tasks(names, ledger=book.ledger, more=book.written)}


def assign(*, book: Book, by: Actor, matter: str) -> Sequence[str]:
    """Hand a published task, and everything published under it, to the lead units; their matters. The clocks start."""
    task = begin("assign", book=book, by=by, matter=matter, tree=True)
    ready = [one for one in tree_of(book, task).values() if one.state == State.PUBLISHED and one.units]
    if not ready:
        raise CouldNot(
            say(
                "没有牵头单位，不能交办：请先分解或确定牵头单位",
                "It has no lead unit: break it down or name one first",
            )
        )
    for one in ready:
        handed(book, one, by)
        due_clock(book, one, by, str(one.terms or 1))
    return [one.matter for one in ready]


def receipt(*, book: Book, by: Actor, matter: str) -> None:
    """The lead unit signs for it."""
    task = begin("receipt", book=book, by=by, matter=matter)
    put(book, task, by, "tasks.receipted", instance=str(task.assignments))
    stop_clock(book, task, by, "task_receipt", str(task.assignments))


def archive(*, book: Book, by: Actor, matter: str, note: str = "") -> None:
    task = begin("archive", book=book, by=by, matter=matter)
    put(book, task, by, "tasks.archived", text=fitting("note", note))
