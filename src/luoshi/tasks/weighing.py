"""Weighing a tree before anything of it goes out: what its leaves lack, and what grew on its way down unapproved."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from luoshi.law.errors import CouldNot
from luoshi.law.words import say
from luoshi.tasks.cascade import Found, covered, heightened, squeezed
from luoshi.tasks.plan import Gap
from luoshi.tasks.task import State, Task
from luoshi.tasks.words import CAUSES

SHOWN = 5


@dataclass(frozen=True, slots=True)
class Grown:
    """A growth, at the node on which it is recorded: the child whose time is short, or the parent of too much."""

    task: Task
    found: Found

    def said(self) -> str:
        it, name = self.found, say(*CAUSES[self.found.cause])
        return say(
            f"{self.task.matter}“{self.task.title}”{name}：{it.per_mille / 10:g}%（界限 {it.threshold / 10:g}%）",
            f"{self.task.matter} “{self.task.title}”, {name}: {it.per_mille / 10:g}% (limit {it.threshold / 10:g}%)",
        )


class NotReady(CouldNot):
    """The tree cannot go out. `gaps` and `grown` say everything that stands in its way."""

    def __init__(self, gaps: Sequence[Gap], grown: Sequence[Grown]) -> None:
        told = [f"{gap.matter}“{gap.title}”{gap.reason}" for gap in gaps]
        told += [
            say(f"{g.said()}，须说明理由并经批准", f"{g.said()}: needs a reason and approval") for g in grown
        ]
        more = len(told) - SHOWN
        rest = say(f"；还有 {more} 处", f"; and {more} more") if more > 0 else ""
        super().__init__(
            say("还不能发布：", "Cannot be published yet: ") + say("；", "; ").join(told[:SHOWN]) + rest
        )
        self.gaps, self.grown = tuple(gaps), tuple(grown)


def gaps(tasks: Iterable[Task], on: date) -> list[Gap]:
    """Everything the leaves lack. A due day that has passed is none."""
    found: list[Gap] = []
    for task in tasks:
        if task.plan is None or not task.leaf or task.state == State.CANCELLED:
            continue
        found += task.plan.gaps(task.matter)
        if task.plan.until and task.plan.until <= on:
            reason = say(
                f"完成时限 {task.plan.until} 不在今天之后",
                f"its due day {task.plan.until} does not lie ahead",
            )
            found.append(Gap(task.matter, task.title, "until", reason))
    return found


def grown(tasks: Mapping[str, Task], on: date) -> list[Grown]:
    """Every growth among these tasks and their parts, whether approved or not."""
    found: list[Grown] = []
    for task in tasks.values():
        children = [tasks[m] for m in task.parts if m in tasks and tasks[m].state != State.CANCELLED]
        if task.plan is None or not children:
            continue
        plans = [child.plan for child in children if child.plan]
        if more := heightened(task.plan, plans, on=on):
            found.append(Grown(task, more))
        for child in children:
            since = (task.published_at.date() if task.published_at else None) or on
            if child.plan and (less := squeezed(task.plan, child.plan, since=since, on=on)):
                found.append(Grown(child, less))
    return found


def unapproved(found: Iterable[Grown]) -> list[Grown]:
    """Those that nobody approved as far as they go."""
    return [
        it for it in found if not covered(it.found, [(i.cause, i.per_mille) for i in it.task.inflations if i.state == "approved"])
    ]  # fmt: skip


def unexplained(found: Iterable[Grown]) -> list[Grown]:
    """Those that nobody has so much as explained: neither approved nor waiting for approval as far as they go."""
    return [
        it for it in found if not covered(it.found, [(i.cause, i.per_mille) for i in it.task.inflations if i.state != "refused"])
    ]  # fmt: skip
