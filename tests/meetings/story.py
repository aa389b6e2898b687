"""Everything that can be recorded of joint meetings, told in one story; one act at a civil moment."""

from datetime import date
from typing import Any

from luoshi.meetings import actions
from luoshi.monitor.acting import acting
from tests.tasks.office import actor, found_city, moment


def act(name: str, who: str, at: str, **told: Any) -> Any:
    """One act in a transaction of its own."""
    when = moment(at)
    by = actor(who, when)
    with acting(actor=by.name, at=when) as book:
        return getattr(actions, name)(book=book, by=by, **told)


def raised(**changes: Any) -> str:
    told = {"cause": "other", "title": "老旧小区供水改造", "unit": "530103"}
    return str(act("raise_issue", "office", "2026-03-02T09:00", **{**told, **changes}))


def convened(*issues: str, on: str = "2026-03-05") -> str:
    members = ["530101", "530103", "530107"]
    day = date.fromisoformat(on)
    return str(
        act(
            "convene",
            "office",
            f"{on}T09:00",
            title="行政监督联席会议",
            on=day,
            members=members,
            issues=issues,
        )
    )


def story() -> None:
    found_city()
    one, two = raised(), raised(title="夜间停车", cause="repeat_red", of=["x:1"])
    meeting = convened(one, two)
    act("hold", "office", "2026-03-05T14:00", matter=meeting, present=["530101", "530103"])
    act("defer", "office", "2026-03-05T15:00", matter=meeting, issue=two, text="方案不成熟，下次再议")
    decided = act(
        "decide", "office", "2026-03-05T15:30", matter=meeting, issue=one, lead="530103", title="完成五个小区供水改造",
        until=date(2026, 9, 30),
    )  # fmt: skip
    act("task_made", "office", "2026-03-06T09:00", issue=one, instance=decided, task="task:2026-00001")
    act("minute", "office", "2026-03-09T09:00", matter=meeting, text="纪要", document="春督联纪〔2026〕1号")
