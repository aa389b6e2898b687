"""Working on a case by program: the same rules, the officer named, once only, and nothing of who applied comes back."""

import json
from datetime import date
from typing import Any

import pytest
from django.test import Client

from luoshi.api.tests.conftest import NOW, bearer
from luoshi.approvals.models import Ask, Attachment, Matter
from luoshi.catalogue import actions as catalogue
from luoshi.catalogue.definition import Definition, Material
from luoshi.ledger import read
from luoshi.monitor.acting import acting
from luoshi.org import actions as org
from luoshi.org.models import Unit, User
from luoshi.sealed import codes
from luoshi.sealed.models import Applicant
from luoshi.sealed.tests.people import person_number, somebody

pytestmark = pytest.mark.django_db
BASE = "/api/v1"
ITEM = Definition(
    code="W1", name="取水许可", unit="water", promise_amount=12, promise_per="working_day",
    materials=(Material(code="M1", name="申请书"), Material(code="M2", name="论证报告")),
)  # fmt: skip


@pytest.fixture
def office(city: dict[str, Unit]) -> dict[str, Unit]:
    """Two bodies with people, and an item of the water bureau."""
    for name, role, unit in (
        ("clerk", "clerk", "water"),
        ("chief", "unit_head", "water"),
        ("other", "handler", "housing"),
    ):
        org.assign(
            user=User.objects.create(username=name), unit=city[unit], role=role, since=date(2020, 1, 1)
        )
    with acting(actor="test", at=NOW) as book:
        catalogue.publish(book, ITEM)
    return city


def post(client: Client, path: str, body: Any, **headers: str) -> Any:
    return client.post(
        BASE + path, json.dumps(body), content_type="application/json", headers=headers or None
    )


def receipt(**more: Any) -> dict[str, Any]:
    told = {k: v for k, v in somebody().told().items() if v}
    return {"item": "W1", "applicant": told, "filed": ["M1", "M2"], "officer": "clerk", **more}


def received(client: Client) -> str:
    answer = post(client, "/matters", receipt())
    assert answer.status_code == 201, answer.content
    return str(answer.json()["matter"])


def test_a_program_receives_for_an_officer_and_who_applied_is_sealed(office: Any) -> None:
    answer = post(bearer(), "/matters", receipt())
    assert answer.status_code == 201
    assert answer.json()["matter"] == f"water-{NOW.astimezone().year}-00001"
    assert person_number() not in answer.content.decode()
    entry = read.entries([answer.json()["matter"]])[0]
    assert (entry.officer, entry.source) == ("clerk", "窗口系统")
    assert person_number() not in entry.payload
    assert Applicant.objects.count() == 1


def test_a_program_asks_for_the_applicants_code_once_more_each_time(office: Any) -> None:
    client = bearer()
    matter = received(client)
    first = post(client, f"/matters/{matter}/code?officer=clerk", {}, **{"Idempotency-Key": "k2"})
    again = post(client, f"/matters/{matter}/code?officer=clerk", {}, **{"Idempotency-Key": "k2"})
    assert (first.status_code, first.json()["number"]) == (201, matter)
    ledger = read.entries([matter])[0].ledger
    assert codes.opened(matter, first.json()["code"], ledger=ledger) == ""
    assert codes.opened(matter, again.json()["code"], ledger=ledger) == matter
    assert post(client, f"/matters/{matter}/code?officer=other", {}).status_code == 409
    assert post(bearer(office["housing"]), f"/matters/{matter}/code?officer=clerk", {}).status_code == 404
    assert again.json()["code"] not in "".join(row.payload for row in read.entries([matter]))


def test_the_same_key_receives_once(office: Any) -> None:
    client = bearer()
    headers = {"Idempotency-Key": "k1"}
    first = post(client, "/matters", receipt(), **headers)
    again = post(client, "/matters", receipt(), **headers)
    assert (first.status_code, again.status_code) == (201, 201)
    assert first.json() == again.json()
    assert again["Idempotency-Replayed"] == "true"
    assert Matter.objects.count() == 1
    assert post(client, "/matters", receipt(filed=[]), **headers).status_code == 409
    refused = post(client, "/matters", receipt(item="X"), **{"Idempotency-Key": "k2"})
    assert refused.status_code == 409
    assert post(client, "/matters", receipt(), **{"Idempotency-Key": "k2"}).status_code == 201


