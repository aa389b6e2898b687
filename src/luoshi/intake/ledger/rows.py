"""From a row to what it asks for: a plan, or every reason why there is none; and what to mind about it."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from luoshi.intake.ledger.columns import EVIDENCE, NEEDED, TITLES
from luoshi.intake.ledger.days import due
from luoshi.intake.ledger.numerals import counted
from luoshi.intake.ledger.people import Directory, parted
from luoshi.intake.ledger.sheet import Line, Page
from luoshi.intake.ledger.targets import target
from luoshi.intake.record import Bad
from luoshi.law.errors import Unclear
from luoshi.law.private import personal
from luoshi.law.words import say
from luoshi.tasks.figures import figure
from luoshi.tasks.models import Node
from luoshi.tasks.plan import Body, Money, Plan, sound

KEPT = {"progress": 500, "status": 40}
"""What is kept of a row beside its plan, and how long it may be."""
OURS = frozenset(str(label) for label in Node.State.labels)
"""Words of the states here: a file that was written out says nothing new by them."""


@dataclass(slots=True)
class Wanted:
    """A row understood: its plan where nothing is at fault, its number, the words kept beside, the person it names."""

    line: Line
    no: str = ""
    plan: Plan | None = None
    beside: dict[str, str] = field(default_factory=dict)
    owner: str = ""
    document: str = ""
    faults: list[Bad] = field(default_factory=list)
    warnings: list[Bad] = field(default_factory=list)


class Reader:
    """Reads the rows of one page; a 序号 that came before is named at the later row."""

    def __init__(self, page: Page, directory: Directory, year: int) -> None:
        self.page, self.directory, self.year = page, directory, year
        self.seen: dict[str, int] = {}
        self.turns: dict[str, int] = {}
        self.titles: dict[str, int] = {}

    def read(self, line: Line) -> Wanted:
        it = Wanted(line)
        self.numbered(it)
        self.lacking(it)
        plan = self.planned(it)
        self.beside(it)
        if not it.faults:
            try:
                it.plan = sound(plan)
            except Unclear as wrong:
                self.fault(it, "title", str(wrong))
        return it

    def fault(self, it: Wanted, name: str, reason: str) -> None:
        it.faults.append(Bad(it.line.row, self.page.titles.get(name, TITLES[name][0]), reason))

    def warn(self, it: Wanted, name: str, reason: str) -> None:
        it.warnings.append(Bad(it.line.row, self.page.titles.get(name, TITLES[name][0]), reason))

    def numbered(self, it: Wanted) -> None:
        """Its number. Rows that share a merged 序号 are its parts: 3, 3-2, 3-3."""
        no = counted(it.line.get("no"))[:30]
        if not no:
            if "no" in self.page.titles:
                self.warn(it, "no", say("没有序号：按任务名称识别", "No number: it is known by its words"))
            return
        if "no" in it.line.shared and no in self.seen:
            self.turns[no] = turn = self.turns.get(no, 1) + 1
            no = f"{no}-{turn}"
        elif no in self.seen:
            reason = say(f"序号与第 {self.seen[no]} 行重复", f"the same number as row {self.seen[no]}")
            self.fault(it, "no", reason)
        self.seen.setdefault(no, it.line.row)
        it.no = no

    def lacking(self, it: Wanted) -> None:
        """What a row must say, where the ledger has the column at all."""
        told = {
            "title": say("没有写任务内容", "It does not say what is to be done"),
            "lead": say("没有牵头单位（责任单位）：请写明一个", "No lead unit: name one"),
            "target": say("没有目标值：请写数和单位", "No target: give a number and what it counts"),
            "until": say("没有完成时限：请写年月日", "No date: give the day it is due"),
        }
        for name in NEEDED:
            at = "lead" if name != "lead" or "lead" in self.page.titles else "responsible"
            column = at if name == "lead" else name
            given = it.line.get(name) or (name == "lead" and it.line.get("responsible"))
            if column in self.page.titles and not given:
                self.fault(it, column, told[name])

    def planned(self, it: Wanted) -> Plan:
        line = it.line
        lead, co = self.units(it)
        since, until = (self.day(it, name) for name in ("since", "until"))
        value, per = self.target(it)
        if since and until and until <= since:
            self.fault(
                it, "until", say(f"完成时限不在开始时间 {since} 之后", f"not after its beginning, {since}")
            )
            since = None
        category = (line.get("category") or line.heading)[:40]
        return Plan(
            level="task", title=self.text(it, "title", 200), lead=lead, co=co, section=self.text(it, "section", 200),
            measure=self.text(it, "target", 500), target=value, per=per[:40], since=since, until=until,
            evidence=self.evidence(it), category=category, money=self.money(it),
        )  # fmt: skip

    def text(self, it: Wanted, name: str, longest: int) -> str:
        text = " ".join(it.line.get(name).split())
        if len(text) > longest:
            self.fault(
                it, name, say(f"超过 {longest} 字，请精简", f"longer than {longest} characters: shorten it")
            )
        if personal(text):
            self.fault(
                it,
                name,
                say("含有手机号或身份证号：请删去", "it holds a phone or identity number: remove it"),
            )
        if name == "title" and text:
            if text in self.titles:
                row = self.titles[text]
                self.warn(it, name, say(f"与第 {row} 行的任务相同", f"the same words as row {row}"))
            self.titles.setdefault(text, it.line.row)
        return text

    def units(self, it: Wanted) -> tuple[Body | None, tuple[Body, ...]]:
        """The lead and those who help. Of several responsible units the first leads, as offices write it."""
        leads, responsible, helping = (parted(it.line.get(n)) for n in ("lead", "responsible", "co"))
        if len(leads) > 1:
            words = "、".join(leads)
            self.fault(
                it,
                "lead",
                say(
                    f"写了几个牵头单位（{words}）：只能有一个",
                    f"several lead units ({words}): there can be one",
                ),
            )
        if not leads and responsible:
            leads, others = responsible[:1], responsible[1:]
            if others:
                self.warn(
                    it, "responsible", say(f"以第一个单位{leads[0]}为牵头单位，其余为协办", f"{leads[0]}, named first, leads; the others help")
                )  # fmt: skip
        else:
            others = [name for name in responsible if name not in leads]
        lead = next(iter(self.known(it, "lead" if it.line.get("lead") else "responsible", leads[:1])), None)
        co = [*self.known(it, "responsible", others), *self.known(it, "co", helping)]
        if lead and any(body.code == lead.code for body in co):
            self.warn(
                it,
                "co",
                say(
                    f"牵头单位{lead.name}又写在协办中，按牵头处理",
                    f"{lead.name} leads and is also named as helping: it leads",
                ),
            )
        return lead, tuple(body for body in co if not lead or body.code != lead.code)

    def known(self, it: Wanted, name: str, units: Iterable[str]) -> list[Body]:
        found = []
        for unit in units:
            try:
                found.append(self.directory.unit(unit))
            except ValueError as wrong:
                self.fault(it, name, str(wrong))
        return found

    def day(self, it: Wanted, name: str) -> date | None:
        try:
            found = due(it.line.get(name), self.year)
        except ValueError as wrong:
            self.fault(it, name, str(wrong))
            return None
        if found and name == "until" and found.year < self.year:
            self.fault(
                it,
                name,
                say(
                    f"{found} 早于本台账的年度 {self.year}",
                    f"{found} lies before the ledger's year {self.year}",
                ),
            )
        return found

    def target(self, it: Wanted) -> tuple[Decimal | None, str]:
        try:
            found = target(it.line.get("target"), it.line.get("per"))
            if found is None:
                return None, it.line.get("per")
            value = figure(found.value, say("目标值", "the target"))
        except (ValueError, Unclear) as wrong:
            self.fault(it, "target", str(wrong))
            return None, ""
        if found.more:
            self.warn(
                it,
                "target",
                say(
                    f"有几个数，以第一个（{found.value}{found.per}）为目标值",
                    f"several figures: the first, {found.value}, is the target",
                ),
            )
        return value, found.per

    def evidence(self, it: Wanted) -> tuple[str, ...]:
        text = it.line.get("evidence")
        found = tuple(kind for kind, words in EVIDENCE.items() if any(word in text for word in words))
        if text and not found:
            self.warn(
                it,
                "evidence",
                say(
                    f"佐证类型“{text[:20]}”不认识：发布前请选定",
                    f"kind of evidence “{text[:20]}” not known: choose one before publishing",
                ),
            )
        return found

    def money(self, it: Wanted) -> Money:
        told = {}
        for name in ("planned", "arranged", "paid"):
            text = it.line.get(name).removesuffix("万元").strip()
            try:
                value = figure(text, self.page.titles[name]) if text else None
                if value is not None and value < 0:
                    raise Unclear(say(f"“{text}”是负数", f"“{text}” is below zero"))
                told[name] = value
            except Unclear as wrong:
                self.fault(it, name, str(wrong))
        return Money(**told)

    def beside(self, it: Wanted) -> None:
        """Progress and state as written, the document it comes from, the person: none of them rejects a row."""
        for name, longest in KEPT.items():
            text = it.line.get(name)
            if personal(text):
                self.warn(
                    it,
                    name,
                    say(
                        "含有手机号或身份证号，未保存", "it holds a phone or identity number and was not kept"
                    ),
                )
            elif text and not (name == "status" and text in OURS):
                it.beside[name] = text[:longest]
        it.document = it.line.get("document")[:100]
        owner = it.line.get("owner")
        if personal(owner):
            self.warn(
                it,
                "owner",
                say("含有手机号或身份证号，未保存", "it holds a phone or identity number and was not kept"),
            )
        else:
            it.owner = owner[:80]
