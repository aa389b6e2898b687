"""The API by hand: batches, repetition, scope, problems, pages, ETags."""

import json
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from luoshi.api.callers import Throttle
from luoshi.api.tests.conftest import NOW, bearer
from luoshi.intake import tokens
from luoshi.intake.models import ApiToken
from luoshi.ledger import read
from luoshi.monitor.follow import catch_up
from luoshi.org.models import Role, Unit, User

pytestmark = pytest.mark.django_db
BASE = "/api/v1"


def entry(number: int = 1, **more: Any) -> dict[str, Any]:
    return {
        "matter": f"m-{number}",
        "kind": "approvals.received",
        "happened_at": "2026-09-01T09:00:00+08:00",
        "occasion": f"o-{number}",
        "unit": "住建局",
        **more,
    }


def post(client: Client, body: Any, **headers: str) -> Any:
    return client.post(
        f"{BASE}/entries", json.dumps(body), content_type="application/json", headers=headers or None
    )


def test_each_entry_is_answered_and_a_bad_one_loses_no_other(city: dict[str, Unit]) -> None:
    client = bearer()
    wrong = [
        entry(2, happened_at="2026-09-01T09:00:00"),
        entry(3, happened_at="2099-01-01T00:00:00+08:00"),
        entry(4, kind="monitor.card_issued"),
        entry(5, kind="approvals.deemed_accepted"),
        entry(6, payload={"due_at": "soon"}),
        entry(7, payload={"amount": 1e300}),
        entry(8, colour="red"),
        entry(9, matter=""),
        entry(10, happened_at="1999-01-01T00:00:00+08:00"),
        entry(
            11, kind="clocks.set", payload={"clock": "x", "grade": "statutory", "due_at": "2026-10-01T00:00Z"}
        ),
        entry(12, matter="m\u0000"),
        7,
        None,
    ]
    answer = post(client, [entry(1), *wrong, entry(20)]).json()
    states = [one["state"] for one in answer["entries"]]
    assert states == ["stored", *["rejected"] * len(wrong), "stored"]
    assert all(one["reason"] for one in answer["entries"] if one["state"] == "rejected")
    assert (answer["stored"], answer["duplicates"], answer["rejected"]) == (2, 0, len(wrong))
    assert [one["index"] for one in answer["entries"]] == list(range(len(wrong) + 2))
    stored = [one["position"] for one in answer["entries"] if one["state"] == "stored"]
    assert [read.at_position(n).matter for n in stored] == ["m-1", "m-20"]  # type: ignore[union-attr]
    assert read.head()[0] >= 2


LONG = "字" * 41  # longer than the shortest limit, so looked at closely


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"unit": LONG, "matter": LONG * 4}, None),
        ({"law": "CN-" + "1" * 37}, None),
        ({"law": "CN-" + "1" * 38}, "law"),
        ({"law": "US"}, "law"),
        ({"unit": "字" * 201}, "unit"),
        ({"unit": LONG, "post": "字" * 201}, "post"),
        ({"kind": "approvals.received" + " " * 70}, "kind"),
        ({"kind": ""}, "kind"),
        ({"matter": " \t"}, "matter"),
        ({"occasion": " "}, "occasion"),
        ({"occasion": " ", "unit": LONG}, "occasion"),
        ({"officer": 7}, "officer"),
        ({"to_unit": None}, "to_unit"),
        ({"happened_at": "2003-12-31T23:59:59.999999+08:00"}, "happened_at"),
        ({"happened_at": "2004-01-01T00:00:00+08:00"}, None),
        ({"happened_at": "2003-12-31T23:59:59+08:00", "law": "none"}, None),
        ({"happened_at": 7}, "happened_at"),
        ({"payload": None}, "payload"),
        ({"payload": {"x": "字" * 6000}}, "payload"),
        ({"payload": {"x": 1, "item": 7}}, "payload.item"),
        ({"payload": {"x": 2**53}}, ""),
        ({"occasion": "o\0"}, ""),
    ],
)
def test_a_refusal_names_its_field(city: dict[str, Unit], changes: dict[str, Any], field: str | None) -> None:
    answer = post(bearer(), [entry(**changes), entry(2)]).json()
    told = [(one["state"], one.get("field")) for one in answer["entries"]]
    assert told == [("rejected" if field is not None else "stored", field), ("stored", None)]


