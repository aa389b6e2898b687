"""Every act on a task: what it is called, what it brings about, who may do it and when. Told once, for forms and API."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

from luoshi.law.words import Pair, say
from luoshi.org.actor import Actor
from luoshi.tasks import checks as c
from luoshi.tasks import roles as r
from luoshi.tasks.models import Node
from luoshi.tasks.task import Task

May = Callable[[Task, Actor], bool]


@dataclass(frozen=True, slots=True)
class Who:
    """Whose business an act is: in words, and whether this person is one of them."""

    said: Callable[[Task], str]
    are: May


def lead(roles: frozenset[str], zh: str, en: str) -> Who:
    """People of the lead unit."""
    return Who(
        lambda task: say(f"牵头单位{task.unit_name}的{zh}", f"the {en} of {task.unit_name}, the lead unit"),
        lambda task, by: r.over(by, roles, task.units),
    )


def parent_units(task: Task) -> tuple[str, ...]:
    """Lead of the task above, if there is one; looked up once."""
    if task.above is None:
        lead = (
            Node.objects.filter(ledger=task.ledger, matter=task.parent)
            .values_list("unit", "unit_name")
            .first()
        )
        task.above = tuple(filter(None, lead or ()))
    return task.above


def anyone(zh: str, en: str, are: May) -> Who:
    """People who are not named by the task itself."""

    def said(task: Task) -> str:
        return say(zh, en)

    return Who(said, are)


def supervises(task: Task, by: Actor) -> bool:
    return r.office(by, task.units)


def verifies(task: Task, by: Actor) -> bool:
    """The efficiency office, and whoever handles or heads something elsewhere; that it is elsewhere is checked apart."""
    works = not by.standing.read_only and any(role in r.HANDLING for role, _ in by.standing.held)
    return works or supervises(task, by)


OFFICE = anyone("效能办（督查机构）", "the efficiency office", supervises)
LEAD = lead(r.HANDLING, "承办人或负责人", "handler or head")
ANY_OF_LEAD = lead(r.STAFF, "人员", "staff")
HEAD = lead(r.HEADS, "负责人", "head")
ABOVE = anyone(
    "上一级牵头单位的负责人", "the head of the unit above",
    lambda task, by: bool(task.parent) and r.over(by, r.HEADS, parent_units(task)),
)  # fmt: skip
CO = anyone(
    "协办单位的承办人或负责人", "the handler or head of a co-operating unit",
    lambda task, by: any(r.over(by, r.HANDLING, (u.code, u.name)) for u in task.co.values()),
)  # fmt: skip
VERIFIER = anyone(
    "效能办，或其他单位的承办人、负责人",
    "the efficiency office, or a handler or head of another unit",
    verifies,
)


@dataclass(frozen=True, slots=True)
class Rule:
    """One act: its button, what will happen and to whom, whose business it is, and what must hold."""

    act: str
    title: Pair
    tells: Pair
    who: tuple[Who, ...]
    checks: tuple[c.Check, ...]

    def said(self) -> str:
        return say(*self.title)

    def may_ever(self, task: Task, by: Actor) -> bool:
        """Is this act this person's business at all?"""
        return any(who.are(task, by) for who in self.who)

    def why_not(self, task: Task, by: Actor, at: datetime) -> str:
        """The first reason why this person cannot do this to this task now; "" if they can."""
        if not self.may_ever(task, by):
            names = say("、", " or ").join(who.said(task) for who in self.who)
            return say(f"“{self.said()}”由{names}办理", f"“{self.said()}” is for {names}")
        return next((reason for check in self.checks if (reason := check(task, by, at))), "")


