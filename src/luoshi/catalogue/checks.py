"""Whether a definition may be published, in the user's words, field by field."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

from luoshi.catalogue import spans
from luoshi.catalogue.definition import EXCLUDED, KINDS, Definition
from luoshi.law.clock import Clock
from luoshi.law.errors import CouldNot
from luoshi.law.period import UNITS, Period
from luoshi.law.private import personal
from luoshi.law.registry import clock as registered
from luoshi.law.registry import grounds
from luoshi.law.words import say

TERM_UNITS = ("working_day", "day", "month", "year", "hour")
MOST = 9999
CODE = re.compile(r"[^\s/:?#]{1,100}")
PROSE = (
    "legal_basis", "conditions", "quota", "procedure", "fees", "fee_basis", "result", "sample_form", "contact",
    "supervision", "statutory_basis",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Problem:
    """Why a definition may not be published; `field` is the name of the field at fault."""

    field: str
    reason: str


def completed(it: Definition, on: date) -> Definition:
    """With the registry's figure where the definition leaves the statutory term to its clock, and its order of grounds."""
    law = governing(it.clock, on)
    order = registered("CLK-06").pause_grounds
    sorted_grounds = sorted(
        set(it.pause_grounds), key=lambda g: (order.index(g) if g in order else len(order), g)
    )
    it = replace(it, pause_grounds=tuple(sorted_grounds))
    if it.statutory_amount is None and law is not None and not it.statutory_basis:
        return replace(it, statutory_amount=law.amount, statutory_per=law.unit or "")
    if law is not None and it.statutory_amount == law.amount and it.statutory_per == law.unit:
        return replace(it, statutory_basis="")
    return it


def governing(clock: str, on: date) -> Clock | None:
    """The registry's clock if it can govern a decision on that day."""
    try:
        found = registered(clock, on)
    except CouldNot:
        return None
    forward = found.direction == "forward" and found.party == "agency"
    return found if forward and found.period is not None and found.amount else None


def problems(it: Definition, on: date) -> list[Problem]:
    """Everything that stands in the way of publishing it from that day; empty when nothing does."""
    found = [*_names(it), *_kind(it), *_statute(it, on), *_promise(it), *_steps(it), *_materials(it)]
    return [*found, *_commitment(it), *_grounds(it), *_private(it)]


def _names(it: Definition) -> Iterator[Problem]:
    if not CODE.fullmatch(it.code):
        yield Problem(
            "code",
            say(
                "实施编码不能为空、不超过 100 字，且不含空格和 / : ? #",
                "the code must not be empty, at most 100 characters, without spaces or / : ? #",
            ),
        )
    if not it.name.strip() or len(it.name) > 300:
        yield Problem("name", say("请填事项名称（不超过 300 字）", "give a name of at most 300 characters"))
    if not it.unit.strip():
        yield Problem("unit", say("请填实施主体", "name the body responsible"))


def _kind(it: Definition) -> Iterator[Problem]:
    if it.kind not in KINDS:
        yield Problem("kind", say("办件类型应为 即办件 或 承诺件", "the type is 即办件 or 承诺件"))
    if it.visits is not None and not 0 <= it.visits <= 99:
        yield Problem(
            "visits", say("到现场次数应是 0 至 99 的整数", "visits must be a whole number from 0 to 99")
        )


def term(field: str, amount: int | None, per: str, units: tuple[str, ...]) -> Iterator[Problem]:
    """A term must have a whole amount of at least 1 and a unit that is known."""
    if amount is None:
        return
    if not 1 <= amount <= MOST:
        yield Problem(
            field, say(f"时限应是 1 至 {MOST} 的整数", f"a term is a whole number from 1 to {MOST}")
        )
    if per not in units:
        names = [UNITS[unit] for unit in units]
        yield Problem(
            field,
            say(
                f"时限单位 {per or '（空）'} 不认识：请用 {'、'.join(zh for zh, _ in names)}",
                f"unknown unit {per or '(empty)'}: use {', '.join(en for _, en in names)}",
            ),
        )


def _statute(it: Definition, on: date) -> Iterator[Problem]:
    law = governing(it.clock, on)
    if law is None:
        yield Problem(
            "clock",
            say(
                f"{it.clock or '（空）'} 不是 {on} 有效的办理时限：许可决定一般写 CLK-02，统一、联合、集中办理写 CLK-03",
                f"{it.clock or '(empty)'} is no term for a decision on {on}: CLK-02 is usual, CLK-03 for joint handling",
            ),
        )
        return
    wrong = list(term("statutory_amount", it.statutory_amount, it.statutory_per, TERM_UNITS))
    yield from wrong
    if it.statutory_amount is None:
        yield Problem("statutory_amount", say("请填法定时限", "give the statutory term"))
    elif not wrong and it.statutory != law.period and not it.statutory_basis:
        assert law.period is not None
        yield Problem(
            "statutory_basis",
            say(
                f"法定时限与 {law.id}（{law.period.said()}）不同：请写明另有规定的法律、法规及条款",
                f"the statutory term differs from {law.id} ({law.period.said()}): cite the statute and article",
            ),
        )


