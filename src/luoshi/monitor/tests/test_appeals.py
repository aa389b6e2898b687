"""Cards between people: who may do what, what stays in sight, and what the score says before and after."""

from datetime import date
from pathlib import Path

import pytest
from django.conf import settings

from luoshi.approvals.actor import Actor, actor_of
from luoshi.law.errors import CouldNot
from luoshi.monitor import appeals, notify, scores
from luoshi.monitor.acting import acting
from luoshi.monitor.models import Card, Clock
from luoshi.monitor.rebuild import rebuild
from luoshi.monitor.sweep import sweep
from luoshi.monitor.tests.conftest import Act, moment
from luoshi.org import actions as org
from luoshi.org.access import supervising
from luoshi.org.models import Role, Unit, User
from tests.post import Post

NOW = "2026-09-22T10:00"
UNIT = "春城市水务局"


@pytest.fixture
def people(db: None) -> dict[str, Actor]:
    city = org.found(code="530100", name="春城市", kind="city")
    water = org.found(code="530100-08", name=UNIT, under=city)
    other = org.found(code="530100-09", name="春城市住建局", under=city)
    held = {
        "head": ("unit_head", water), "clerk": ("clerk", water), "office": ("efficiency_office", city),
        "second": ("efficiency_office", city), "elsewhere": ("unit_head", other), "inspector": ("inspector", city),
    }  # fmt: skip
    made = {}
    for name, (role, unit) in held.items():
        user = User.objects.create(username=name)
        org.assign(user=user, unit=unit, role=role, since=date(2026, 1, 1))
        made[name] = actor_of(user, moment(NOW))
    return made


@pytest.fixture
def card(live: str, act: Act) -> Card:
    act("甲", "received", "2026-09-21T09:00")
    act("甲", "acceptance_refused", "2026-09-21T15:00")
    return Card.objects.get()


def do(what: str, who: Actor, card: Card, at: str = NOW, **told: str) -> Card:
    with acting(actor=who.name, at=moment(at)) as book:
        getattr(appeals, what)(book=book, by=who, card=card, **told)
    card.refresh_from_db()
    return card


def test_a_card_appealed_and_withdrawn_stays_in_sight_and_the_score_says_both(
    card: Card, people: dict[str, Actor]
) -> None:
    do("acknowledge", people["clerk"], card)
    do("appeal", people["head"], card, reason="理由在附件决定书中，登记时漏填")
    assert (card.state, card.acknowledged_at, card.appealed_at) == ("appealed", moment(NOW), moment(NOW))
    limit = Clock.objects.get(clock="appeal")
    assert (limit.due_on, limit.grade, limit.met_at) == (date(2026, 9, 28), "follow_up", None)
    assert scores.effect(card) == scores.Effect(date(2026, 9, 1), 10, 10, 0, 10)
    do(
        "decide",
        people["office"],
        card,
        "2026-09-23T10:00",
        outcome="withdrawn",
        clause="行政许可法第三十八条第二款",
        reason="决定书载明理由",
    )
    assert (card.state, card.decided_by) == ("withdrawn", "office")
    assert scores.effect(card) == scores.Effect(date(2026, 9, 1), 10, 10, 0, 0)
    assert Clock.objects.get(clock="appeal").state == "met"
    sweep(at=moment("2026-10-30T00:00"))
    assert Card.objects.filter(clock="reasoned_refusal").count() == 1
    before = list(Card.objects.order_by("position").values())
    rebuild(at=moment("2026-10-30T00:00"))
    strip = [{k: v for k, v in row.items() if k != "id"} for row in before]
    assert [
        {k: v for k, v in row.items() if k != "id"} for row in Card.objects.order_by("position").values()
    ] == strip


def test_an_appeal_left_lying_is_the_lateness_of_whoever_must_decide(
    card: Card, people: dict[str, Actor]
) -> None:
    do("appeal", people["head"], card, reason="理由")
    assert Clock.objects.get(clock="appeal").unit == "春城市"
    sweep(at=moment("2026-11-30T00:00"))
    late = Card.objects.filter(clock="appeal")
    assert {one.unit for one in late} == {"春城市"}
    assert UNIT not in {one.unit for one in late}


def test_the_nearest_efficiency_office_above_supervises(people: dict[str, Actor]) -> None:
    water = Unit.objects.get(name=UNIT)
    assert supervising(UNIT, moment(NOW)) == "春城市"
    user = User.objects.create(username="district")
    org.assign(user=user, unit=water, role="efficiency_office", since=date(2026, 9, 22))
    assert supervising(UNIT, moment("2026-09-21T10:00")) == "春城市"
    assert supervising(UNIT, moment(NOW)) == UNIT
    assert supervising("春城市住建局", moment(NOW)) == "春城市"
    Role.objects.filter(role="efficiency_office").delete()
    assert supervising(UNIT, moment(NOW)) == ""


