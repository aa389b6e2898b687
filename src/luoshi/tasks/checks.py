"""Why something cannot be done to a task now: one small question each, answered by a sentence or by nothing.

Every sentence says what happened and what to do instead.
"""

from collections.abc import Callable
from datetime import date, datetime, timedelta

from luoshi.law.words import say
from luoshi.ledger.entry import SHANGHAI
from luoshi.org.actor import Actor
from luoshi.tasks import terms
from luoshi.tasks.roles import belongs, unit_of
from luoshi.tasks.task import RUNNING, State, Task

Check = Callable[[Task, Actor, datetime], str]


def today(at: datetime) -> date:
    return at.astimezone(SHANGHAI).date()


def state(*allowed: State) -> Check:
    """Is the task in one of these states?"""

    def check(task: Task, by: Actor, at: datetime) -> str:
        if task.state in allowed:
            return ""
        now, then = State(task.state).label, say("、", " or ").join(str(State(s).label) for s in allowed)
        return say(
            f"现在是“{now}”；这一步在“{then}”时办理", f"It is “{now}”; this is done while it is “{then}”"
        )

    return check


draft = state(State.DRAFT)
published = state(State.PUBLISHED)
handed_out = state(State.ASSIGNED)
claimed = state(State.CLAIMED)
verified = state(State.VERIFIED)
at_work = state(State.RECEIPTED, State.WORKING, State.RETURNED, State.REOPENED)
reopenable = state(State.VERIFIED, State.ARCHIVED)


def running(task: Task, by: Actor, at: datetime) -> str:
    """Is it published and not yet written off?"""
    if task.state in RUNNING:
        return ""
    now = State(task.state).label
    return say(f"现在是“{now}”，不再办理", f"It is “{now}”: nothing more is done to it")


def changeable(task: Task, by: Actor, at: datetime) -> str:
    """May what it says still be changed?"""
    if task.state == State.DRAFT or task.state in RUNNING - {State.CLAIMED}:
        return ""
    now = State(task.state).label
    return say(
        f"现在是“{now}”，内容不能再改；如未落实，请退回或重新打开",
        f"It is “{now}” and stands as it is; if undone, return or re-open it",
    )


def divisible(task: Task, by: Actor, at: datetime) -> str:
    """May parts be added? Not to what is claimed or written off."""
    return changeable(task, by, at)


def whole(task: Task, by: Actor, at: datetime) -> str:
    """A task with parts is done when its parts are; this is for what has none, or all of whose parts are written off."""
    left = terms.unfinished_parts(task)
    if not left:
        return ""
    return say(
        f"还有 {len(left)} 个分解项没有销号（{'、'.join(left[:5])}）：请先完成",
        f"{len(left)} of its parts are not written off ({', '.join(left[:5])}): finish them first",
    )


def childless(task: Task, by: Actor, at: datetime) -> str:
    if task.leaf:
        return ""
    return say(
        "已分解：请在分解项上反馈，上级自动汇总",
        "It is broken down: report on its parts, the sums follow by themselves",
    )


def inflated(task: Task, by: Actor, at: datetime) -> str:
    return "" if task.open_inflations else say("没有待批的加码", "No inflation waits for a decision")


def not_proposer(task: Task, by: Actor, at: datetime) -> str:
    if any(it.proposed_by == by.name for it in task.open_inflations):
        return say(
            "提出加码的人不能自己批准：请由另一人决定",
            "Whoever proposed it does not approve it: somebody else must",
        )
    return ""


def other_unit(task: Task, by: Actor, at: datetime) -> str:
    """A verifier comes from another unit than the one whose task it is (督查条例 第十八条: 整改核查)."""
    if belongs(by, task.units):
        return say(
            f"您是牵头单位（{task.unit_name}）的人员，不能核验本单位的任务；请由效能办或其他单位核验，本次操作已记录",
            f"You belong to the lead unit ({task.unit_name}) and cannot verify its own task: the efficiency office or "
            "another unit must. This attempt is on record",
        )
    if not unit_of(by):
        return say(
            "核验人须属于一个单位：请先由系统管理员登记",
            "A verifier must belong to a unit: have it entered first",
        )
    return ""


def not_claimant(task: Task, by: Actor, at: datetime) -> str:
    if task.claim and task.claim.claimed_by == by.name:
        return say("申报的人不能自己核验", "Whoever claimed it does not verify it")
    return ""


def within_reopening(task: Task, by: Actor, at: datetime) -> str:
    """销号后一百八十日内可以重新打开 (domain A5)."""
    days = terms.reopen_days(today(at))
    closed = task.verified_at
    if closed is None or today(at) <= today(closed) + timedelta(days=days):
        return ""
    on = today(closed)
    return say(
        f"{on} 已销号，超过 {days} 日，不能重新打开：请另行立项，并注明原任务",
        f"Written off on {on}, more than {days} days ago: draft a new task that names this one",
    )


def ordered(task: Task, by: Actor, at: datetime) -> str:
    return "" if task.open_orders else say("没有未解除的督办单", "No supervision order is open")


def co_operating(task: Task, by: Actor, at: datetime) -> str:
    if task.co:
        return ""
    return say("没有协办单位：请先在任务中写明", "It has no co-operating unit: name one in the task first")


def asked_us(task: Task, by: Actor, at: datetime) -> str:
    """Was this person's unit asked, and has not answered yet?"""
    if any(u.asked_at and u.replied_at is None and belongs(by, (u.code, u.name)) for u in task.co.values()):
        return ""
    return say("没有等待贵单位反馈的协办事项", "Nothing waits for an answer of your unit")
