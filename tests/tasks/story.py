"""Everything that can be recorded of tasks and their sources, told in one story."""

from contextlib import suppress
from dataclasses import replace
from datetime import date
from decimal import Decimal

from luoshi.law.errors import OnRecord
from luoshi.tasks.plan import Milestone
from tests.tasks.office import FILE, GOAL, act, found_city, part, task

REPORT = {1: "新建口袋公园二十个", 2: "消除易涝点三十处", 3: "加强作风建设"}


def story() -> None:
    found_city()
    source = act(
        "register_source",
        "office",
        "2026-01-04T09:00",
        sort="report",
        title="2026年政府工作报告",
        document="春政发〔2026〕1号",
        clauses=REPORT,
    )
    act(
        "set_clause_aside",
        "office",
        "2026-01-04T09:30",
        source=source,
        clause=3,
        reason="长期要求，纳入日常考核",
    )
    goal = act(
        "draft",
        "office",
        "2026-01-05T09:00",
        plan=replace(GOAL, source=source, clauses=(1,)),
        register="重点工作",
        no="一",
    )
    milestones = (Milestone("开工", date(2026, 3, 1)), Milestone("过半", date(2026, 6, 30), Decimal(6)))
    parts = [
        part(target=Decimal(12), milestones=milestones),
        part(target=Decimal(10)),
        part(target=Decimal(1), title="重复项"),
    ]
    made = act("break_down", "head", "2026-01-05T09:10", matter=goal, parts=parts, reason="留有余地")
    act("cancel", "office", "2026-01-05T09:15", matter=made[2], reason="与第一项重复", document="")
    act("decide_inflation", "office", "2026-01-05T09:20", matter=goal, answer="yes")
    act("publish", "office", "2026-01-05T09:30", matter=goal)
    act("assign", "office", "2026-01-05T09:40", matter=goal)
    act("chase", "office", "2026-01-07T09:00", matter=made[0], about="receipt")
    for one in (goal, *made[:2]):
        act("receipt", "clerk", "2026-01-07T10:00", matter=one)
    step = part("step", title="选址", target=None, until=date(2026, 3, 1))
    act("break_down", "handler", "2026-01-08T09:00", matter=made[1], parts=[step], reason="先定址")
    act(
        "decide_inflation",
        "office",
        "2026-01-08T09:30",
        matter=task(made[1]).parts[0],
        answer="no",
        reason="时间太紧",
    )
    act("ask_co", "handler", "2026-01-08T10:00", matter=made[0], unit="530103", question="请提供供水接口")
    act("reply_co", "water", "2026-01-09T10:00", matter=made[0], text="可以接入")
    act(
        "progress",
        "handler",
        "2026-03-02T09:00",
        matter=made[0],
        text="已开工",
        quantity="2",
        milestone="开工",
        money={"paid": "120.5"},
        files=[FILE],
    )
    act("progress", "handler", "2026-04-02T09:00", matter=made[0], text="推进", quantity="3", files=[FILE])
    act(
        "issue_order",
        "office",
        "2026-05-01T09:00",
        matter=made[0],
        reason="behind",
        text="加快进度",
        until=date(2026, 5, 8),
    )
    act("answer_order", "handler", "2026-05-06T09:00", matter=made[0], text="已增加班组")
    act("lift_order", "office", "2026-05-20T09:00", matter=made[0], reason="进度赶上")
    act(
        "amend", "office", "2026-05-21T09:00", matter=made[0], document="春政办〔2026〕9号", reason="市政府常务会议调整",
        plan=part(target=Decimal(12), milestones=milestones, until=date(2026, 12, 1)),
    )  # fmt: skip
    act("claim", "handler", "2026-06-01T09:00", matter=made[0], text="全部建成", quantity="12", files=[FILE])
    with suppress(OnRecord):
        act("verify", "head", "2026-06-01T10:00", matter=made[0], how="site", text="看过")
    act(
        "send_back",
        "water",
        "2026-06-02T09:00",
        matter=made[0],
        grounds="evidence",
        reason="缺两个公园的照片",
    )
    act("claim", "handler", "2026-06-05T09:00", matter=made[0], text="补齐", quantity="12", files=[FILE])
    act("verify", "office", "2026-06-08T09:00", matter=made[0], how="site", text="逐个看过")
    act("reopen", "office", "2026-07-01T09:00", matter=made[0], reason="一个公园没有开放")
    act(
        "claim",
        "handler",
        "2026-07-10T09:00",
        matter=made[0],
        text="已开放",
        quantity="12",
        files=[{**FILE, "digest": "b" * 64}],
    )
    act("verify", "office", "2026-07-11T09:00", matter=made[0], how="site", text="看过，已开放")
    act("archive", "office", "2026-07-12T09:00", matter=made[0])
