"""What can be done to the catalogue. A change applies to cases received from its moment on, never to earlier ones."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from itertools import pairwise
from zoneinfo import ZoneInfo

from luoshi.catalogue import queries
from luoshi.catalogue.checks import Problem, completed, problems
from luoshi.catalogue.definition import Definition
from luoshi.catalogue.events import PUBLISHED, RETIRED, matter_of
from luoshi.catalogue.models import Item
from luoshi.law.errors import CouldNot
from luoshi.law.words import say
from luoshi.ledger.book import Book
from luoshi.ledger.entry import instant
from luoshi.org.models import Unit

SHANGHAI = ZoneInfo("Asia/Shanghai")


def publish(
    book: Book, definition: Definition, *, since: datetime | None = None, expecting: int | None = None
) -> Definition:
    """Publish an item, or a new version of it, in force from `since` (the act's own moment unless given).

    `expecting` is the number of the version the change was made from: if another was published in
    between, it is refused. Returns what was published, the statutory figure filled in. Raises CouldNot
    with every reason.
    """
    since = since or book.at
    it = prepared(definition, since)
    latest = queries.versions(it.code, ledger=book.ledger).first()
    if expecting is not None and expecting != (latest.version if latest else 0):
        raise CouldNot(
            say(
                f"{it.name} 已有人发布了第 {latest.version if latest else 0} 版：请看过之后再改",
                f"Version {latest.version if latest else 0} of {it.name} was published meanwhile: look at it first",
            )
        )
    if latest is not None:
        item = Item.objects.get(ledger=book.ledger, code=it.code)
        in_turn(since, latest.since, book.at, it.name)
        if item.retired_at is None and latest.told == it.as_payload():
            raise CouldNot(say(f"{it.name} 与现行版本相同，无需发布", f"{it.name} is the same as it stands"))
    _record(book, it, since, instant(book.at))
    return it


def publish_past(book: Book, versions: Sequence[tuple[Definition, datetime]]) -> None:
    """Bring in an item that is new here with the versions it had elsewhere, each in force from its own moment, oldest first.

    No case here was received under another version, so nothing is changed behind anybody's back.
    """
    told = [(prepared(definition, since), since) for definition, since in versions]
    code = told[0][0].code
    if queries.versions(code, ledger=book.ledger).exists():
        raise CouldNot(
            say(
                f"事项 {code} 已在目录中：过去的版本不能补录",
                f"Item {code} is known: no past version can be added",
            )
        )
    for (_, earlier), (it, since) in pairwise(told):
        if since <= earlier:
            raise CouldNot(
                say(f"{it.name} 的各版本生效先后不清", f"The versions of {it.name} are not in order")
            )
    for n, (it, since) in enumerate(told):
        _record(book, it, since, f"{instant(book.at)}:{n}")


def _record(book: Book, it: Definition, since: datetime, what: str) -> None:
    book.record(
        matter=matter_of(it.code),
        kind=PUBLISHED.kind,
        occasion=f"{matter_of(it.code)}:published:{what}",
        unit=it.unit_name,
        payload={"since": instant(since), "definition": it.as_payload()},
    )


def prepared(definition: Definition, since: datetime) -> Definition:
    """The definition as it would be published; CouldNot with every reason why not."""
    it, found = weighed(definition, since)
    if found:
        raise CouldNot("；".join(problem.reason for problem in found))
    return it


def weighed(definition: Definition, since: datetime) -> tuple[Definition, list[Problem]]:
    """The definition completed from the registry and the organisation, and what stands in its way."""
    day = since.astimezone(SHANGHAI).date()
    it = completed(definition, day)
    found = problems(it, day)
    unit = Unit.objects.filter(code=it.unit).first() if it.unit else None
    if unit is not None:
        return replace(it, unit_name=unit.name), found
    if it.unit:
        zh, en = (
            f"没有编码为 {it.unit} 的单位：请先在组织机构中建立",
            f"There is no unit {it.unit}: set it up first",
        )
        found.append(Problem("unit", say(zh, en)))
    return it, found


def in_turn(since: datetime, latest: datetime, at: datetime, name: str) -> None:
    """A later version begins neither in the past nor before the version that stands."""
    earliest = max(latest, at)
    if since < earliest:
        day = earliest.astimezone(SHANGHAI)
        raise CouldNot(
            say(
                f"{name} 的新版本不能早于 {day:%Y-%m-%d %H:%M} 生效：已收的件按收件时的版本办理",
                f"A new version of {name} cannot begin before {day:%Y-%m-%d %H:%M}: cases received keep their version",
            )
        )


def retire(book: Book, code: str, *, since: datetime | None = None, reason: str) -> None:
    """Take an item out of service from `since` on; cases received before are finished under their version."""
    since = since or book.at
    item = Item.objects.filter(ledger=book.ledger, code=code).first()
    if item is None:
        raise CouldNot(say(f"没有事项 {code}", f"There is no item {code}"))
    if item.retired_at is not None:
        raise CouldNot(say(f"{item.name} 已经取消", f"{item.name} is already retired"))
    if not reason.strip():
        raise CouldNot(say("请写明取消的依据", "Say on what ground the item is retired"))
    if since < book.at:
        raise CouldNot(say("取消不能早于现在", "An item cannot be retired in the past"))
    book.record(
        matter=matter_of(code),
        kind=RETIRED.kind,
        occasion=f"{matter_of(code)}:retired:{instant(book.at)}",
        unit=item.unit_name,
        payload={"since": instant(since), "reason": reason.strip()},
    )
