"""The organisation as a workbook: units, officers, posts with A and B, roles; an answer for every row.

Units come first, then officers and posts, who holds them, who left, and roles. A row at fault loses
no other row. Sheets and columns that are absent leave what stands as it is.
"""

from collections.abc import Callable, Sequence
from datetime import date, datetime
from functools import partial
from io import BytesIO
from typing import Any, BinaryIO

from django.conf import settings
from django.db import transaction

from luoshi.intake.answers import Answers, State
from luoshi.intake.org_columns import KEYS, OFFICERS, POSTS, ROLE_ROWS, SHEETS, UNITS
from luoshi.intake.org_people import People
from luoshi.intake.workbook import Found, Line, Sheet, read, written
from luoshi.law.errors import CouldNot
from luoshi.law.words import say
from luoshi.ledger.book import Book
from luoshi.monitor.acting import acting
from luoshi.org import actions, cover, queries, staff
from luoshi.org.access import Scope, day_of
from luoshi.org.models import Role, Unit
from luoshi.org.staffing import Officer, Person, Post


def import_org(file: BinaryIO, *, name: str, actor: str, at: datetime, dry_run: bool = False) -> Answers:
    """Bring a workbook in; a dry run writes nothing."""
    answers = Answers(name, dry_run)
    found = read(file, SHEETS)
    answers.notes = found.notes
    work = Work(found, answers, day_of(at))
    with transaction.atomic():
        work.check()
        work.units()
        with acting(actor=actor, at=at) as book:
            work.officers(book)
            work.posts(book)
        with acting(actor=actor, at=at) as book:
            work.places(book)
        with acting(actor=actor, at=at) as book:
            work.people(book)
        transaction.set_rollback(dry_run)
    order = {sheet.names[0]: n for n, sheet in enumerate(SHEETS)}
    answers.rows.sort(key=lambda a: (order[a.sheet], a.row))
    return answers


