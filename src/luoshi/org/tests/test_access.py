"""Roles by day, scope by subtree, and who may do what."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import IntegrityError

from luoshi.law.errors import CouldNot
from luoshi.org import actions
from luoshi.org.access import PERMISSIONS, scope, standing
from luoshi.org.models import Role, Unit, User

SHANGHAI = ZoneInfo("Asia/Shanghai")
pytestmark = pytest.mark.django_db


def at(day: str) -> datetime:
    return datetime.fromisoformat(f"{day}T09:00").replace(tzinfo=SHANGHAI)


@pytest.fixture
def tree() -> dict[str, Unit]:
    city = actions.found(code="530100", name="春城市", kind="city")
    water = actions.found(code="W", name="春城市水务局", under=city)
    section = actions.found(code="W-1", name="水务局审批科", kind="section", under=water)
    other = actions.found(code="B", name="春城市住房城乡建设局", under=city)
    return {"city": city, "water": water, "section": section, "other": other}


def person(name: str = "someone") -> User:
    return actions.enrol(username=name, password="chuncheng-2026")


def test_a_role_in_the_root_sees_everything(tree: dict[str, Unit]) -> None:
    user = person()
    actions.assign(user=user, unit=tree["city"], role="efficiency_office", since=date(2026, 1, 1))
    assert scope(user, at("2026-03-01")).all


def test_a_role_in_a_unit_sees_its_subtree_by_code_and_name(tree: dict[str, Unit]) -> None:
    user = person()
    actions.assign(user=user, unit=tree["water"], role="unit_head", since=date(2026, 1, 1))
    seen = scope(user, at("2026-03-01"))
    assert not seen.all
    assert seen.units == {"W", "春城市水务局", "W-1", "水务局审批科"}


def test_several_roles_add_up(tree: dict[str, Unit]) -> None:
    user = person()
    for unit in ("section", "other"):
        actions.assign(user=user, unit=tree[unit], role="clerk", since=date(2026, 1, 1))
    assert scope(user, at("2026-03-01")).units == {"W-1", "水务局审批科", "B", "春城市住房城乡建设局"}


def test_a_body_made_by_an_import_is_no_root() -> None:
    stray = actions.found(code="General", name="General")
    user = person()
    actions.assign(user=user, unit=stray, role="unit_head", since=date(2026, 1, 1))
    assert scope(user, at("2026-03-01")).units == {"General"}


@pytest.mark.parametrize(
    ("day", "held"),
    [("2025-12-31", False), ("2026-01-01", True), ("2026-06-30", True), ("2026-07-01", False)],
)
def test_roles_hold_from_since_until_before_until(tree: dict[str, Unit], day: str, held: bool) -> None:
    user = person()
    actions.assign(
        user=user, unit=tree["water"], role="clerk", since=date(2026, 1, 1), until=date(2026, 7, 1)
    )
    assert standing(user, at(day)).may("matters.see") is held


def test_the_day_of_a_role_is_the_day_in_china(tree: dict[str, Unit]) -> None:
    user = person()
    actions.assign(user=user, unit=tree["water"], role="clerk", since=date(2026, 1, 1))
    assert standing(user, datetime.fromisoformat("2025-12-31T16:30+00:00")).may("matters.see")


def test_an_administrator_sees_how_many_but_no_matter(tree: dict[str, Unit]) -> None:
    user = person()
    actions.assign(user=user, unit=tree["city"], role="administrator", since=date(2026, 1, 1))
    held = standing(user, at("2026-03-01"))
    assert held.scope("overview.see").all
    assert not held.may("matters.see")
    assert held.scope("matters.see").units == frozenset()
    actions.assign(user=user, unit=tree["water"], role="clerk", since=date(2026, 1, 1))
    assert "W" in standing(user, at("2026-03-01")).scope("matters.see").units


def test_units_cannot_import(tree: dict[str, Unit]) -> None:
    user = person()
    actions.assign(user=user, unit=tree["water"], role="unit_head", since=date(2026, 1, 1))
    assert not standing(user, at("2026-03-01")).may("imports.do")


def test_nobody_and_the_dismissed_may_nothing(tree: dict[str, Unit]) -> None:
    user = person()
    actions.assign(user=user, unit=tree["city"], role="efficiency_office", since=date(2026, 1, 1))
    user.is_active = False
    for who in (AnonymousUser(), user):
        assert not any(standing(who, at("2026-03-01")).may(permission) for permission in PERMISSIONS)


def test_djangos_own_flags_give_nothing(tree: dict[str, Unit]) -> None:
    user = User.objects.create_superuser(username="root", password="chuncheng-2026")
    assert not standing(user, at("2026-03-01")).may("matters.see")


def test_two_queries_for_one_role(tree: dict[str, Unit], django_assert_max_num_queries: object) -> None:
    user = person()
    actions.assign(user=user, unit=tree["water"], role="clerk", since=date(2026, 1, 1))
    with django_assert_max_num_queries(2):  # type: ignore[operator]
        standing(user, at("2026-03-01"))


def test_a_role_that_ends_before_it_begins_is_refused(tree: dict[str, Unit]) -> None:
    user = person()
    day = date(2026, 1, 1)
    with pytest.raises(CouldNot):
        actions.assign(user=user, unit=tree["water"], role="clerk", since=day, until=day)
    with pytest.raises(CouldNot):
        actions.assign(user=user, unit=tree["water"], role="king", since=day)
    with pytest.raises(IntegrityError):
        Role.objects.create(user=user, unit=tree["water"], role="clerk", since=day, until=day)


def test_enrolling_again_changes_the_password() -> None:
    person()
    again = actions.enrol(username="someone", password="another-2026", display_name="某人")
    assert again.check_password("another-2026")
    assert User.objects.count() == 1
    assert str(again) == "某人"