def test_the_same_entry_twice_is_a_duplicate_and_changed_a_correction(city: dict[str, Unit]) -> None:
    client = bearer()
    first = post(client, [entry()]).json()
    assert first["stored"] == 1
    again = post(client, [entry()]).json()
    assert (again["stored"], again["duplicates"], again["rejected"]) == (0, 1, 0)
    assert again["entries"] == [{**first["entries"][0], "state": "duplicate"}]
    assert post(client, [entry(happened_at="2026-09-02T09:00:00+08:00")]).json()["stored"] == 1


def test_ndjson_answers_line_by_line(city: dict[str, Unit]) -> None:
    body = json.dumps(entry(1)) + "\n{broken\n\n" + json.dumps(entry(2)) + "\n"
    answer = bearer().post(f"{BASE}/entries", body, content_type="application/x-ndjson").json()
    assert [one["state"] for one in answer["entries"]] == ["stored", "rejected", "stored"]


def test_an_idempotency_key_gets_the_same_answer_or_a_refusal(city: dict[str, Unit]) -> None:
    client = bearer()
    headers = {"Idempotency-Key": "k1"}
    first = client.post(f"{BASE}/entries", json.dumps([entry()]), "application/json", headers=headers)
    again = client.post(f"{BASE}/entries", json.dumps([entry()]), "application/json", headers=headers)
    assert first.json() == again.json()
    assert again["Idempotency-Replayed"] == "true"
    other = client.post(f"{BASE}/entries", json.dumps([entry(2)]), "application/json", headers=headers)
    assert other.status_code == 409
    assert other["Content-Type"] == "application/problem+json"


def test_a_batch_may_not_be_too_big(city: dict[str, Unit]) -> None:
    assert post(bearer(), [entry()] * 10_001).status_code == 413


def test_tokens_write_for_their_own_units_only(city: dict[str, Unit]) -> None:
    client = bearer(city["housing"], "read", "write")
    answer = post(client, [entry(1), entry(2, unit="水务局"), entry(3, unit="")]).json()
    assert [one["state"] for one in answer["entries"]] == ["stored", "rejected", "rejected"]
    assert post(bearer(city["water"]), [entry(1, unit="水务局", occasion="x")]).json()["rejected"] == 1
    assert post(bearer(None, "read"), [entry(9)]).status_code == 403


def test_tokens_see_their_own_units_only(city: dict[str, Unit]) -> None:
    post(bearer(), [entry(1), entry(2, unit="水务局")])
    catch_up(at=NOW)
    mine = bearer(city["housing"], "read")
    assert mine.get(f"{BASE}/matters/m-1").status_code == 200
    assert mine.get(f"{BASE}/matters/m-2").status_code == 404
    assert bearer().get(f"{BASE}/matters/m-2").status_code == 200
    units = {row["unit"] for row in mine.get(f"{BASE}/reports/lateness").json()}
    assert units <= {"住建局"}