RULES: Mapping[str, Rule] = {
    rule.act: rule
    for rule in (
        Rule(
            "amend", ("调整", "Amend"),
            ("改动任务内容，原内容保留；发布后须写明理由和批准文号", "What it says is changed and the old kept; once published, with a reason and the approving document"),
            (OFFICE, HEAD), (c.changeable,),
        ),
        Rule(
            "break_down", ("分解", "Break down"),
            ("分解为下一级任务或步骤；时限压缩或合计抬高须写明理由，经批准后才能发布", "Parts are added; less time or a higher total needs a reason and is approved before publishing"),
            (OFFICE, LEAD), (c.divisible,),
        ),
        Rule(
            "explain_inflation", ("说明加码理由", "Explain less time or a higher total"),
            ("记录理由，等待批准；向上一直可见", "The reason is kept and waits for approval; it stays in sight upward"),
            (OFFICE, LEAD, ABOVE), (c.changeable,),
        ),
        Rule(
            "decide_inflation", ("审批加码", "Decide on less time or a higher total"),
            ("同意后可以发布；不论结果，向上一直可见", "Once approved it can be published; either way it stays in sight"),
            (OFFICE, ABOVE), (c.inflated, c.not_proposer),
        ),
        Rule(
            "publish", ("审核发布", "Review and publish"),
            ("连同下级一并发布；缺牵头单位、目标值、时限或佐证类型的不能发布", "It and everything under it goes out; nothing without lead unit, value, date and kind of evidence does"),
            (OFFICE, ABOVE), (c.draft,),
        ),
        Rule(
            "assign", ("交办", "Hand out"),
            ("交牵头单位，一个工作日内签收", "It goes to the lead unit, which signs within a working day"),
            (OFFICE, ABOVE), (c.published,),
        ),
        Rule("receipt", ("签收", "Sign for it"), ("签收后开始办理", "Work begins"), (ANY_OF_LEAD,), (c.handed_out,)),
        Rule(
            "ask_co", ("请协办", "Ask a co-operating unit"),
            ("请协办单位在期限内反馈；到期未回的，上报其负责人和牵头单位负责人", "They answer within the limit; silence goes to the heads"),
            (LEAD,), (c.running, c.co_operating),
        ),
        Rule(
            "reply_co", ("协办反馈", "Answer the lead unit"), ("反馈给牵头单位", "The lead unit is answered"),
            (CO,), (c.running, c.asked_us),
        ),
        Rule(
            "progress", ("反馈进展", "Report progress"),
            ("记下完成量和进展，上级自动汇总", "What is reached is noted; the sums above follow"),
            (LEAD,), (c.at_work, c.childless),
        ),
        Rule(
            "claim", ("申报完成", "Claim completion"),
            ("附佐证申报；经其他单位核验属实才销号", "With evidence; it is written off only once another unit has verified it"),
            (LEAD,), (c.at_work, c.whole),
        ),
        Rule(
            "verify", ("核验销号", "Verify and write off"),
            ("核验属实，予以销号；本单位人员不能核验", "Found true, it is written off; nobody of the lead unit can do this"),
            (VERIFIER,), (c.claimed, c.not_claimant, c.whole),
        ),
        Rule(
            "send_back", ("核验退回", "Send back"),
            ("写明问题，退回继续办理，时限不变", "It goes back to work with what is wrong; its date stands"),
            (VERIFIER,), (c.claimed, c.not_claimant),
        ),
        Rule(
            "reopen", ("重新打开", "Re-open"),
            ("销号后发现未落实：重新打开，首次时限和首次销号日保留", "Found undone: open again; its first date and first write-off are kept"),
            (OFFICE,), (c.reopenable, c.within_reopening),
        ),
        Rule("archive", ("归档", "Archive"), ("办结归档，计入考评", "It is put away and counts in the assessment"), (OFFICE,), (c.verified,)),
        Rule(
            "issue_order", ("下发督办单", "Issue a supervision order"),
            ("蓝=临近，黄=未达序时或质量差，红=逾期；只升不降", "Blue: close; yellow: behind or poor; red: late. Colours only rise"),
            (OFFICE,), (c.running,),
        ),
        Rule("answer_order", ("回复督办单", "Answer the order"), ("写明原因和整改措施", "The cause and what is done about it"), (LEAD,), (c.ordered,)),
        Rule("lift_order", ("解除督办", "Lift the order"), ("写明解除依据；督办单仍可见", "On what ground; the order stays in sight"), (OFFICE,), (c.ordered,)),
        Rule("chase", ("催办", "Chase"), ("催促签收、反馈或回复", "A receipt, progress or an answer is asked for again"), (OFFICE, LEAD), (c.running,)),
        Rule("cancel", ("撤销任务", "Cancel"), ("依据文件撤销，记录保留", "On the strength of a document; everything is kept"), (OFFICE,), (c.changeable,)),
    )
}  # fmt: skip
"""Drafting and registering a source begin something new; who may do that stands with them."""
