"""What can be asked of tasks: how one stands, what somebody may do to it now, what the ledger of tasks shows."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.db.models import Sum as Added

from luoshi.ledger import read as entries
from luoshi.ledger.book import nothing
from luoshi.ledger.entry import Row
from luoshi.org.access import Scope
from luoshi.org.actor import Actor
from luoshi.tasks import sums
from luoshi.tasks.models import Clause, ClauseTask, CoUnit, Node, Source, Sum
from luoshi.tasks.reading import read
from luoshi.tasks.rules import RULES, Rule
from luoshi.tasks.task import State, Task


@dataclass(frozen=True, slots=True)
class Chance:
    """An act, and why it cannot be done now (""; then it can). `ever` says that it is the person's business at all."""

    rule: Rule
    why_not: str
    ever: bool

    @property
    def act(self) -> str:
        return self.rule.act

    @property
    def allowed(self) -> bool:
        return not self.why_not


def _ledger(ledger: str | None) -> str:
    return ledger or settings.LUOSHI_JURISDICTION


def task(matter: str, *, ledger: str | None = None, more: Sequence[Row] = ()) -> Task:
    """A task from its entries, and `more` that are not recorded yet. Without a plan, there is none."""
    ledger = _ledger(ledger)
    return read(ledger, matter, [*entries.current([matter], ledger=ledger), *more])


def tasks(
    matters: Sequence[str],
    *,
    ledger: str | None = None,
    more: Callable[[str], Sequence[Row]] = nothing,
) -> list[Task]:
    """Several tasks at once, in the order asked for."""
    ledger = _ledger(ledger)
    by: dict[str, list[Row]] = {matter: [] for matter in matters}
    for row in entries.current(matters, ledger=ledger):
        by[row.matter].append(row)
    return [read(ledger, matter, [*rows, *more(matter)]) for matter, rows in by.items()]


def matters_under(task: Task) -> list[str]:
    """Everything under a task, parents before their parts."""
    path = "".join(f"{matter}/" for matter in (*task.path, task.matter))
    found = Node.objects.filter(ledger=task.ledger, root=task.root, path__startswith=path)
    return list(found.order_by("depth", "n").values_list("matter", flat=True))


def history(matter: str, *, ledger: str | None = None) -> Sequence[Row]:
    """Everything that was recorded of a task, newest first."""
    return list(reversed(entries.current([matter], ledger=_ledger(ledger))))


def root_of(matter: str, *, ledger: str | None = None) -> str:
    """The root of the tree a task stands in; its parents never change."""
    found = Node.objects.filter(ledger=_ledger(ledger), matter=matter).values_list("root", flat=True).first()
    return found or matter


def may(task: Task, by: Actor, at: datetime) -> list[Chance]:
    """Every act on the task, each with the reason why it cannot be done now, in the order of the rules."""
    return [Chance(rule, rule.why_not(task, by, at), rule.may_ever(task, by)) for rule in RULES.values()]


def nodes(scope: Scope, *, ledger: str | None = None) -> QuerySet[Node]:
    """The tasks that somebody with this scope may see: their units lead or co-operate."""
    found = Node.objects.filter(ledger=_ledger(ledger))
    if scope.all:
        return found
    names = list(scope.units)
    helping = CoUnit.objects.filter(ledger=OuterRef("ledger"), matter=OuterRef("matter"), unit__in=names)
    return found.filter(Q(unit__in=names) | Exists(helping))


def node(matter: str, scope: Scope, *, ledger: str | None = None) -> Node | None:
    return nodes(scope, ledger=ledger).filter(matter=matter).first()


def parts(matter: str, *, ledger: str | None = None) -> QuerySet[Node]:
    """The nodes directly under one, in their order."""
    return Node.objects.filter(ledger=_ledger(ledger), parent=matter).order_by("n")


def family(node: Node) -> list[Node]:
    """Those above a node and its own parts, in one look-up."""
    above = [matter for matter in node.path.split("/") if matter]
    return list(Node.objects.filter(Q(matter__in=above) | Q(parent=node.matter), ledger=node.ledger))


def under(node: Node) -> QuerySet[Node]:
    """Everything under a node."""
    return Node.objects.filter(
        ledger=node.ledger, root=node.root, path__startswith=f"{node.path}{node.matter}/"
    )


def sums_of(matters: Sequence[str], *, ledger: str | None = None) -> dict[str, dict[str, Any]]:
    """What the leaves under each of these nodes add up to; one query."""
    return sums.totals(Sum.objects.filter(ledger=_ledger(ledger), matter__in=list(matters)))


def progress_of(told: dict[str, Any] | None) -> int | None:
    """Reported progress per mille, by weight over the published leaves; None where nothing is published."""
    return told["done"] // told["weight"] if told and told["weight"] else None


def ownerless(*, ledger: str | None = None) -> int:
    """无主任务: leaves without a lead unit. Published ones cannot be among them."""
    roots = Node.objects.filter(ledger=OuterRef("ledger"), matter=OuterRef("matter"), parent="")
    found = Sum.objects.filter(Exists(roots), ledger=_ledger(ledger)).aggregate(n=Added("ownerless"))
    return int(found["n"] or 0)


def coverage(source: Source) -> list[tuple[Clause, list[str]]]:
    """Each clause of a source with the tasks that carry it out; none of either and no reason is 选择性执行."""
    tasks: dict[int, list[str]] = {}
    for n, matter in ClauseTask.objects.filter(ledger=source.ledger, source=source.matter).values_list(
        "clause", "matter"
    ):
        tasks.setdefault(n, []).append(matter)
    clauses = Clause.objects.filter(ledger=source.ledger, matter=source.matter).order_by("n")
    return [(clause, sorted(tasks.get(clause.n, []))) for clause in clauses]


def uncovered(*, ledger: str | None = None) -> QuerySet[Clause]:
    """Clauses that no task carries out and nobody set aside."""
    done = ClauseTask.objects.filter(
        ledger=OuterRef("ledger"), source=OuterRef("matter"), clause=OuterRef("n")
    )
    return Clause.objects.filter(~Exists(done), ledger=_ledger(ledger), set_aside="").order_by("matter", "n")


def waiting(*, ledger: str | None = None) -> QuerySet[Node]:
    """Claims that wait to be verified, the longest waiting first."""
    return Node.objects.filter(ledger=_ledger(ledger), state=State.CLAIMED).order_by("claimed_at")
