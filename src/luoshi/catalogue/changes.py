"""What one version says and what changed from another, in words, field by field."""

from dataclasses import dataclass

from luoshi.catalogue.definition import EXCLUDED, KINDS, Definition, Material, Step
from luoshi.law.errors import CouldNot
from luoshi.law.period import Period
from luoshi.law.registry import clock, grounds
from luoshi.law.words import say

TITLES: dict[str, tuple[str, str]] = {
    "name": ("事项名称", "Name"),
    "catalog_code": ("基本编码", "Catalogue code"),
    "edition": ("来源目录的版本号", "Version in the source catalogue"),
    "unit": ("实施主体", "Body responsible"),
    "kind": ("办件类型", "Type"),
    "clock": ("适用时限条目", "Governing term"),
    "statutory": ("法定时限", "Statutory time"),
    "statutory_basis": ("法定时限另有规定的依据", "Statute that provides otherwise"),
    "promise": ("承诺时限", "Promised time"),
    "legal_basis": ("设定依据", "Legal basis"),
    "conditions": ("受理条件", "Conditions"),
    "quota": ("数量限制", "Quota"),
    "procedure": ("办理程序", "Procedure"),
    "fees": ("收费", "Fees"),
    "result": ("办理结果", "Result"),
    "sample_form": ("申请书示范文本", "Sample form"),
    "contact": ("咨询方式", "Whom to ask"),
    "supervision": ("监督投诉方式", "Where to complain"),
    "visits": ("到现场次数", "Visits in person"),
    "commitment": ("告知承诺", "Notified commitment"),
    "pause_grounds": ("可停止计时的事由", "Grounds for a pause"),
    "steps": ("办理环节", "Steps"),
    "materials": ("申请材料", "Papers to file"),
}


@dataclass(frozen=True, slots=True)
class Change:
    """One field that differs; texts in the reader's language, empty where nothing is told."""

    field: str
    before: str
    after: str

    def said(self) -> str:
        return say(*TITLES[self.field])


def changes(before: Definition | None, after: Definition) -> list[Change]:
    """What differs between two versions; everything told, if there is none before."""
    found = []
    for field in TITLES:
        old = told(before, field) if before else ""
        new = told(after, field)
        if old != new:
            found.append(Change(field, old, new))
    return found


def told(it: Definition, field: str) -> str:
    """A field in words."""
    special = {
        "unit": lambda: it.unit_name or it.unit,
        "kind": lambda: say(*KINDS[it.kind]),
        "clock": lambda: clock_said(it.clock),
        "statutory": lambda: term(it.statutory),
        "promise": lambda: term(it.promise),
        "fees": lambda: fees(it),
        "visits": lambda: "" if it.visits is None else str(it.visits),
        "commitment": lambda: commitment(it),
        "pause_grounds": lambda: say("、", ", ").join(grounds()[g].said() for g in it.pause_grounds),
        "steps": lambda: say("；", "; ").join(step(one) for one in it.steps),
        "materials": lambda: say("；", "; ").join(material(one) for one in it.materials),
    }
    return special[field]() if field in special else str(getattr(it, field))


def clock_said(clock_id: str) -> str:
    try:
        return f"{clock_id} {clock(clock_id).said()}"
    except CouldNot:
        return clock_id


def term(period: Period | None) -> str:
    return period.said() if period else ""


def fees(it: Definition) -> str:
    if not it.charged:
        return say("不收费", "free of charge")
    parts = [it.fees or say("收费（标准未写明）", "charged (amount not told)"), it.fee_basis]
    return say("；", "; ").join(part for part in parts if part)


def commitment(it: Definition) -> str:
    if it.commitment:
        return say("可以告知承诺办理", "may be decided on notified commitment")
    if it.commitment_excluded:
        reason = say(*EXCLUDED[it.commitment_excluded])
        return say(f"不适用：涉及{reason}", f"excluded: concerns {reason}")
    return say("未实行", "not offered")


def step(it: Step) -> str:
    return f"{it.name} {term(it.limit)}".strip()


def material(it: Material) -> str:
    needed = "" if it.needed else say("（非必需）", " (not always)")
    details = say("，", ", ").join(part for part in (it.source, it.standard, it.basis) if part)
    return f"{it.code} {it.name}{needed}{f'（{details}）' if details else ''}"
