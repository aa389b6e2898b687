"""Every act on a case: what it is called, what it brings about, who may do it and when. Told once, for forms and API."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

from luoshi.approvals import checks as c
from luoshi.approvals import terms as t
from luoshi.approvals.actor import HANDLING, HEADS, STAFF, WINDOW, Actor
from luoshi.approvals.case import Case
from luoshi.approvals.words import listed
from luoshi.law.words import Pair, say

Units = Callable[[Case], tuple[str, ...]]
ROLES: Mapping[str, Pair] = {
    "clerk": ("窗口", "clerk"),
    "handler": ("承办人", "handler"),
    "unit_head": ("单位负责人", "head of the unit"),
}


def own(case: Case) -> tuple[str, ...]:
    return (case.unit,)


def answering(kind: str) -> Units:
    """The units asked an open question of this kind."""
    return lambda case: tuple(a.unit for a in case.asks if a.kind == kind and a.open)


@dataclass(frozen=True, slots=True)
class Rule:
    """One act: its button, what will happen and to whom, the roles, over which unit, and what must hold."""

    act: str
    title: Pair
    tells: Pair
    roles: frozenset[str]
    checks: tuple[c.Check, ...]
    where: Units = own

    def said(self) -> str:
        return say(*self.title)

    def may_ever(self, case: Case, by: Actor) -> bool:
        """Does this person's role do this at all, for the unit concerned?"""
        return any(by.holds(self.roles, unit) for unit in self.where(case))

    def why_not(self, case: Case, by: Actor, at: datetime) -> str:
        """The first reason why this person cannot do this to this case now; "" if they can."""
        if reason := c.governed(case, by, at):
            return reason
        units = self.where(case)
        if units and not self.may_ever(case, by):
            names = say("、", " or ").join(say(*ROLES[role]) for role in ROLES if role in self.roles)
            told = listed(units)
            return say(
                f"“{self.said()}”由{told}的{names}办理", f"“{self.said()}” is for the {names} of {told}"
            )
        return next((reason for check in self.checks if (reason := check(case, by, at))), "")


