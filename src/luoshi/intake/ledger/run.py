"""Bringing a ledger in: every row becomes a drafted task, a duplicate, a correction of a draft, or is named with its reasons."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, BinaryIO

from django.db import transaction

from luoshi.intake.ledger.people import Directory, parted
from luoshi.intake.ledger.rows import Reader, Wanted
from luoshi.intake.ledger.sheet import Page, pages
from luoshi.intake.record import Bad
from luoshi.intake.report import Report
from luoshi.law.errors import CouldNot
from luoshi.law.words import say
from luoshi.ledger.book import Book
from luoshi.ledger.entry import SHANGHAI
from luoshi.monitor.acting import acting
from luoshi.org.access import Standing
from luoshi.org.actor import Actor
from luoshi.tasks.acts.importing import brought_in, brought_in_again
from luoshi.tasks.events import TASK
from luoshi.tasks.models import Node, OwnerName, Source
from luoshi.tasks.plan import Plan, plan_of

YEAR = re.compile(r"(20\d{2})\s*年?")
NUMBER = re.compile(r"20\d{2}-\d{5}")
STANDING = ("Sheet", "工作表")
"""How sheets are called that nobody named."""


@dataclass(slots=True)
class Context:
    """What the rows of one page are judged in."""

    book: Book
    by: Actor
    page: Page
    register: str
    report: Report
    documents: dict[str, str]
    directory: Directory


def import_ledger(
    file: BinaryIO, *, name: str, actor: str, at: datetime, register: str = "", create_units: bool = False,
    dry_run: bool = False, by: Actor | None = None,
) -> Report:  # fmt: skip
    """Read every sheet that holds a ledger. `register` names it; by default the title above the heads, or the sheet.

    The same file again stores nothing new. A row that says something else than before corrects its draft; what is
    published already is changed by its own act. A dry run writes nothing.
    """
    found = pages(file)
    report = Report(file=name, dry_run=dry_run)
    by = by or Actor(actor, Standing((), None), at)
    with transaction.atomic():
        names = {
            part
            for page in found
            for line in page.lines
            for f in ("lead", "responsible", "co")
            for part in parted(line.get(f))
        }
        directory = Directory(names, at, create=create_units)
        with acting(actor=actor, at=at) as book:
            for page in found:
                called = register or named(page)
                here = Context(book, by, page, called, report, documents(book.ledger), directory)
                one(here, year_of(page, called, at))
        transaction.set_rollback(dry_run)
    report.check()
    return report


def named(page: Page) -> str:
    """The ledger's own name: the words above it, or the sheet's."""
    sheet = "" if page.name.startswith(STANDING) else page.name
    return (page.above or sheet)[:200]


def year_of(page: Page, register: str, at: datetime) -> int:
    """The year the ledger is for: named above it, in its name or on its sheet; else the year it is brought in."""
    for text in (page.above, register, page.name):
        if found := YEAR.search(text):
            return int(found[1])
    return at.astimezone(SHANGHAI).year


def documents(ledger: str) -> dict[str, str]:
    return dict(Source.objects.filter(ledger=ledger).exclude(document="").values_list("document", "matter"))


def one(here: Context, year: int) -> None:
    """All rows of a page."""
    report = here.report
    report.notes += here.page.notes
    reader = Reader(here.page, here.directory, year)
    wanted = [reader.read(line) for line in here.page.lines]
    known = standing(here, wanted)
    report.read += len(wanted)
    for it in wanted:
        report.warnings += it.warnings
        if it.faults:
            report.rejected.append(told(it.faults))
            continue
        try:
            store(here, it, known.get(it.no or (it.plan.title if it.plan else "")))
        except CouldNot as refused:
            report.rejected.append(Bad(it.line.row, getattr(refused, "field", ""), str(refused)))


def told(faults: list[Bad]) -> Bad:
    """One line a row: the first column at fault, all reasons."""
    return Bad(faults[0].row, faults[0].field, "；".join(dict.fromkeys(reasons(faults))))


def reasons(faults: list[Bad]) -> Iterator[str]:
    for n, fault in enumerate(faults):
        yield fault.reason if n == 0 or fault.field == faults[0].field else f"{fault.field}：{fault.reason}"


def standing(here: Context, wanted: list[Wanted]) -> dict[str, Node]:
    """The tasks that these rows brought in before, by their number in this ledger (or ours), or their words."""
    of = Node.objects.filter(ledger=here.book.ledger)
    found = {node.no or node.title: node for node in of.filter(register=here.register, parent="")}
    ours = [it.no for it in wanted if NUMBER.fullmatch(it.no)]
    found |= {
        node.matter.removeprefix(TASK): node for node in of.filter(matter__in=[f"{TASK}{no}" for no in ours])
    }
    return found


def store(here: Context, it: Wanted, before: Node | None) -> None:
    """One row without fault: new, the same as before, or a draft put right."""
    assert it.plan is not None
    plan = replace(it.plan, source=here.documents.get(it.document, ""), post=post(here, it))
    if it.document and not plan.source:
        here.report.warnings.append(
            Bad(
                it.line.row,
                here.page.titles["document"],
                say("文号没有登记为任务来源", "no source is registered under it"),
            )
        )
    if before is None:
        matter = brought_in(
            book=here.book,
            by=here.by,
            plan=plan,
            register=here.register,
            no=it.no,
            row=it.line.row,
            beside=it.beside,
        )
        here.report.stored += 1
        here.report.matters += 1
        own(here, matter, it)
    elif same(before, plan, it):
        here.report.duplicates += 1
    else:
        kept = kept_from(before, plan, here.page)
        brought_in_again(
            book=here.book, by=here.by, matter=before.matter, plan=kept, row=it.line.row, beside=it.beside
        )
        here.report.stored += 1
        here.report.corrections += 1
        here.report.matters += 1
        own(here, before.matter, it)


def same(before: Node, plan: Plan, it: Wanted) -> bool:
    """Does a row say what its task says already? Progress that was reported since is not for a file to tell."""
    now, then = plan.as_payload(), before.told
    told = ("item", "unit", "co", "target", "per", "until", "since", "section", "category", "money")
    fine = all(
        now.get(name) in (None, then.get(name)) or (name == "category" and not it.line.get("category"))
        for name in told
    )
    worded = it.plan is not None and it.plan.measure in (then.get("measure", ""), "")
    untouched = before.state != Node.State.DRAFT or all(then.get(n, "") == v for n, v in it.beside.items())
    return fine and worded and untouched


def kept_from(before: Node, plan: Plan, page: Page) -> Plan:
    """What the file has no column for stands as it was."""
    was = plan_of(before.told)
    silent: dict[str, Any] = {
        "evidence": plan.evidence or was.evidence, "weight": was.weight, "public": was.public, "clauses": was.clauses,
        "source": plan.source or was.source, "milestones": was.milestones, "level": was.level,
        "post": plan.post or was.post,
    }  # fmt: skip
    silent |= {
        name: getattr(was, name)
        for name in ("since", "until", "target", "section")
        if name not in page.titles
    }
    return replace(plan, **silent)


def post(here: Context, it: Wanted) -> str:
    """The post of the person a row names; who is not found is no fault."""
    if not it.owner or it.plan is None or it.plan.lead is None:
        return ""
    found = here.directory.post(it.owner, it.plan.lead.code)
    if not found:
        title = here.page.titles.get("owner", "")
        here.report.warnings.append(
            Bad(
                it.line.row,
                title,
                say("责任人没有对应的岗位：请在任务中选岗位", "no post is known for this person: choose one"),
            )
        )
    return found


def own(here: Context, matter: str, it: Wanted) -> None:
    """The person's name, kept beside the ledger of entries."""
    if it.owner:
        OwnerName.objects.update_or_create(
            ledger=here.book.ledger, matter=matter, defaults={"name": it.owner}
        )