def _promise(it: Definition) -> Iterator[Problem]:
    if it.promise_amount is None:
        if it.kind == "promised":
            yield Problem("promise_amount", say("承诺件请填承诺时限", "give the promised term"))
        return
    wrong = list(term("promise_amount", it.promise_amount, it.promise_per, TERM_UNITS))
    yield from wrong
    if wrong or list(term("", it.statutory_amount, it.statutory_per, TERM_UNITS)):
        return
    if it.promise and it.statutory and not spans.within(it.promise, it.statutory):
        yield Problem("promise_amount", longer(it.promise, it.statutory))


def longer(promise: Period, statutory: Period) -> str:
    """Why the promise may not be made, and which may (B3)."""
    why = spans.why(promise, statutory)
    most = spans.largest(promise.unit, statutory)
    best = say(f"请改为不超过 {most.said()}", f"promise at most {most.said()}") if most else say(
        f"请按法定时限的单位（{UNITS[statutory.unit][0]}）写承诺",
        f"promise in the statute's own unit ({UNITS[statutory.unit][1]})",
    )  # fmt: skip
    return say(
        f"承诺时限 {promise.said()}长于法定时限 {statutory.said()}{f'（{why}）' if why else ''}；{best}",
        f"the promise of {promise.said()} is longer than the statute's {statutory.said()}{f' ({why})' if why else ''}; {best}",
    )


def _steps(it: Definition) -> Iterator[Problem]:
    units = tuple(unit for unit in UNITS if unit != "second")
    for n, step in enumerate(it.steps, 1):
        if not step.name.strip():
            yield Problem("steps", say(f"第 {n} 个环节没有名称", f"step {n} has no name"))
        wrong = list(term("steps", step.amount, step.per, units))
        yield from wrong
        limit = whole(it)
        if not wrong and step.limit and limit and not spans.within(step.limit, limit):
            yield Problem(
                "steps",
                say(
                    f"环节“{step.name}”的时限 {step.limit.said()}长于整个事项的 {limit.said()}",
                    f"step “{step.name}” takes {step.limit.said()}, longer than the whole item's {limit.said()}",
                ),
            )
    for name in repeated(step.name for step in it.steps):
        yield Problem("steps", say(f"环节“{name}”写了两次", f"step “{name}” is there twice"))


def whole(it: Definition) -> Period | None:
    """The time the whole item has: the promise, or the statute's; None where neither can be read."""
    for amount, per in ((it.promise_amount, it.promise_per), (it.statutory_amount, it.statutory_per)):
        if amount is not None:
            return None if list(term("", amount, per, TERM_UNITS)) else Period(amount, per)
    return None


def _materials(it: Definition) -> Iterator[Problem]:
    for n, material in enumerate(it.materials, 1):
        if not material.code.strip() or not material.name.strip():
            yield Problem("materials", say(f"第 {n} 份材料缺编码或名称", f"paper {n} lacks a code or a name"))
    for code in repeated(material.code for material in it.materials):
        yield Problem(
            "materials", say(f"材料编码 {code} 写了两次", f"the paper's code {code} is there twice")
        )


def repeated(names: Iterator[str]) -> list[str]:
    return [name for name, n in Counter(names).items() if n > 1 and name]


def _commitment(it: Definition) -> Iterator[Problem]:
    if it.commitment_excluded and it.commitment_excluded not in EXCLUDED:
        words = "、".join(zh for zh, _ in EXCLUDED.values())
        yield Problem(
            "commitment_excluded",
            say(
                f"不适用告知承诺的理由应是 {words} 之一",
                f"the reason for exclusion is one of {', '.join(EXCLUDED)}",
            ),
        )
    elif it.commitment and it.commitment_excluded:
        reason = say(*EXCLUDED[it.commitment_excluded])
        yield Problem(
            "commitment",
            say(
                f"事项涉及{reason}，不得实行告知承诺（优化营商环境条例 第四十条）",
                f"the item concerns {reason}: notified commitment may not be used (Business Environment Regulations art. 40)",
            ),
        )


def _grounds(it: Definition) -> Iterator[Problem]:
    lawful = registered("CLK-06").pause_grounds
    for ground in it.pause_grounds:
        if ground not in lawful:
            names = "、".join(grounds()[name].title[0] for name in lawful)
            yield Problem(
                "pause_grounds",
                say(
                    f"{ground} 不是法定的停止计时事由：只有 {names}",
                    f"{ground} is no lawful ground for a pause: only {', '.join(lawful)}",
                ),
            )


def _private(it: Definition) -> Iterator[Problem]:
    for field in PROSE:
        if personal(getattr(it, field)):
            yield Problem(
                field,
                say(
                    "含有手机号或身份证号：事项长期公开，请改写办公电话或岗位",
                    "holds a mobile or identity number: items are public for good, give an office line or a post",
                ),
            )