RULES: Mapping[str, Rule] = {
    rule.act: rule
    for rule in (
        Rule(
            "correct_on_spot", ("当场更正", "Correct on the spot"),
            ("记下申请人当场改好的错误，不算退回", "What the applicant corrected at once is noted; nothing is sent back"),
            WINDOW, (c.undecided, c.unaccepted),
        ),
        Rule(
            "notify_corrections", ("一次性告知补正", "Tell what must be corrected"),
            (
                "向申请人发一次性告知书，列明全部缺、错材料；以后只能再告知新交的材料",
                "The applicant is told all that is missing or wrong, in writing; later only papers filed since may be named",
            ),
            STAFF, (c.undecided, c.unaccepted, c.answerable),
        ),
        Rule(
            "supplement", ("登记补正材料", "Take in corrected papers"),
            ("记下补交的材料，重新起算五个工作日", "The papers are noted; five working days begin anew"),
            WINDOW, (c.undecided, c.unaccepted),
        ),
        Rule(
            "accept", ("受理", "Accept"),
            ("出具受理通知书，法定时限和承诺时限自今日起算", "A letter of acceptance goes out; the limits run from today"),
            WINDOW, (c.undecided, c.unaccepted, c.complete),
        ),
        Rule(
            "refuse_acceptance", ("不予受理", "Refuse acceptance"),
            ("书面告知申请人不予受理及理由，本件即告结束", "The applicant is told in writing, with the reason; the case ends"),
            WINDOW, (c.undecided, c.unaccepted, c.answerable),
        ),
        Rule(
            "commit", ("按告知承诺办理", "Decide on a commitment"),
            (
                "申请人签署承诺书，当场受理并准予许可，两个月内核查",
                "The applicant signs; it is accepted and granted on the spot and checked within two months",
            ),
            HANDLING, (c.undecided, c.unaccepted, c.committable, c.unchosen),
        ),
        Rule(
            "decline_commitment", ("申请人不选择承诺", "Commitment not chosen"),
            ("记下已告知可以承诺、申请人选择一般程序", "That the choice was offered, and not taken, is noted"),
            WINDOW, (c.undecided, c.unaccepted, c.committable, c.unchosen),
        ),
        Rule(
            "finish_step", ("完成环节", "Finish a step"),
            ("本环节时限停止，下一环节开始计时", "This step's limit stops, the next step's begins"),
            HANDLING | WINDOW, (c.undecided, c.accepted),
        ),
        Rule(
            "pause", ("停表", "Stop the clock"),
            ("书面告知申请人所需时间；自今日起停止计时，恢复之日重新计入", "The applicant is told the time needed; days stop counting today until it is resumed"),
            HANDLING, (c.accepted, t.stoppable),
        ),
        Rule(
            "resume", ("恢复计时", "Resume the clock"),
            ("自所填日期起重新计时", "Days count again from the day given"),
            HANDLING, (t.stopped,),
        ),
        Rule(
            "request_extension", ("申请延期", "Ask for an extension"),
            ("请负责人批准延期；批准前期限不变", "The head is asked; until they agree the term stands"),
            HANDLING,
            (
                c.undecided, c.accepted, t.extendable,
                c.not_asked("extension", "已经申请，等负责人决定", "It was asked for and waits for the head"),
            ),
        ),
        Rule(
            "decide_extension", ("批复延期", "Decide on the extension"),
            ("同意的，期限自同一起算日延长，并向申请人发延期告知书说明理由", "If agreed, the term runs on from the same start and the applicant is told why"),
            HEADS,
            (
                c.undecided, c.asked_for("extension", "没有待批的延期申请", "No extension was asked for"), t.extendable,
                c.another("extension"), t.above,
            ),
        ),
        Rule(
            "explain", ("说明超时理由", "Explain the lateness"),
            ("理由向申请人和社会公开", "The reason is shown to the applicant and the public"),
            HEADS, (t.late,),
        ),
        Rule(
            "invite", ("征求协办意见", "Invite an opinion"),
            ("请协办单位在期限内反馈；到期未回的视为无意见", "The unit is asked to answer in time; silence counts as no objection"),
            HANDLING, (c.undecided, c.accepted),
        ),
        Rule(
            "give_opinion", ("反馈协办意见", "Give the opinion"),
            ("意见送交牵头单位", "The lead unit receives the opinion"),
            HANDLING, (c.undecided, c.asked_for("opinion", "没有征求意见", "No opinion was asked for")),
            answering("opinion"),
        ),
        Rule(
            "decide", ("作出决定", "Decide"),
            ("作出书面决定；不予许可的写明理由，并告知复议、诉讼的权利", "The decision is made in writing; a refusal gives its reason and the ways to review"),
            HANDLING, (c.undecided, c.accepted, t.running, c.heard),
        ),
        Rule(
            "deliver", ("送达证件", "Hand over the licence"),
            ("记下证件已交给申请人", "That the applicant has the licence is noted"),
            WINDOW | HEADS, (c.granted,),
        ),
        Rule(
            "withdraw", ("申请人撤回", "Withdrawn by the applicant"),
            ("按申请人的书面请求结束本件", "The case ends at the applicant's written request"),
            WINDOW, (c.undecided,),
        ),
        Rule(
            "hand_over", ("移交", "Hand over"),
            ("请对方接收；接收前仍由您负责", "The other is asked to take it; until then you keep it"),
            STAFF, (c.undecided, c.mine, c.not_asked("hand_over", "已提出移交，等对方接收；可以先收回", "It is offered already: wait, or take it back first")),
        ),
        Rule(
            "take_back", ("收回移交", "Take the offer back"),
            ("移交作罢，仍由您负责", "The offer is void; you keep the case"),
            STAFF, (c.asked_for("hand_over", "没有待接收的移交", "Nothing is offered"), c.mine_to_take_back),
        ),
        Rule(
            "take_over", ("接收", "Take over"),
            ("自此由您负责办理", "From now on the case is yours"),
            STAFF, (c.undecided, c.asked_for("hand_over", "没有移交给您的件", "Nothing was offered to you"), c.offered_to_me),
            answering("hand_over"),
        ),
        Rule(
            "decline", ("不接收", "Decline"),
            ("说明理由退回，仍由移出方负责", "It goes back with a reason; the giver keeps it"),
            STAFF, (c.asked_for("hand_over", "没有移交给您的件", "Nothing was offered to you"), c.offered_to_me),
            answering("hand_over"),
        ),
        Rule(
            "request_fast_lane", ("申请特事特办", "Ask for the fast lane"),
            ("请非承办的负责人批准；缓办的手续都要补办", "A head who does not handle it is asked; what is deferred is made up later"),
            STAFF,
            (
                c.undecided, c.ordinary,
                c.not_asked("fast_lane", "已经申请，等负责人决定", "It was asked for and waits for the head"),
            ),
        ),
        Rule(
            "decide_fast_lane", ("批复特事特办", "Decide on the fast lane"),
            ("同意的，按缩短的期限办理并列入公开登记；缓办手续各有补办期限", "If agreed, the shorter limit applies and it enters the public register; each deferred step has its day"),
            HEADS,
            (c.undecided, c.asked_for("fast_lane", "没有待批的特事特办", "The fast lane was not asked for"), c.another("fast_lane")),
        ),
        Rule(
            "make_up", ("补办手续", "Make up a deferred step"),
            ("记下缓办的手续已补齐", "That the deferred step was made up is noted"),
            STAFF, (c.owed,),
        ),
        Rule(
            "check_commitment", ("登记承诺核查", "Record the check"),
            ("记下核查结果；不实的，由有权机关依法处理", "The result is noted; if the commitment was not kept, the competent authority acts"),
            HANDLING, (c.committed,),
        ),
        Rule(
            "give_code", ("给查询码", "Give a query code"),
            ("生成新的查询码，只显示这一次，当面交给申请人；以前给的作废", "A new code is shown once, to hand to the applicant; earlier ones end"),
            STAFF, (),
        ),
        Rule(
            "ask_identity", ("申请查看申请人信息", "Ask to see who applied"),
            ("写明用途，由另一人同意；每次查看都留记录", "A second person must agree to the purpose; every look is kept"),
            STAFF, (c.known, c.not_asked("identity", "已有申请等待同意", "A request waits already")),
        ),
        Rule(
            "grant_identity", ("批复查看申请", "Answer the request to look"),
            ("同意的，对方在二十四小时内可以查看一次", "If you agree, they may look once within 24 hours"),
            HEADS, (c.asked_for("identity", "没有查看申请", "Nobody asked"), c.second),
        ),
        Rule(
            "see_identity", ("查看申请人信息", "See who applied"),
            ("本次查看将被记录：谁、何时、什么用途", "This look is recorded: who, when, for what"),
            STAFF, (c.known, c.lent),
        ),
    )
}  # fmt: skip
