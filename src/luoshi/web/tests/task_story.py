"""Key tasks of the invented city as people worked on them up to the morning of 12 October 2026, by the acts themselves."""

from contextlib import suppress
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from luoshi.law.errors import OnRecord
from luoshi.monitor import settings as monitor
from luoshi.monitor.acting import acting
from luoshi.monitor.sweep import sweep
from luoshi.org import actions as org
from luoshi.org.actor import actor_of
from luoshi.org.models import Unit, User
from luoshi.sealed import files
from luoshi.tasks import actions
from luoshi.tasks.plan import Body, Milestone, Money, Plan
from luoshi.web.tests import sample
from luoshi.web.tests.office import moment

HOUSING, LAND, WATER, MARKET, FIRE = (
    Body(f"5301{i:02}", name) for i, (name, _en) in enumerate(sample.BODIES, 1)
)
MORE = {
    "clerk": ("clerk", "530101"), "builder": ("handler", "530101"), "waterhead": ("unit_head", "530103"),
    "market": ("handler", "530104"), "fire": ("handler", "530105"), "second": ("efficiency_office", "530100"),
}  # fmt: skip
CLAUSES = {
    1: "完成主城区14条污水管网改造", 2: "老旧小区加装电梯300部", 3: "“一件事”集成办理新增12项", 4: "新建消防站3座",
    5: "整治盘江城区段河道", 6: "坚持勤俭办一切事业", 7: "建成城市应急避难场所20处",
}  # fmt: skip
PDF = b"%PDF-1.4\n% \xe9\xaa\x8c\xe6\x94\xb6\n"
BASE = Plan(
    level="task", title="", since=date(2026, 1, 12), until=date(2026, 12, 20), evidence=("document", "photo")
)


def do(act: str, who: str, at: str, **told: Any) -> Any:
    """One act of one person at a civil moment."""
    when: datetime = moment(at)
    by = actor_of(User.objects.get(username=who), when)
    with acting(actor=by.name, at=when) as book:
        return getattr(actions, act)(book=book, by=by, **told)


def file(title: str, content: bytes = PDF) -> dict[str, Any]:
    kept = files.keep(content + title.encode())
    return {"digest": kept.digest, "title": title, "media": kept.media, "size": kept.size}


def begin() -> None:
    """An office that is live, and its people."""
    monitor.change(
        name=monitor.LIVE_SINCE, value="2026-01-01", since=date(2026, 1, 1), actor="sample", at=moment("2026-01-01T09:00")
    )  # fmt: skip
    for name, (role, unit) in MORE.items():
        user = User.objects.create(username=name, password=sample.hashed(), display_name=name)
        org.assign(user=user, unit=Unit.objects.get(code=unit), role=role, since=date(2020, 1, 1))


def under_way(who: str, plan: Plan, parts: tuple[Plan, ...] = (), reason: str = "", **more: Any) -> list[str]:
    """A task with its parts, published, handed out and signed for in January; its matter and theirs."""
    matter = do("draft", "office", "2026-01-12T09:00", plan=plan, register="重点工作", **more)
    made = []
    if parts:
        made = do("break_down", "office", "2026-01-12T09:20", matter=matter, parts=parts, reason=reason)
        if reason:
            for one in (matter, *made):
                with suppress(Exception):
                    do(
                        "decide_inflation",
                        "second",
                        "2026-01-12T09:30",
                        matter=one,
                        answer="yes",
                        reason="防汛需要",
                    )
    do("publish", "office", "2026-01-12T10:00", matter=matter)
    do("assign", "office", "2026-01-12T10:10", matter=matter)
    for one in (matter, *made):
        with suppress(Exception):
            do("receipt", who, "2026-01-13T09:00", matter=one)
    return [matter, *made]


def tell(*, now: datetime) -> dict[str, str]:
    """One task of each sort that the ledger shows, by what it shows."""
    begin()
    report = do(
        "register_source", "office", "2026-01-10T09:00", sort="report", title="2026年政府工作报告",
        document="春政发〔2026〕1号", on=date(2026, 1, 9), clauses=CLAUSES,
    )  # fmt: skip
    do(
        "set_clause_aside",
        "office",
        "2026-01-10T10:00",
        source=report,
        clause=6,
        reason="长期要求，纳入日常考核",
    )
    note = do(
        "register_source", "office", "2026-01-11T09:00", sort="instruction", title="关于消除内涝积水点的批示",
        document="春政督〔2026〕31号", leader="市长", on=date(2026, 1, 10), until=date(2026, 11, 30), clauses={1: "限期消除内涝积水点"},
    )  # fmt: skip
    found = {"report": report, "note": note}
    found |= pipes(report) | lifts(report) | rest(report, note)
    sweep(at=now)
    return found


