"""`luoshi user` and `luoshi role`: accounts, their passwords, and what they may do from when until when."""

from __future__ import annotations

import secrets
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

import click

from luoshi.cli.base import moment, start, table
from luoshi.law.errors import CouldNot, Unclear
from luoshi.law.words import say

if TYPE_CHECKING:
    from luoshi.org.models import Unit, User

ACTOR = "luoshi"


@click.group("user")
def user_command() -> None:
    """Open accounts, give them passwords, close them."""


@user_command.command("add")
@click.argument("name")
@click.option("--display-name", default="", help="The name shown to colleagues.")
@click.option("--officer", metavar="NUMBER", help="The staff number it belongs to.")
@click.option("--password", prompt=False, help="Leave it out to be asked, or use --generate.")
@click.option("--generate", is_flag=True, help="Make a password and print it once.")
def user_add_command(
    name: str, display_name: str, officer: str | None, password: str | None, generate: bool
) -> None:
    """Open the account NAME."""
    start()
    from django.db import transaction

    from luoshi.org import actions, staff
    from luoshi.org.models import User

    if User.objects.filter(username=name).exists():
        raise CouldNot(
            say(
                f"账号 {name} 已有：改口令请用 luoshi user password {name}",
                f"There is an account {name} already: luoshi user password {name} changes its password",
            )
        )
    with transaction.atomic():
        user = actions.open_account(username=name, display_name=display_name)
        if officer:
            staff.name(officer=officer, display_name=display_name, user=user)
        _password(user, password, generate=generate)
        _noted(user, "opened")
    click.echo(say(f"已建立账号 {name}", f"Account {name} opened"), err=True)


@user_command.command("password")
@click.argument("name")
@click.option("--password", help="Leave it out to be asked, or use --generate.")
@click.option("--generate", is_flag=True, help="Make a password and print it once.")
def user_password_command(name: str, password: str | None, generate: bool) -> None:
    """Give the account NAME a new password."""
    start()
    user = _user(name)
    _password(user, password, generate=generate)
    _noted(user, "password")
    click.echo(say(f"已更改 {name} 的口令", f"Password of {name} changed"), err=True)


@user_command.command("close")
@click.argument("name")
def user_close_command(name: str) -> None:
    """Let the account NAME sign in no more; what was done under it stands."""
    start()
    from luoshi.monitor.acting import acting
    from luoshi.org import actions

    with acting(actor=ACTOR, at=moment(None)) as book:
        actions.set_open(book, _user(name), is_open=False)
    click.echo(say(f"账号 {name} 已停用", f"Account {name} closed"), err=True)


@user_command.command("reset-step")
@click.argument("name")
def user_reset_step_command(name: str) -> None:
    """Take away the second step of NAME: a lost telephone. Make sure first who is asking."""
    start()
    from luoshi.web.signing import steps

    user = _user(name)
    if not steps.drop(user):
        raise CouldNot(say(f"{name} 没有设置二次验证", f"{name} has no second step"))
    _noted(user, "second_step_reset")
    click.echo(say(f"已重设 {name} 的二次验证", f"Second step of {name} reset"), err=True)


@user_command.command("list")
def user_list_command() -> None:
    """Every account, with the roles in force."""
    start()
    from luoshi.org.models import User

    head = [say("账号", "account"), say("姓名", "name"), say("启用", "open"), say("权限", "roles")]
    now = moment(None)
    rows = []
    for user in User.objects.order_by("username"):
        held = "、".join(f"{role.role}@{role.unit.code}" for role in _roles(user, now))
        rows.append((user.username, user.display_name, "✓" if user.is_active else "", held))
    table(head, rows)


@click.group("role")
def role_command() -> None:
    """Give roles and end them; each is noted in the ledger."""


@role_command.command("add")
@click.argument("user")
@click.argument("role")
@click.argument("unit")
@click.option("--since", metavar="DAY", help="First day (default: today).")
@click.option("--until", metavar="DAY", help="The day it no longer holds.")
def role_add_command(user: str, role: str, unit: str, since: str | None, until: str | None) -> None:
    """Give USER the ROLE in UNIT (its code) and what lies under it."""
    start()
    from luoshi.monitor.acting import acting
    from luoshi.org import actions
    from luoshi.org.access import day_of

    now = moment(None)
    with acting(actor=ACTOR, at=now) as book:
        given = actions.give(
            book, user=_user(user), unit=_unit(unit), role=role, since=_day(since) or day_of(now), until=_day(until)
        )  # fmt: skip
    click.echo(say(f"{user}：{given.role}，{unit}，自 {given.since} 起", f"{user}: {given.role} in {unit} from {given.since}"))  # fmt: skip


@role_command.command("end")
@click.argument("user")
@click.argument("role")
@click.argument("unit")
@click.option("--until", metavar="DAY", required=True, help="The day it no longer holds.")
def role_end_command(user: str, role: str, unit: str, until: str) -> None:
    """End the ROLE of USER in UNIT."""
    start()
    from luoshi.monitor.acting import acting
    from luoshi.org import actions

    now = moment(None)
    held = [r for r in _roles(_user(user), now) if (r.role, r.unit.code) == (role, unit)]
    if not held:
        raise CouldNot(say(f"{user} 在 {unit} 没有权限 {role}", f"{user} does not hold {role} in {unit}"))
    day = _day(until)
    assert day is not None
    with acting(actor=ACTOR, at=now) as book:
        for each in held:
            actions.end(book, each, until=day)
    click.echo(say(f"{user}：{role}，{unit}，到 {day} 为止", f"{user}: {role} in {unit} until {day}"))


def _password(user: User, password: str | None, *, generate: bool) -> None:
    """Set the password given, made or asked for."""
    from luoshi.org.actions import set_password

    if generate:
        made = f"{secrets.token_hex(3)}-{secrets.token_hex(3)}-{secrets.token_hex(3)}"
        set_password(user, made)
        click.echo(made)
        return
    if password is None:
        prompt = say("口令（不显示）", "Password (not shown)")
        password = click.prompt(prompt, hide_input=True, confirmation_prompt=say("再输一次", "Again"))
    set_password(user, str(password))


def _noted(user: User, what: str) -> None:
    from luoshi.monitor.acting import acting
    from luoshi.org import actions

    with acting(actor=ACTOR, at=moment(None)) as book:
        actions.note_account(book, user, what)


def _user(name: str) -> User:
    from luoshi.org.models import User

    found = User.objects.filter(username=name).first()
    if found is None:
        raise CouldNot(say(f"没有账号 {name}：先用 luoshi user add", f"There is no account {name}: luoshi user add"))  # fmt: skip
    return found


def _unit(code: str) -> Unit:
    from luoshi.org.staff import unit_of

    return unit_of(code)


def _roles(user: User, at: datetime) -> list[Any]:
    from luoshi.org.access import day_of
    from luoshi.org.models import Role

    day = day_of(at)
    return list(
        Role.objects.filter(user=user).exclude(until__lte=day).select_related("unit").order_by("since", "pk")
    )


def _day(text: str | None) -> date | None:
    if text is None:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError as wrong:
        raise Unclear(
            say(f"看不懂日期 {text!r}：请写成 2026-09-18", f"Cannot read the day {text!r}: write 2026-09-18")
        ) from wrong
