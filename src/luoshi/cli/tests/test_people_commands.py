"""Accounts, roles, settings and the organisation by command: what an administrator needs before there is a page."""

from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from click.testing import CliRunner

from luoshi.cli import luoshi
from luoshi.cli.base import moment
from luoshi.intake.tests.test_org_file import WHOLE, workbook
from luoshi.law.errors import CouldNot, Unclear
from luoshi.ledger.models import LedgerEntry
from luoshi.org.actions import found
from luoshi.org.models import Role, User
from luoshi.org.staffing import Person

pytestmark = pytest.mark.django_db


def run(*words: str, given: str | None = None) -> Any:
    done = CliRunner().invoke(luoshi, list(words), standalone_mode=False, input=given)
    if done.exception:
        raise done.exception
    return done


def test_an_account_is_opened_and_given_a_role_for_a_span() -> None:
    found(code="W", name="春城市水务局")
    run(
        "user",
        "add",
        "zhao",
        "--display-name",
        "赵某",
        "--officer",
        "S1",
        given="long-enough-1\nlong-enough-1\n",
    )
    user = User.objects.get(username="zhao")
    assert user.check_password("long-enough-1")
    assert Person.objects.get(officer="S1").user == user
    run("role", "add", "zhao", "handler", "W", "--since", "2026-03-02")
    assert "handler@W" in run("user", "list").output
    until = (moment(None).date() + timedelta(days=30)).isoformat()
    run("role", "end", "zhao", "handler", "W", "--until", until)
    assert Role.objects.get().until == date.fromisoformat(until)
    kinds = list(LedgerEntry.objects.order_by("position").values_list("kind", flat=True))
    assert kinds == ["org.account_changed", "org.role_given", "org.role_ended"]
    run("user", "close", "zhao")
    assert not User.objects.get(username="zhao").is_active


def test_a_password_is_made_and_printed_once_and_a_weak_one_is_refused() -> None:
    made = run("user", "add", "qian", "--generate").stdout.strip().splitlines()[-1]
    assert User.objects.get(username="qian").check_password(made)
    with pytest.raises(CouldNot):
        run("user", "password", "qian", "--password", "short")
    assert User.objects.get(username="qian").check_password(made)
    with pytest.raises(CouldNot):
        run("user", "add", "sun", "--password", "short")
    assert not User.objects.filter(username="sun").exists()


@pytest.mark.parametrize(
    ("words", "error"),
    [
        (("user", "add", "qian", "--generate"), "已有"),
        (("user", "password", "nobody", "--generate"), "没有账号"),
        (("role", "add", "nobody", "clerk", "W"), "没有账号"),
        (("role", "add", "qian", "clerk", "nowhere"), "没有编码"),
        (("role", "add", "qian", "king", "W"), "没有角色"),
        (("role", "end", "qian", "clerk", "W", "--until", "2030-01-01"), "没有权限"),
        (("role", "add", "qian", "clerk", "W", "--since", "soon"), "看不懂日期"),
    ],
)
def test_what_cannot_be_done_is_said(words: tuple[str, ...], error: str) -> None:
    found(code="W", name="春城市水务局")
    run("user", "add", "qian", "--generate")
    with pytest.raises(CouldNot, match=error):
        run(*words)


def test_the_day_an_office_goes_live_is_set_and_shown() -> None:
    day = (moment(None).date() + timedelta(days=7)).isoformat()
    run("setting", "live_since", day)
    assert day in run("setting").output
    assert LedgerEntry.objects.get().kind == "monitor.setting_changed"
    with pytest.raises(CouldNot, match="--yes"):
        run("setting", "live_since", "2026-01-01")
    run("setting", "live_since", "2026-01-01", "--yes")
    assert LedgerEntry.objects.count() == 2
    with pytest.raises(Unclear):
        run("setting", "colour", "blue")
    with pytest.raises(CouldNot, match="不是日期"):
        run("setting", "live_since", "soon")


def test_the_organisation_comes_in_goes_out_and_comes_in_again(tmp_path: Path) -> None:
    source, out = tmp_path / "in.xlsx", tmp_path / "out.xlsx"
    source.write_bytes(workbook(**WHOLE).getvalue())
    assert "试运行" in run("org", "import", str(source), "--dry-run").output
    assert not User.objects.exists()
    assert '"stored": 7' in run("org", "import", str(source), "--json").output
    run("org", "export", str(out))
    assert '"duplicates": 7' in run("org", "import", str(out), "--json").output


def test_a_lost_telephone_is_reset() -> None:
    run("user", "add", "qian", "--generate")
    with pytest.raises(CouldNot, match="没有设置二次验证"):
        run("user", "reset-step", "qian")
    Authenticator.objects.create(user=User.objects.get(username="qian"), type="totp", data={"secret": "x"})
    run("user", "reset-step", "qian")
    assert not Authenticator.objects.exists()
    assert LedgerEntry.objects.count() == 2