def pipes(report: str) -> dict[str, str]:
    """A task with parts: one late after its time was squeezed, one in order; a co-operating unit is silent."""
    plan = replace(
        BASE, title="主城区14条污水管网改造", lead=WATER, co=(HOUSING, LAND), measure="完工通水的管网", target=Decimal(14),
        per="条", until=date(2026, 11, 30), source=report, clauses=(1,), category="民生实事", public=True, section="建管处",
        money=Money(Decimal(4200), Decimal(3000), None),
    )  # fmt: skip
    curve = (
        Milestone("管沟开挖", date(2026, 4, 1), Decimal(1)),
        Milestone("主体完工", date(2026, 8, 1), Decimal(2)),
    )
    part = replace(plan, source="", clauses=(), co=(), money=Money(), category="")
    parts = (
        replace(part, title="盘江大道段", target=Decimal(3), until=date(2026, 9, 10), milestones=curve),
        replace(part, title="人民路、青年路等11条", target=Decimal(11), until=date(2026, 11, 30)),
    )
    top, first, second = under_way("waterhead", plan, parts, "汛期前完成主通道", no="11")
    do("progress", "water", "2026-08-20T09:00", matter=first, text="完成两条，第三条受交通导改影响", quantity="2", milestone="主体完工", money={"paid": "860.5"})  # fmt: skip
    do("progress", "water", "2026-09-28T09:00", matter=second, text="六条完工，两条闭水试验", quantity="6")
    do(
        "ask_co",
        "water",
        "2026-09-29T09:00",
        matter=top,
        unit=HOUSING.code,
        question="请提供青年路地下管线资料",
    )
    do("issue_order", "office", "2026-09-15T09:00", matter=first, reason="overdue", text="说明原因，重排工期", until=date(2026, 9, 22))  # fmt: skip
    do("answer_order", "water", "2026-09-21T09:00", matter=first, text="导改方案已获批，10月底前完成")
    return {"pipes": top, "late": first, "behind": second}


def lifts(report: str) -> dict[str, str]:
    """Written off, then found undone: open again under its first date."""
    plan = replace(
        BASE, title="老旧小区加装电梯300部", lead=HOUSING, measure="验收投用的电梯", target=Decimal(300), per="部",
        until=date(2026, 9, 30), source=report, clauses=(2,), category="民生实事", public=True, section="房产处",
    )  # fmt: skip
    (matter,) = under_way("clerk", plan, no="26")
    do("progress", "builder", "2026-05-08T09:00", matter=matter, text="投用180部", quantity="180")
    do(
        "claim",
        "builder",
        "2026-06-26T09:00",
        matter=matter,
        text="全部投用",
        quantity="300",
        files=[file("验收汇总表")],
    )
    with suppress(OnRecord):
        do("verify", "head", "2026-06-26T15:00", matter=matter, how="document", text="材料齐全")
    do("verify", "fire", "2026-06-30T09:00", matter=matter, how="document", text="查看验收汇总表，数量一致")
    do("reopen", "office", "2026-07-15T09:00", matter=matter, reason="抽查发现59部未通电")
    do("progress", "builder", "2026-09-20T09:00", matter=matter, text="已通电241部", quantity="241")
    return {"reopened": matter}


def rest(report: str, note: str) -> dict[str, str]:
    services = replace(
        BASE, title="“一件事”集成办理新增12项", lead=MARKET, co=(HOUSING, FIRE, LAND, WATER), measure="上线的事项", target=Decimal(12),
        per="项", until=date(2026, 10, 31), source=report, clauses=(3,), public=True,
    )  # fmt: skip
    (claimed,) = under_way("market", services, no="19")
    do("claim", "market", "2026-10-10T09:00", matter=claimed, text="12项全部上线，日均办件40件", quantity="12", files=[file("上线清单"), file("系统截图")])  # fmt: skip
    stations = replace(
        BASE, title="新建消防站3座", lead=FIRE, measure="建成投勤的消防站", target=Decimal(3), per="座", source=report, clauses=(4,),
        milestones=(Milestone("开工", date(2026, 3, 1), Decimal(0)), Milestone("两座投勤", date(2026, 9, 30), Decimal(2))),
    )  # fmt: skip
    (good,) = under_way("fire", stations, no="30")
    do(
        "progress",
        "fire",
        "2026-09-26T09:00",
        matter=good,
        text="两座已投勤，第三座封顶",
        quantity="2",
        milestone="两座投勤",
    )
    river = replace(
        BASE, title="整治盘江城区段河道", lead=WATER, measure="整治河道", target=Decimal("2.4"), per="公里", source=report,
        clauses=(5,), until=date(2026, 10, 16), money=Money(Decimal(1800), Decimal(1800), Decimal(1200)),
    )  # fmt: skip
    (near,) = under_way("waterhead", river, no="31")
    do(
        "progress",
        "water",
        "2026-10-08T09:00",
        matter=near,
        text="剩余0.1公里护坡",
        quantity="2.3",
        money={"paid": "1650"},
    )
    spots = replace(
        BASE, title="消除内涝积水点", lead=WATER, measure="消除的积水点", target=Decimal(5), per="处", source=note, clauses=(1,),
        until=date(2026, 8, 31),
    )  # fmt: skip
    (verified,) = under_way("waterhead", spots, no="32")
    do(
        "claim",
        "water",
        "2026-08-20T09:00",
        matter=verified,
        text="五处全部消除",
        quantity="5",
        files=[file("现场照片")],
    )
    do("verify", "builder", "2026-08-26T09:00", matter=verified, how="site", text="雨后逐处看过，无积水")
    draft = do(
        "draft", "office", "2026-10-09T09:00", register="重点工作", no="33",
        plan=replace(BASE, title="建成城市应急避难场所20处", since=None, until=None, evidence=(), source=report, clauses=(7,)),
    )  # fmt: skip
    idle = replace(
        BASE,
        since=date(2026, 10, 9),
        title="城市供水应急演练",
        lead=WATER,
        target=Decimal(2),
        per="次",
        measure="演练次数",
    )
    handed = do("draft", "office", "2026-10-09T09:10", plan=idle, register="重点工作", no="34")
    do("publish", "office", "2026-10-09T09:20", matter=handed)
    do("assign", "office", "2026-10-09T09:30", matter=handed)
    return {
        "claimed": claimed,
        "good": good,
        "near": near,
        "verified": verified,
        "draft": draft,
        "handed": handed,
    }
