"""What each act on a task asks for, told once: forms are drawn from it. Plans have a form of their own."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any, Literal

from luoshi.law.words import Pair, say
from luoshi.org.actor import Actor
from luoshi.tasks import words
from luoshi.tasks.figures import said
from luoshi.tasks.roles import belongs
from luoshi.tasks.task import Task

Kind = Literal["line", "text", "choice", "number", "share", "day", "files"]
Choices = list[tuple[str, str]]
ANSWERS: Mapping[str, Pair] = {"yes": ("同意", "Agree"), "no": ("不同意", "Do not agree")}
FALSE: Mapping[str, Pair] = {
    "yes": ("申报的情况不属实：作为虚假销号线索核查", "What was claimed was not so: a lead to be looked into"),
    "no": ("申报时属实，后来发生变化", "It was so, and changed since"),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Field:
    """One thing asked for. `codes` are fixed choices, `choices` those of the task; `shown` says whether it applies."""

    name: str
    label: Pair
    kind: Kind = "line"
    help: Pair = ("", "")
    needed: bool = True
    codes: Mapping[str, Pair] | None = None
    choices: Callable[[Task], Choices] | None = None
    initial: Any = None
    shown: Callable[[Task, Actor], bool] | None = None

    def options(self, task: Task) -> Choices:
        if self.codes is not None:
            return [(code, say(*told)) for code, told in self.codes.items()]
        return self.choices(task) if self.choices else []

    def first(self, task: Task) -> Any:
        return self.initial(task) if callable(self.initial) else self.initial


def counted(task: Task, by: Actor) -> bool:
    return bool(task.plan and task.plan.target and task.leaf)


def uncounted(task: Task, by: Actor) -> bool:
    return not counted(task, by)


def milestones(task: Task) -> Choices:
    return [(m.name, f"{m.name} · {m.on}") for m in (task.plan.milestones if task.plan else ()) if m.name not in task.reached]  # fmt: skip


def has_money(task: Task, by: Actor) -> bool:
    return task.plan is not None and task.plan.money.planned is not None


def helpers(task: Task) -> Choices:
    return [(u.code, u.name) for u in task.co.values() if u.asked_at is None or u.replied_at is not None]


def silent(task: Task) -> Choices:
    return [(u.code, u.name) for u in task.co.values() if u.asked_at and u.replied_at is None]


def orders(task: Task) -> Choices:
    return [
        (o.instance, f"{say(*words.COLOURS[o.colour])} {o.instance} · {o.text[:20]}")
        for o in task.open_orders
    ]


def order_reasons(task: Task) -> Choices:
    """Why, with the colour that follows from it."""
    return [(code, f"{say(*told)}（{say(*words.COLOURS[colour])}）") for code, (colour, told) in words.ORDER_REASONS.items()]  # fmt: skip


def out(task: Task, by: Actor) -> bool:
    return task.published_at is not None


def of_office(task: Task, by: Actor) -> bool:
    return not belongs(by, task.units)


FILES = Field("files", ("佐证材料", "Evidence"), "files", ("PDF、OFD、图片、DOCX、XLSX，每个不超过 20 MB；照片会与以往的比对", "PDF, OFD, pictures, DOCX, XLSX, 20 MB each at most; photos are compared with earlier ones"), needed=False)  # fmt: skip
TEXT = Field("text", ("情况", "What"), "text")
REASON = Field("reason", ("理由", "Reason"), "text")
QUANTITY = Field("quantity", ("累计完成量", "Reached in all"), help=("从开始到现在一共完成多少", "From the beginning until now"), shown=counted, initial=lambda t: said(t.quantity))  # fmt: skip
ORDER = Field(
    "instance",
    ("哪一份督办单", "Which order"),
    "choice",
    choices=orders,
    shown=lambda t, _: len(t.open_orders) > 1,
)

FIELDS: Mapping[str, tuple[Field, ...]] = {
    "explain_inflation": (REASON,),
    "decide_inflation": (
        Field("answer", ("是否同意", "Do you agree?"), "choice", codes=ANSWERS),
        replace(REASON, needed=False, help=("不同意的必须写明", "Needed if you do not agree")),
    ),
    "publish": (), "assign": (), "receipt": (),
    "ask_co": (
        Field("unit", ("协办单位", "Co-operating unit"), "choice", choices=helpers),
        Field("question", ("请协办什么", "What is asked for"), "text"),
        Field("amount", ("几个工作日内反馈", "Working days for the answer"), "number", initial=5),
    ),
    "reply_co": (replace(TEXT, label=("反馈内容", "Answer")), FILES),
    "progress": (
        QUANTITY,
        Field("share", ("完成百分比", "Per cent done"), "share", shown=uncounted, initial=lambda t: t.share // 10),
        replace(TEXT, label=("进展", "Progress"), help=("做了什么、到哪一步、有什么困难；不写个人信息", "What was done, how far it is, what is in the way; no personal data")),
        Field("milestone", ("达到的节点", "Milestone reached"), "choice", needed=False, choices=milestones, shown=lambda t, _: bool(milestones(t))),
        Field("arranged", ("累计到位资金（万元）", "Money arranged so far (10,000 yuan)"), needed=False, shown=has_money, initial=lambda t: said(t.arranged)),
        Field("paid", ("累计支付资金（万元）", "Money paid so far (10,000 yuan)"), needed=False, shown=has_money, initial=lambda t: said(t.paid)),
        FILES,
    ),
    "claim": (QUANTITY, replace(TEXT, label=("完成情况", "What was completed")), FILES),
    "verify": (
        Field("how", ("核验方式", "How it was verified"), "choice", codes=words.HOW),
        replace(TEXT, label=("核验情况", "What was looked at and found")), FILES,
    ),
    "send_back": (
        Field("grounds", ("退回原因", "Why it goes back"), "choice", codes=words.GROUNDS),
        replace(REASON, label=("哪里没有完成、怎样才算完成", "What is not done, and what would be")), FILES,
    ),
    "reopen": (
        replace(REASON, label=("发现了什么", "What was found")),
        Field("false_claim", ("当时的申报", "The claim then"), "choice", codes=FALSE, initial="yes"),
    ),
    "archive": (Field("note", ("说明", "Note"), "text", needed=False),),
    "issue_order": (
        Field("reason", ("督办原因", "Why"), "choice", choices=order_reasons),
        replace(TEXT, label=("督办要求", "What is required")),
        Field("until", ("回复期限", "To be answered by"), "day"),
    ),
    "answer_order": (ORDER, replace(TEXT, label=("原因、措施和完成时间", "The cause, what is done about it and by when")), FILES),
    "lift_order": (ORDER, replace(REASON, label=("解除依据", "On what ground"))),
    "chase": (
        Field("about", ("催办什么", "What is asked for"), "choice", codes=words.CHASED, shown=of_office),
        Field("about", ("催办什么", "What is asked for"), "choice", codes={"co_reply": words.CHASED["co_reply"]}, shown=lambda t, by: not of_office(t, by), initial="co_reply"),
        Field("unit", ("协办单位", "Co-operating unit"), "choice", needed=False, choices=silent, shown=lambda t, _: bool(silent(t))),
        replace(TEXT, label=("补充说明", "More"), needed=False),
    ),
    "cancel": (
        REASON,
        Field("document", ("依据文号", "Document it rests on"), needed=False, shown=out),
    ),
}  # fmt: skip
"""Amending and breaking down ask for a whole plan."""
