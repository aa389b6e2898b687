"""The course of a case, as the applicant may know it: what happened, where it stands, what is still to come.

Only the kinds listed here are told, and of each its day and particulars: never who did it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from luoshi.approvals import telling
from luoshi.law.event import EVENTS
from luoshi.portal.told.case import Seen, as_moment, civil

TOLD = (
    "approvals.received", "approvals.corrected_on_spot", "approvals.correction_notified", "approvals.supplemented",
    "approvals.accepted", "approvals.deemed_accepted", "approvals.acceptance_refused", "approvals.paused",
    "approvals.resumed", "approvals.extended", "approvals.fast_lane_granted", "approvals.commitment_made",
    "approvals.decided", "approvals.deemed_renewed", "approvals.delivered", "approvals.withdrawn",
    "approvals.lateness_explained",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Stage:
    """`tone` is done, stopped, now or ahead."""

    title: str
    tone: str
    on: date | None = None
    detail: str = ""


def course(seen: Seen) -> Sequence[Stage]:
    """Everything told that happened, then what is going on, then what comes."""
    found = [
        Stage(
            EVENTS[row.kind].said(), "stopped" if row.kind == "approvals.paused" else "done",
            civil(as_moment(told.get("effective_at") if isinstance(told.get("effective_at"), str) else None)
                  or as_moment(row.happened_at) or seen.at),
            telling.detail(row.kind, told, seen.case.material, seen.at),
        )
        for row, told in seen.acts if row.kind in TOLD
    ]  # fmt: skip
    return [*found, *now(seen), *ahead(seen)]


def now(seen: Seen) -> list[Stage]:
    """What is going on, and in which unit; nothing once the case is over."""
    state, case = seen.matter.state, seen.case
    if state == "received":
        return [Stage(_("等待受理"), "now", detail=seen.unit)]
    if state == "notified":
        return [Stage(_("等您补正材料"), "now", detail=_("收到后五个工作日内答复"))]
    if seen.open:
        if case.stops:
            return [Stage(_("暂停计时，等结果"), "now", detail=seen.unit)]
        step = case.step or _("审查")
        return [Stage(_("正在%(step)s") % {"step": step}, "now", detail=seen.unit)]
    if state == "decided" and seen.matter.outcome == "granted":
        return [Stage(_("等待送达"), "now", detail=seen.unit)]
    return []


def ahead(seen: Seen) -> list[Stage]:
    words = []
    if seen.matter.state in ("received", "notified"):
        words.append(_("受理"))
    if seen.open:
        words += [_("作出决定"), _("送达")]
    return [Stage(word, "ahead") for word in words]