@pytest.mark.parametrize(
    ("told", "status", "words"),
    [
        ({"officer": ""}, 409, "officer"), ({"officer": "nobody"}, 409, "没有工作人员"), ({"officer": "other"}, 409, "窗口范围"),
        ({"officer": "chief"}, 409, "窗口范围"), ({"item": "X1"}, 409, "没有实施"), ({"filed": ["M9"]}, 422, "清单外"),
        ({"filed": "M1"}, 422, "列表"), ({"colour": 1}, 422, "不认识"), ({"channel": "pigeon"}, 422, "只能是"),
        ({"valid_until": "soon"}, 422, "日期"), ({"applicant": {"kind": "person"}}, 422, "applicant"),
        ({"applicant": somebody(number="99").told()}, 409, "校验位"), ({"files": [{"digest": "0" * 64}]}, 409, "先上传"),
    ],
)  # fmt: skip
def test_what_cannot_be_received_is_said(office: Any, told: dict[str, Any], status: int, words: str) -> None:
    answer = post(bearer(), "/matters", receipt(**told))
    assert (answer.status_code, answer["Content-Type"]) == (status, "application/problem+json"), (
        answer.content
    )
    assert words in answer.content.decode()
    assert not Matter.objects.exists()


def test_an_act_is_done_or_refused_in_words(office: Any) -> None:
    client = bearer()
    matter = received(client)
    told = {c["act"]: c for c in client.get(f"{BASE}/matters/{matter}/acts?officer=clerk").json()}
    assert told["accept"]["allowed"]
    assert not told["decide"]["allowed"]
    assert "承办人" in told["decide"]["why_not"]
    assert "see_identity" not in told
    path = f"/matters/{matter}/acts"
    assert post(client, f"{path}/accept", {"officer": "chief"}).status_code == 409
    answer = post(client, f"{path}/accept", {"officer": "clerk"})
    assert (answer.status_code, answer.json()["state"]) == (200, "accepted")
    again = post(client, f"{path}/accept", {"officer": "clerk"})
    assert again.status_code == 409
    assert "已受理" in again.json()["detail"]
    wrong = post(client, f"{path}/decide", {"officer": "chief", "outcome": "refused", "document": "文"})
    assert (wrong.status_code, wrong.json()["errors"][0]["field"]) == (422, "reason")
    assert post(client, f"{path}/decide", {"officer": "chief", "outcome": 3}).status_code == 422
    assert post(client, f"{path}/see_identity", {"officer": "clerk"}).status_code == 422
    assert post(client, f"{path}/fly", {"officer": "clerk"}).status_code == 422


def test_a_token_acts_within_its_units_only(office: dict[str, Unit]) -> None:
    matter = received(bearer())
    elsewhere = bearer(office["housing"], "read", "write")
    assert post(elsewhere, f"/matters/{matter}/acts/accept", {"officer": "clerk"}).status_code == 404
    assert post(elsewhere, "/matters", receipt()).status_code == 409
    assert (
        post(bearer(None, "read"), f"/matters/{matter}/acts/accept", {"officer": "clerk"}).status_code == 403
    )


def test_who_is_asked_may_answer_though_the_case_is_anothers(office: dict[str, Unit]) -> None:
    client = bearer()
    matter = received(client)
    told = {"officer": "clerk", "to_unit": "housing", "reason": "误收"}
    assert post(client, f"/matters/{matter}/acts/hand_over", told).status_code == 200
    theirs = bearer(office["housing"], "read", "write")
    assert theirs.get(f"{BASE}/matters/{matter}").status_code == 404
    assert post(theirs, f"/matters/{matter}/acts/take_over", {"officer": "other"}).status_code == 200
    assert Matter.objects.get().unit == "住建局"
    assert not Ask.objects.filter(state="open").exists()


def test_people_act_as_themselves_and_inspectors_not_at_all(office: dict[str, Unit]) -> None:
    matter = received(bearer())
    org.assign(
        user=User.objects.create(username="watch"),
        unit=office["city"],
        role="inspector",
        since=date(2020, 1, 1),
    )
    for name, status in (("clerk", 200), ("watch", 409)):
        client = Client()
        client.force_login(
            User.objects.get(username=name), backend="django.contrib.auth.backends.ModelBackend"
        )
        answer = post(client, f"/matters/{matter}/acts/correct_on_spot", {"what": "笔误", "officer": "chief"})
        assert answer.status_code == status, answer.content
    assert read.entries([matter])[-1].officer == "clerk"


def test_files_are_handed_in_first_and_named_by_their_digest(office: Any) -> None:
    client = bearer()
    kept = client.post(f"{BASE}/attachments", b"%PDF-1.7 x", content_type="application/octet-stream").json()
    assert kept["media"] == "application/pdf"
    bad = client.post(f"{BASE}/attachments", b"<html>", content_type="application/octet-stream")
    assert (bad.status_code, bad["Content-Type"]) == (409, "application/problem+json")
    matter = received(client)
    told = {"officer": "clerk", "filed": ["M1"], "files": [{"digest": kept["digest"], "title": "申请书"}]}
    assert post(client, f"/matters/{matter}/acts/supplement", told).status_code == 200
    assert Attachment.objects.get().title == "申请书"
