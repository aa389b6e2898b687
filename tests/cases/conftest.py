"""A small city with a catalogue and people at the counter; `do` does one act at a civil moment."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime
from typing import Any

import pytest
from django.conf import settings as django_settings

from luoshi.approvals import actions, queries
from luoshi.approvals.actor import Actor, actor_of
from luoshi.approvals.case import Case
from luoshi.catalogue import actions as catalogue
from luoshi.catalogue.definition import Definition, Material, Step
from luoshi.ledger.entry import SHANGHAI
from luoshi.monitor import settings
from luoshi.monitor.acting import acting
from luoshi.monitor.models import Clock
from luoshi.org import actions as org
from luoshi.org.models import User

WATER = "春城市水务局"
FIRE = "春城市消防救援支队"
HOUSING = "春城市住房城乡建设局"
PERMIT = Definition(
    code="W1", name="取水许可", unit="530103", promise_amount=12, promise_per="working_day",
    legal_basis="取水许可和水资源费征收管理条例 第二条",
    steps=(
        Step(name="受理", amount=1, per="working_day"), Step(name="审查", amount=6, per="working_day"),
        Step(name="决定", amount=3, per="working_day"),
    ),
    materials=(
        Material(code="M1", name="取水许可申请书"), Material(code="M2", name="水资源论证报告书"),
        Material(code="M3", name="退水方案"), Material(code="M4", name="利害关系人承诺", needed=False),
    ),
)  # fmt: skip
COMMITTED = replace(
    PERMIT, code="W2", name="公共场所卫生许可", commitment=True, steps=(), materials=PERMIT.materials[:1]
)
JOINT = replace(PERMIT, code="H1", name="建设工程联合验收", unit="530101", clock="CLK-03", promise_amount=30)
PEOPLE = {
    "clerk": ("clerk", "530103"),
    "handler": ("handler", "530103"),
    "second": ("handler", "530103"),
    "head": ("unit_head", "530103"),
    "fire": ("handler", "530105"),
    "firehead": ("unit_head", "530105"),
    "builder": ("handler", "530101"),
    "builderhead": ("unit_head", "530101"),
    "mayor": ("unit_head", "530100"),
    "office": ("efficiency_office", "530100"),
    "inspector": ("inspector", "530103"),
}
Do = Callable[..., Any]


def moment(text: str) -> datetime:
    """Civil time in China."""
    return datetime.fromisoformat(text).replace(tzinfo=SHANGHAI)


@pytest.fixture
def city(db: None) -> str:
    """The ledger of an office that is live, with units, people and three items in force."""
    ledger = str(django_settings.LUOSHI_JURISDICTION)
    begun = moment("2026-01-01T09:00")
    settings.change(
        name=settings.LIVE_SINCE, value="2026-01-01", since=date(2026, 1, 1), actor="test", at=begun
    )
    root = org.found(code="530100", name="春城市", kind="city")
    for code, name in (("530101", HOUSING), ("530103", WATER), ("530105", FIRE)):
        org.found(code=code, name=name, under=root)
    units = {unit.code: unit for unit in (root, *root.children.all())}
    for name, (role, unit) in PEOPLE.items():
        user = User.objects.create(username=name)
        org.assign(user=user, unit=units[unit], role=role, since=date(2020, 1, 1))
    with acting(actor="test", at=begun) as book:
        for definition in (PERMIT, COMMITTED, JOINT):
            catalogue.publish(book, definition)
    return ledger


def actor(name: str, at: datetime) -> Actor:
    return actor_of(User.objects.get(username=name), at)


@pytest.fixture
def do(city: str) -> Do:
    """`do("accept", "clerk", "2026-09-18T09:00", matter=…)`: one act in a transaction of its own."""

    def act(name: str, who: str, at: str, **told: Any) -> Any:
        when = moment(at)
        by = actor(who, when)
        with acting(actor=by.name, at=when) as book:
            return getattr(actions, name)(book=book, by=by, **told)

    return act


@pytest.fixture
def received(do: Do) -> str:
    """A complete application for a water permit, received on 18 September 2026."""
    return str(
        do("receive", "clerk", "2026-09-18T09:00", item="W1", applicant="P1", filed=["M1", "M2", "M3"])
    )


@pytest.fixture
def accepted(do: Do, received: str) -> str:
    do("accept", "clerk", "2026-09-18T10:00", matter=received)
    return received


def case_of(matter: str) -> Case:
    ledger = str(django_settings.LUOSHI_JURISDICTION)
    return queries.case(
        matter, ledger=ledger, limits=list(Clock.objects.filter(ledger=ledger, matter=matter))
    )


def why_not(act: str, who: str, at: str, matter: str) -> str:
    """What `may` answers for one act."""
    when = moment(at)
    chances = queries.may(case_of(matter), actor(who, when), when)
    return next(chance.why_not for chance in chances if chance.act == act)
