"""What can be done to the people and bodies of an office."""

from datetime import date, datetime

from luoshi.law.errors import CouldNot
from luoshi.law.words import say
from luoshi.org.models import Role, Unit, User, View


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


def assign(*, user: User, unit: Unit, role: str, since: date, until: date | None = None) -> Role:
    """A role from `since` until before `until`."""
    if role not in Role.Kind.values:
        known = ", ".join(Role.Kind.values)
        raise CouldNot(say(f"没有角色 {role}：请用 {known}", f"There is no role {role}: use one of {known}"))
    if until is not None and until <= since:
        raise CouldNot(say("止期必须晚于起期", "The role must end after it begins"))
    given, _ = Role.objects.get_or_create(user=user, unit=unit, role=role, since=since, until=until)
    return given


def look(*, user: User, matter: str, at: datetime) -> None:
    """Note that an inspector looked at a matter."""
    View.objects.create(user=user, matter=matter, at=at)
