"""What people do about cards: note taken, appealed, decided by somebody of the efficiency office who did not issue it."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from random import Random

from luoshi.demo.flow import City, Learned
from luoshi.demo.staff import acting
from luoshi.ledger.entry import SHANGHAI, Draft
from luoshi.monitor import appeals
from luoshi.monitor.events import ACKNOWLEDGED, APPEALED, DECIDED
from luoshi.monitor.models import Card

OFFICE = "X0001"
APPEALS, WITHDRAWN = 0.22, 0.35
WHY = ("停表文书已出具，未及时登记", "超期系申请人逾期提交材料所致", "系统登记有误，实际已按期办结")


def answers(city: City, cards: Iterator[Card]) -> Iterator[Learned]:
    """The answers to these cards, in the words of `monitor.appeals`."""
    teams = {team.body.name: team for team in city.world.teams.values()}
    for card in cards:
        team = teams.get(card.unit)
        if team is None:
            continue
        random = Random(f"{city.seed}:card:{card.position}")
        at = office(city, card.issued_at.astimezone(SHANGHAI), random, random.choice((0, 1, 1, 2)))
        head = acting(team.heads[0], at.date(), city.seed).code
        if random.random() < 0.9:
            yield told(city, card, ACKNOWLEDGED.kind, at, head)
        if random.random() >= APPEALS:
            continue
        at = office(city, at, random, random.choice((1, 2)))
        reason = random.choice(WHY)
        yield told(city, card, APPEALED.kind, at, head, reason=reason, evidence="案卷第 2、3 页")
        amount = appeals.parameter("appeal_days", at)
        limit = {
            "clock": appeals.CLOCK,
            "instance": str(card.position),
            "grade": "follow_up",
            "per": "working_day",
            "amount": amount,
        }
        yield entry(city, card, "clocks.set", at, head, f"card:{card.position}:appeal:limit", limit)
        if random.random() < 0.015:
            continue  # still undecided
        at = office(city, at, random, random.choice((1, 2, 2, 2, 3, 3, 4)))
        outcome = "withdrawn" if random.random() < WITHDRAWN else "upheld"
        yield told(
            city,
            card,
            DECIDED.kind,
            at,
            OFFICE,
            outcome=outcome,
            clause="优化营商环境条例第三十六条",
            reason="经核对案卷记录",
        )
        done: dict[str, object] = {"clock": appeals.CLOCK, "instance": str(card.position)}
        yield entry(city, card, "clocks.met", at, OFFICE, f"card:{card.position}:appeal:met", done)


def office(city: City, at: datetime, random: Random, days: int) -> datetime:
    """A moment of office hours some working days after another, or later that day."""
    calendar = city.world.calendar
    if days or at.hour >= 16 or not calendar.working(at.date()):
        day = calendar.add(at.date(), max(days, 1))
        at = datetime(day.year, day.month, day.day, 9, tzinfo=SHANGHAI)
    return max(at, at.replace(hour=9)) + timedelta(
        minutes=random.randint(5, 50), seconds=random.randint(0, 59)
    )


def told(city: City, card: Card, kind: str, at: datetime, officer: str, **payload: str) -> Learned:
    occasion = f"card:{card.position}:{kind}"
    return entry(city, card, kind, at, officer, occasion, {"card": card.position, **payload}, unit=card.unit)


def entry(
    city: City,
    card: Card,
    kind: str,
    at: datetime,
    officer: str,
    occasion: str,
    payload: dict[str, object],
    unit: str = "",
) -> Learned:
    draft = Draft(
        matter=card.matter, kind=kind, happened_at=at, occasion=occasion, unit=unit, officer=officer, actor=officer,
        law=city.world.ledger, payload=payload,
    )  # fmt: skip
    return Learned(at + timedelta(seconds=2), draft)
