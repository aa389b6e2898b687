"""The inspected contest the conclusion (督查条例 第十七条): thirty days to ask, thirty to decide, by others."""

from luoshi.inspections.acts.base import held, put
from luoshi.inspections.models import Review
from luoshi.law.errors import CouldNot
from luoshi.law.typed import chosen, needed
from luoshi.law.words import say
from luoshi.ledger.book import Book
from luoshi.ledger.entry import SHANGHAI
from luoshi.org.actor import Actor
from luoshi.org.bodies import HANDLING, Body, belongs, office, over

CLOCK = "CLK-20.2"
DAYS = 30


def ask(*, book: Book, by: Actor, matter: str, unit: str, reason: str) -> str:
    """A body asks for a review within thirty days of being served; the instance."""
    it = held(book, matter)
    target = next((t for t in it.targets.values() if unit in (t.unit, t.unit_name)), None)
    if target is None or not over(by, HANDLING, Body(target.unit, target.unit_name)):
        raise CouldNot(
            say(
                "复核由督查对象的负责人或承办人申请",
                "A review is asked for by the head or handler of the inspected",
            )
        )
    if target.ask_until is None:
        raise CouldNot(say("结论还没有送达，不需要申请复核", "The conclusion was not served yet"))
    if book.at.astimezone(SHANGHAI).date() > target.ask_until:
        raise CouldNot(
            say(
                f"申请复核的期限到 {target.ask_until}，已经超过：可以向上级机关反映",
                f"A review could be asked for until {target.ask_until}: turn to the authority above",
            )
        )
    if any(one.unit == target.unit for one in it.reviews):
        raise CouldNot(say("贵单位已申请过复核", "Your unit has asked for a review already"))
    reason = needed("reason", reason, "请写异议和理由", "Say what you contest and why")
    instance, office_name = str(len(it.reviews) + 1), it.inspection.unit_name if it.inspection else ""
    put(
        book, by, matter, it.size, "review_requested", unit=office_name, to_unit=target.unit_name, instance=instance,
        by_unit=target.unit_name, reason=reason,
    )  # fmt: skip
    put(
        book, by, matter, it.size, "clocks.set", unit=office_name, clock=CLOCK, instance=instance, grade="step",
        amount=DAYS, per="day",
    )  # fmt: skip
    return instance


def decide(*, book: Book, by: Actor, matter: str, instance: str, outcome: str, reason: str) -> None:
    """Decide a review. Whoever took part in the conclusion, or belongs to the inspected, stands back (回避)."""
    it = held(book, matter)
    review = next((one for one in it.open_reviews if one.instance == instance), None)
    if review is None:
        raise CouldNot(say("没有待决定的复核", "No such review is waiting"))
    if not office(by):
        raise CouldNot(say("复核由本级政府指定效能办办理", "Reviews are decided by the efficiency office"))
    if by.name in it.took_part:
        raise CouldNot(
            say(
                "您参与了督查结论，应当回避：请由另一人决定",
                "You took part in the conclusion and must stand back: somebody else decides",
            )
        )
    if belongs(by, Body(review.unit, review.unit_name)):
        raise CouldNot(say("您属于督查对象，应当回避", "You belong to the inspected and must stand back"))
    chosen("outcome", outcome, Review.Outcome.values, "请选复核决定", "Choose the decision")
    reason = needed("reason", reason, "请写复核理由", "Give the reasons")
    unit = it.inspection.unit_name if it.inspection else ""
    put(
        book, by, matter, it.size, "review_decided", unit=unit, to_unit=review.unit_name, instance=instance,
        outcome=outcome, reason=reason,
    )  # fmt: skip
    put(book, by, matter, it.size, "clocks.met", unit=unit, clock=CLOCK, instance=instance)