class Work:
    """One workbook being brought in: its rows, and what became of each so far."""

    def __init__(self, found: Found, answers: Answers, today: date) -> None:
        self.found, self.answers, self.today = found, answers, today
        self.bad: set[int] = set()
        self.states: dict[int, State] = {}
        self.ledger = settings.LUOSHI_JURISDICTION

    def lines(self, sheet: Sheet) -> list[Line]:
        """The rows of a sheet that are still in order."""
        return [line for line in self.found.lines[sheet.key] or () if id(line) not in self.bad]

    def kept(self, sheet: Sheet, line: Line, field: str, now: Any) -> Any:
        """What a row says of a field; what stands where the column is absent."""
        return line.get(field) if field in self.found.columns[sheet.key] else now

    def reject(self, sheet: Sheet, line: Line, reason: str, field: str = "") -> None:
        if id(line) not in self.bad:
            self.bad.add(id(line))
            self.answers.give(sheet, line, key(sheet, line), "rejected", field=field, reason=reason)

    def attempt(self, sheet: Sheet, line: Line, act: Callable[[], bool], *, known: bool) -> None:
        """Do one row's act and note what it did; its refusal is the row's answer."""
        try:
            done = act()
        except CouldNot as refused:
            self.reject(sheet, line, str(refused))
            return
        if done:
            self.states.setdefault(id(line), "changed" if known else "new")

    def settle(self, sheet: Sheet) -> None:
        """Answer the rows of a sheet that were not rejected."""
        for line in self.lines(sheet):
            self.answers.give(sheet, line, key(sheet, line), self.states.get(id(line), "unchanged"))

    def check(self) -> None:
        """Cells that cannot be read, keys that are missing or there twice."""
        for sheet in SHEETS:
            seen: dict[str, int] = {}
            for line in self.found.lines[sheet.key] or ():
                for field, reason in line.faults:
                    self.reject(sheet, line, reason, field)
                for field in sheet.required:
                    if not line.get(field):
                        self.reject(sheet, line, say("此格不能为空", "this cell must not be empty"), field)
                first = seen.setdefault(key(sheet, line), line.row)
                if first != line.row:
                    reason = say(f"与第 {first} 行重复", f"the same as row {first}")
                    self.reject(sheet, line, reason, KEYS[sheet.key][0])

    def units(self) -> None:
        """Units, those above before those below; a circle is refused."""
        known = {unit.code: unit for unit in Unit.objects.all()}
        waiting = self.lines(UNITS)
        while waiting:
            inside = {line.get("code") for line in waiting}
            ready = [line for line in waiting if line.get("parent") not in inside]
            for line in waiting if not ready else ():
                self.reject(UNITS, line, say("上级单位绕成了圈", "the units above form a circle"), "parent")
            for line in ready:
                self.unit(line, known)
            waiting = [line for line in waiting if line not in ready] if ready else []
        self.settle(UNITS)

    def unit(self, line: Line, known: dict[str, Unit]) -> None:
        code, now = line.get("code"), known.get(line.get("code"))
        parent = self.kept(UNITS, line, "parent", now.parent.code if now and now.parent else "")
        above = known.get(parent)
        if parent and above is None:
            self.reject(UNITS, line, say(f"没有上级单位 {parent}", f"there is no unit {parent}"), "parent")
            return
        if now is not None and lies_below(now, above, known):
            self.reject(UNITS, line, say("上级单位在它自己之下", "the unit above lies below it"), "parent")
            return
        values = {
            "name": line.get("name"),
            "kind": self.kept(UNITS, line, "kind", now.kind if now else "body") or "body",
            "name_en": self.kept(UNITS, line, "name_en", now.name_en if now else ""),
        }
        same = now is not None and now.parent_id == (above.pk if above else None)
        if same and all(getattr(now, field) == value for field, value in values.items()):
            return
        known[code] = actions.found(code=code, under=above, **values)
        self.states[id(line)] = "changed" if now else "new"

    def officers(self, book: Book) -> None:
        """Enter officers where they are now; who left is noted once the posts are handed over."""
        known = {o.code: o for o in Officer.objects.filter(ledger=self.ledger)}
        for line in self.lines(OFFICERS):
            now = known.get(line.get("code"))
            if now is None or self.kept(OFFICERS, line, "active", now=True):
                self.attempt(OFFICERS, line, partial(self.officer, book, line, active=True), known=bool(now))

    def officer(self, book: Book, line: Line, *, active: bool) -> bool:
        """One officer with name and account: all of it or nothing."""
        columns, code = self.found.columns[OFFICERS.key], line.get("code")
        told = {name: line.get(name) if name in columns else None for name in ("display_name", "username")}
        with transaction.atomic():
            named = People(self.answers.notes).name(code, **told)
            return staff.set_officer(book, code=code, unit=line.get("unit"), active=active) or named

    def posts(self, book: Book) -> None:
        known = {p.code: p for p in Post.objects.filter(ledger=self.ledger)}
        officers = set(Officer.objects.filter(ledger=self.ledger, active=True).values_list("code", flat=True))
        officers |= {line.get("code") for line in self.lines(OFFICERS) if line.get("active", True)}
        for line in self.lines(POSTS):
            now = known.get(line.get("code"))
            if not self.fit(line, officers):
                continue
            values = {
                "code": line.get("code"),
                "unit": line.get("unit"),
                "title": line.get("title"),
                "duties": self.kept(POSTS, line, "duties", now.duties if now else ""),
                "items": self.kept(POSTS, line, "items", queries.items_of(line.get("code"))),
            }
            self.attempt(POSTS, line, partial(staff.set_post, book, **values), known=bool(now))

    def fit(self, line: Line, officers: set[str]) -> bool:
        """Do A and B exist, and are they two people? Asked before anything of the row is recorded."""
        since = line.get("since", None) or self.today
        for field, other in (("a", "B"), ("b", "A")):
            officer = line.get(field)
            if officer and cover.meets(line.get("code"), field.upper(), other, officer, since, self.ledger):
                reason = say(f"{officer} 此后将任 {other} 岗", f"{officer} will hold {other} later")
                self.reject(POSTS, line, reason, field)
                return False
            if officer and officer not in officers:
                reason = say(f"没有在岗的工号 {officer}", f"there is no officer {officer} in office")
                self.reject(POSTS, line, reason, field)
                return False
        if line.get("a") and line.get("a") == line.get("b"):
            self.reject(POSTS, line, say("A、B 岗应是两个人", "A and B are two people"), "b")
            return False
        return True

    def held(self, book: Book, line: Line) -> bool:
        columns = self.found.columns[POSTS.key]
        places = {place: line.get(place.lower()) for place in ("A", "B") if place.lower() in columns}
        since = line.get("since", None) or self.today
        return staff.hold(book, post=line.get("code"), places=places, since=since)

    def places(self, book: Book) -> None:
        """Who holds A and B from the day the row names, or from today."""
        for line in self.lines(POSTS):
            self.attempt(POSTS, line, partial(self.held, book, line), known=True)
        self.settle(POSTS)

    def people(self, book: Book) -> None:
        """Who left, and roles."""
        for line in self.lines(OFFICERS):
            if not self.kept(OFFICERS, line, "active", now=True):
                self.attempt(OFFICERS, line, partial(self.officer, book, line, active=False), known=True)
        self.settle(OFFICERS)
        people = People(self.answers.notes)
        for line in self.lines(ROLE_ROWS):
            try:
                self.states[id(line)] = people.role(book, line)
            except CouldNot as refused:
                self.reject(ROLE_ROWS, line, str(refused))
        self.settle(ROLE_ROWS)


