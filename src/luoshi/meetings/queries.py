"""What can be asked of joint meetings: what waits, what was decided, and minutes drafted from the facts."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django.conf import settings
from django.db.models import QuerySet

from luoshi.ledger import read as entries
from luoshi.ledger.entry import Row
from luoshi.meetings.models import Decision, Issue, Meeting


def _ledger(ledger: str | None) -> str:
    return ledger or settings.LUOSHI_JURISDICTION


def meetings(*, ledger: str | None = None) -> QuerySet[Meeting]:
    return Meeting.objects.filter(ledger=_ledger(ledger)).order_by("-on", "-matter")


def meeting(matter: str, *, ledger: str | None = None) -> Meeting | None:
    return meetings(ledger=ledger).filter(matter=matter).first()


def issues(*, ledger: str | None = None) -> QuerySet[Issue]:
    return Issue.objects.filter(ledger=_ledger(ledger)).order_by("raised_at")


def waiting(*, ledger: str | None = None) -> QuerySet[Issue]:
    """Issues for the next meeting: raised, or deferred at the last; those deferred most often first."""
    return issues(ledger=ledger).filter(state__in=("raised", "deferred")).order_by("-deferrals", "raised_at")


def of_meeting(it: Meeting) -> list[Issue]:
    """Its issues, in the order of the agenda."""
    by = {one.matter: one for one in Issue.objects.filter(ledger=it.ledger, matter__in=it.issues)}
    return [by[matter] for matter in it.issues if matter in by]


def decisions(*, ledger: str | None = None) -> QuerySet[Decision]:
    return Decision.objects.filter(ledger=_ledger(ledger)).order_by("-decided_at")


def undrafted(*, ledger: str | None = None) -> QuerySet[Decision]:
    """Decisions that are no task yet."""
    return decisions(ledger=ledger).filter(task="")


def history(matter: str, *, ledger: str | None = None) -> Sequence[Row]:
    """Everything that was recorded of a meeting or issue, newest first."""
    return list(reversed(entries.current([matter], ledger=_ledger(ledger))))


def as_task(it: Decision) -> Mapping[str, Any]:
    """What a draft of a task needs: title, lead unit by code and name, first and last day, where it comes from."""
    document = (
        Meeting.objects.filter(ledger=it.ledger, matter=it.meeting).values_list("document", flat=True).first()
    )
    since: date = it.decided_at.date()
    return {
        "level": "task", "title": it.title, "unit": it.unit, "unit_name": it.unit_name, "since": since, "until": it.until,
        "sort": "joint_meeting", "document": document or "", "of": it.meeting,
    }  # fmt: skip


def minutes(it: Meeting) -> str:
    """A draft of the minutes: who came, who did not, what was decided or deferred. In Chinese, as minutes are."""
    lines = [f"{it.on.year}年{it.on.month}月{it.on.day}日，{it.unit_name}召集{it.title}。现纪要如下："]
    said = {row.matter: row for row in of_meeting(it)}
    for n, matter in enumerate(it.issues, 1):
        issue = said.get(matter)
        if issue is None:
            continue
        lines.append(f"{n}．关于{issue.title}。{outcome(it, issue)}")
    lines.append(f"出席：{'、'.join(it.present) or '无'}。")
    if it.absent:
        lines.append(f"缺席：{'、'.join(it.absent)}。")
    return "\n".join(lines)


def outcome(it: Meeting, issue: Issue) -> str:
    made = Decision.objects.filter(ledger=it.ledger, matter=issue.matter, meeting=it.matter).order_by(
        "instance"
    )
    told = [
        f"会议议定：{one.title}，由{one.unit_name}牵头，于{one.until.year}年{one.until.month}月{one.until.day}日前完成。"
        for one in made
    ]
    if told:
        return "".join(told)
    return f"本次未议定，这是第{issue.deferrals}次。" if issue.state == "deferred" else "本次未讨论。"
