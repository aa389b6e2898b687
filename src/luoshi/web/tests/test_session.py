"""Coming in, being stopped after too many wrong passwords, the language."""

import ast
import re
from gettext import GNUTranslations
from pathlib import Path

import pytest
from axes.models import AccessAttempt
from babel.messages.pofile import read_po
from django.test import Client

from luoshi.org.models import User
from luoshi.web.tests import sample
from luoshi.web.tests.conftest import As

LOCALE = Path(__file__).parents[1] / "locale" / "en" / "LC_MESSAGES" / "django.po"
SOURCE = Path(__file__).parents[2]


def test_the_right_password_opens_and_leads_back(people: dict[str, User], client: Client) -> None:
    answer = client.post(
        "/sign-in/", {"username": "office", "password": sample.PASSWORD, "next": "/matters/"}
    )
    assert answer.status_code == 302
    assert answer.headers["Location"] == "/matters/"
    assert client.post("/sign-out/").headers["Location"] == "/sign-in/"
    assert client.get("/").status_code == 302


def test_it_leads_nowhere_else(people: dict[str, User], client: Client) -> None:
    answer = client.post(
        "/sign-in/", {"username": "office", "password": sample.PASSWORD, "next": "//elsewhere.invalid/"}
    )
    assert answer.headers["Location"] == "/"


def test_a_wrong_name_and_a_wrong_password_read_the_same(people: dict[str, User], client: Client) -> None:
    said = [
        client.post("/sign-in/", {"username": name, "password": "wrong-wrong"})
        .content.decode()
        .split('role="alert"')[1][:200]
        for name in ("office", "nobody")
    ]
    assert said[0] == said[1]
    assert "用户名或密码不对" in said[0]


def test_too_many_wrong_passwords_pause_sign_in(
    people: dict[str, User], client: Client, settings: object
) -> None:
    for _ in range(8):
        answer = client.post("/sign-in/", {"username": "office", "password": "wrong-wrong"})
    assert answer.status_code == 429
    assert "暂停 15 分钟" in answer.content.decode()
    assert client.post("/sign-in/", {"username": "office", "password": sample.PASSWORD}).status_code == 429
    assert AccessAttempt.objects.count() == 1


def test_language_is_kept_for_the_person(signed_in: As) -> None:
    client = signed_in("office")
    assert "总览" in client.get("/").content.decode()
    answer = client.post("/language/", {"language": "en", "next": "/matters/"})
    assert answer.headers["Location"] == "/matters/"
    assert "Overview" in client.get("/").content.decode()
    assert User.objects.get(username="office").language == "en"
    fresh = Client()
    fresh.post("/sign-in/", {"username": "office", "password": sample.PASSWORD})
    assert "Overview" in fresh.get("/").content.decode()


def test_errors_speak_the_language_of_the_reader(signed_in: As) -> None:
    assert "no matter" in signed_in("office", "en").get("/matters/x").content.decode()
    assert "没有找到" in signed_in("office").get("/nowhere/").content.decode()


@pytest.mark.django_db
def test_a_form_without_its_token_is_refused_in_words() -> None:
    answer = Client(enforce_csrf_checks=True).post("/sign-in/", {"username": "a", "password": "b"})
    assert answer.status_code == 403
    assert "表单已过期" in answer.content.decode()


def test_every_text_has_its_english() -> None:
    with LOCALE.open("rb") as file:
        catalogue = read_po(file, locale="en")
    told = [m for m in catalogue if m.id]
    bare = [m.id for m in told if not m.string or m.fuzzy]
    assert not bare
    odd = [m.id for m in told if str(m.id).count("%(") != str(m.string).count("%(")]
    assert not odd
    left = [m.id for m in told if any("\u4e00" <= c <= "\u9fff" for c in str(m.string))]
    assert not left
    with LOCALE.with_suffix(".mo").open("rb") as file:
        compiled = GNUTranslations(file)
    stale = [
        m.id
        for m in told
        if m.string != (compiled.pgettext(m.context, m.id) if m.context else compiled.gettext(m.id))
    ]
    assert not stale, "compile the catalogue again: make messages"


def _in_code() -> set[str]:
    """Every constant given to gettext, also where extractors do not look."""
    found = set()
    for path in SOURCE.rglob("*.py"):
        if "/tests/" in str(path) or "/migrations/" in str(path):
            continue
        text = path.read_text(encoding="utf-8")
        if "gettext" not in text:
            continue
        for node in ast.walk(ast.parse(text)):
            named = isinstance(node, ast.Call) and getattr(node.func, "id", "") in (
                "_",
                "gettext",
                "gettext_lazy",
            )
            if named and node.args and isinstance(node.args[0], ast.Constant):  # type: ignore[attr-defined]
                found.add(node.args[0].value)  # type: ignore[attr-defined]
    return found


def test_every_text_in_code_is_in_the_catalogue() -> None:
    with LOCALE.open("rb") as file:
        known = {m.id for m in read_po(file, locale="en") if m.id}
    assert _in_code() <= known


def test_every_text_in_templates_is_in_the_catalogue() -> None:
    with LOCALE.open("rb") as file:
        known = {m.id for m in read_po(file, locale="en") if m.id}
    for path in (SOURCE / "web" / "templates").rglob("*.html"):
        html = path.read_text(encoding="utf-8")
        used = {text.replace("%", "%%") for text in re.findall(r'{% translate "([^"]+)"', html)}
        assert used <= known, path
        plain = re.sub(
            r"{%.*?%}|{{.*?}}|<!--.*?-->",
            "",
            re.sub(r"{% blocktranslate.*?endblocktranslate %}", "", html, flags=re.DOTALL),
            flags=re.DOTALL,
        )
        plain = plain.replace("切换为中文", "").replace("中文", "")
        assert not re.findall("[\u4e00-\u9fff]+", plain), f"{path} says something in one language only"