def key(sheet: Sheet, line: Line) -> str:
    return " ".join(str(line.get(name) or "") for name in KEYS[sheet.key]).strip()


def lies_below(unit: Unit, other: Unit | None, known: dict[str, Unit]) -> bool:
    """Is `other` the unit itself or in its subtree?"""
    above = {each.pk: each.parent_id for each in known.values()}
    at = other.pk if other else None
    while at is not None and at != unit.pk:
        at = above.get(at)
    return at is not None


def export_org(*, at: datetime, blank: bool = False) -> BytesIO:
    """Units, officers, posts with who holds them now, and roles in force, ready to be corrected and brought back in."""
    parts: Sequence[tuple[Sheet, list[dict[str, Any]]]] = [
        (UNITS, _units()), (OFFICERS, _officers()), (POSTS, _posts(at)), (ROLE_ROWS, _roles(at)),
    ]  # fmt: skip
    return written((sheet, [] if blank else rows) for sheet, rows in parts)


def _units() -> list[dict[str, Any]]:
    fields = {"code": "code", "name": "name", "name_en": "name_en", "kind": "kind", "parent": "parent__code"}
    rows = Unit.objects.order_by("code").values_list(*fields.values())
    return [dict(zip(fields, row, strict=True)) for row in rows]


def _officers() -> list[dict[str, Any]]:
    people = {p.officer: p for p in Person.objects.select_related("user")}
    told = []
    for officer in Officer.objects.filter(ledger=settings.LUOSHI_JURISDICTION).order_by("code"):
        person = people.get(officer.code)
        told.append(
            {
                "code": officer.code,
                "unit": officer.unit,
                "active": officer.active,
                "display_name": person.display_name if person else "",
                "username": person.user.username if person and person.user else "",
            }
        )
    return told


def _posts(at: datetime) -> list[dict[str, Any]]:
    posts = list(queries.posts(Scope(all=True, units=frozenset())))
    duties = queries.duties([p.code for p in posts], at)
    return [
        {
            "code": p.code, "unit": p.unit, "title": p.title, "duties": p.duties,
            "items": tuple(queries.items_of(p.code)), "a": duties[p.code].a, "b": duties[p.code].b,
        }
        for p in posts
    ]  # fmt: skip


def _roles(at: datetime) -> list[dict[str, Any]]:
    fields = {
        "username": "user__username",
        "unit": "unit__code",
        "role": "role",
        "since": "since",
        "until": "until",
    }
    rows = Role.objects.exclude(until__lte=day_of(at)).order_by("user__username", "since", "pk")
    return [dict(zip(fields, row, strict=True)) for row in rows.values_list(*fields.values())]
