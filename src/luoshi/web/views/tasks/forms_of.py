"""The ledger as tree, timeline and map of responsibility: the same filters, other eyes."""

from collections import Counter
from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from django.db.models import Exists, OuterRef
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from luoshi.tasks import queries
from luoshi.tasks.models import ClauseTask, CoUnit, MilestoneRow, Node
from luoshi.web import lists, says, task_lists, task_rows
from luoshi.web.access import access, access_task, access_tasks
from luoshi.web.views.matters import unit_names
from luoshi.web.views.tasks.common import day, places
from luoshi.web.views.tasks.ledger import asked

BRANCHES, TWIGS, COLUMNS = 100, 1000, 24


@access("tasks.see")
def tasks_tree(request: HttpRequest) -> HttpResponse:
    """`?of=` a task shows it with its parts and theirs; without it, the roots of all trees."""
    today, name = day(request), request.GET.get("of", "")
    top = access_task(request, name) if name else None
    rows = queries.parts(name) if top else roots(access_tasks(request))
    page = lists.page(rows, request.GET, BRANCHES)
    branches = list(page.object_list)
    twigs = list(Node.objects.filter(ledger=branches[0].ledger, parent__in=[b.matter for b in branches]).order_by("n")[:TWIGS]) if branches else []  # fmt: skip
    of = task_rows.beside([*([top] if top else []), *branches, *twigs], {}, {}, today)
    told = {n.matter: task_rows.line(n, of, indent=False) | {"parts": []} for n in (*branches, *twigs)}
    for twig in twigs:
        told[twig.parent]["parts"].append(told[twig.matter])
    shown = {
        "page": page, "top": task_rows.line(top, of, indent=False) if top else None, "sum": of.sums.get(name),
        "above": task_pages_above(top), "branches": [told[b.matter] for b in branches], "task_places": places(request),
    }  # fmt: skip
    return render(request, "luoshi/tasks/tree.html", shown)


def roots(nodes: Any) -> Any:
    """Those that stand under nothing that this person may see."""
    above = nodes.model.objects.filter(
        ledger=OuterRef("ledger"), matter=OuterRef("parent"), pk__in=nodes.values("pk")
    )
    return nodes.exclude(Exists(above)).order_by("place")


def task_pages_above(top: Node | None) -> list[Node]:
    if top is None or not top.path:
        return []
    found = {n.matter: n for n in queries.family(top)}
    return [found[m] for m in top.path.split("/") if m in found]


@access("tasks.see")
def tasks_timeline(request: HttpRequest) -> HttpResponse:
    """From the first day of the first to the due day of the last on the page, the day today across all."""
    today, shown = day(request), asked(request)
    nodes = task_lists.select(access_tasks(request), shown["wanted"], today=today, units=shown["units"])
    page = lists.page(nodes.filter(until__isnull=False), request.GET)
    found = list(page.object_list)
    of = task_rows.beside(found, shown["sources"], unit_names(shown["units"]), today)
    first = min((n.since or n.until for n in found), default=today)
    last = max((n.until for n in found if n.until), default=today)
    span = Span(min(first or today, today), max(last, today))
    points: dict[str, list[dict[str, Any]]] = {}
    for m in MilestoneRow.objects.filter(matter__in=[n.matter for n in found]).order_by("on"):
        points.setdefault(m.matter, []).append({"x": span.x(m.on), "told": f"{m.name} {says.day(m.on)}", "reached": bool(m.reached_at)})  # fmt: skip
    rows = [task_rows.line(n, of, indent=shown["wanted"].sort == "place") | span.drawn(n, of) | {"points": points.get(n.matter, [])} for n in found]  # fmt: skip
    shown |= {
        "page": page,
        "rows": rows,
        "months": span.months(),
        "today_x": span.x(today),
        "task_places": places(request),
    }
    return render(request, "luoshi/tasks/timeline.html", shown)


