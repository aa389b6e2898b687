"""What can be done to posts and officers. Each returns whether something was recorded: the same again changes nothing."""

import re
from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta
from typing import Any

from luoshi.law.errors import CouldNot
from luoshi.law.private import personal
from luoshi.law.words import say
from luoshi.ledger.book import Book
from luoshi.ledger.entry import instant
from luoshi.mechanisms.window.post_vacancy import GONE
from luoshi.org import cover, events
from luoshi.org.models import Unit, User
from luoshi.org.staffing import Absence, Assignment, Officer, Person, Post, PostItem

CODE = re.compile(r"[^\s/?#]{1,100}")
LONGEST = timedelta(days=366)


def unit_of(code: str) -> Unit:
    found: Unit | None = Unit.objects.filter(code=code).first()
    if found is None:
        raise CouldNot(
            say(f"没有编码为 {code} 的单位：请先建立", f"There is no unit with code {code}: set it up first")
        )
    return found


def code_of(code: str, what: tuple[str, str]) -> str:
    if not CODE.fullmatch(code):
        raise CouldNot(
            say(
                f"{what[0]}不能为空、不超过 100 字，且不含空格和 / ? #",
                f"The {what[1]} must not be empty, at most 100 characters, without spaces or / ? #",
            )
        )
    return code


def set_post(
    book: Book, *, code: str, unit: str, title: str, duties: str = "", items: Iterable[str] = (), active: bool = True,
) -> bool:  # fmt: skip
    """Set up a post or change it; `items` are codes of the catalogue."""
    code_of(code, ("岗位编码", "code of a post"))
    if not title.strip():
        raise CouldNot(say(f"请填岗位 {code} 的名称", f"Give the post {code} a title"))
    body = unit_of(unit)
    if personal(f"{title} {duties}"):
        raise CouldNot(
            say(
                f"岗位 {code} 的名称或职责里有手机号或身份证号：请删去",
                f"Title or duties of post {code} hold a mobile or identity number: remove it",
            )
        )
    told: dict[str, Any] = {"unit": unit, "title": title.strip(), "duties": duties.strip()}
    told |= {"items": sorted(set(items)), "active": active}
    known = Post.objects.filter(ledger=book.ledger, code=code).first()
    if known is not None:
        held = PostItem.objects.filter(ledger=book.ledger, post=code).values_list("item", flat=True)
        now = {"unit": known.unit, "title": known.title, "duties": known.duties, "active": known.active}
        if told == {**now, "items": sorted(held)}:
            return False
    if not active:
        told["outcome"] = GONE
    _record(book, events.POST_SET.kind, f"{events.POST}{code}", "set", told, unit=body.name, post=code)
    return True


def set_officer(book: Book, *, code: str, unit: str, active: bool = True) -> bool:
    """Enter an officer by the office's own number, or move or dismiss them; posts are handed over first."""
    code_of(code, ("工号", "staff number"))
    body = unit_of(unit)
    known = Officer.objects.filter(ledger=book.ledger, code=code).first()
    if known is not None and (known.unit, known.active) == (unit, active):
        return False
    if not active and (held := cover.held(code, book.at, book.ledger)):
        posts = "、".join(held)
        raise CouldNot(
            say(
                f"{code} 还在岗位 {posts} 上：请先安排接替的人",
                f"{code} still holds {posts}: assign someone else first",
            )
        )
    told = {"unit": unit, "active": active}
    _record(
        book, events.OFFICER_SET.kind, f"{events.OFFICER}{code}", "set", told, unit=body.name, officer=code
    )
    return True


def name(*, officer: str, display_name: str, user: User | None = None) -> Person:
    """Say who an officer is. Not an entry: names stay out of the ledger."""
    person, _ = Person.objects.update_or_create(
        officer=officer, defaults={"display_name": display_name, "user": user}
    )
    return person


def appoint(book: Book, *, post: str, place: str, officer: str, since: date) -> bool:
    """Give the A or B place of a post to an officer from a day on; "" leaves it vacant."""
    if place not in Assignment.Place.values:
        raise CouldNot(say("请写 A 或 B", "The place is A or B"))
    return hold(book, post=post, places={place: officer}, since=since)


