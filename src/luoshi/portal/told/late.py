"""Why it is late: which limit, what holds it up — a step, a unit, never a person — and the reason the unit gave."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from luoshi.approvals.words import day, lawful_grounds, one_of
from luoshi.law.articles import ENVIRONMENT, quote
from luoshi.law.clock import Citation
from luoshi.law.errors import NotInForce
from luoshi.portal.told.case import Seen
from luoshi.portal.told.dates import Limit

EXPLAINED = "approvals.lateness_explained"
OWED = ("promise", "statutory", "source")


@dataclass(frozen=True, slots=True)
class Late:
    """`over` are the limits with the working days after their due days; `holds` are sentences; `reason` is "" until
    one is given."""

    over: Sequence[tuple[Limit, int]]
    open: bool
    holds: Sequence[str]
    reason: str
    article: Citation | None


def late(seen: Seen, told: Sequence[Limit]) -> Late | None:
    """The limits that were exceeded, those still open first, or nothing."""
    over = [
        (it, seen.calendar.between(it.due_on, it.met_on or seen.on))
        for it in told
        if it.tone in ("late", "met-late") and it.told["grade"] in OWED and it.due_on
    ]
    if not over:
        return None
    given = seen.last(EXPLAINED) or {}
    reason = given.get("reason")
    try:
        article = quote(ENVIRONMENT, "第三十六条第二款", seen.on)
    except NotInForce:
        article = None
    return Late(
        over, any(it.met_on is None for it, _days in over), holds(seen, told) if seen.open else (),
        reason if isinstance(reason, str) else "", article,
    )  # fmt: skip


def holds(seen: Seen, told: Sequence[Limit]) -> Sequence[str]:
    """What the case waits for now, in sentences."""
    case, found = seen.case, []
    for stop in case.stops:
        ground = one_of(lawful_grounds(), stop.ground)
        found.append(_("%(ground)s，自 %(day)s 起暂停") % {"ground": ground, "day": day(stop.since, seen.at)})
    found += [
        _("等%(unit)s的协办意见，%(day)s征求")
        % {"unit": seen.said(ask.unit), "day": day(ask.asked_at, seen.at)}
        for ask in case.asks
        if ask.kind == "opinion" and ask.open
    ]
    step = next((it for it in told if it.told["clock"] == "step" and it.met_on is None), None)
    if step and step.due_on:
        found.append(
            _("%(unit)s的“%(step)s”环节，应在 %(day)s 前完成")
            % {"unit": seen.unit, "step": step.instance, "day": day(step.due_on, seen.at)}
        )
    return found or [_("在%(unit)s办理中") % {"unit": seen.unit}]
