"""What a node of the tree says: whose it is, what is counted, until when, and what will prove it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from luoshi.law.errors import Unclear
from luoshi.law.words import say
from luoshi.tasks.figures import said, stored
from luoshi.tasks.words import EVIDENCE

ONE = Decimal(1)


@dataclass(frozen=True, slots=True)
class Body:
    """A unit by its code, with its official name."""

    code: str
    name: str


@dataclass(frozen=True, slots=True)
class Milestone:
    """A point of the plan: by this day, this; `quantity` is what should be reached in all by then."""

    name: str
    on: date
    quantity: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Money:
    """Of a project, in ten thousand yuan (万元): planned, arranged, paid."""

    planned: Decimal | None = None
    arranged: Decimal | None = None
    paid: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Gap:
    """What a node lacks before it can be published."""

    matter: str
    title: str
    field: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """A goal, task or step as planned. `source` is the matter of a document, `clauses` the numbers it carries out."""

    level: str
    title: str
    lead: Body | None = None
    co: tuple[Body, ...] = ()
    section: str = ""
    post: str = ""
    measure: str = ""
    target: Decimal | None = None
    per: str = ""
    since: date | None = None
    until: date | None = None
    evidence: tuple[str, ...] = ()
    weight: Decimal = ONE
    public: bool = False
    source: str = ""
    clauses: tuple[int, ...] = ()
    milestones: tuple[Milestone, ...] = ()
    money: Money = field(default_factory=Money)
    category: str = ""

    def as_payload(self) -> dict[str, Any]:
        """As an entry tells it; what is empty is left out."""
        told: dict[str, Any] = {
            "level": self.level, "item": self.title, "unit": self.lead.code if self.lead else "",
            "unit_name": self.lead.name if self.lead else "", "co": [{"unit": b.code, "name": b.name} for b in self.co],
            "section": self.section, "owner_post": self.post, "measure": self.measure, "target": said(self.target),
            "per": self.per, "since": iso(self.since), "until": iso(self.until), "evidence": list(self.evidence),
            "weight": "" if self.weight == ONE else said(self.weight), "public": self.public, "source": self.source,
            "clauses": list(self.clauses), "category": self.category,
            "milestones": [
                {"name": m.name, "on": iso(m.on), **({"quantity": said(m.quantity)} if m.quantity is not None else {})}
                for m in self.milestones
            ],
            "money": {n: said(v) for n in ("planned", "arranged", "paid") if (v := getattr(self.money, n)) is not None},
        }  # fmt: skip
        return {name: value for name, value in told.items() if value not in ("", [], {}, False)}

    def gaps(self, matter: str) -> list[Gap]:
        """Everything that keeps a node without parts from being published: it must be in somebody's hands, by a day, provable."""
        wanted = (
            ("lead", self.lead is None, ("没有牵头单位：请确定一个", "no lead unit: name one")),
            ("target", self.target is None, ("没有可衡量的目标值：请填数和单位", "no measurable value: give a figure and what it counts")),
            ("until", self.until is None, ("没有完成时限：请填日期", "no date: give the day it is due")),
            ("evidence", not self.evidence, ("没有佐证类型：请选完成后用什么证明", "no kind of evidence: say what will prove it")),
        )  # fmt: skip
        return [Gap(matter, self.title, name, say(*told)) for name, missing, told in wanted if missing]


def iso(day: date | None) -> str:
    return day.isoformat() if day else ""


def day(told: object) -> date | None:
    """A day of an entry; what cannot be read is none."""
    try:
        return date.fromisoformat(told[:10]) if isinstance(told, str) and told else None
    except ValueError:
        return None


def text(told: object, longest: int = 200) -> str:
    return told[:longest] if isinstance(told, str) else ""


def objects(told: object) -> list[Mapping[str, Any]]:
    return [one for one in told if isinstance(one, dict)] if isinstance(told, list) else []


