"""What an office's own ledger brings in. Who may import is asked at the door; a row says what its task is, nothing of its state."""

from collections.abc import Mapping

from luoshi.law.errors import CouldNot
from luoshi.law.words import say
from luoshi.ledger.book import Book
from luoshi.org.actor import Actor
from luoshi.tasks.acts.base import held, put
from luoshi.tasks.acts.drafting import checked, written
from luoshi.tasks.plan import Plan
from luoshi.tasks.task import State


def brought_in(
    *, book: Book, by: Actor, plan: Plan, register: str, no: str, row: int, beside: Mapping[str, str]
) -> str:
    """A row as a drafted task; its matter. `beside` are words of the file that are no plan: progress, status."""
    return written(book, by, checked(book, plan), above=None, register=register, no=no, row=row, **beside)


def brought_in_again(
    *, book: Book, by: Actor, matter: str, plan: Plan, row: int, beside: Mapping[str, str]
) -> None:
    """A row that says something else than before puts its draft right; what is published stands."""
    task = held(book, matter, tree=True)
    if task.state != State.DRAFT:
        raise CouldNot(
            say(
                f"{matter} 已发布，导入不改：请用“调整”，写明理由和批准文号",
                f"{matter} is published and not changed by a file: amend it, with a reason and the approving document",
            )
        )
    plan = checked(book, plan)
    task.plan = plan
    put(book, task, by, "tasks.amended", **{**plan.as_payload(), "row": row, **beside})