def hold(book: Book, *, post: str, places: Mapping[str, str], since: date) -> bool:
    """Give both places of a post at once, as when A and B change about."""
    known = Post.objects.filter(ledger=book.ledger, code=post, active=True).first()
    if known is None:
        raise CouldNot(say(f"没有岗位 {post}：请先设定", f"There is no post {post}: set it up first"))
    now = cover.holders(post, since, book.ledger)
    fresh = {place: officer for place, officer in places.items() if now.get(place, "") != officer}
    for place, officer in fresh.items():
        if officer and not Officer.objects.filter(ledger=book.ledger, code=officer, active=True).exists():
            raise CouldNot(say(f"没有工号为 {officer} 的工作人员", f"There is no officer {officer}"))
        other = "B" if place == "A" else "A"
        at_once = {**now, **places}.get(other) == officer
        if officer and (at_once or cover.meets(post, place, other, officer, since, book.ledger)):
            raise CouldNot(
                say(
                    f"{officer} 同时是 {known.title} 的 {other} 岗：A、B 岗应是两个人",
                    f"{officer} is also {other} of {known.title}: A and B are two people",
                )
            )
    for place, officer in fresh.items():
        told = {"place": place, "officer": officer, "since": since.isoformat()}
        _record(
            book, events.OFFICER_ASSIGNED.kind, f"{events.POST}{post}", f"{place}:{since.isoformat()}", told,
            unit=_name(known.unit), post=post, officer=officer,
        )  # fmt: skip
    return bool(fresh)


def register_absence(
    book: Book, *, officer: str, since: datetime, until: datetime, kind: str, handover: str = ""
) -> None:
    """Enter that an officer is away; refused when a post would be left with nobody (B10)."""
    known = Officer.objects.filter(ledger=book.ledger, code=officer, active=True).first()
    if known is None:
        raise CouldNot(say(f"没有工号为 {officer} 的工作人员", f"There is no officer {officer}"))
    if kind not in Absence.Kind.values:
        raise CouldNot(
            say(f"离岗类别应是 {'、'.join(Absence.Kind.values)}", f"The kind is one of {Absence.Kind.values}")
        )
    if not since < until <= since + LONGEST:
        raise CouldNot(
            say("离岗的结束必须晚于开始，且不超过一年", "An absence ends after it begins, within a year")
        )
    if personal(handover):
        raise CouldNot(
            say(
                "交接里有手机号或身份证号：请改写件的编号或岗位",
                "The handover holds a mobile or identity number: name cases or posts instead",
            )
        )
    clash = Absence.objects.filter(ledger=book.ledger, officer=officer, since__lt=until, until__gt=since)
    if clash.exists():
        raise CouldNot(
            say(
                "这段时间与已登记的离岗重叠：请先改动原来的登记",
                "It overlaps an absence already registered: change that one first",
            )
        )
    cover.assert_covered(officer, since, until, book.ledger)
    told = {"since": instant(since), "until": instant(until), "kind": kind}
    if handover.strip():
        told["handover"] = handover.strip()[:500]
    matter = f"{events.OFFICER}{officer}"
    _record(
        book, events.ABSENCE_REGISTERED.kind, matter, f"absence:{instant(since)}", told,
        unit=_name(known.unit), officer=officer,
    )  # fmt: skip


def end_absence(book: Book, absence: Absence, *, until: datetime | None = None) -> None:
    """Enter that an officer is back earlier; an absence not yet begun is called off."""
    back = max(until or book.at, absence.since)
    if back >= absence.until:
        raise CouldNot(say("离岗已经结束", "The absence has ended already"))
    told = {"since": instant(absence.since), "until": instant(back)}
    known = Officer.objects.get(ledger=book.ledger, code=absence.officer)
    matter = f"{events.OFFICER}{absence.officer}"
    _record(
        book, events.ABSENCE_ENDED.kind, matter, f"back:{instant(absence.since)}", told,
        unit=_name(known.unit), officer=absence.officer,
    )  # fmt: skip


def _name(unit: str) -> str:
    return Unit.objects.filter(code=unit).values_list("name", flat=True).first() or unit


def _record(book: Book, kind: str, matter: str, what: str, payload: dict[str, Any], **columns: str) -> None:
    occasion = f"{matter}:{what}:{instant(book.at)}"
    book.record(matter=matter, kind=kind, occasion=occasion, payload=payload, **columns)
