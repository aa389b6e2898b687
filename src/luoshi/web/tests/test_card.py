"""A card's page: what each side may do, that mistakes come back beside their field, that it asks little."""

from typing import Any

import pytest

from luoshi.monitor.models import Card
from luoshi.monitor.sweep import sweep
from luoshi.monitor.tests.conftest import Act, act, live, moment  # noqa: F401
from luoshi.org.models import User
from luoshi.web.tests.conftest import As

UNIT = "春城市住房城乡建设局"


@pytest.fixture
def card(people: dict[str, User], live: str, act: Act) -> Card:  # noqa: F811
    act("甲", "received", "2026-09-21T09:00")
    act("甲", "acceptance_refused", "2026-09-21T15:00")
    sweep(at=moment("2026-09-22T09:00"))
    Card.objects.update(unit=UNIT)
    return Card.objects.get()


def page(card: Card, act_: str = "") -> str:
    return f"/cards/{card.position}/" + (f"{act_}/" if act_ else "")


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_it_says_what_it_rests_on_and_asks_little(
    card: Card, signed_in: As, language: str, django_assert_max_num_queries: Any
) -> None:
    client = signed_in("head", language)
    client.get("/cards/")
    with django_assert_max_num_queries(12):
        answer = client.get(page(card))
    assert "第三十八条第二款" in answer.content.decode()
    assert page(card) in client.get("/cards/").content.decode()


def test_from_appeal_to_withdrawal_everything_stays_in_sight(card: Card, signed_in: As) -> None:
    head, office = signed_in("head"), signed_in("office")
    assert 'id="appeal"' in head.get(page(card)).content.decode()
    empty = head.post(page(card, "appeal"), {"appeal-reason": ""})
    assert (empty.status_code, Card.objects.get().state) == (422, "issued")
    told = head.post(
        page(card, "appeal"), {"appeal-reason": "决定书载明了理由"}, follow=True
    ).content.decode()
    assert "决定书载明了理由" in told
    assert 'id="appeal"' not in told
    done = {
        "decide-outcome": "withdrawn",
        "decide-clause": "行政许可法第三十八条",
        "decide-reason": "登记漏填",
    }
    told = office.post(page(card, "decide"), done, follow=True).content.decode()
    assert "已撤回" in told
    listed = head.get("/cards/?state=withdrawn").content.decode()
    assert page(card) in listed


def test_sides_do_not_do_each_others_part(card: Card, signed_in: As) -> None:
    assert signed_in("inspector").post(page(card, "acknowledge")).status_code == 403
    assert signed_in("water").post(page(card, "acknowledge")).status_code == 404
    assert signed_in("office").post(page(card, "appeal"), {"appeal-reason": "替单位申诉"}).status_code == 409
    signed_in("head").post(page(card, "appeal"), {"appeal-reason": "理由"})
    done = {"decide-outcome": "withdrawn", "decide-clause": "条款", "decide-reason": "理由"}
    assert signed_in("head").post(page(card, "decide"), done).status_code == 409
    assert Card.objects.get().state == "appealed"
