"""Asking units for forms. A new form names the one it replaces: the account does not grow by itself (基层减负)."""

from collections.abc import Iterable, Sequence
from typing import Any

from luoshi.burden.events import FORM
from luoshi.burden.models import Form
from luoshi.burden.reading import Held, read
from luoshi.law.errors import CouldNot
from luoshi.law.typed import Missing, fitting, needed, told
from luoshi.law.words import say
from luoshi.ledger import read as entries
from luoshi.ledger.book import Book
from luoshi.ledger.numbering import begun, following
from luoshi.org.actor import Actor
from luoshi.org.bodies import HANDLING, HEADS, OFFICE, Body, bodies, over, unit_of

LONGEST = 10_000
"""Minutes of one filling; and nobody is asked more often than daily."""


def may_ask(by: Actor) -> None:
    if by.standing.read_only or not any(role in OFFICE | HEADS for role, _ in by.standing.held):
        raise CouldNot(
            say(
                "报表由单位负责人或效能办要求填报",
                "Forms are asked for by the head of a unit or the efficiency office",
            )
        )


def held(book: Book, matter: str) -> tuple[Held, Form]:
    """The form as this book leaves it, kept from everybody else until the book is closed."""
    book.hold(matter)
    it = read(book.ledger, matter, [*entries.current([matter], ledger=book.ledger), *book.written(matter)])
    if it.form is None:
        raise CouldNot(say(f"没有报表 {matter}：请核对编号", f"There is no form {matter}: check its number"))
    return it, it.form


def put(
    book: Book, by: Actor, matter: str, size: int, name: str, *, to_unit: str = "", unit: str, **values: Any
) -> None:
    n = size + sum(draft.matter == matter for draft in book.drafts)
    book.record(
        matter=matter, kind=f"burden.{name}", occasion=f"{matter}:{name}:{n}", officer=by.name, source=by.source, unit=unit,
        to_unit=to_unit, payload=told(**values),
    )  # fmt: skip


def ask(
    *, book: Book, by: Actor, title: str, document: str, units: Iterable[str], minutes: int, times: int,
    fields: Sequence[str], retires: str = "",
) -> str:  # fmt: skip
    """Ask units for a form; its matter. Once forms are asked for, a new one names which it replaces; that one ends."""
    may_ask(by)
    title = needed("title", title, "请写报表名称", "Give the form's name", longest=200)
    document = needed(
        "document",
        document,
        "请写要求填报的依据文号",
        "Give the document by which it is asked for",
        longest=100,
    )
    found = bodies(units)
    if not 1 <= minutes <= LONGEST:
        raise Missing("minutes", say("请填每次大约用时（分钟）", "Say about how many minutes it takes"))
    if not 1 <= times <= 366:
        raise Missing("times", say("请填每年次数（1 到 366）", "Say how often a year (1 to 366)"))
    names = [needed("fields", one, "栏目不能为空", "A field is empty", longest=200) for one in fields]
    if not names:
        raise Missing("fields", say("请列出要填的栏目", "List the fields"))
    book.hold("burden:forms")
    replaced(book, by, retires)
    matter = following(book, FORM, Form)
    if retires:
        it, old = held(book, retires)
        put(
            book,
            by,
            retires,
            it.size,
            "form_retired",
            unit=old.unit_name,
            of=matter,
            reason=say("由新表取代", "Replaced"),
        )
    book.record(
        matter=matter, kind="burden.form_asked", occasion=begun(matter), officer=by.name, source=by.source,
        unit=unit_of(by),
        payload=told(
            item=title, document=document, units=[one.told() for one in found], minutes=minutes, times=times, fields=names,
            retires=retires,
        ),
    )  # fmt: skip
    return matter


def replaced(book: Book, by: Actor, retires: str) -> None:
    """A form to be replaced must be there, in use, and asked for by the same unit; and there must be one."""
    active = Form.objects.filter(ledger=book.ledger, state="active", unit_name=unit_of(by))
    if not retires and active.exists():
        raise Missing(
            "retires",
            say(
                "请选要停用的旧表：新增一张须停用一张",
                "Choose the form it replaces: a new one comes only in the place of an old",
            ),
        )
    if retires and not active.filter(matter=retires).exists():
        raise Missing(
            "retires", say(f"{retires} 不是贵单位在用的报表", f"{retires} is no form your unit asks for now")
        )


def retire(*, book: Book, by: Actor, matter: str, reason: str) -> None:
    """Ask for it no longer."""
    may_ask(by)
    it, form = held(book, matter)
    if form.state == "retired":
        raise CouldNot(say("已经停用", "It is given up already"))
    if not (any(role in OFFICE for role, _ in by.standing.held) or unit_of(by) == form.unit_name):
        raise CouldNot(
            say(f"由 {form.unit_name} 或效能办停用", f"This is for {form.unit_name} or the efficiency office")
        )
    put(book, by, matter, it.size, "form_retired", unit=form.unit_name, reason=fitting("reason", reason))


def fill(*, book: Book, by: Actor, matter: str, unit: str, minutes: int) -> None:
    """A unit says how long a filling really took. Nobody is scored by it."""
    it, form = held(book, matter)
    asked = next((one for one in it.asked.values() if unit in (one.unit, one.unit_name)), None)
    if asked is None or not over(by, HANDLING | {"clerk"}, Body(asked.unit, asked.unit_name)):
        raise CouldNot(say("由被要求填报的单位记录用时", "Units that are asked for it tell how long it took"))
    if not 1 <= minutes <= LONGEST:
        raise Missing("minutes", say("请填实际用时（分钟）", "Give the minutes it took"))
    instance = str(len(it.fillings) + 1)
    put(
        book, by, matter, it.size, "form_filled", unit=form.unit_name, to_unit=asked.unit_name, instance=instance,
        minutes=minutes,
    )  # fmt: skip
