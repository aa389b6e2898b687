"""Every address says who may open it, and means it."""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from luoshi.org.access import PERMISSIONS
from luoshi.org.models import View
from luoshi.web.access import WITHOUT_ROLE
from luoshi.web.tests import sample
from luoshi.web.tests.conftest import As

# The interface for machines signs in its own way and is tested beside it.
ELSEWHERE = ("api/",)
SELF = {"language", "sign-out", "second-step"}
# Open to everybody, and otherwise than 200: steps on the way in before the one they follow; empty in an empty office.
OTHERWISE = {
    "mfa_authenticate": 302,
    "openid_connect_login": 502,
    "openid_connect_callback": 502,
    "portal-item": 404,
}
CODE = "code"  # for whoever has given number and code of a case


def patterns(resolver: Any = None, before: str = "") -> Iterator[tuple[str, URLPattern]]:
    for one in (resolver or get_resolver()).url_patterns:
        route = before + str(one.pattern)
        if route.startswith(ELSEWHERE):
            continue
        if isinstance(one, URLResolver):
            yield from patterns(one, route)
        else:
            yield route, one


PAGES = list(patterns())


def address(route: str) -> str:
    for part, value in (
        ("<path:name>", "permits:春建许受〔2026〕0000 号"),
        ("<uuid:run>", str(uuid4())),
        ("<str:code>", "001"),
        ("<str:name>", "lead:x"),
        ("<str:threshold>", "time_limit.warn_days"),
        ("<int:position>", "1"),
        ("<int:number>", "1"),
        ("<slug:act>", "appeal"),
        ("<str:form>", "pdf"),
        ("<slug:digest>", "0" * 64),
    ):
        route = route.replace(part, value)
    assert "<" not in route, f"{route}: say in this test what stands for its argument"
    return f"/{route}"


@pytest.mark.parametrize(("route", "page"), PAGES, ids=[route or "/" for route, _ in PAGES])
def test_every_page_declares_who_may_open_it(route: str, page: URLPattern) -> None:
    declared = getattr(page.callback, "access", None)
    assert declared in PERMISSIONS or declared in (*WITHOUT_ROLE, CODE), (
        f"/{route} does not say who may open it"
    )


@pytest.mark.django_db
@pytest.mark.parametrize(("route", "page"), PAGES, ids=[route or "/" for route, _ in PAGES])
def test_strangers_are_sent_to_sign_in(route: str, page: URLPattern) -> None:
    answer = Client().get(address(route))
    declared: str = page.callback.access  # type: ignore[attr-defined]
    if declared == "open":
        assert answer.status_code == OTHERWISE.get(str(page.name), 200)
    elif declared == CODE:
        assert answer.headers["Location"] == "/portal/case/"
    elif declared == "self":
        assert answer.status_code in (302, 405)
    else:
        assert answer.status_code == 302
        assert answer.headers["Location"].startswith("/sign-in/")


@pytest.mark.parametrize(("route", "page"), PAGES, ids=[route or "/" for route, _ in PAGES])
def test_inspectors_send_nothing_but_language_and_leaving(
    signed_in: As, route: str, page: URLPattern
) -> None:
    if page.name == "sign-in":
        return
    answer = signed_in("inspector").post(address(route), {"language": "en"})
    if page.name in SELF:
        assert answer.status_code in (200, 302, 422)
    else:
        assert answer.status_code in (403, 405) or page.callback.access in ("open", CODE)  # type: ignore[attr-defined]


def test_inspectors_may_not_even_post_to_pages_that_only_show(signed_in: As) -> None:
    assert signed_in("inspector").post("/matters/").status_code == 403


def test_units_get_404_for_matters_of_others(signed_in: As) -> None:
    sample.matters(10, now=datetime.now(UTC))
    theirs, ours = "permits:春建许受〔2026〕0002 号", "permits:春建许受〔2026〕0000 号"
    client = signed_in("water")
    assert client.get(f"/matters/{ours}").status_code == 404
    assert "0000" not in client.get("/matters/").content.decode()
    assert "0002" in client.get("/matters/").content.decode()
    assert client.get("/matters/?unit=春城市住房城乡建设局").content.decode().count("0000") == 0
    page = client.get("/").content.decode()
    assert "春城市住房城乡建设局" not in page
    assert "春城市水务局" in page
    assert client.get(f"/matters/{theirs}").status_code == 200


def test_every_look_of_an_inspector_is_noted_and_nobody_elses(signed_in: As) -> None:
    sample.matters(3, now=datetime.now(UTC))
    name = "permits:春建许受〔2026〕0002 号"
    for who in ("office", "water"):
        assert signed_in(who).get(f"/matters/{name}").status_code == 200
    assert not View.objects.exists()
    assert signed_in("inspector").get(f"/matters/{name}").status_code == 200
    assert View.objects.get().matter == name
    assert View.objects.get().user.username == "inspector"


def test_administrators_see_counts_but_no_matters(signed_in: As) -> None:
    client = signed_in("admin")
    assert client.get("/").status_code == 200
    assert client.get("/imports/").status_code == 200
    assert client.get("/matters/").status_code == 403
    assert client.get("/matters.xlsx").status_code == 403
    assert client.get("/cards/").status_code == 403
    assert client.get("/matters/permits:春建许受〔2026〕0000 号").status_code == 403


def test_units_may_not_import(signed_in: As) -> None:
    assert signed_in("head").get("/imports/").status_code == 403
    assert signed_in("head").post("/imports/").status_code == 403


@pytest.mark.django_db
def test_without_a_role_there_is_nothing() -> None:
    from luoshi.org import actions

    client = Client()
    client.force_login(
        actions.enrol(username="new", password=sample.PASSWORD),
        backend="django.contrib.auth.backends.ModelBackend",
    )
    answer = client.get("/")
    assert answer.status_code == 403
    assert "岗位" in answer.content.decode()


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/sign-in/", "/healthz", "/style/", "/nowhere/"])
def test_every_answer_carries_the_policy(path: str) -> None:
    answer = Client().get(path)
    policy = answer.headers["Content-Security-Policy"]
    assert "default-src 'self'" in policy
    assert "unsafe" not in policy
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
