"""Cards between people: taken note of, appealed, decided by somebody who did not issue them, or issued by hand.

A card is a lead. The unit takes note of it and may say why it is wrong; somebody outside the unit, who did not
issue it, decides within the days of `card_appeals/law.yaml` and names the rule. A card taken back stays in sight.
"""

from datetime import datetime

from luoshi.approvals.actor import HEADS, STAFF, Actor
from luoshi.law.errors import CouldNot
from luoshi.law.words import say
from luoshi.ledger.book import Book
from luoshi.mechanisms.cards import CARD_ISSUED, RED, YELLOW
from luoshi.monitor import settings as office
from luoshi.monitor.events import ACKNOWLEDGED, APPEALED, DECIDED
from luoshi.monitor.models import Card
from luoshi.org.access import supervising

OFFICE = frozenset({"efficiency_office"})
OUTCOMES = {"withdrawn": ("撤回", "withdraw"), "upheld": ("维持", "uphold")}
CLOCK = "appeal"
LONGEST = 2000
State = Card.State


def parameter(name: str, at: datetime) -> int:
    """A threshold of the rules on cards, as in force at a moment in this office."""
    return office.ours(office.CARDS, at)[name]


def acknowledge(*, book: Book, by: Actor, card: Card) -> None:
    """The unit has seen the card."""
    ours(by.holds(STAFF, card.unit), card)
    if card.acknowledged_at:
        raise CouldNot(say("这张牌已经签收", "This card has been acknowledged already"))
    put(book, by, card, ACKNOWLEDGED.kind)


def appeal(*, book: Book, by: Actor, card: Card, reason: str, evidence: str = "") -> None:
    """The head says why the card is wrong. Somebody outside the unit must decide in time, which is a clock of its own."""
    ours(by.holds(HEADS, card.unit), card)
    if card.state != State.ISSUED:
        raise CouldNot(
            say(
                f"这张牌{card.get_state_display()}，不能再申诉",
                "It has been appealed or decided already: it cannot be appealed again",
            )
        )
    put(
        book,
        by,
        card,
        APPEALED.kind,
        reason=text(reason, "请写明申诉理由", "Say why the card is wrong"),
        evidence=evidence.strip()[:LONGEST],
    )
    book.record(
        matter=card.matter, kind="clocks.set", occasion=f"card:{card.position}:appeal:limit", officer=by.name,
        unit=supervising(card.unit, book.at),  # theirs is the limit, not the unit's that waits
        payload={
            "clock": CLOCK, "instance": str(card.position), "grade": "follow_up", "per": "working_day",
            "amount": parameter("appeal_days", book.at),
        },
    )  # fmt: skip


def decide(*, book: Book, by: Actor, card: Card, outcome: str, clause: str, reason: str) -> None:
    """Taken back or upheld, by somebody of the efficiency office who did not issue it and is not of the unit."""
    why_not = not_decided_by(by, card)
    if why_not:
        raise CouldNot(why_not)
    if card.state != State.APPEALED:
        raise CouldNot(say("没有待复核的申诉", "There is no appeal to decide"))
    if outcome not in OUTCOMES:
        raise CouldNot(say("请选撤回或维持", "Withdraw or uphold"))
    clause = text(clause, "请写明依据的条款", "Name the rule it rests on")
    reason = text(reason, "请写明复核意见", "Give the reasons of the decision")
    put(book, by, card, DECIDED.kind, outcome=outcome, clause=clause, reason=reason)
    book.record(
        matter=card.matter, kind="clocks.met", occasion=f"card:{card.position}:appeal:met", officer=by.name,
        payload={"clock": CLOCK, "instance": str(card.position)},
    )  # fmt: skip


def not_decided_by(by: Actor, card: Card) -> str:
    """Why this person may not decide an appeal against this card; "" if they may."""
    if not by.holds(OFFICE, card.unit):
        return say("申诉由效能办复核", "Appeals are decided by the efficiency office")
    if by.name == card.issued_by:
        return say(
            "这张牌由您签发，应由未签发的人复核",
            "You issued this card: somebody who did not must decide",
        )
    if by.holds(STAFF, card.unit):
        return say(
            "您是被发牌单位的人员，应当回避",
            "You belong to the unit concerned and must stand back",
        )
    return ""


def issue(*, book: Book, by: Actor, matter: str, unit: str, rung: str, clause: str, reason: str) -> None:
    """A card by hand, for what no rule can see: collecting fees beyond the rate, handling off the books."""
    if not by.holds(OFFICE, unit):
        raise CouldNot(say("只有效能办可以人工发牌", "Only the efficiency office issues cards by hand"))
    if rung not in (YELLOW, RED):
        raise CouldNot(say("请选黄牌或红牌", "Choose yellow or red"))
    clause = text(clause, "请写明依据的条款", "Name the rule it rests on")
    reason = text(reason, "请写明事实和理由", "State the facts and the reason")
    moment = book.at.isoformat()
    book.record(
        matter=matter, kind=CARD_ISSUED.kind, occasion=f"manual:{matter}:{by.name}:{moment}", unit=unit,
        officer=by.name,
        payload={
            "clock": "manual", "instance": moment, "rung": rung, "item": "", "clause": clause, "reason": reason,
        },
    )  # fmt: skip


def ours(holds: bool, card: Card) -> None:
    if not holds:
        raise CouldNot(
            say(
                f"这张牌发给{card.unit}，由该单位签收和申诉（申诉由负责人提出）",
                f"The card is for {card.unit}: they acknowledge it, and their head may appeal",
            )
        )


def put(book: Book, by: Actor, card: Card, kind: str, **told: str) -> None:
    """One entry about a card, known by the position of its own entry."""
    book.record(
        matter=card.matter, kind=kind, occasion=f"card:{card.position}:{kind}", unit=card.unit, officer=by.name,
        payload={"card": card.position, **{name: value for name, value in told.items() if value}},
    )  # fmt: skip


def text(value: str, zh: str, en: str) -> str:
    """A text that must be given, of bounded length."""
    found = value.strip()
    if not found:
        raise CouldNot(say(zh, en))
    if len(found) > LONGEST:
        raise CouldNot(say(f"超过 {LONGEST} 字，请缩短", f"More than {LONGEST} characters: shorten it"))
    return found
