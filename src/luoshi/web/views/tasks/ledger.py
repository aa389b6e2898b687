"""The ledger of tasks (台账) as a table, and the same list as Excel under the titles that offices use."""

from collections.abc import Iterator
from itertools import islice
from typing import Any

from django.conf import settings
from django.db.models import QuerySet
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from luoshi.law.words import say
from luoshi.org.models import Unit
from luoshi.tasks.models import Node, OwnerName
from luoshi.tasks.words import EVIDENCE, listed
from luoshi.web import excel, lights, lists, says, task_lists, task_rows
from luoshi.web.access import access, access_tasks, access_units, standing_of
from luoshi.web.views.matters import unit_names
from luoshi.web.views.tasks.common import day, places

UNITS_LISTED = 500


@access("tasks.see")
def tasks(request: HttpRequest) -> HttpResponse:
    ledger, today = settings.LUOSHI_JURISDICTION, day(request)
    shown = asked(request)
    held = standing_of(request)
    whole = held.scope("tasks.see").all
    nodes = task_lists.select(access_tasks(request), shown["wanted"], today=today, units=shown["units"])
    page = lists.page(nodes, request.GET)
    told = task_lists.numbers(access_tasks(request), today, whole=whole, ledger=ledger)
    rows = list(page.object_list)
    of = task_rows.beside(rows, shown["sources"], unit_names(shown["units"]), today)
    shown |= {
        "page": page, "task_places": places(request), "tiles": task_lists.tiles(told), "numbers": told,
        "may_draft": held.may("tasks.draft"), "may_import": held.may("tasks.supervise"),
        "rows": [task_rows.line(node, of, indent=shown["wanted"].sort == "place") for node in rows],
    }  # fmt: skip
    return render(request, "luoshi/tasks/ledger.html", shown)


def asked(request: HttpRequest) -> dict[str, Any]:
    """The filters of the address, with what they may be chosen from."""
    units: list[Unit] = list(access_units(request, "tasks.see")[:UNITS_LISTED])
    sources = task_lists.sources(settings.LUOSHI_JURISDICTION)
    wanted = task_lists.read(request.GET)
    return {
        "wanted": wanted, "units": units, "sources": sources, "states": Node.State.choices, "levels": Node.Level.choices,
        "lights": task_lists.light_choices(), "known_unit": any(wanted.unit in (u.name, u.code) for u in units),
        "leaders": sorted({s.leader for s in sources.values() if s.leader}),
    }  # fmt: skip


@access("tasks.see")
def tasks_excel(request: HttpRequest) -> FileResponse:
    """All rows that the filters select, not only the page shown."""
    shown = asked(request)
    nodes = task_lists.select(
        access_tasks(request), shown["wanted"], today=day(request), units=shown["units"]
    )
    head = [
        (_("序号"), 12), (_("系统编号"), 17), (_("任务"), 44), (_("层级"), 8), (_("责任单位"), 30), (_("牵头单位"), 24), (_("协办单位"), 28),
        (_("责任科室"), 16), (_("责任岗位"), 14), (_("责任人"), 12), (_("衡量标准"), 24), (_("目标值"), 12),
        (_("计量单位"), 10), (_("开始时间"), 12), (_("完成时限"), 12), (_("完成量"), 12), (_("进度"), 8),
        (_("进展"), 40), (_("状态"), 12), (_("灯"), 14), (_("督办单"), 12), (_("佐证类型"), 18), (_("来源"), 30),
        (_("文号"), 20), (_("类别"), 14),
    ]  # fmt: skip
    return excel.answer(_("督办台账"), head, lines(request, nodes, shown["sources"]))


def lines(request: HttpRequest, nodes: QuerySet[Node], sources: dict[str, Any]) -> Iterator[list[Any]]:
    today, stream = day(request), nodes.iterator(chunk_size=500)
    while some := list(islice(stream, 500)):
        names = dict(
            OwnerName.objects.filter(ledger=some[0].ledger, matter__in=[n.matter for n in some]).values_list("matter", "name")
        )  # fmt: skip
        for n in some:
            name, words = task_rows.light(n, today)
            told = n.told.get("co")
            co = [str(o.get("name")) for o in told if isinstance(o, dict)] if isinstance(told, list) else []
            evidence = n.told.get("evidence")
            yield [
                n.no, says.source_of(n.matter), n.title, n.get_level_display(), "、".join(filter(None, (n.unit_name, *co))),
                n.unit_name, "、".join(co),
                n.section, n.post, names.get(n.matter, ""), n.measure, number(n.target), n.per, n.since, n.until,
                number(n.quantity), n.share / 1000, n.progress, n.get_state_display(), words or lights.light(name).word,
                lights.light(f"order_{n.colour}").word if n.colour else "",
                listed(say(*EVIDENCE[e]) for e in evidence if e in EVIDENCE) if isinstance(evidence, list) else "",
                task_rows.source(n, sources), sources[n.source].document if n.source in sources else "", n.category,
            ]  # fmt: skip


def number(value: Any) -> float | int | None:
    if value is None:
        return None
    return int(value) if value == int(value) else float(value)
