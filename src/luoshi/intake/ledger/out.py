"""The ledger as a workbook in the office's own columns: read back in, it says the same."""

from collections.abc import Iterable, Mapping
from io import BytesIO
from typing import Any

from luoshi.intake.ledger.columns import EVIDENCE, TITLES, WIDTHS
from luoshi.intake.ledger.targets import target
from luoshi.org.access import Scope
from luoshi.tasks import queries
from luoshi.tasks.events import TASK
from luoshi.tasks.figures import said
from luoshi.tasks.models import CoUnit, Node, OwnerName

COLUMNS = (
    "no", "category", "title", "responsible", "lead", "co", "section", "owner", "target", "since", "until", "evidence",
    "planned", "arranged", "paid", "progress", "status",
)  # fmt: skip
ALWAYS = frozenset(
    {"no", "title", "responsible", "lead", "co", "owner", "target", "until", "progress", "status"}
)
"""Columns that are there even where nobody filled them (interfaces: 序号, 任务, 责任单位 …)."""
SHEET = "台账"


def export_ledger(*, scope: Scope, register: str = "", above: str = "") -> BytesIO:
    """Every task in a scope, or of one ledger; its name stands above the heads. Nodes follow their parents."""
    nodes = list(queries.nodes(scope).exclude(state=Node.State.CANCELLED).order_by("year", "n"))
    nodes = in_tree([node for node in nodes if not register or node.register == register])
    registers = {node.register for node in nodes}
    title = above or register or (registers.pop() if len(registers) == 1 else "")
    return workbook(title, list(told(nodes, own=bool(title) and len(registers) <= 1)))


def in_tree(nodes: Iterable[Node]) -> list[Node]:
    """Parents before their parts, otherwise by number."""
    return sorted(nodes, key=lambda node: [*node.path.split("/")[:-1], node.matter])


def told(nodes: list[Node], *, own: bool) -> Iterable[dict[str, Any]]:
    """A row a task; `own` numbers are the office's, else ours."""
    matters = [node.matter for node in nodes]
    names = dict(OwnerName.objects.filter(matter__in=matters).values_list("matter", "name"))
    helping: dict[str, list[str]] = {}
    for matter, name in (
        CoUnit.objects.filter(matter__in=matters).order_by("id").values_list("matter", "unit_name")
    ):
        helping.setdefault(matter, []).append(name)
    for node in nodes:
        co = helping.get(node.matter, [])
        yield {
            "no": node.no if own and node.no else node.matter.removeprefix(TASK),
            "category": node.category, "title": node.title, "responsible": "、".join(filter(None, (node.unit_name, *co))),
            "lead": node.unit_name, "co": "、".join(co), "section": node.section, "owner": names.get(node.matter, ""),
            "target": worded(node), "since": iso(node.since), "until": iso(node.until),
            "evidence": "、".join(EVIDENCE[kind][0] for kind in node.told.get("evidence", ()) if kind in EVIDENCE),
            "planned": figure(node.planned), "arranged": figure(node.arranged), "paid": figure(node.paid),
            "progress": node.progress, "status": status(node),
        }  # fmt: skip


def status(node: Node) -> str:
    """The office's own word while nothing happened here, then ours."""
    told = node.told.get("status") if node.state == Node.State.DRAFT else ""
    return told or str(node.get_state_display())


def worded(node: Node) -> str:
    """The target in the office's words where they still say it, else the figure and what it counts."""
    plain = f"{said(node.target)}{node.per}" if node.target is not None else ""
    try:
        found = target(node.measure) if node.measure else None
    except ValueError:
        found = None
    return (
        node.measure
        if found and (found.value, found.per) == (node.target, node.per)
        else plain or node.measure
    )


def iso(day: Any) -> str:
    return day.isoformat() if day else ""


def figure(value: Any) -> float | int | str:
    return "" if value is None else (int(value) if value == int(value) else float(value))


def workbook(title: str, rows: list[Mapping[str, Any]]) -> BytesIO:
    """One sheet: a merged title, the heads, the rows. Text stays text, whatever it begins with."""
    import xlsxwriter

    shown = [name for name in COLUMNS if name in ALWAYS or any(row[name] not in ("", None) for row in rows)]
    file = BytesIO()
    book = xlsxwriter.Workbook(file, {"in_memory": True})
    page = book.add_worksheet(SHEET)
    head = book.add_format({"bold": True, "bg_color": "#E8F0F7", "border": 1, "border_color": "#C3CED8"})
    wrap = book.add_format({"text_wrap": True, "valign": "top", "border": 1, "border_color": "#C3CED8"})
    large = book.add_format({"bold": True, "font_size": 16, "align": "center", "valign": "vcenter"})
    top = 1 if title else 0
    if title:
        page.set_row(0, 30)
        page.merge_range(0, 0, 0, len(shown) - 1, title, large)
    for n, name in enumerate(shown):
        page.set_column(n, n, WIDTHS.get(name, 14))
        page.write_string(top, n, TITLES[name][0], head)
    for at, row in enumerate(rows, top + 1):
        for n, name in enumerate(shown):
            if isinstance(row[name], (int, float)):
                page.write_number(at, n, row[name], wrap)
            else:
                page.write_string(at, n, row[name][:32_000], wrap)
    page.freeze_panes(top + 1, 3)
    page.repeat_rows(top)
    page.set_landscape()
    page.set_paper(9)
    page.fit_to_pages(1, 0)
    book.close()
    file.seek(0)
    return file
