"""One line of the ledger of tasks: how far, how far it should be, its light, what else stands on it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Count
from django.utils.translation import gettext as _

from luoshi.law.words import say
from luoshi.tasks import queries
from luoshi.tasks.figures import said, unscaled
from luoshi.tasks.models import CoUnit, Inflation, Node, Source
from luoshi.tasks.plan import expected, plan_of
from luoshi.tasks.task import RUNNING
from luoshi.tasks.words import CAUSES
from luoshi.web import says
from luoshi.web.task_lists import NEAR, OPEN, behind, late

State = Node.State
TONES = {"late": "red", "behind": "warn"}


@dataclass(frozen=True, slots=True)
class Bar:
    """How far it is and should be, in parts of `of`; `words` say it."""

    done: float
    of: float
    should: float
    words: str
    tone: str


def light(node: Node, today: date) -> tuple[str, str]:
    """The light of a task by its name, and the words that say more than its own."""
    if node.state in OPEN:
        return at_work(node, today)
    if node.state in (State.VERIFIED, State.ARCHIVED):
        return "task_verified", str(State(node.state).label)
    names = {State.CANCELLED: "task_off", State.CLAIMED: "task_claimed"}
    return names.get(State(node.state), "task_waiting"), "" if node.state in names else str(
        State(node.state).label
    )


def at_work(node: Node, today: date) -> tuple[str, str]:
    """Of a task that is published and not claimed: late, behind, near, or in order."""
    left = (node.until - today).days if node.until else NEAR + 1
    if left < 0:
        return "task_late", _("逾期 %(n)s 日") % {"n": -left}
    if node.behind_on and node.behind_on <= today:
        return "task_behind", ""
    if left <= NEAR:
        return "task_near", _("还有 %(n)s 日") % {"n": left} if left else _("今天到期")
    return ("task_under", "") if node.parts else ("task_good", "")


def bar(node: Node, told: Mapping[str, Any] | None, today: date) -> Bar | None:
    """A leaf by what it reports, what is broken down by what its leaves add up to."""
    tone = TONES.get(light(node, today)[0].removeprefix("task_"), "run")
    plan = plan_of(node.told)
    target, quantity, per = plan.target, node.quantity, node.per
    if node.parts and told:
        counted, reached = told["by"].get(per, (0, 0))
        target, quantity = (
            (target or unscaled(counted) or None, unscaled(reached)) if counted else (None, None)
        )
    if target and (quantity is not None or node.state in RUNNING):
        quantity = quantity or Decimal(0)
        should = expected(plan, today) or Decimal(0)
        words = f"{amount(quantity)} / {amount(target)} {per}".strip()
        return Bar(float(quantity), float(target), float(should), words, tone)
    share = queries.progress_of(dict(told)) if node.parts and told else node.share
    if share is None or node.state in (State.DRAFT, State.CANCELLED):
        return None
    return Bar(share, 1000, gone(plan.since, plan.until, today) * 1000, f"{share / 10:g}%", tone)


def gone(since: date | None, until: date | None, today: date) -> float:
    """The share of its time that has passed."""
    if since is None or until is None:
        return 0
    return min(max((today - since).days / max((until - since).days, 1), 0), 1)


def amount(value: Decimal) -> str:
    """12,000 · 2.4"""
    whole, _dot, part = said(value).partition(".")
    return f"{int(whole):,}" + (f".{part}" if part else "")


@dataclass(frozen=True, slots=True)
class Beside:
    """What stands beside the tasks shown: five look-ups however many they are. `names` tell units to the reader."""

    today: date
    sources: Mapping[str, Source]
    names: Mapping[str, str]
    sums: Mapping[str, Mapping[str, Any]]
    silent: Mapping[str, Sequence[CoUnit]]
    grown: Mapping[str, Sequence[Inflation]]
    under: Mapping[str, tuple[int, int]]


def beside(
    nodes: Sequence[Node], sources: Mapping[str, Source], names: Mapping[str, str], today: date
) -> Beside:
    """`under` counts the parts of each that are late and that are behind."""
    of = {"ledger": nodes[0].ledger if nodes else "", "matter__in": [n.matter for n in nodes]}
    silent: dict[str, list[CoUnit]] = {}
    for unit in CoUnit.objects.filter(**of, asked_at__isnull=False, replied_at__isnull=True).order_by(
        "asked_at"
    ):
        silent.setdefault(unit.matter, []).append(unit)
    grown: dict[str, list[Inflation]] = {}
    for it in Inflation.objects.filter(**of) if any(n.inflated for n in nodes) else ():
        grown.setdefault(it.matter, []).append(it)
    whole = [n.matter for n in nodes if n.parts]
    under: dict[str, tuple[int, int]] = {}
    if whole:
        marked = Node.objects.filter(
            late(today) | behind(today), ledger=of["ledger"], parent__in=whole
        ).order_by()
        for parent, a, b in marked.values_list("parent").annotate(
            a=Count("pk", filter=late(today)), b=Count("pk", filter=behind(today))
        ):
            under[parent] = (a, b)
    sums = queries.sums_of(whole, ledger=str(of["ledger"])) if whole else {}
    return Beside(today, sources, names, sums, silent, grown, under)


def line(node: Node, of: Beside, *, indent: bool = True) -> dict[str, Any]:
    name, words = light(node, of.today)
    return {
        "node": node, "light": name, "light_words": words, "bar": bar(node, of.sums.get(node.matter), of.today),
        "unit": of.names.get(node.unit, node.unit_name), "co": co(node, of.names),
        "who": " ".join(filter(None, (node.section, node.post))), "depth": min(node.depth, 4) if indent else 0,
        "from": source(node, of.sources), "notes": [*inflation(of.grown.get(node.matter, ())), *again(node)],
        "waits": waits(node, of), "order": f"order_{node.colour}" if node.colour and node.state in RUNNING else "",
    }  # fmt: skip


def waits(node: Node, of: Beside) -> list[str]:
    """What keeps a running task: parts that are late or behind, co-operating units that are silent."""
    if node.state not in RUNNING:
        return []
    a, b = of.under.get(node.matter, (0, 0))
    told = [_("%(n)s 个分解项逾期") % {"n": a}] if a else []
    told += [_("%(n)s 个分解项未达序时") % {"n": b}] if b else []
    return told + [quiet(unit, of) for unit in of.silent.get(node.matter, ())]


def co(node: Node, names: Mapping[str, str]) -> str:
    """The co-operating units by name, the first few."""
    told = node.told.get("co")
    units = [names.get(str(u.get("unit")), str(u.get("name"))) for u in told if isinstance(u, dict)] if isinstance(told, list) else []  # fmt: skip
    more = len(units) - 3
    rest = say(f" 等 {len(units)} 个单位", f" and {more} more") if more > 0 else ""
    return say("、", ", ").join(units[:3]) + rest


def source(node: Node, known: Mapping[str, Source]) -> str:
    """《政府工作报告》第 23 条 · 民生实事"""
    found = known.get(node.source)
    clauses = node.told.get("clauses")
    numbers = say("、", ", ").join(str(n) for n in clauses) if isinstance(clauses, list) else ""
    of = ""
    if found:
        of = (
            say(f"《{found.title}》", found.title) if not found.leader else f"{found.leader} {found.document}"
        )
        of += say(f"第 {numbers} 条", f", clause {numbers}") if numbers else ""
    return " · ".join(filter(None, (of, node.category)))


def inflation(grown: Iterable[Inflation]) -> list[str]:
    states = {"open": _("待批"), "approved": _("已说明理由并获批"), "refused": _("未获批准")}
    told = []
    for it in grown:
        by = f"{abs(1000 - it.per_mille) / 10:g}%"
        words = {"time": _("时限比上级压缩 %(by)s"), "sum": _("指标合计比上级抬高 %(by)s")}
        told.append(
            f"{words[it.cause] % {'by': by} if it.cause in CAUSES else it.cause}{say('，', ', ')}{states[it.state]}"
        )
    return told


def again(node: Node) -> list[str]:
    if not node.reopened or node.first_closed_at is None:
        return []
    return [_("曾于 %(day)s 销号，后重新打开") % {"day": says.day(node.first_closed_at)}]


def quiet(unit: CoUnit, of: Beside) -> str:
    asked = says.as_day(unit.asked_at)
    days = (of.today - asked).days if asked else 0
    name = of.names.get(unit.unit, unit.unit_name)
    return _("%(unit)s 协办未反馈 %(n)s 日") % {"unit": name, "n": days}