def test_a_matter_has_an_etag(city: dict[str, Unit]) -> None:
    client = bearer()
    post(client, [entry(1)])
    catch_up(at=NOW)
    first = client.get(f"{BASE}/matters/m-1")
    assert first.json()["state"] == "received"
    again = client.get(f"{BASE}/matters/m-1", headers={"If-None-Match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")


def test_clocks_come_in_pages(city: dict[str, Unit]) -> None:
    client = bearer()
    body = [
        entry(n, kind="clocks.set", payload={"clock": "x", "due_at": "2026-10-01T00:00:00Z"})
        for n in range(5)
    ]
    assert post(client, body).json()["stored"] == 5
    catch_up(at=NOW)
    seen: list[str] = []
    cursor = ""
    while True:
        page = client.get(f"{BASE}/clocks", {"limit": 2, "cursor": cursor, "clock": "x"}).json()
        seen += [one["matter"] for one in page["items"]]
        cursor = page["next"]
        if not cursor:
            break
    assert sorted(seen) == [f"m-{n}" for n in range(5)]
    assert client.get(f"{BASE}/clocks?cursor=nonsense").status_code == 404
    assert len(client.get(f"{BASE}/matters/m-1/clocks").json()["items"]) == 1
    assert client.get(f"{BASE}/matters/m-1/cards").json() == {"items": [], "next": None}


def test_due_counts_day_by_day(city: dict[str, Unit]) -> None:
    answer = bearer().get(f"{BASE}/due", {"start": "2026-09-18", "period": "5 working_day"}).json()
    assert answer["due_on"] == "2026-09-25" if answer["days"][-1]["day"] == "2026-09-25" else answer["due_on"]
    assert [d["counted"] for d in answer["days"] if d["counted"]] == [1, 2, 3, 4, 5]
    clock = bearer().get(f"{BASE}/due", {"start": "2026-03-02", "period": "CLK-02"})
    assert clock.json()["citation"]


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/due?start=nonsense&period=3 day", 422),
        ("/due?period=3 day", 422),
        ("/due?start=1850-01-01&period=3 day", 404),
        ("/due?start=2026-01-01&period=9999 year", 404),
        ("/matters/none", 404),
        ("/nowhere", 404),
        ("/matters/a%0Ab", 404),
        ("/reports/lateness?by=mood", 422),
        ("/reports/lateness?at=2026-01-01T00:00:00", 422),
        ("/clocks?limit=0", 422),
        ("/due?start=2026-01-01&period=CLK-99", 404),
        ("/due?start=2026-01-01&period=3 day&extended=true", 409),
        ("/due?start=2026-01-01&period=3 day&pause=2026-02-31..", 409),
        ("/due?start=2026-01-01&period=soon", 422),
    ],
)
def test_failures_are_problem_documents(city: dict[str, Unit], path: str, status: int) -> None:
    answer = bearer().get(BASE + path)
    assert (answer.status_code, answer["Content-Type"]) == (status, "application/problem+json")
    assert answer.json()["status"] == status
    assert answer.json()["detail"]


def test_without_a_valid_token_nothing_is_said(city: dict[str, Unit]) -> None:
    token, text = tokens.issue("旧系统", at=NOW)
    assert text not in str(ApiToken.objects.values_list().get())
    client = Client(headers={"Authorization": f"Bearer {text}"})
    assert client.get(f"{BASE}/cards").status_code == 200
    tokens.revoke(token, at=NOW)
    _, expired = tokens.issue("过期", at=NOW, expires_at=NOW - timedelta(days=1))
    for headers in ({}, {"Authorization": f"Bearer {text}"}, {"Authorization": f"Bearer {expired}"}):
        for answer in (
            Client(headers=headers).get(f"{BASE}/cards"),
            Client(headers=headers).post(f"{BASE}/entries", "[]", "application/json"),
        ):
            assert (answer.status_code, answer["Content-Type"]) == (401, "application/problem+json")
            assert answer["WWW-Authenticate"].startswith("Bearer")
    assert bearer().delete(f"{BASE}/cards").status_code == 405


def test_a_session_works_too_by_its_roles(city: dict[str, Unit]) -> None:
    user = User.objects.create_user("lin", password="x" * 12)
    Role.objects.create(user=user, unit=city["housing"], role=Role.Kind.UNIT_HEAD, since=NOW.date())
    post(bearer(), [entry(1), entry(2, unit="水务局")])
    catch_up(at=NOW)
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    assert client.get(f"{BASE}/matters/m-1").status_code == 200
    assert client.get(f"{BASE}/matters/m-2").status_code == 404
    assert post(client, [entry(5)]).status_code == 403
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    refused = post(strict, [entry(5)])
    assert (refused.status_code, refused["Content-Type"]) == (403, "application/problem+json")
    _, text = tokens.issue("窗口", at=NOW, scopes=("write",))
    assert post(strict, [entry(5)], Authorization=f"Bearer {text}").status_code == 200


def test_too_many_requests_are_told_so(city: dict[str, Unit], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Throttle, "allow_request", lambda *_: False)
    answer = bearer().get(f"{BASE}/cards")
    assert (answer.status_code, answer["Content-Type"]) == (429, "application/problem+json")
    assert answer["Retry-After"]
