"""Cases as people of the invented city worked on them up to the morning of 12 October 2026, by the acts themselves."""

from datetime import date, datetime
from typing import Any

from luoshi.approvals import actions
from luoshi.approvals.actor import actor_of
from luoshi.monitor import settings as monitor
from luoshi.monitor.acting import acting
from luoshi.monitor.sweep import sweep
from luoshi.org import actions as org
from luoshi.org.models import Unit, User
from luoshi.sealed.deposit import deposit
from luoshi.sealed.tests.people import somebody
from luoshi.web.tests import office, sample
from luoshi.web.tests.office import moment

ALL = ["M1", "M2", "M3"]
WATER_ITEM = "11530100015112345C4000119001000"
MORE = {"clerk": ("clerk", "530101"), "builder": ("handler", "530101"), "deputy": ("unit_head", "530101")}


def workers() -> None:
    """Clerk, handler and a second head of the housing bureau."""
    for name, (role, unit) in MORE.items():
        user = User.objects.create(username=name, password=sample.hashed(), display_name=name)
        org.assign(user=user, unit=Unit.objects.get(code=unit), role=role, since=date(2020, 1, 1))


def do(act: str, who: str, at: str, **told: Any) -> Any:
    """One act of one person at a civil moment."""
    when: datetime = moment(at)
    by = actor_of(User.objects.get(username=who), when)
    with acting(actor=by.name, at=when) as book:
        return getattr(actions, act)(book=book, by=by, **told)


def received(
    at: str, n: int, *, filed: list[str] = ALL, who: str = "clerk", item: str = office.PERMIT
) -> str:
    name = deposit(somebody(n), at=moment(at))
    return str(do("receive", who, at, item=item, applicant=name, filed=filed))


def accepted(at: str, n: int) -> str:
    matter = received(at, n)
    do("accept", "clerk", at, matter=matter)
    return matter


def cases(*, now: datetime) -> dict[str, str]:
    """One case of each sort that a morning's list shows, by what it shows."""
    monitor.change(
        name=monitor.LIVE_SINCE,
        value="2026-01-01",
        since=date(2026, 1, 1),
        actor="sample",
        at=moment("2026-01-01T09:00"),
    )
    office.items()
    workers()
    found = {"overdue": accepted("2026-09-01T09:10", 1), "extension": accepted("2026-09-11T09:20", 2)}
    found["paused"] = accepted("2026-09-14T10:00", 3)
    found["silent"] = received("2026-09-28T15:00", 4)
    found["notified"] = received("2026-10-09T09:30", 5, filed=["M1"])
    do(
        "notify_corrections",
        "clerk",
        "2026-10-09T09:35",
        matter=found["notified"],
        materials=["M2", "M3"],
        wrong={"M3": "审查机构未盖章"},
        other="申请表第 3 页补签字",
    )
    found["fresh"] = received("2026-10-12T08:05", 6)
    found["offered"] = received("2026-10-09T14:00", 7, filed=[], who="water", item=WATER_ITEM)
    do(
        "hand_over",
        "water",
        "2026-10-09T14:20",
        matter=found["offered"],
        to_unit="530101",
        reason="实为施工降水，随施工许可一并办理",
    )
    do(
        "pause",
        "builder",
        "2026-10-08T09:00",
        matter=found["paused"],
        ground="expert_review",
        document="特别程序时间告知书〔2026〕3号",
        expected=date(2026, 10, 20),
    )
    do(
        "finish_step",
        "builder",
        "2026-09-21T11:00",
        matter=found["extension"],
        activity="现场核查",
        note="两人到场，图纸与现场一致",
    )
    do(
        "invite",
        "builder",
        "2026-10-08T10:00",
        matter=found["extension"],
        unit="春城市消防救援支队",
        question="消防车道是否符合要求",
    )
    do(
        "request_extension",
        "builder",
        "2026-10-10T16:00",
        matter=found["extension"],
        reason="消防意见未回，须补充论证",
    )
    sweep(at=now)
    return found