def plan_of(told: Mapping[str, Any]) -> Plan:
    """The plan that an entry tells. Entries come from files and programs too, so nothing is taken for granted."""
    unit, name = text(told.get("unit")), text(told.get("unit_name"))
    money = told.get("money") if isinstance(told.get("money"), dict) else {}
    numbers = told.get("clauses")
    return Plan(
        level=text(told.get("level"), 8) or "task",
        title=text(told.get("item")),
        lead=Body(unit, name or unit) if unit or name else None,
        co=tuple(Body(text(b.get("unit")), text(b.get("name"))) for b in objects(told.get("co"))),
        section=text(told.get("section")),
        post=text(told.get("owner_post"), 100),
        measure=text(told.get("measure"), 500),
        target=stored(told.get("target")),
        per=text(told.get("per"), 40),
        since=day(told.get("since")),
        until=day(told.get("until")),
        evidence=tuple(e for e in told.get("evidence") or () if isinstance(e, str) and e in EVIDENCE),
        weight=stored(told.get("weight")) or ONE,
        public=told.get("public") is True,
        source=text(told.get("source")),
        clauses=tuple(n for n in numbers if type(n) is int) if isinstance(numbers, list) else (),
        milestones=tuple(
            Milestone(text(m.get("name")), on, stored(m.get("quantity")))
            for m in objects(told.get("milestones"))
            if (on := day(m.get("on")))
        ),
        money=Money(**{n: stored((money or {}).get(n)) for n in ("planned", "arranged", "paid")}),
        category=text(told.get("category"), 40),
    )


def sound(plan: Plan) -> Plan:
    """The plan as it may be recorded, tidied. Unclear says which part of it makes no sense."""
    title = " ".join(plan.title.split())
    if not title:
        raise Unclear(say("请写任务内容", "Say what is to be done"))
    if len(title) > 200:
        raise Unclear(
            say("任务内容超过 200 字，请精简", "The task is longer than 200 characters: shorten it")
        )
    if plan.since and plan.until and plan.until <= plan.since:
        raise Unclear(say("完成时限应在开始日期之后", "The due day must come after the first day"))
    if plan.weight <= 0:
        raise Unclear(say("权重应大于零", "The weight must be above zero"))
    if plan.target is not None and plan.target < 0:
        raise Unclear(say("目标值不能是负数", "The target must not be negative"))
    if unknown := [kind for kind in plan.evidence if kind not in EVIDENCE]:
        raise Unclear(
            say(f"佐证类型不认识：{'、'.join(unknown)}", f"Unknown kinds of evidence: {', '.join(unknown)}")
        )
    return replace(plan, title=title, co=co_units(plan), milestones=curve(plan))


def co_units(plan: Plan) -> tuple[Body, ...]:
    """Each co-operating unit once; the lead unit is none of them."""
    lead = plan.lead.code if plan.lead else ""
    return tuple({body.code: body for body in plan.co if body.code != lead}.values())


def curve(plan: Plan) -> tuple[Milestone, ...]:
    """The milestones by day. What should be reached only grows, and nothing is due after the end."""
    points: Sequence[Milestone] = sorted(plan.milestones, key=lambda m: (m.on, m.name))
    if len({m.name for m in points}) < len(points) or not all(m.name.strip() for m in points):
        raise Unclear(say("节点要各有名称，不能重名", "Every milestone needs a name of its own"))
    reached = Decimal(0)
    for point in points:
        if plan.until and point.on > plan.until:
            raise Unclear(
                say(f"节点“{point.name}”晚于完成时限", f"Milestone “{point.name}” lies after the due day")
            )
        if point.quantity is not None and point.quantity < reached:
            raise Unclear(
                say(
                    f"节点“{point.name}”的累计量少于前一节点",
                    f"Milestone “{point.name}” foresees less than the one before",
                )
            )
        reached = point.quantity if point.quantity is not None else reached
    return tuple(points)


def points(plan: Plan) -> list[tuple[date, Decimal]]:
    """The plan curve: what should be reached in all by each of these days, the target last."""
    found = [(m.on, m.quantity) for m in plan.milestones if m.quantity is not None]
    if plan.until and plan.target is not None and (not found or found[-1][0] < plan.until):
        found.append((plan.until, plan.target))
    return found


def expected(plan: Plan, on: date) -> Decimal | None:
    """What the plan curve foresees by a day: straight lines between its points, from nothing on the first day."""
    curve = points(plan)
    if not curve or plan.since is None:
        return None
    before, had = plan.since, Decimal(0)
    for until, quantity in curve:
        if on <= until:
            span = max((until - before).days, 1)
            gone = min(max((on - before).days, 0), span)
            return had + (quantity - had) * gone / span
        before, had = until, quantity
    return had


def behind_from(plan: Plan, reached: Decimal, lag: int) -> date | None:
    """The first day on which this much is less than the plan foresees, by more than `lag` per mille of the whole."""
    curve = points(plan)
    if not curve or plan.since is None:
        return None
    enough = reached + curve[-1][1] * lag / 1000
    before, had = plan.since, Decimal(0)
    for until, quantity in curve:
        if quantity > enough:
            span = max((until - before).days, 1)
            days = int((enough - had) * span / (quantity - had)) + 1
            return before + timedelta(days=min(max(days, 0), span))
        before, had = until, quantity
    return None
