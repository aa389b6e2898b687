"""The second step: set up, asked for, once only, counted, required of roles the office names, reset by another."""

import re
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import orjson
import pytest
import time_machine
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from axes.models import AccessAttempt
from django.core.cache import cache
from django.test import Client

from luoshi.ledger.models import LedgerEntry
from luoshi.org.models import User
from luoshi.web.signing.throttle import CODE
from luoshi.web.tests import provider, sample
from luoshi.web.tests.conftest import As

NAME, WORD = "office", sample.PASSWORD


def code(secret: str, later: int = 0) -> str:
    """What the telephone shows, `later` half minutes from now."""
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30 + later))


def enrol(client: Client) -> tuple[str, list[str]]:
    """Set up a telephone: its secret, and the recovery codes."""
    page = client.get("/second-step/").content.decode()
    assert "<svg" in page
    assert "style=" not in page
    secret = re.search(r'class="key">([A-Z2-7 ]+)<', page)
    assert secret
    key = secret[1].replace(" ", "")
    answer = client.post("/second-step/", {"code": code(key, -1)})
    kept = re.findall(r"<code>(\d{8})</code>", answer.content.decode())
    assert len(kept) == 10
    return key, kept


def password(client: Client, name: str = NAME) -> Any:
    return client.post("/sign-in/", {"username": name, "password": WORD, "next": "/cards/"})


@pytest.fixture
def required(settings: Any, tmp_path: Path) -> None:
    settings.LUOSHI_HOME = tmp_path
    (tmp_path / "sign_in.toml").write_text('[second_step]\nrequired = ["administrator"]\n', encoding="utf-8")


def kinds() -> list[tuple[str, dict[str, str]]]:
    return [
        (e.kind, orjson.loads(e.payload))
        for e in LedgerEntry.objects.filter(kind__startswith="org.").order_by("position")
    ]


def test_enrolled_the_password_alone_opens_nothing(signed_in: As) -> None:
    secret, _ = enrol(signed_in(NAME))
    row = Authenticator.objects.get(type="totp")
    assert secret not in str(row.data)
    assert kinds() == [("org.account_changed", {"what": "second_step_set"})]
    client = Client()
    assert password(client).headers["Location"] == "/sign-in/code/"
    assert client.get("/cards/").status_code == 302
    assert client.get("/sign-in/code/").status_code == 200
    wrong = client.post("/sign-in/code/", {"code": "000000"})
    assert "验证码不对" in wrong.content.decode()
    assert client.get("/cards/").status_code == 302
    assert client.post("/sign-in/code/", {"code": code(secret)}).headers["Location"] == "/cards/"
    assert client.get("/cards/").status_code == 200


def test_a_wrong_first_code_sets_up_nothing(signed_in: As) -> None:
    client = signed_in(NAME)
    client.get("/second-step/")
    answer = client.post("/second-step/", {"code": "000000"})
    assert answer.status_code == 422
    assert "验证码不对" in answer.content.decode()
    assert not Authenticator.objects.exists()


def test_a_code_opens_once_and_none_before_it(signed_in: As) -> None:
    secret, _ = enrol(signed_in(NAME))
    first, second = Client(), Client()
    password(first)
    password(second)
    assert first.post("/sign-in/code/", {"code": code(secret)}).status_code == 302
    for used in (code(secret), code(secret, -1)):
        cache.clear()  # as another worker, which remembers nothing of the first
        again = second.post("/sign-in/code/", {"code": used})
        assert "已经用过" in again.content.decode()
    assert second.post("/sign-in/code/", {"code": code(secret, 1)}).status_code == 302


def test_a_recovery_code_opens_once(signed_in: As) -> None:
    _, kept = enrol(signed_in(NAME))
    for client, opens in ((Client(), True), (Client(), False)):
        password(client)
        answer = client.post("/sign-in/code/", {"code": kept[3]})
        assert (answer.status_code == 302) is opens


def test_too_many_wrong_codes_pause_whatever_the_address(signed_in: As) -> None:
    secret, _ = enrol(signed_in(NAME))
    client = Client()
    password(client)
    for n in range(8):
        answer = client.post("/sign-in/code/", {"code": "000000"}, REMOTE_ADDR=f"10.0.0.{n}")
    assert answer.status_code == 429
    held = client.post("/sign-in/code/", {"code": code(secret)}, REMOTE_ADDR="10.0.0.99")
    assert held.status_code == 429
    user = User.objects.get(username=NAME)
    entry = LedgerEntry.objects.get(kind="org.sign_in_refused")
    assert entry.matter == f"user:{user.pk}"
    assert orjson.loads(entry.payload) == {"way": "code", "why": "paused"}
    assert not AccessAttempt.objects.filter(post_data__contains="000000").exists()
    with time_machine.travel(datetime.now(UTC) + timedelta(minutes=16)):
        late = Client()
        password(late)
        assert late.post("/sign-in/code/", {"code": code(secret)}).status_code == 302


