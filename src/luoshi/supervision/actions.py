"""What people can do about a lead: look into it, and say with reasons what it comes to."""

from luoshi.approvals.actor import STAFF, Actor
from luoshi.law.errors import CouldNot
from luoshi.law.private import personal
from luoshi.law.words import say
from luoshi.ledger.book import Book
from luoshi.supervision.events import REVIEWED
from luoshi.supervision.models import Lead

OFFICE = frozenset({"efficiency_office"})
LONGEST = 2000


def review(*, book: Book, by: Actor, lead: Lead, outcome: str, reason: str) -> None:
    """A lead was looked into. It may be looked into again: what was said before is kept."""
    if why_not := not_reviewed_by(by, lead):
        raise CouldNot(why_not)
    if outcome not in Lead.Outcome.values:
        raise CouldNot(say("请选核查结果", "Choose what came of it"))
    reason = reason.strip()
    if not reason:
        raise CouldNot(
            say("请写明核查了什么、为什么这样认定", "Say what was looked into and why it comes to this")
        )
    if len(reason) > LONGEST:
        raise CouldNot(say(f"超过 {LONGEST} 字，请缩短", f"More than {LONGEST} characters: shorten it"))
    if personal(reason):
        raise CouldNot(
            say(
                "请不要写手机号或身份证号，改写办件编号",
                "Leave out phone and identity numbers; name the case instead",
            )
        )
    book.record(
        matter=lead.matter, kind=REVIEWED.kind, occasion=f"{lead.matter}:{lead.entries}", unit=lead.unit, officer=by.name,
        payload={"outcome": outcome, "reason": reason, "found": lead.position},
    )  # fmt: skip


def not_reviewed_by(by: Actor, lead: Lead) -> str:
    """Why this person may not look into this lead; "" if they may."""
    if lead.state == Lead.State.SUPERSEDED:
        return say(
            "后来的分析已不再发现这条线索，无需核查",
            "A later survey no longer finds it: there is nothing to look into",
        )
    if not by.holds(OFFICE, lead.unit):
        return say("线索由效能办核查", "Leads are looked into by the efficiency office")
    if lead.unit and by.holds(STAFF, lead.unit):
        return say("您是线索所涉单位的人员，应当回避", "You belong to the unit concerned and must stand back")
    return ""
