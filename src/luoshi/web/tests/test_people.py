"""People and roles on pages: what an administrator may do, to whom, and what the ledger keeps of it."""

from datetime import date, datetime
from typing import Any

import pytest
import time_machine
from django.test import Client

from luoshi.ledger.models import LedgerEntry
from luoshi.org import actions
from luoshi.org.models import Role, Unit, User
from luoshi.org.staffing import Person
from luoshi.web.tests import office
from luoshi.web.tests.conftest import As

NOW = datetime.fromisoformat("2026-10-12T08:41+08:00")
NEW = {"username": "zhao", "display_name": "赵某", "officer": "0012", "role": "clerk", "unit": office.WORKS}


@pytest.fixture(autouse=True)
def moment() -> Any:
    with time_machine.travel(NOW, tick=False):
        yield NOW


def page(client: Client, name: str, **told: Any) -> Any:
    user = User.objects.get(username=name)
    path = f"/people/{user.pk}/"
    return client.post(path, told, follow=True) if told else client.get(path)


def kinds() -> list[str]:
    return list(LedgerEntry.objects.order_by("position").values_list("kind", flat=True))


def test_only_administrators_come_here(signed_in: As) -> None:
    for who in ("office", "head", "water", "inspector"):
        client = signed_in(who)
        for path in ("/people/", "/people/new/", f"/people/{User.objects.get(username='head').pk}/"):
            assert client.get(path).status_code == 403
    assert "人员和权限" in signed_in("admin").get("/people/").content.decode()


def test_a_person_is_added_with_a_role_and_a_password_shown_once(signed_in: As) -> None:
    answer = signed_in("admin").post("/people/new/", NEW | {"since": "2026-10-12"})
    user = User.objects.get(username="zhao")
    assert user.check_password(answer.context["password"])
    assert answer.context["password"] in answer.content.decode()
    assert Role.objects.get(user=user).since == date(2026, 10, 12)
    assert Person.objects.get(officer="0012").user == user
    assert kinds() == ["org.account_changed", "org.role_given"]
    for values in LedgerEntry.objects.values_list():
        assert "zhao" not in str(values)
        assert "赵某" not in str(values)


@pytest.mark.parametrize(
    ("told", "why"),
    [
        ({"username": "office"}, "已有"),
        ({"username": "有 空格"}, "账号只用"),
        ({"username": ""}, "请填账号"),
        ({"since": ""}, "请填起日"),
        ({"until": "2026-10-01"}, "止期必须晚于起期"),
        ({"unit": "nowhere"}, "field-error"),
    ],
)
def test_what_cannot_be_added_is_said_and_nothing_remains(
    signed_in: As, told: dict[str, str], why: str
) -> None:
    answer = signed_in("admin").post("/people/new/", NEW | {"since": "2026-10-12"} | told)
    assert answer.status_code == 422
    assert why in answer.content.decode()
    assert not User.objects.filter(display_name="赵某").exists()
    assert not LedgerEntry.objects.exists()


def test_roles_are_given_and_ended_with_dates(signed_in: As) -> None:
    admin = signed_in("admin")
    told = {"action": "give", "role": "unit_head", "unit": office.WATER, "since": "2026-11-01", "until": ""}
    assert "已授予权限" in page(admin, "water", **told).content.decode()
    role = Role.objects.get(role="unit_head", unit__code=office.WATER)
    ended = page(admin, "water", action="end", role=role.pk, until="2026-12-01")
    assert "已定止日" in ended.content.decode()
    role.refresh_from_db()
    assert role.until == date(2026, 12, 1)
    assert kinds() == ["org.role_given", "org.role_ended"]
    again = page(admin, "water", action="end", role=role.pk, until="2026-12-05")
    assert "已经结束" in again.content.decode()
    assert "请填止日" in page(admin, "head", action="end", role=Role.objects.get(user__username="head").pk, until="").content.decode()  # fmt: skip


def test_nobody_changes_their_own_standing(signed_in: As) -> None:
    admin = signed_in("admin")
    role = Role.objects.get(user__username="admin")
    for told in (
        {"action": "give", "role": "efficiency_office", "unit": "530100", "since": "2026-10-12"},
        {"action": "end", "role": role.pk, "until": "2026-12-01"},
        {"action": "close"},
        {"action": "password"},
    ):
        answer = page(admin, "admin", **told)
        assert answer.status_code == 422
        assert "另一位系统管理员" in answer.content.decode()
    assert Role.objects.filter(user__username="admin").count() == 1
    assert not LedgerEntry.objects.exists()


def test_accounts_are_closed_opened_and_get_new_passwords_on_record(signed_in: As) -> None:
    admin = signed_in("admin")
    page(admin, "water", action="close")
    assert not User.objects.get(username="water").is_active
    assert "已停用" in admin.get("/people/").content.decode()
    page(admin, "water", action="open")
    answer = page(admin, "water", action="password")
    assert User.objects.get(username="water").check_password(answer.context["password"])
    assert kinds() == ["org.account_changed"] * 3
    page(admin, "water", action="details", display_name="新名", officer="S09")
    assert Person.objects.get(officer="S09").user == User.objects.get(username="water")


def test_an_administrator_of_a_bureau_keeps_to_it(signed_in: As, people: dict[str, User]) -> None:
    works = Unit.objects.get(code=office.WORKS)
    actions.assign(user=people["water"], unit=works, role="administrator", since=date(2026, 1, 1))
    Role.objects.filter(user=people["water"], role="handler").delete()
    client = signed_in("water")
    names = {user.username for user, _ in client.get("/people/").context["rows"]}
    assert names == {"water", "head"}
    assert page(client, "office").status_code == 404
    told = {"action": "give", "role": "efficiency_office", "unit": "530100", "since": "2026-10-12"}
    assert page(client, "head", **told).status_code == 422
    actions.assign(
        user=people["head"], unit=Unit.objects.get(code="530100"), role="inspector", since=date(2026, 1, 1)
    )
    assert "在别处还有权限" in page(client, "head", action="password").content.decode()


@pytest.mark.parametrize(
    ("query", "found"), [("q=off", 1), ("role=inspector", 1), ("role=none", 5), ("q=%00", 5)]
)
def test_people_are_searched(signed_in: As, query: str, found: int) -> None:
    assert len(signed_in("admin").get(f"/people/?{query}").context["rows"]) == found
