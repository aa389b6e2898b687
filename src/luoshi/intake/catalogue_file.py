"""The catalogue as a workbook: three sheets in, an answer for every row; what is in force out.

A row at fault loses no other item. An item whose material or step is at fault is not published, since
a version is whole or nothing. Columns and sheets that are absent leave what stands as it is.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, field, replace
from datetime import datetime
from io import BytesIO
from typing import Any, BinaryIO

from django.conf import settings
from django.db import transaction

from luoshi.catalogue import actions, queries
from luoshi.catalogue.checks import Problem
from luoshi.catalogue.definition import Definition, Material, Step
from luoshi.catalogue.models import ItemVersion
from luoshi.intake.answers import Answers
from luoshi.intake.catalogue_columns import ITEMS, MATERIALS, SHEETS, STEPS
from luoshi.intake.workbook import Found, Line, Sheet, read, written
from luoshi.law.errors import CouldNot
from luoshi.law.words import say
from luoshi.ledger.book import Book
from luoshi.monitor.acting import acting
from luoshi.org.access import Scope
from luoshi.org.models import Unit

PLAIN = tuple(c.field for c in ITEMS.columns if c.field not in ("code", "since"))


@dataclass(slots=True)
class Wanted:
    """One item of a file: its row, the rows of its materials and steps, and what is wrong with any."""

    line: Line
    materials: list[Line] = field(default_factory=list)
    steps: list[Line] = field(default_factory=list)

    def rows(self) -> Iterator[tuple[Sheet, Line]]:
        yield ITEMS, self.line
        yield from ((MATERIALS, line) for line in self.materials)
        yield from ((STEPS, line) for line in self.steps)


def import_catalogue(
    file: BinaryIO, *, name: str, actor: str, at: datetime, dry_run: bool = False, scope: Scope | None = None
) -> Answers:
    """Publish what a workbook changes; `scope` bounds whose items may be changed. A dry run writes nothing."""
    found = read(file, SHEETS)
    answers = Answers(name, dry_run, found.notes)
    wanted = gathered(found, answers)
    ledger = settings.LUOSHI_JURISDICTION
    latest = _latest(list(wanted), ledger)
    names = _units(wanted)
    with transaction.atomic():
        with acting(actor=actor, at=at) as book:
            for code, it in wanted.items():
                _publish(book, it, latest.get(code), found, answers, names, scope)
        transaction.set_rollback(dry_run)
    order = {sheet.names[0]: n for n, sheet in enumerate(SHEETS)}
    answers.rows.sort(key=lambda a: (order[a.sheet], a.row))
    return answers


def gathered(found: Found, answers: Answers) -> dict[str, Wanted]:
    """The items of a file with their materials and steps; rows that belong to none are rejected at once."""
    wanted: dict[str, Wanted] = {}
    for line in found.lines["items"] or ():
        code = line.get("code")
        if not code:
            reason = say("请填实施编码", "give the item's code")
            answers.give(ITEMS, line, "", "rejected", field="code", reason=reason)
        elif code in wanted:
            first = wanted[code].line.row
            reason = say(f"实施编码与第 {first} 行重复", f"the same code as row {first}")
            answers.give(ITEMS, line, code, "rejected", field="code", reason=reason)
        else:
            wanted[code] = Wanted(line)
    for sheet in (MATERIALS, STEPS):
        for line in found.lines[sheet.key] or ():
            it = wanted.get(line.get("code"))
            if it is None:
                reason = say(
                    "事项表中没有这个实施编码：请先在事项表写一行", "no row of the items sheet has this code"
                )
                answers.give(sheet, line, line.get("code"), "rejected", field="code", reason=reason)
            else:
                getattr(it, sheet.key).append(line)
    return wanted


def _latest(codes: Sequence[str], ledger: str) -> dict[str, ItemVersion]:
    """The newest version of each item, begun or not."""
    found = ItemVersion.objects.filter(ledger=ledger, code__in=codes).order_by("version")
    return {version.code: version for version in found}


def _units(wanted: dict[str, Wanted]) -> dict[str, str]:
    """Codes of units by their names, where a name belongs to one only."""
    names = {it.line.get("unit_name") for it in wanted.values() if not it.line.get("unit")}
    by_name: dict[str, list[str]] = defaultdict(list)
    for code, name in Unit.objects.filter(name__in=names - {"", None}).values_list("code", "name"):
        by_name[name].append(code)
    return {name: codes[0] for name, codes in by_name.items() if len(codes) == 1}


def _publish(
    book: Book, it: Wanted, latest: ItemVersion | None, found: Found, answers: Answers, units: dict[str, str],
    scope: Scope | None,
) -> None:  # fmt: skip
    """Publish one item, or say of each of its rows why not."""
    code = it.line.get("code")
    faults = [(sheet, line, *fault) for sheet, line in it.rows() for fault in line.faults]
    if not faults:
        since = it.line.get("since") or book.at
        definition = defined(it, latest, found, units)
        weighed, problems = actions.weighed(definition, since)
        if not problems and scope is not None and not _allowed(weighed, latest, scope):
            problems = [Problem("unit", say("不是您单位的事项", "this item is not your unit's"))]
        faults = [_placed(it, problem) for problem in problems]
        if not faults:
            faults = _recorded(book, it, latest, weighed, answers)
    if not faults:
        return
    told = {id(line) for _, line, _, _ in faults}
    for sheet, line, name, reason in faults:
        answers.give(sheet, line, code, "rejected", field=name, reason=reason)
    sheet, line, _, _ = faults[0]
    why = say(
        f"未存：该事项有误，见“{sheet.names[0]}”第 {line.row} 行",
        f"not stored: the item is at fault, see “{sheet.names[0]}” row {line.row}",
    )
    for sheet, line in it.rows():
        if id(line) not in told:
            answers.give(sheet, line, code, "rejected", reason=why)


def _recorded(
    book: Book, it: Wanted, latest: ItemVersion | None, weighed: Definition, answers: Answers
) -> list[tuple[Sheet, Line, str, str]]:
    """Record what changes; why it may not, or nothing."""
    code = weighed.code
    if latest is not None and latest.until is None and latest.told == weighed.as_payload():
        for sheet, line in it.rows():
            answers.give(sheet, line, code, "unchanged")
        return []
    try:
        actions.publish(book, weighed, since=it.line.get("since") or None)
    except CouldNot as refused:
        return [(ITEMS, it.line, "since", str(refused))]
    for sheet, line in it.rows():
        answers.give(sheet, line, code, "changed" if latest else "new")
    return []


def _allowed(definition: Definition, latest: ItemVersion | None, scope: Scope) -> bool:
    """May the holder of a scope change this item: under its new unit and under the one it has?"""
    return scope.all or {definition.unit, latest.unit if latest else definition.unit} <= scope.units


def _placed(it: Wanted, problem: Problem) -> tuple[Sheet, Line, str, str]:
    """A problem at the row a person must correct."""
    if problem.field in ("materials", "steps"):
        sheet = MATERIALS if problem.field == "materials" else STEPS
        lines = getattr(it, problem.field)
        if lines:
            return sheet, lines[0], "", problem.reason
    return ITEMS, it.line, problem.field, problem.reason


def defined(it: Wanted, latest: ItemVersion | None, found: Found, units: dict[str, str]) -> Definition:
    """The definition a file asks for, upon what stands where the file is silent."""
    line, columns = it.line, found.columns["items"]
    told = {name: line.get(name) for name in PLAIN if name in columns}
    before = latest.definition if latest else Definition(code=line.get("code"), name="", unit="")
    if not told.get("unit"):
        told["unit"] = units.get(told.get("unit_name") or "", told.get("unit_name") or before.unit)
    if "statutory_amount" in told and told["statutory_amount"] is None:
        told |= {"statutory_per": "", "statutory_basis": ""}
    definition = replace(before, **{name: value for name, value in told.items() if name != "unit_name"})
    if found.lines["materials"] is not None:
        definition = replace(definition, materials=tuple(_materials(it.materials, before)))
    if found.lines["steps"] is not None:
        definition = replace(definition, steps=tuple(_steps(it.steps)))
    return definition


def _materials(lines: Sequence[Line], before: Definition) -> Iterator[Material]:
    """Papers in the order of their rows; one without a code keeps the code its name had."""
    known = {m.name: m.code for m in before.materials}
    for n, line in enumerate(lines, 1):
        code = line.get("material") or known.get(line.get("name")) or f"M{n}"
        yield Material(
            code=code, name=line.get("name"), needed=line.get("needed", True), source=line.get("source"),
            standard=line.get("standard"), basis=line.get("basis"),
        )  # fmt: skip


def _steps(lines: Sequence[Line]) -> Iterator[Step]:
    for line in lines:
        yield Step(
            name=line.get("name"), amount=line.get("amount", None), per=line.get("per"), post=line.get("post")
        )


def export_catalogue(*, at: datetime, scope: Scope, blank: bool = False) -> BytesIO:
    """The versions in force (and those to come) as a workbook that can be corrected and brought back in.

    With `blank`, the sheets alone, to be filled in.
    """
    versions = [] if blank else _standing(scope, at)
    told = [(v.code, v.definition) for v in versions]
    items = ({**asdict(it), "pause_grounds": it.pause_grounds} for _, it in told)
    materials = ({**asdict(m), "code": code, "material": m.code} for code, it in told for m in it.materials)
    steps = ({**asdict(s), "code": code} for code, it in told for s in it.steps)
    parts: list[tuple[Sheet, Any]] = [(ITEMS, items), (MATERIALS, materials), (STEPS, steps)]
    return written(parts)


def _standing(scope: Scope, at: datetime) -> list[ItemVersion]:
    """The newest version of every item not retired: what an import is compared with."""
    items = queries.items(scope).exclude(retired_at__lte=at).values_list("code", "version")
    latest = dict(items)
    found = ItemVersion.objects.filter(
        ledger=settings.LUOSHI_JURISDICTION, code__in=latest, version__in=set(latest.values())
    )
    return [v for v in found.order_by("code") if latest[v.code] == v.version]
