"""The papers of a case on their page: issued once, kept files to download, nothing for those outside."""

from typing import Any

import pytest
import time_machine
from django.test import Client

from luoshi.documents import copies
from luoshi.documents.models import Paper
from luoshi.documents.tests import story
from luoshi.org import actions as org
from luoshi.org.models import Unit
from luoshi.web.tests.sample import hashed

pytestmark = pytest.mark.django_db
PAGE = f"/papers/?matter={story.MATTER}"


@pytest.fixture
def office() -> Any:
    with time_machine.travel(story.at("2026-09-14T16:45"), tick=False):
        story.city()
        org.found(code="530102", name="春城市水务局", under=Unit.objects.get(code="530100"))
        story.receive()
        yield


def client(role: str, unit: str = "530101", language: str = "zh-hans") -> Client:
    from luoshi.org.models import User

    user = User.objects.create(username=f"{role}-{unit}-{language}", password=hashed())
    org.assign(
        user=user, unit=Unit.objects.get(code=unit), role=role, since=story.at("2020-01-01T00:00").date()
    )
    made = Client(headers={"accept-language": language})
    made.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return made


def test_a_clerk_issues_it_and_takes_the_files(office: None, django_assert_max_num_queries: Any) -> None:
    position = story.act("approvals.accepted", "2026-09-14T16:40")
    clerk = client("clerk")
    assert "应当书面告知" in clerk.get(PAGE).content.decode()
    issuing = {"matter": story.MATTER, "rests_on": str(position)}
    assert "已出具" in clerk.post("/papers/issue/", issuing, follow=True).content.decode()
    with django_assert_max_num_queries(12):
        page = clerk.get(PAGE).content.decode()
    issued = Paper.objects.get()
    assert issued.number in page
    for form in ("pdf", "docx"):
        answer = clerk.get(f"/papers/{issued.position}.{form}")
        assert answer.headers["Content-Disposition"].startswith("attachment")
        assert "sandbox" in answer.headers["Content-Security-Policy"]
        found = copies.of(answer.content)
        assert found
        assert found.position == issued.position
    assert "已经出具" in clerk.post("/papers/issue/", issuing, follow=True).content.decode()
    assert Paper.objects.count() == 1
    clerk.post("/papers/issue/", issuing | {"reason": "电话有误"})
    assert Paper.objects.filter(replaced=True).count() == 1
    assert "另一人同意" in clerk.post(f"/papers/{issued.position}/named/", follow=True).content.decode()


def test_others_neither_see_nor_issue(office: None) -> None:
    position = story.act("approvals.accepted", "2026-09-14T16:40")
    issuing = {"matter": story.MATTER, "rests_on": str(position)}
    stranger, inspector, watching = (
        client("clerk", "530102"),
        client("inspector", "530100"),
        client("efficiency_office", "530100"),
    )
    assert stranger.get(PAGE).status_code == 404
    assert stranger.post("/papers/issue/", issuing).status_code == 404
    assert inspector.get(PAGE).status_code == 200
    assert inspector.post("/papers/issue/", issuing).status_code == 403
    watching.post("/papers/issue/", issuing)
    assert not Paper.objects.exists()
    client("clerk").post("/papers/issue/", issuing)
    assert stranger.get(f"/papers/{Paper.objects.get().position}.pdf").status_code == 404


def test_both_languages_and_nothing_yet(office: None) -> None:
    assert "没有待出具的文书" in client("clerk").get(PAGE).content.decode()
    english = client("clerk", language="en").get(PAGE).content.decode()
    assert "No paper waits to be issued" in english
    assert "GB/T 9704" in english
    assert client("clerk", "530102").get("/papers/").status_code == 404


@pytest.mark.parametrize("rests_on", ["", "x", "-1", "9" * 30, "1"])
def test_what_cannot_be_issued_is_said(office: None, rests_on: str) -> None:
    answer = client("clerk").post(
        "/papers/issue/", {"matter": story.MATTER, "rests_on": rests_on}, follow=True
    )
    assert "不出具文书" in answer.content.decode()
