"""Why something cannot be done to a case now: one small question each, answered by a sentence or by nothing.

Every sentence says what happened and what to do instead.
"""

from collections.abc import Callable
from datetime import datetime, timedelta

from luoshi.approvals.actor import Actor
from luoshi.approvals.case import Ask, Case, passed
from luoshi.approvals.models import Matter
from luoshi.approvals.words import day, listed
from luoshi.law.words import say

LENT_FOR = timedelta(hours=24)
Check = Callable[[Case, Actor, datetime], str]
State = Matter.State


def governed(case: Case, by: Actor, at: datetime) -> str:
    """A record of elsewhere, under no law of ours, is only watched."""
    if case.law not in ("", "none"):
        return ""
    return say(
        "本件是别处的记录，只供查看，不在这里办理", "This is a record of elsewhere, for looking at only"
    )


def undecided(case: Case, by: Actor, at: datetime) -> str:
    """Is it still to be decided?"""
    ended = {
        State.WITHDRAWN: ("申请人已撤回申请", "the applicant withdrew"),
        State.REFUSED: ("已决定不予受理", "acceptance was refused"),
        State.DECIDED: ("已作出决定", "it was decided"),
        State.DELIVERED: ("已作出决定并送达", "it was decided and delivered"),
    }
    if case.outcome == "renewed":
        return say(
            "期满未决定，依法视为准予延续", "Not decided before the licence ended: by law it is renewed"
        )
    told = ended.get(State(case.state)) if case.state else None
    if told is None:
        return ""
    on = day(case.decided_at or case.ended_at, at)
    return say(f"本件{on}{told[0]}，不再办理", f"On {on} {told[1]}: nothing more is done to it")


def unaccepted(case: Case, by: Actor, at: datetime) -> str:
    """Is it not yet accepted, by us or by law?"""
    on = day(case.accepted_at, at)
    if case.state == State.DEEMED_ACCEPTED:
        return say(
            f"期满未告知补正，依法自{on}起视为受理；请继续办理，不能再要求补正",
            f"No notice was given in time: by law it counts as accepted since {on}; go on with it, corrections can "
            "no longer be asked for",
        )
    if case.state == State.ACCEPTED:
        return say(f"{on}已受理", f"It was accepted on {on}")
    return ""


def answerable(case: Case, by: Actor, at: datetime) -> str:
    """Is there still time to answer the filing other than by accepting it?"""
    limit = case.filing
    if limit is None or limit.provisional or not passed(limit, at):
        return ""
    return say(
        f"{day(limit.due_on, at)}已过，仍未一次性告知，依法即为受理；请继续办理",
        f"{day(limit.due_on, at)} has passed without a notice: by law it is accepted; go on with it",
    )


def accepted(case: Case, by: Actor, at: datetime) -> str:
    if case.accepted_at is None:
        return say(
            "还没有受理；请先受理或一次性告知", "It is not accepted yet: accept it, or tell what it lacks"
        )
    return ""


def complete(case: Case, by: Actor, at: datetime) -> str:
    """Have all listed papers been filed?"""
    if not case.needed:
        return ""
    names = [case.material(code) for code in case.needed]
    return say(
        f"还缺 {listed(names)}：请一次性告知，补齐后再受理",
        f"{listed(names)} {'is' if len(names) == 1 else 'are'} still missing: tell the applicant at once, accept when filed",
    )


def asked_for(kind: str, zh: str, en: str) -> Check:
    """Is there an open question of this kind?"""

    def check(case: Case, by: Actor, at: datetime) -> str:
        return "" if case.asked(kind) else say(zh, en)

    return check


def not_asked(kind: str, zh: str, en: str) -> Check:
    """Is no question of this kind open?"""

    def check(case: Case, by: Actor, at: datetime) -> str:
        return say(zh, en) if case.asked(kind) else ""

    return check


def another(kind: str) -> Check:
    """Is this somebody else than who asked, and than who handles the case?"""

    def check(case: Case, by: Actor, at: datetime) -> str:
        ask = case.asked(kind)
        if ask and by.name in (ask.asked_by, case.officer):
            return say(
                "提出的人和承办人不能自己批准；请由另一位负责人决定",
                "Who asks and who handles the case do not decide on it: another head must",
            )
        return ""

    return check


def second(case: Case, by: Actor, at: datetime) -> str:
    """A look is agreed to by somebody else than who asks for it."""
    ask = case.asked("identity")
    if ask and by.name == ask.asked_by:
        return say(
            "不能同意自己的申请；请由另一人同意", "Nobody agrees to their own request: a second person must"
        )
    return ""