@pytest.mark.parametrize("who", ["elsewhere", "clerk", "office", "inspector"])
def test_only_the_head_of_the_unit_appeals(card: Card, people: dict[str, Actor], who: str) -> None:
    with pytest.raises(CouldNot):
        do("appeal", people[who], card, reason="理由")
    assert card.state == "issued"


@pytest.mark.parametrize("who", ["head", "clerk", "elsewhere", "inspector"])
def test_the_supervised_and_those_who_only_read_decide_nothing(
    card: Card, people: dict[str, Actor], who: str
) -> None:
    do("appeal", people["head"], card, reason="理由")
    with pytest.raises(CouldNot):
        do("decide", people[who], card, outcome="withdrawn", clause="条款", reason="理由")


def test_who_issued_a_card_does_not_decide_on_it(live: str, act: Act, people: dict[str, Actor]) -> None:
    act("乙", "received", "2026-09-21T09:00")
    with acting(actor="office", at=moment(NOW)) as book:
        appeals.issue(
            book=book,
            by=people["office"],
            matter="乙",
            unit=UNIT,
            rung="yellow_card",
            clause="行政许可法第五十九条",
            reason="超标准收费",
        )
    card = Card.objects.get(clock="manual")
    do("appeal", people["head"], card, reason="收费依据见文件")
    with pytest.raises(CouldNot, match="未签发"):
        do("decide", people["office"], card, outcome="upheld", clause="条款", reason="理由")
    do("decide", people["second"], card, outcome="upheld", clause="条款", reason="理由")
    assert card.state == "upheld"


@pytest.mark.parametrize("missing", ["clause", "reason"])
def test_nothing_is_taken_back_without_rule_and_reason(
    card: Card, people: dict[str, Actor], missing: str
) -> None:
    do("appeal", people["head"], card, reason="理由")
    told = {"outcome": "withdrawn", "clause": "条款", "reason": "理由"} | {missing: " "}
    with pytest.raises(CouldNot):
        do("decide", people["office"], card, **told)
    with pytest.raises(CouldNot, match="不能再申诉"):
        do("appeal", people["head"], card, reason="再申诉")


def test_an_appeal_left_undecided_is_late_itself(card: Card, people: dict[str, Actor]) -> None:
    do("appeal", people["head"], card, reason="理由")
    sweep(at=moment("2026-09-29T00:00"))
    assert Card.objects.filter(clock="appeal", rung="yellow_card").exists()


def test_units_are_told_once_in_office_hours_by_mail(card: Card, tmp_path: Path) -> None:
    with Post() as post:
        way = f"mailto://127.0.0.1:{post.port}?from=luoshi@city.example&to=water@city.example"
        (Path(settings.LUOSHI_HOME) / "contacts.toml").write_text(f'[units."{UNIT}"]\nurls = ["{way}"]\n')
        notify.waiting.clear()
        try:
            assert notify.notify(at=moment("2026-09-21T23:30")) == 0
            assert notify.notify(at=moment("2026-09-26T10:00")) == 0  # a holiday
            assert notify.notify(at=moment("2026-09-22T09:00")) == 1
            assert notify.notify(at=moment("2026-09-22T09:01")) == 0
        finally:
            (Path(settings.LUOSHI_HOME) / "contacts.toml").unlink()
    (mail,) = post.mails
    text = str(
        mail.get_payload(0).get_payload(decode=True)
        if mail.is_multipart()
        else mail.get_payload(decode=True),
        "utf-8",
    )
    assert "红牌" in text
    assert "取水许可" in text
    card.refresh_from_db()
    assert card.notified_at == moment("2026-09-22T09:00")


def test_a_way_that_fails_is_tried_again_later_and_nothing_is_noted(card: Card) -> None:
    (Path(settings.LUOSHI_HOME) / "contacts.toml").write_text(
        '[default]\nurls = ["mailto://127.0.0.1:1?from=a@b.example&to=c@d.example"]\n'
    )
    notify.waiting.clear()
    try:
        assert notify.notify(at=moment("2026-09-22T09:00")) == 0
        assert notify.waiting[UNIT].again == moment("2026-09-22T09:10")
        assert notify.notify(at=moment("2026-09-22T09:01")) == 0
        assert notify.waiting[UNIT].failures == 1
    finally:
        (Path(settings.LUOSHI_HOME) / "contacts.toml").unlink()
    card.refresh_from_db()
    assert card.notified_at is None
