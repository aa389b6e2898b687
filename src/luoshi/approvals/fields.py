"""What each act asks for, told once: forms are drawn from it and programs are answered by it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any, Literal

from luoshi.approvals import words
from luoshi.approvals.actor import HEADS, Actor
from luoshi.approvals.acts.joint import USUAL
from luoshi.approvals.acts.lanes import deferrable
from luoshi.approvals.case import Case
from luoshi.approvals.terms import extension_of
from luoshi.law.words import Pair, say
from luoshi.sealed.identity import PURPOSES

Kind = Literal["line", "text", "choice", "several", "defects", "number", "day", "unit", "post", "files"]
Choices = list[tuple[str, str]]
LENGTHS = {"line": 200, "text": 2000}


@dataclass(frozen=True, slots=True)
class Field:
    """One thing asked for. `codes` are fixed choices, `choices` those of the case; `shown` says whether it applies."""

    name: str
    label: Pair
    kind: Kind = "line"
    help: Pair = ("", "")
    needed: bool = True
    codes: Mapping[str, Pair] | None = None
    choices: Callable[[Case], Choices] | None = None
    initial: Any = None
    shown: Callable[[Case, Actor], bool] | None = None

    def options(self, case: Case) -> Choices:
        if self.codes is not None:
            return [(code, say(*told)) for code, told in self.codes.items()]
        return self.choices(case) if self.choices else []

    def first(self, case: Case) -> Any:
        """What the field holds before anybody touched it."""
        return self.initial(case) if callable(self.initial) else self.initial


def unfiled(case: Case) -> Choices:
    listed = case.definition.materials if case.definition else ()
    return [(m.code, m.name) for m in listed if m.code not in case.filed]


def papers(case: Case) -> Choices:
    """All listed papers, what is missing first."""
    listed = case.definition.materials if case.definition else ()
    return sorted(((m.code, m.name) for m in listed), key=lambda told: told[0] in case.filed)


def stops(case: Case) -> Choices:
    grounds = words.lawful_grounds()
    return [(s.instance, f"{words.one_of(grounds, s.ground)} · {s.document}") for s in case.stops]


def grounds(case: Case) -> Choices:
    of_item = case.definition.pause_grounds if case.definition else ()
    return [
        (code, say(*told)) for code, told in words.lawful_grounds().items() if not of_item or code in of_item
    ]


def most(case: Case) -> int | None:
    rule = extension_of(case.decision) if case.decision else None
    return rule.amount if rule else None


def asked(kind: str, name: str) -> Callable[[Case], Any]:
    def found(case: Case) -> Any:
        ask = case.asked(kind)
        return ask.told.get(name) if ask else None

    return found


def owed(case: Case) -> Choices:
    return [(name, name) for name, done in case.deferred.items() if done is None]


FILES = Field("files", ("附件", "Files"), "files", ("PDF、OFD、图片、DOCX、XLSX，每个不超过 20 MB", "PDF, OFD, pictures, DOCX, XLSX, 20 MB each at most"), needed=False)  # fmt: skip
DOCUMENT = Field("document", ("文书名称或文号", "Document"))
REASON = Field("reason", ("理由", "Reason"), "text")
ANSWER = Field("answer", ("是否同意", "Do you agree?"), "choice", codes=words.ANSWERS)
OPTIONAL = replace(REASON, needed=False)
REFUSING = replace(OPTIONAL, help=("不同意的必须写明", "Needed if you do not agree"))
REFILE = Field("filed", ("补交的材料", "Papers filed"), "several", needed=False, choices=papers)

FIELDS: Mapping[str, tuple[Field, ...]] = {
    "correct_on_spot": (
        Field("what", ("更正了什么", "What was corrected"), "text"),
        Field("filed", ("当场补齐的材料", "Papers completed there"), "several", needed=False, choices=unfiled),
    ),
    "notify_corrections": (
        Field(
            "materials", ("缺少或不符合的材料", "Papers missing or wrong"), "defects",
            ("逐项写明怎样补正；没有列在这里的材料不能要求", "Say how each is to be corrected; nothing else may be asked for"),
            needed=False, choices=papers,
        ),
        Field("other", ("其他要补正的内容", "What else to correct"), "text", ("如签字、盖章", "for example a signature or a seal"), needed=False),
        Field(
            "reason", ("再次告知的理由", "Why it is told only now"), "text",
            ("上次没有告知、又不是新交的材料，须由负责人写明", "For what was not told before and was not newly filed"), needed=False,
            shown=lambda case, by: bool(case.notices) and by.holds(HEADS, case.unit),
        ),
    ),
    "supplement": (REFILE, FILES),
    "accept": (),
    "refuse_acceptance": (
        Field("ground", ("法定情形", "Lawful ground"), "choice", codes=words.REFUSALS),
        replace(REASON, help=("书面告知申请人", "Told to the applicant in writing")),
        Field("pointed_to", ("应当向哪个机关申请", "Where to apply instead"), needed=False, help=("不属于本机关职权的必须写明", "Needed if it is not this authority's business")),
    ),
    "commit": (replace(DOCUMENT, label=("承诺书", "Letter of commitment")), FILES),
    "decline_commitment": (),
    "finish_step": (
        Field("activity", ("完成的环节", "Step finished"), initial=lambda case: case.step),
        Field("note", ("说明", "Note"), "text", needed=False), FILES,
    ),
    "pause": (
        Field("ground", ("事由", "Ground"), "choice", choices=grounds),
        replace(DOCUMENT, help=("告知申请人所需时间的文书；没有文书不停表", "The paper that tells the applicant the time needed; without it nothing stops")),
        Field("expected", ("预计恢复日", "Expected to resume on"), "day"), FILES,
    ),
    "resume": (
        Field("instance", ("恢复哪一次停表", "Which stay ends"), "choice", choices=stops, shown=lambda case, _: len(case.stops) > 1),
        Field("on", ("结果收到之日", "Day the result came in"), "day", ("自这一天起重新计时；留空为今天", "Days count again from here; empty means today"), needed=False),
        replace(DOCUMENT, label=("结果文书", "Document of the result"), needed=False), FILES,
    ),
    "request_extension": (
        Field("amount", ("延长几个工作日", "Working days more"), "number", initial=most),
        replace(REASON, help=("批准后告知申请人", "Told to the applicant once agreed")),
    ),
    "decide_extension": (
        ANSWER, Field("amount", ("延长几个工作日", "Working days more"), "number", initial=asked("extension", "amount")),
        replace(REASON, initial=asked("extension", "reason"), help=("同意的，告知申请人；不同意的，告知承办人", "Told to the applicant if you agree, to the handler if not")),
    ),
    "explain": (replace(REASON, help=("对申请人和社会公开；不写个人信息", "Public: no personal data")),),
    "invite": (
        Field("unit", ("协办单位", "Co-operating unit"), "unit"), Field("question", ("请就什么提意见", "On what"), "text"),
        Field("amount", ("几个工作日内反馈", "Working days for the answer"), "number", initial=USUAL), FILES,
    ),
    "give_opinion": (
        Field("opinion", ("意见", "Opinion"), "choice", codes=words.OPINIONS),
        Field("text", ("条件或理由", "Conditions or reason"), "text", ("有条件同意、不同意的必须写明", "Needed unless you agree"), needed=False), FILES,
    ),
    "decide": (
        Field("outcome", ("决定", "Decision"), "choice", codes=words.OUTCOMES), replace(DOCUMENT, label=("决定书文号", "Number of the decision")),
        replace(OPTIONAL, help=("不予许可的必须说明理由", "A refusal must give its reason")), FILES,
    ),
    "deliver": (
        Field("how", ("送达方式", "How"), "choice", codes=words.CHANNELS, initial="window"),
        replace(DOCUMENT, label=("证件编号", "Number of the licence"), needed=False),
    ),
    "withdraw": (replace(DOCUMENT, label=("申请人的书面请求", "The applicant's written request")), FILES),
    "hand_over": (
        Field("to_unit", ("移交给", "To"), "unit", initial=lambda case: case.unit),
        Field("to_post", ("岗位", "Post"), "post", ("留空的，该单位的人都可以接收", "Empty: anybody of the unit may take it"), needed=False), REASON,
    ),
    "take_back": (),
    "take_over": (),
    "decline": (REASON,),
    "request_fast_lane": (
        Field("ground", ("事由", "Ground"), "choice", codes=words.FAST_GROUNDS),
        replace(DOCUMENT, needed=False, help=("重大项目、领导批示必须写明文号", "Needed for a project or an instruction")),
        Field("amount", ("几个工作日内办结", "Working days to finish in"), "number", ("短于一般时限", "Shorter than usual")),
        REASON,
        Field("deferred", ("缓办的手续", "Deferred"), "several", ("缓办不免办", "Deferred, not waived"), needed=False, choices=lambda case: [(n, n) for n in deferrable(case)]),
        Field("until", ("补办期限", "Made up by"), "day", needed=False), FILES,
    ),
    "decide_fast_lane": (ANSWER, REFUSING),
    "make_up": (Field("step", ("补办了哪项", "Which"), "choice", choices=owed), replace(DOCUMENT, needed=False), FILES),
    "check_commitment": (
        Field("outcome", ("核查结果", "Result"), "choice", codes=words.CHECKS),
        replace(OPTIONAL, help=("不实的必须写明", "Needed if it was not kept")), FILES,
    ),
    "give_code": (),
    "ask_identity": (Field("purpose", ("用途", "Purpose"), "choice", codes=PURPOSES),),
    "grant_identity": (ANSWER, REFUSING),
    "see_identity": (),
}  # fmt: skip