def heard(case: Case, by: Actor, at: datetime) -> str:
    """Have the co-operating units answered, or let their time pass?"""
    waiting = []
    for ask in case.asks:
        limit = case.limit("opinion", ask.instance)
        if ask.kind == "opinion" and ask.open and not (limit and passed(limit, at)):
            waiting.append(
                f"{ask.unit}{say('（', ' (')}{day(limit.due_on, at) if limit else '—'}{say('）', ')')}"
            )
    if not waiting:
        return ""
    return say(
        f"协办意见还没有回：{listed(waiting)}；请等反馈，到期未回的视为无意见",
        f"Opinions are still due: {listed(waiting)}; wait for them, silence after the day counts as no objection",
    )


def holds(case: Case, by: Actor) -> bool:
    """Does this person hold the case: by their post, or in person where no post is named?"""
    return by.acts_for(case.post) if case.post else case.officer in ("", by.name)


def mine(case: Case, by: Actor, at: datetime) -> str:
    """Only who holds the case, or their head, hands it on."""
    if holds(case, by) or by.holds({"unit_head"}, case.unit):
        return ""
    who = case.post or case.officer
    return say(
        f"本件由 {who} 负责；请由本人或负责人移交", f"{who} holds this case: they or the head hand it on"
    )


def offered_to_me(case: Case, by: Actor, at: datetime) -> str:
    ask = case.asked("hand_over")
    if ask and ask.post and not by.acts_for(ask.post):
        return say(
            f"移交给岗位 {ask.post}，由该岗位在岗的人接收",
            f"It was offered to post {ask.post}: whoever acts for it takes it",
        )
    if ask and ask.asked_by == by.name:
        return say("不能接收自己移出的件", "Nobody takes over what they themselves gave")
    return ""


def mine_to_take_back(case: Case, by: Actor, at: datetime) -> str:
    ask = case.asked("hand_over")
    if ask and by.name != ask.asked_by and not by.holds({"unit_head"}, case.unit):
        return say(f"由 {ask.asked_by} 提出，请由本人收回", f"{ask.asked_by} offered it and may take it back")
    return ""


def committable(case: Case, by: Actor, at: datetime) -> str:
    if case.definition and case.definition.commitment and not case.definition.commitment_excluded:
        return ""
    return say("本事项不实行告知承诺", "This item is not open to notified commitment")


def unchosen(case: Case, by: Actor, at: datetime) -> str:
    return say("申请人已作出选择", "The applicant has chosen already") if case.commitment else ""


def committed(case: Case, by: Actor, at: datetime) -> str:
    return "" if case.commitment == "made" else say("没有待核查的承诺", "There is no commitment to check")


def owed(case: Case, by: Actor, at: datetime) -> str:
    if any(made_up is None for made_up in case.deferred.values()):
        return ""
    return say("没有待补办的缓办手续", "No deferred step is left to make up")


def ordinary(case: Case, by: Actor, at: datetime) -> str:
    if case.answered("fast_lane", "yes"):
        return say("已是特事特办", "It is in the fast lane already")
    return ""


def granted(case: Case, by: Actor, at: datetime) -> str:
    """Is there a licence to hand over?"""
    if case.decided_at is None:
        return say("还没有作出决定", "It is not decided yet")
    if case.outcome == "refused":
        return say("决定不予许可，没有证件可送达", "It was refused: there is no licence to hand over")
    if case.delivered_at is not None:
        on = day(case.delivered_at, at)
        return say(f"{on}已送达", f"It was delivered on {on}")
    return ""


def known(case: Case, by: Actor, at: datetime) -> str:
    return "" if case.applicant else say("没有登记申请人信息", "No applicant is on record")


def agreed(case: Case, by: Actor, at: datetime) -> Ask | None:
    """The look that this person was granted, is not used yet and has not run out."""
    return next(
        (
            ask
            for ask in case.answered("identity", "yes")
            if ask.asked_by == by.name and ask.answered_at and at < ask.answered_at + LENT_FOR
        ),
        None,
    )


def lent(case: Case, by: Actor, at: datetime) -> str:
    """Was this person granted a look that is not used yet?"""
    if agreed(case, by, at):
        return ""
    return say(
        "请先写明用途提出申请，由另一人同意后查看", "Ask first, with a purpose; a second person must agree"
    )
