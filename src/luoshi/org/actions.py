"""What can be done to the people and bodies of an office."""

import re
from datetime import date, datetime

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError

from luoshi.law.errors import CouldNot
from luoshi.law.words import say
from luoshi.ledger.book import Book
from luoshi.ledger.entry import instant
from luoshi.org.events import ACCOUNT_CHANGED, ROLE_ENDED, ROLE_GIVEN, SIGN_IN_REFUSED, USER
from luoshi.org.models import Role, Unit, User, View

USERNAME = re.compile(r"[\w.@+-]{1,150}")


def found(*, code: str, name: str, kind: str = "body", name_en: str = "", under: Unit | None = None) -> Unit:
    """A unit, made or brought up to date by its code. The first without a parent is the root."""
    unit: Unit
    unit, _ = Unit.objects.update_or_create(
        code=code, defaults={"name": name, "name_en": name_en, "kind": kind, "parent": under}
    )
    return unit


def enrol(*, username: str, password: str, display_name: str = "", language: str = "") -> User:
    """A person who can sign in; the same name again is brought up to date."""
    user, _ = User.objects.get_or_create(username=username)
    user.display_name, user.language = display_name, language
    user.set_password(password)
    user.save()
    return user


def open_account(*, username: str, display_name: str = "") -> User:
    """An account that cannot sign in until it is given a password."""
    if not USERNAME.fullmatch(username):
        raise CouldNot(
            say(
                "账号只用字母、数字和 @ . + - _，不超过 150 字",
                "An account has letters, digits and @ . + - _ only, at most 150",
            )
        )
    user = User(username=username, display_name=display_name)
    user.set_unusable_password()
    user.save()
    return user


def set_password(user: User, password: str) -> None:
    """Give an account a password; refused with every reason why it is too weak."""
    try:
        validate_password(password, user)
    except ValidationError as weak:
        raise CouldNot(" ".join(weak.messages)) from weak
    user.set_password(password)
    user.save(update_fields=["password"])


def assign(*, user: User, unit: Unit, role: str, since: date, until: date | None = None) -> Role:
    """A role from `since` until before `until`."""
    if role not in Role.Kind.values:
        known = ", ".join(Role.Kind.values)
        raise CouldNot(say(f"没有角色 {role}：请用 {known}", f"There is no role {role}: use one of {known}"))
    if until is not None and until <= since:
        raise CouldNot(say("止期必须晚于起期", "The role must end after it begins"))
    given, _ = Role.objects.get_or_create(user=user, unit=unit, role=role, since=since, until=until)
    return given


def give(book: Book, *, user: User, unit: Unit, role: str, since: date, until: date | None = None) -> Role:
    """Give a role and note it in the ledger, where the account is a number."""
    given = assign(user=user, unit=unit, role=role, since=since, until=until)
    _note(book, ROLE_GIVEN.kind, given)
    return given


def end(book: Book, given: Role, *, until: date) -> None:
    """End a role from the day `until` on, and note it; what was done under it stands."""
    if given.until is not None and given.until <= until:
        raise CouldNot(
            say(f"该权限 {given.until} 起已经结束", f"The role has ended on {given.until} already")
        )
    if until <= given.since:
        raise CouldNot(
            say(
                f"止期必须晚于起期 {given.since}：请写次日或以后",
                f"The role must end after it begins on {given.since}: give a later day",
            )
        )
    given.until = until
    given.save(update_fields=["until"])
    _note(book, ROLE_ENDED.kind, given)


def set_open(book: Book, user: User, *, is_open: bool) -> None:
    """Let an account sign in or not; what was done under it stands."""
    user.is_active = is_open
    user.save(update_fields=["is_active"])
    note_account(book, user, "reopened" if is_open else "closed")


def note_account(book: Book, user: User, what: str) -> None:
    """Note in the ledger what was done to an account: opened, closed, reopened, its password renewed …"""
    matter = f"{USER}{user.pk}"
    occasion = f"{matter}:account:{what}:{instant(book.at)}"
    book.record(matter=matter, kind=ACCOUNT_CHANGED.kind, occasion=occasion, payload={"what": what})


def note_refusal(book: Book, matter: str, *, way: str, why: str, once: str) -> None:
    """Note that somebody was not let in: by which way and why, once for each `once`; never who tried."""
    occasion = f"{matter}:refused:{way}:{why}:{once}"
    told = {"way": way, "why": why}
    book.record(matter=matter, kind=SIGN_IN_REFUSED.kind, occasion=occasion, payload=told)


def _note(book: Book, kind: str, role: Role) -> None:
    told = {"role": role.role, "unit": role.unit.code, "since": role.since.isoformat()}
    if role.until is not None:
        told["until"] = role.until.isoformat()
    matter = f"{USER}{role.user_id}"
    what = f"{kind}:{role.role}:{role.unit.code}:{role.since}"
    occasion = f"{matter}:{what}:{instant(book.at)}"
    book.record(matter=matter, kind=kind, occasion=occasion, unit=role.unit.name, payload=told)


def look(*, user: User, matter: str, at: datetime) -> None:
    """Note that an inspector looked at a matter."""
    View.objects.create(user=user, matter=matter, at=at)
