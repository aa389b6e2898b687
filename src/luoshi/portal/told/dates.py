"""By when: the one date on top, and every limit of the case with what became of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext as _

from luoshi.approvals.words import OUTCOMES, day_of_week, one_of
from luoshi.portal.told.case import Seen, as_day, as_moment

GRADES = ("promise", "statutory", "step", "source")
"""What is owed after the decision, and what units owe one another on cards, is not the applicant's."""
FILING, DELIVERY, OPINION = "CLK-01", "CLK-05", "opinion"


@dataclass(frozen=True, slots=True)
class Limit:
    """A limit as it is told; `tone` is run, stopped, late, met or met-late. `told` is what the day panel reads."""

    name: str
    instance: str
    amount: int | None
    per: str
    extended: int
    due_on: date | None
    met_on: date | None
    provisional: bool
    tone: str
    word: str
    told: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Head:
    """The answer in one look: `tone` waits, late, stopped, yours or done."""

    tone: str
    small: str
    big: str
    more: str = ""
    limit: Limit | None = None


def limits(seen: Seen) -> Sequence[Limit]:
    """The limits of the case: the running ones first, the promise before the statute before the steps."""
    told = [limit(one, seen) for one in seen.clocks if one["grade"] in GRADES]
    order = {grade: n for n, grade in enumerate(GRADES)}
    return sorted(told, key=lambda it: (it.met_on is not None, order[it.told["grade"]]))


def limit(one: Mapping[str, Any], seen: Seen) -> Limit:
    due, met = as_moment(one["due_at"]), as_moment(one["met_at"])
    tone = tone_of(one, due, met, seen.at)
    words = {
        "run": _("计时中"), "stopped": _("暂停计时"), "late": _("已超期"), "met": _("按期完成"), "met-late": _("超期完成"),
    }  # fmt: skip
    keys = (
        "grade",
        "clock",
        "started_on",
        "amount",
        "per",
        "extended",
        "pauses",
        "due_on",
        "met_at",
        "days",
        "citation",
    )
    return Limit(
        name=one["title"], instance=one["instance"], amount=one["amount"], per=one["per"] or "",
        extended=one["extended"] or 0, due_on=as_day(one["due_on"]), met_on=as_day(one["met_at"]),
        provisional=bool(one["provisional"]), tone=tone, word=words[tone], told={key: one[key] for key in keys},
    )  # fmt: skip


def tone_of(one: Mapping[str, Any], due: datetime | None, met: datetime | None, at: datetime) -> str:
    if met is not None:
        return "met-late" if one["late_by"] else "met"
    if due is None:
        return "stopped"
    return "late" if due <= at else "run"


def leading(told: Sequence[Limit]) -> Limit | None:
    """The limit the applicant waits for: what we promised, else what the law allows; before acceptance its answer."""
    running = [it for it in told if it.met_on is None and it.told["grade"] != "step"]
    decision = [it for it in running if it.told["clock"] not in (FILING, DELIVERY, OPINION)]
    return next(iter(decision or running), None)


def head(seen: Seen, told: Sequence[Limit]) -> Head:
    """What the applicant came for, in one sentence."""
    if not seen.open:
        return over(seen)
    lead = leading(told)
    if seen.matter.state == "notified":
        return Head("yours", _("现在要请您"), _("补正材料"), _("补齐后一并提交，我们在五个工作日内答复。"))
    if seen.case.stops or (lead and lead.tone == "stopped"):
        return Head(
            "stopped",
            _("依法暂停计时"),
            _("恢复后再定答复日期"),
            _("暂停的时间不计入期限；为什么暂停，见下。"),
            lead,
        )
    if lead is None or lead.due_on is None:
        return Head("waits", _("办理单位"), seen.unit, _("这一件没有写明期限，请向办理单位询问。"))
    return waits(seen, lead)


def waits(seen: Seen, lead: Limit) -> Head:
    """The day, and how many working days are left or gone."""
    assert lead.due_on is not None
    due = day_of_week(lead.due_on, seen.at)
    n = seen.calendar.between(seen.on, lead.due_on)
    if lead.tone == "late":
        gone = _("已经晚了 %(n)s 个工作日") % {"n": -n} if n else _("期限刚过")
        return Head("late", _("应当最迟在这一天答复您"), due, gone, lead)
    left = _("还有 %(n)s 个工作日") % {"n": n} if n else _("今天是最后一天")
    if lead.told["clock"] == FILING:
        return Head(
            "waits", _("我们最迟在这一天告诉您是否受理"), due, left + _("；到期不告诉您，依法视为受理"), lead
        )
    small = (
        _("我们承诺最迟在这一天答复您") if lead.told["grade"] == "promise" else _("依法最迟在这一天答复您")
    )
    return Head("waits", small, due, left, lead)


def over(seen: Seen) -> Head:
    """It is decided, refused or withdrawn."""
    matter, ended = seen.matter, day_of_week(seen.matter.ended_at, seen.at)
    if matter.state == "withdrawn":
        return Head("done", ended, _("您已撤回申请"))
    if matter.state == "refused":
        return Head("done", ended, _("不予受理"), _("理由和救济途径写在不予受理决定书中。"))
    outcome = _("视为准予延续") if matter.outcome == "renewed" else one_of(OUTCOMES, matter.outcome)
    more = (
        _("证件已于 %(day)s 送达") % {"day": day_of_week(matter.delivered_at, seen.at)}
        if matter.delivered_at
        else ""
    )
    return Head("done", ended, outcome or _("已作出决定"), more)