class Span:
    """A stretch of days drawn from 0 to 100."""

    def __init__(self, first: date, last: date) -> None:
        self.first, self.days = first.replace(day=1), max((last - first.replace(day=1)).days + 10, 30)

    def x(self, on: date) -> float:
        return round(min(max((on - self.first).days / self.days * 100, 0), 100), 2)

    def months(self) -> list[dict[str, Any]]:
        """A line for each month, a word where there is room: every month, or every third."""
        found, on = [], self.first
        step = 1 if self.days < 420 else 3
        while self.x(on) < 99:
            found.append({"x": self.x(on), "word": says.short(on) if (on.month - 1) % step == 0 else ""})
            on = (on + timedelta(days=32)).replace(day=1)
        return found

    def drawn(self, node: Node, of: task_rows.Beside) -> dict[str, Any]:
        """The bar of a task and how much of it is done."""
        assert node.until is not None
        start, end = self.x(node.since or node.until), self.x(node.until)
        bar = task_rows.bar(node, of.sums.get(node.matter), of.today)
        done = min(bar.done / bar.of, 1) if bar and bar.of else 0
        width = max(end - start, 0.6)
        return {
            "x": start,
            "width": round(width, 2),
            "done": round(width * done, 2),
            "tone": bar.tone if bar else "run",
        }


@access("tasks.see")
def tasks_matrix(request: HttpRequest) -> HttpResponse:
    """Units across, top tasks down: who leads, who leads a part, who helps. No lead is a gap; one clause under two leads an overlap."""
    today, shown = day(request), asked(request)
    nodes = roots(
        task_lists.select(access_tasks(request), shown["wanted"], today=today, units=shown["units"])
    )
    page = lists.page(nodes.exclude(state=Node.State.CANCELLED), request.GET, 40)
    found = list(page.object_list)
    cells = held(found)
    counts = Counter(unit for units in cells.values() for unit in units)
    units = [unit for unit, _n in counts.most_common(COLUMNS)]
    sums = queries.sums_of([n.matter for n in found])
    twice = overlaps(found)
    names = unit_names(shown["units"])
    rows = [
        {
            "node": n, "cells": [cells[n.matter].get(unit, "") for unit in units], "twice": twice.get(n.matter, ""),
            "gap": not n.unit or sums.get(n.matter, {}).get("ownerless", 0) > 0,
        }
        for n in found
    ]  # fmt: skip
    shown |= {
        "page": page, "rows": rows, "columns": [{"name": names.get(u, u), "n": counts[u]} for u in units],
        "more": len(counts) > COLUMNS, "task_places": places(request), "gaps": sum(r["gap"] for r in rows),
        "overlaps": sum(bool(r["twice"]) for r in rows),
    }  # fmt: skip
    return render(request, "luoshi/tasks/matrix.html", shown)


def held(found: Sequence[Node]) -> dict[str, dict[str, str]]:
    """For each top task, what each unit is to it: `lead`, `part` or `co`."""
    trees = {n.matter: n.root for n in found}
    below = (
        Node.objects.filter(root__in=set(trees.values()))
        .exclude(state=Node.State.CANCELLED)
        .exclude(unit_name="")
    )
    cells: dict[str, dict[str, str]] = {n.matter: {} for n in found}
    for place, unit in below.order_by().values_list("place", "unit_name").distinct():
        for matter in place.split("/")[:-1]:
            if matter in cells:
                cells[matter].setdefault(unit, "part")
    for matter, unit in CoUnit.objects.filter(matter__in=list(cells)).values_list("matter", "unit_name"):
        cells[matter].setdefault(unit, "co")
    for n in found:
        if n.unit_name:
            cells[n.matter][n.unit_name] = "lead"
    return cells


def overlaps(found: Sequence[Node]) -> dict[str, str]:
    """Top tasks that carry out the same clause under different lead units."""
    lead = {n.matter: n.unit_name for n in found}
    by: dict[tuple[str, int], list[str]] = {}
    for matter, source, clause in ClauseTask.objects.filter(matter__in=list(lead)).values_list(
        "matter", "source", "clause"
    ):
        by.setdefault((source, clause), []).append(matter)
    told: dict[str, str] = {}
    for matters in by.values():
        if len({lead[m] for m in matters if lead[m]}) > 1:
            for matter in matters:
                told[matter] = "、".join(says.source_of(m) for m in matters if m != matter)
    return told
