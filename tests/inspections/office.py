"""The same small city as for tasks; one act on inspections at a civil moment."""

from datetime import date
from typing import Any

from luoshi.inspections import actions
from luoshi.monitor.acting import acting
from tests.tasks.office import actor, moment

TWO = ({"digest": "a" * 64, "title": "照片"}, {"digest": "b" * 64, "title": "笔录"})
PLAN: dict[str, Any] = {
    "topic": "口袋公园建设进度", "sort": "special", "pattern": "special", "document": "春政督〔2026〕3号", "leader": "市长",
    "lead": "office", "units": ["530107"], "on": date(2026, 3, 3), "until": date(2026, 3, 20),
}  # fmt: skip
ORDER: dict[str, Any] = {
    "unit": "530107", "issue": "一处公园未开放", "standard": "全部开放并公示", "until": date(2026, 4, 15),
    "verifier": "530103",
}  # fmt: skip


def act(name: str, who: str, at: str, **told: Any) -> Any:
    """One act in a transaction of its own."""
    when = moment(at)
    by = actor(who, when)
    with acting(actor=by.name, at=when) as book:
        return getattr(actions, name)(book=book, by=by, **told)


def planned(**changes: Any) -> str:
    return str(act("plan", "office", "2026-03-02T09:00", **{**PLAN, **changes}))


def concluded(**changes: Any) -> str:
    """An inspection with one finding, concluded on 20 March 2026."""
    matter = planned(**changes)
    act("begin", "office", "2026-03-03T09:00", matter=matter)
    act("find", "office", "2026-03-05T09:00", matter=matter, unit="530107", text="一处公园未开放", files=TWO)
    act("conclude", "office", "2026-03-20T09:00", matter=matter, text="总体属实，一处未开放")
    return matter


def ordered(**changes: Any) -> str:
    return str(act("order", "office", "2026-03-23T09:00", **{**ORDER, **changes}))
