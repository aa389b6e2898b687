"""One task with its whole story: what it says, how far it is, its limits and why, everything that happened to it."""

from types import SimpleNamespace
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from luoshi.law.errors import CouldNot
from luoshi.law.words import say
from luoshi.ledger import read
from luoshi.monitor.why import why
from luoshi.org.models import Unit
from luoshi.tasks.models import Evidence, Node, Source
from luoshi.tasks.reading import read as task_of
from luoshi.tasks.words import EVIDENCE, listed
from luoshi.web import says, task_page, task_rows
from luoshi.web.access import access, access_task, now, standing_of
from luoshi.web.views.attachment import to_save
from luoshi.web.views.matter import arithmetic, shown_clock
from luoshi.web.views.tasks.common import day, places


@access("tasks.see")
def task(request: HttpRequest, name: str) -> HttpResponse:
    """`?clock=N` chooses which limit the "why" panel explains."""
    found = access_task(request, name)
    at, today = now(request), day(request)
    rows = read.current([found.matter], ledger=found.ledger)
    it = task_of(found.ledger, found.matter, rows)
    state: Any = SimpleNamespace(matter=found.matter, unit=found.unit_name, item=found.title, get_state_display=found.get_state_display)  # fmt: skip
    try:
        told = why(found.matter, at=at, ledger=found.ledger, state=state, rows=rows)
    except CouldNot as failure:
        told = {"trouble": str(failure)}
    clocks = [shown_clock(one, today, at) for one in told.get("clocks", ())]
    clocks.sort(key=lambda c: (not c["open"], c["due_on"] or ""))
    for i, clock in enumerate(clocks):
        clock |= {"number": i, "name": says.clock_name(clock["clock"])}
    watches = standing_of(request).may("tasks.watch")
    entries = sorted(
        (e for e in told.get("entries", ()) if not task_page.hidden(e, watches=watches)),
        key=lambda e: (e["happened_at"], e["position"]), reverse=True,
    )  # fmt: skip
    shown = {
        "task": it, "clocks": clocks, "trouble": told.get("trouble", ""), "on": today, "task_places": places(request),
        "chosen": chosen(clocks, request.GET.get("clock", "")), "doing": task_page.doing(request, it),
        "entries": [task_page.shown_entry(e, it) for e in entries], "evidence": task_page.evidence(entries, it),
        "curve": task_page.curve(it.plan, entries, today) if it.plan and it.leaf else None, "stages": task_page.stages(it),
        "evidence_kinds": listed(say(*EVIDENCE[k]) for k in it.plan.evidence) if it.plan else "",
        "cards": [c | {"told": arithmetic(c["arithmetic"])} for c in told.get("cards", ())], "watches": watches,
        **around(found, today),
    }  # fmt: skip
    return render(request, "luoshi/tasks/task.html", shown)


def around(node: Node, today: Any) -> dict[str, Any]:
    """The task's own line, those above it, its parts, its source."""
    above, parts = task_page.family(node)
    source = Source.objects.filter(ledger=node.ledger, matter=node.source).first() if node.source else None
    of = task_rows.beside(
        [node, *parts], {source.matter: source} if source else {}, names(node, parts), today
    )
    return {
        "row": task_rows.line(node, of, indent=False), "above": above, "source": source, "sum": of.sums.get(node.matter),
        "rows": [task_rows.line(part, of, indent=False) for part in parts],
    }  # fmt: skip


def names(node: Node, parts: list[Node]) -> dict[str, str]:
    """Units in the reader's language; looked up only where it may differ from what is on record."""
    if not says.english():
        return {}
    told = node.told.get("co")
    codes = [str(u.get("unit")) for u in told if isinstance(u, dict)] if isinstance(told, list) else []
    wanted = [node.unit, *codes, *(part.unit for part in parts)]
    return {u.code: u.said() for u in Unit.objects.without_tree_fields().filter(code__in=wanted)}


def chosen(clocks: list[dict[str, Any]], asked: str) -> dict[str, Any] | None:
    if asked.isdecimal() and int(asked) < len(clocks):
        return clocks[int(asked)]
    return clocks[0] if clocks else None


@access("tasks.see")
def task_file(request: HttpRequest, name: str, digest: str) -> HttpResponse:
    """A file that an entry of this task names: to be saved, never shown in the page."""
    found = access_task(request, name)
    held = Evidence.objects.filter(
        ledger=settings.LUOSHI_JURISDICTION, matter=found.matter, digest=digest
    ).first()
    if held is None:
        raise Http404(say("本任务没有这个附件", "This task has no such file"))
    return to_save(found.matter, digest, held.media)
