"""A small city with units and people; `do` does one act on tasks at a civil moment."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import pytest
from django.conf import settings as django_settings

from luoshi.ledger.entry import SHANGHAI
from luoshi.monitor import settings
from luoshi.monitor.acting import acting
from luoshi.monitor.models import Clock
from luoshi.org import actions as org
from luoshi.org.actor import Actor, actor_of
from luoshi.org.models import User
from luoshi.tasks import actions, queries
from luoshi.tasks.plan import Body, Plan
from luoshi.tasks.task import Task

WATER, PARKS, HOUSING = "春城市水务局", "春城市园林绿化局", "春城市住房城乡建设局"
UNITS = {"530101": HOUSING, "530103": WATER, "530107": PARKS}
LEAD, OTHER = Body("530107", PARKS), Body("530103", WATER)
GOAL = Plan(
    level="goal", title="新建口袋公园", lead=LEAD, co=(OTHER,), measure="建成并开放的口袋公园", target=Decimal(20), per="个",
    since=date(2026, 1, 1), until=date(2026, 12, 31), evidence=("photo", "acceptance"),
)  # fmt: skip
PEOPLE = {
    "office": ("efficiency_office", "530100"),
    "second": ("efficiency_office", "530100"),
    "mayor": ("unit_head", "530100"),
    "head": ("unit_head", "530107"),
    "handler": ("handler", "530107"),
    "clerk": ("clerk", "530107"),
    "water": ("handler", "530103"),
    "waterhead": ("unit_head", "530103"),
    "inspector": ("inspector", "530107"),
}
FILE = {"digest": "a" * 64, "title": "验收报告.pdf", "media": "application/pdf", "size": 9}
Do = Callable[..., Any]


def ledger() -> str:
    return str(django_settings.LUOSHI_JURISDICTION)


def moment(text: str) -> datetime:
    """Civil time in China."""
    return datetime.fromisoformat(text).replace(tzinfo=SHANGHAI)


def found_city() -> str:
    """The ledger of an office that is live, with units and people."""
    settings.change(
        name=settings.LIVE_SINCE, value="2026-01-01", since=date(2026, 1, 1), actor="test", at=moment("2026-01-01T09:00")
    )  # fmt: skip
    root = org.found(code="530100", name="春城市", kind="city")
    units = {"530100": root} | {
        code: org.found(code=code, name=name, under=root) for code, name in UNITS.items()
    }
    for name, (role, unit) in PEOPLE.items():
        user = User.objects.create(username=name)
        org.assign(user=user, unit=units[unit], role=role, since=date(2020, 1, 1))
    return ledger()


@pytest.fixture
def city(db: None) -> str:
    return found_city()


def actor(name: str, at: datetime) -> Actor:
    return actor_of(User.objects.get(username=name), at)


def act(name: str, who: str, at: str, **told: Any) -> Any:
    """One act in a transaction of its own."""
    when = moment(at)
    by = actor(who, when)
    with acting(actor=by.name, at=when) as book:
        return getattr(actions, name)(book=book, by=by, **told)


@pytest.fixture
def do(city: str) -> Do:
    return act


def task(matter: str) -> Task:
    return queries.task(matter)


def clocks(matter: str) -> dict[tuple[str, str], Clock]:
    return {(c.clock, c.instance): c for c in Clock.objects.filter(ledger=ledger(), matter=matter)}


def part(level: str = "task", **changes: Any) -> Plan:
    return replace(GOAL, level=level, **changes)


def under_way(do: Do, plan: Plan = GOAL) -> str:
    """A task published, handed out and signed for on 5 and 6 January 2026."""
    matter = str(do("draft", "office", "2026-01-05T09:00", plan=plan))
    do("publish", "office", "2026-01-05T09:10", matter=matter)
    do("assign", "office", "2026-01-05T09:20", matter=matter)
    do("receipt", "clerk", "2026-01-06T09:00", matter=matter)
    return matter


def claimed(do: Do, at: str = "2026-06-01T09:00", who: str = "handler") -> str:
    """The same, claimed complete."""
    matter = under_way(do)
    do("claim", who, at, matter=matter, text="二十个口袋公园全部建成开放", quantity="20", files=[FILE])
    return matter
