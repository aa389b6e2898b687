"""An invented city, written straight into the tables of the present state: 春城市, nobody's."""

from datetime import UTC, date, datetime, timedelta
from functools import cache
from typing import Any

from django.conf import settings
from django.contrib.auth.hashers import make_password

from luoshi.approvals.models import Matter
from luoshi.monitor import settings as monitor
from luoshi.monitor import tallies
from luoshi.monitor.acting import acting
from luoshi.monitor.models import Card, Clock, Prompt
from luoshi.org import actions
from luoshi.org.models import Unit, User

PASSWORD = "chuncheng-2026"
BODIES = (
    ("春城市住房城乡建设局", "Chuncheng Housing and Construction Bureau"),
    (
        "春城市自然资源和规划局（含不动产登记中心与测绘地理信息服务窗口）",
        "Chuncheng Natural Resources and Planning Bureau (with land registry and survey counter)",
    ),
    ("春城市水务局", "Chuncheng Water Bureau"),
    ("春城市市场监督管理局", ""),
    ("春城市消防救援支队", "Chuncheng Fire and Rescue"),
)
LIGHTS = ("green", "green", "green", "blue", "yellow_warning", "yellow_card", "red_card", "stopped")
ITEMS = ("房屋建筑工程施工许可", "取水许可", "食品经营许可（延续）", "建设工程消防设计审查")


@cache
def hashed() -> str:
    """One slow hash for everybody."""
    return make_password(PASSWORD)


def people(*, since: date = date(2020, 1, 1)) -> dict[str, User]:
    """City, bodies with one section each, and one person per role."""
    city = actions.found(code="530100", name="春城市", name_en="Chuncheng", kind="city")
    bodies = [
        actions.found(code=f"5301{i:02}", name=name, name_en=english, under=city)
        for i, (name, english) in enumerate(BODIES, start=1)
    ]
    actions.found(code="530101-A", name="春城市住房城乡建设局审批科", kind="section", under=bodies[0])
    held = {
        "office": ("efficiency_office", city),
        "inspector": ("inspector", city),
        "admin": ("administrator", city),
        "head": ("unit_head", bodies[0]),
        "water": ("handler", bodies[2]),
    }
    found = {}
    for name, (role, unit) in held.items():
        user = User.objects.create(username=name, password=hashed(), display_name=name)
        actions.assign(user=user, unit=unit, role=role, since=since)
        found[name] = user
    return found


def matters(count: int, *, now: datetime) -> None:
    """Matters of all sorts around `now`, two clocks each, cards where the light says so."""
    ledger = settings.LUOSHI_JURISDICTION
    units = list(Unit.objects.filter(kind="body").order_by("code").values_list("name", flat=True))
    rows, clocks, cards, prompts = [], [], [], []
    for i in range(count):
        name = f"permits:春建许受〔2026〕{i:04} 号"
        unit, item = units[i % len(units)], ITEMS[i % len(ITEMS)]
        received = now - timedelta(days=i % 75, hours=i % 7)
        done = i % 3 == 0
        late = i % 30 == 0
        ended = received + timedelta(days=25 if late else 6) if done else None
        if ended and ended > now:
            done, ended = False, None
        rows.append(Matter(
            ledger=ledger, matter=name, source="permits", source_id=str(i), item=item, unit=unit, law="CN-530100",
            state="decided" if done else "accepted", received_at=received, accepted_at=received + timedelta(hours=20),
            decided_at=ended, ended_at=ended, last_at=ended or received, last_position=i + 1,
        ))  # fmt: skip
        light = "green" if done else LIGHTS[i % len(LIGHTS)]
        for grade, amount in (("promise", 15), ("statutory", 20)):
            due_on = (received + timedelta(days=21 if grade == "promise" else 28)).date()
            due_at = datetime(due_on.year, due_on.month, due_on.day, tzinfo=UTC) + timedelta(hours=16)
            state = ("late" if ended and ended >= due_at else "met") if done else "running"
            clocks.append(Clock(
                ledger=ledger, matter=name, clock="CLK-13", instance=grade, grade=grade, unit=unit, item=item,
                law="CN-530100", started_at=received, started_on=received.date(), amount=amount, per="working_day",
                due_on=due_on, due_at=due_at, met_at=ended, state=state, light=light,
            ))  # fmt: skip
        common = {"ledger": ledger, "matter": name, "clock": "CLK-13", "unit": unit, "item": item,
                  "issued_at": now - timedelta(hours=i % 90), "due_on": clocks[-1].due_on, "position": i + 1}  # fmt: skip
        if light in ("yellow_card", "red_card"):
            cards.append(Card(rung=light, colour=light.split("_")[0], **common))
        if light in ("blue", "yellow_warning"):
            prompts.append(Prompt(rung=light, **common))
    for model, made in ((Matter, rows), (Clock, clocks), (Card, cards), (Prompt, prompts)):
        model.objects.bulk_create(made, batch_size=500)  # type: ignore[attr-defined]
    tallies.complete(ledger)


def history(name: str = "permits:春建许受〔2026〕0318 号") -> str:
    """One matter as people did it in autumn 2026: corrections, acceptance, expert review, a promise of 15 days."""
    unit = BODIES[0][0]
    monitor.change(
        name=monitor.LIVE_SINCE, value="2026-01-01", since=date(2026, 1, 1), actor="sample",
        at=datetime.fromisoformat("2026-01-01T09:00+08:00"),
    )  # fmt: skip
    promise = {"clock": "promise", "grade": "promise", "amount": 15, "per": "working_day", "item": ITEMS[0]}
    acts: list[tuple[str, str, dict[str, Any]]] = [
        ("2026-09-09T11:02", "approvals.received", {"item": ITEMS[0]}),
        ("2026-09-09T11:05", "approvals.correction_notified", {"document": "告知书"}),
        ("2026-09-14T09:20", "approvals.supplemented", {}),
        ("2026-09-14T16:40", "approvals.accepted", {}),
        ("2026-09-14T16:41", "clocks.set", promise),
        (
            "2026-09-21T09:30",
            "approvals.paused",
            {"ground": "expert_review", "document": "特别程序时间告知书"},
        ),
        ("2026-09-25T10:12", "approvals.resumed", {"document": "评审意见"}),
    ]
    for i, (at, kind, payload) in enumerate(acts):
        moment = datetime.fromisoformat(f"{at}:00+08:00")
        with acting(actor="sample", at=moment) as book:
            book.record(
                matter=name, kind=kind, occasion=f"{name}:{i}", unit=unit, officer="岗位 A03", payload=payload,
                source="permits",
            )  # fmt: skip
    return name
