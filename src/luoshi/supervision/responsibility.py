"""责任矩阵: which unit leads what, and where nobody does or more than one (责任死角、多头管理)."""

from collections import defaultdict
from dataclasses import dataclass

from django.conf import settings

from luoshi.tasks import queries
from luoshi.tasks.models import ClauseTask, Node

OVER = ("cancelled",)


@dataclass(frozen=True, slots=True)
class Cell:
    """A clause of a source, or a task of its own, with the units that lead work on it and those that help."""

    source: str
    clause: int
    title: str
    leads: tuple[str, ...]
    tasks: tuple[str, ...]

    @property
    def gap(self) -> bool:
        return not self.leads

    @property
    def overlap(self) -> bool:
        return len(self.leads) > 1


def matrix(*, ledger: str | None = None) -> list[Cell]:
    """Every clause with its leads, then every task without a source that has no lead; gaps first, then overlaps.

    Who leads a clause are the lead units of the highest tasks that carry it out: what hangs below them is theirs.
    """
    ledger = ledger or settings.LUOSHI_JURISDICTION
    by: dict[tuple[str, int], list[str]] = defaultdict(list)
    for source, clause, matter in ClauseTask.objects.filter(ledger=ledger).values_list(
        "source", "clause", "matter"
    ):
        by[source, clause].append(matter)
    named = {matter for matters in by.values() for matter in matters}
    nodes = {
        n.matter: n for n in Node.objects.filter(ledger=ledger, matter__in=named).exclude(state__in=OVER)
    }
    cells = [
        cell(source, clause, [nodes[m] for m in matters if m in nodes])
        for (source, clause), matters in by.items()
    ]
    cells += [Cell(c.matter, c.n, c.text[:200], (), ()) for c in queries.uncovered(ledger=ledger)]
    bare = Node.objects.filter(ledger=ledger, source="", unit="", parts=0).exclude(state__in=OVER)
    cells += [Cell("", 0, n.title, (), (n.matter,)) for n in bare]
    return sorted(cells, key=lambda one: (not one.gap, not one.overlap, one.source, one.clause, one.tasks))


def cell(source: str, clause: int, nodes: list[Node]) -> Cell:
    """One clause: tasks whose ancestor carries out the same clause do not count by themselves."""
    names = {n.matter for n in nodes}
    tops = [n for n in nodes if not names.intersection(n.path.split("/"))]
    leads = sorted({n.unit_name for n in tops if n.unit_name})
    title = tops[0].title if tops else ""
    return Cell(source, clause, title, tuple(leads), tuple(sorted(n.matter for n in tops)))