def test_nobody_pauses_the_second_step_of_others_by_a_name(signed_in: As) -> None:
    secret, _ = enrol(signed_in(NAME))
    user = User.objects.get(username=NAME)
    for _n in range(9):
        Client().post("/sign-in/", {"username": f"{CODE}{user.pk}", "password": "wrong-wrong"})
    client = Client()
    password(client)
    assert client.post("/sign-in/code/", {"code": code(secret)}).status_code == 302


def test_the_code_page_is_nothing_without_the_password(people: object, client: Client) -> None:
    assert client.get("/sign-in/code/").headers["Location"] == "/sign-in/"
    assert client.post("/sign-in/code/", {"code": "123456"}).headers["Location"] == "/sign-in/"


def test_a_role_that_must_have_it_sees_nothing_before(signed_in: As, required: None) -> None:
    admin, office = signed_in("admin"), signed_in(NAME)
    assert office.get("/").status_code == 200
    for path in ("/", "/people/", "/imports/"):
        assert admin.get(path).headers["Location"] == "/second-step/"
    assert admin.get("/api/v1/reports/lateness").status_code == 403
    assert "您的岗位登录时必须有二次验证" in admin.get("/second-step/").content.decode()
    secret, _ = enrol(admin)
    assert admin.get("/people/").status_code == 200
    other = signed_in("admin")  # a session from before
    assert other.get("/people/").headers["Location"] == "/second-step/"
    assert "还没有验证" in other.get("/second-step/").content.decode()
    assert other.post("/second-step/", {"action": "step", "code": code(secret)}).status_code == 302
    assert other.get("/people/").status_code == 200
    kept = other.post("/second-step/", {"action": "remove", "code": code(secret, 1)})
    assert kept.status_code == 422
    assert "不能解除" in kept.content.decode()
    assert Authenticator.objects.filter(type="totp").exists()


def test_its_owner_renews_and_takes_it_away_with_a_code(signed_in: As) -> None:
    client = signed_in(NAME)
    secret, kept = enrol(client)
    assert client.post("/second-step/", {"action": "remove", "code": "000000"}).status_code == 422
    again = client.post("/second-step/", {"action": "codes", "code": code(secret)})
    fresh = re.findall(r"<code>(\d{8})</code>", again.content.decode())
    assert len(fresh) == 10
    assert not set(fresh) & set(kept)
    assert client.post("/second-step/", {"action": "remove", "code": code(secret, 1)}).status_code == 302
    assert not Authenticator.objects.exists()
    assert kinds()[-1] == ("org.account_changed", {"what": "second_step_removed"})
    assert password(Client()).headers["Location"] == "/cards/"


def test_another_administrator_resets_a_lost_telephone(signed_in: As) -> None:
    enrol(signed_in(NAME))
    user = User.objects.get(username=NAME)
    admin = signed_in("admin")
    assert "ask-step" in admin.get(f"/people/{user.pk}/").content.decode()
    admin.post(f"/people/{user.pk}/", {"action": "step"})
    assert not Authenticator.objects.exists()
    assert kinds()[-1] == ("org.account_changed", {"what": "second_step_reset"})
    assert "ask-step" not in admin.get(f"/people/{user.pk}/").content.decode()


@pytest.mark.parametrize("asks", ["here", "provider"])
def test_after_the_identity_provider(
    signed_in: As, settings: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, asks: str
) -> None:
    from luoshi.web.tests.test_oidc import round_trip

    settings.LUOSHI_HOME = tmp_path
    monkeypatch.setenv("LUOSHI_OIDC_SECRET", provider.SECRET)
    secret, _ = enrol(signed_in(NAME))
    with provider.running() as office:
        steps = '[second_step]\nrequired = ["efficiency_office"]\n'
        text = provider.settings(office, more=f'second_step = "{asks}"\n', steps=steps)
        (tmp_path / "sign_in.toml").write_text(text, encoding="utf-8")
        client = Client()
        answer = round_trip(client)
    if asks == "here":
        assert answer.headers["Location"] == "/sign-in/code/"
        assert client.get("/").status_code == 302
        assert client.post("/sign-in/code/", {"code": code(secret)}).headers["Location"] == "/"
    assert client.get("/").status_code == 200


def test_wrong_passwords_are_put_on_record_once_and_without_a_name(
    people: object, client: Client, caplog: pytest.LogCaptureFixture
) -> None:
    user = User.objects.get(username="water")
    for _n in range(10):
        client.post("/sign-in/", {"username": "water", "password": "wrong-wrong"})
    entry = LedgerEntry.objects.get(kind="org.sign_in_refused")
    assert entry.matter == f"user:{user.pk}"
    assert orjson.loads(entry.payload) == {"way": "password", "why": "paused"}
    assert f"way=password why=wrong account={user.pk}" in caplog.text
    assert "water" not in caplog.text
    assert "water" not in str(entry.payload) + entry.occasion + entry.actor
