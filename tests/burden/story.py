"""Everything that can be recorded of forms, told in one story; one act at a civil moment."""

from typing import Any

from luoshi.burden import actions
from luoshi.monitor.acting import acting
from tests.tasks.office import actor, found_city, moment

FORM: dict[str, Any] = {
    "title": "绿化养护月报", "document": "春园林〔2026〕2号", "units": ["530101", "530103"], "minutes": 40, "times": 12,
    "fields": ["面积", "人数"],
}  # fmt: skip


def act(name: str, who: str, at: str, **told: Any) -> Any:
    """One act in a transaction of its own."""
    when = moment(at)
    by = actor(who, when)
    with acting(actor=by.name, at=when) as book:
        return getattr(actions, name)(book=book, by=by, **told)


def asked(who: str = "head", at: str = "2026-03-02T09:00", **changes: Any) -> str:
    return str(act("ask", who, at, **{**FORM, **changes}))


def story() -> None:
    found_city()
    old = asked()
    act("fill", "water", "2026-03-20T09:00", matter=old, unit="530103", minutes=55)
    new = asked(at="2026-04-02T09:00", title="绿化养护季报", times=4, retires=old)
    act("retire", "head", "2026-05-02T09:00", matter=new, reason="改由系统自动统计")
