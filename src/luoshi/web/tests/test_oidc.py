"""Signing in by the office's identity provider: real answers over HTTP, real signatures, existing accounts only."""

import logging
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import orjson
import pytest
import requests
from allauth.socialaccount.models import SocialAccount, SocialToken
from django.test import Client

from luoshi.ledger.models import LedgerEntry as Entry
from luoshi.org.models import User
from luoshi.org.staffing import Person
from luoshi.web.tests import provider
from luoshi.web.tests.provider import Office

Write = Any


@pytest.fixture
def write(settings: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Write:
    """`write(text)`: what the office's sign_in.toml says."""
    settings.LUOSHI_HOME = tmp_path
    monkeypatch.setenv("LUOSHI_OIDC_SECRET", provider.SECRET)
    return lambda text: (tmp_path / "sign_in.toml").write_text(text, encoding="utf-8")


@pytest.fixture
def office(people: dict[str, User], write: Write) -> Iterator[Office]:
    with provider.running() as running:
        write(provider.settings(running))
        yield running


def round_trip(client: Client, path: str = "/sign-in/office/") -> Any:
    """From our link to the provider and back, as a browser goes."""
    there = client.get(path)
    assert there.status_code == 302, there.content.decode()
    back = requests.get(there.headers["Location"], allow_redirects=False, timeout=5)
    at = urlsplit(back.headers["Location"])
    assert at.path == "/sign-in/office/back/"
    return client.get(f"{at.path}?{at.query}")


def refusals() -> list[dict[str, str]]:
    found = Entry.objects.filter(kind="org.sign_in_refused").order_by("position")
    return [{"matter": e.matter, **orjson.loads(e.payload)} for e in found]


def test_an_existing_account_is_opened_and_tied(office: Office, client: Client) -> None:
    assert "用春城统一身份登录" in client.get("/sign-in/?next=/cards/").content.decode()
    answer = round_trip(client, "/sign-in/office/?next=/cards/")
    assert answer.headers["Location"] == "/cards/"
    assert client.get("/cards/").status_code == 200
    tied = SocialAccount.objects.get()
    assert (tied.user.username, tied.uid, tied.extra_data) == ("office", "s-1", {})
    assert not SocialToken.objects.exists()
    noted = Entry.objects.get(kind="org.account_changed")
    assert noted.matter == f"user:{tied.user_id}"
    assert orjson.loads(noted.payload) == {"what": "identity_tied"}


def test_once_tied_the_subject_decides_and_no_claim(office: Office, client: Client) -> None:
    round_trip(client)
    office.claims = {"sub": "s-1", "preferred_username": "admin"}
    fresh = Client()
    round_trip(fresh)
    assert fresh.session["_auth_user_id"] == str(User.objects.get(username="office").pk)
    assert SocialAccount.objects.count() == 1


def test_a_claim_passed_on_opens_nothing(office: Office, client: Client) -> None:
    round_trip(client)
    office.claims = {"sub": "s-2", "preferred_username": "office"}
    fresh = Client()
    answer = round_trip(fresh)
    assert answer.status_code == 403
    assert "已绑定另一个身份" in answer.content.decode()
    assert "_auth_user_id" not in fresh.session
    user = User.objects.get(username="office")
    assert refusals() == [{"matter": f"user:{user.pk}", "way": "oidc", "why": "tied"}]


def test_nobody_gets_an_account_by_coming(
    office: Office, client: Client, caplog: pytest.LogCaptureFixture
) -> None:
    office.claims = {"sub": "s-9", "preferred_username": "13800138000", "name": "某人"}
    before = User.objects.count()
    with caplog.at_level(logging.WARNING):
        answer = round_trip(client)
    assert answer.status_code == 403
    assert "请把姓名、单位和岗位告诉本单位的系统管理员" in answer.content.decode()
    assert User.objects.count() == before
    assert not SocialAccount.objects.exists()
    assert refusals() == [{"matter": "user:0", "way": "oidc", "why": "unknown"}]
    assert "way=oidc why=unknown account=-" in caplog.text
    kept = caplog.text + "".join(str(e.payload) + e.occasion for e in Entry.objects.all())
    assert not [word for word in ("13800138000", "某人", "s-9", "127.0.0.1") if word in kept]


def test_a_closed_account_stays_closed(office: Office, client: Client) -> None:
    User.objects.filter(username="office").update(is_active=False)
    answer = round_trip(client)
    assert answer.status_code == 403
    assert "已停用" in answer.content.decode()
    assert "_auth_user_id" not in client.session
    assert refusals()[0]["why"] == "closed"


def test_an_account_is_found_by_staff_number_where_the_office_says_so(
    office: Office, client: Client, write: Write
) -> None:
    write(provider.settings(office, more='match = "officer"\nclaim = "employee"\nuserinfo = true\n'))
    Person.objects.create(officer="ZJ-1001", user=User.objects.get(username="head"))
    office.claims = {"sub": "s-3", "employee": "ZJ-1001"}
    assert round_trip(client).headers["Location"] == "/work/"
    assert client.session["_auth_user_id"] == str(User.objects.get(username="head").pk)


@pytest.mark.parametrize("spoilt", ["signature", "audience", "issuer", "expired", "unsigned", "state"])
def test_a_spoilt_answer_opens_nothing(office: Office, client: Client, spoilt: str) -> None:
    office.spoil = spoilt
    answer = round_trip(client)
    assert answer.status_code == 502
    assert "没有成功" in answer.content.decode()
    assert "_auth_user_id" not in client.session
    assert not SocialAccount.objects.exists()


def test_userinfo_of_another_subject_opens_nothing(office: Office, client: Client, write: Write) -> None:
    write(provider.settings(office, more="userinfo = true\n"))
    office.spoil = "userinfo"
    assert round_trip(client).status_code == 502
    assert "_auth_user_id" not in client.session


def test_an_answer_opens_once(office: Office, client: Client) -> None:
    there = client.get("/sign-in/office/")
    back = requests.get(there.headers["Location"], allow_redirects=False, timeout=5)
    at = urlsplit(back.headers["Location"])
    assert client.get(f"{at.path}?{at.query}").status_code == 302
    client.post("/sign-out/")
    assert client.get(f"{at.path}?{at.query}").status_code == 502
    assert Client().get(f"{at.path}?{at.query}").status_code == 502


def test_cancelling_says_so(office: Office, client: Client) -> None:
    office.cancels = True
    answer = round_trip(client)
    assert answer.status_code == 200
    assert "登录已取消" in answer.content.decode()


def test_nobody_is_led_elsewhere_or_made_to_tie_an_identity(office: Office, client: Client) -> None:
    assert round_trip(client, "/sign-in/office/?next=//elsewhere.invalid/").headers["Location"] == "/"
    office.claims = {"sub": "s-2", "preferred_username": "nobody"}
    round_trip(client, "/sign-in/office/?process=connect")
    assert list(SocialAccount.objects.values_list("uid", flat=True)) == ["s-1"]


def test_a_provider_that_is_away_leaves_passwords(people: object, write: Write, client: Client) -> None:
    gone = Office(issuer="http://127.0.0.1:9")
    write(provider.settings(gone))
    assert client.get("/sign-in/").status_code == 200
    assert client.get("/sign-in/office/").status_code == 502


def test_a_faulty_settings_file_leaves_passwords(people: object, write: Write, client: Client) -> None:
    write("[oidc]\nsecret = 'here'\n")
    page = client.get("/sign-in/")
    assert page.status_code == 200
    assert "或用本系统的账号" not in page.content.decode()
