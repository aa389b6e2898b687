"""Everything that can be recorded of inspections and what comes of them, told in one story."""

from contextlib import suppress
from datetime import date

from luoshi.inspections.sampling import WriteOff
from luoshi.law.errors import OnRecord
from tests.inspections.office import ORDER, TWO, act, concluded, ordered
from tests.tasks.office import found_city


def story() -> None:
    found_city()
    campaign = act(
        "open_campaign", "office", "2026-03-01T09:00", title="行政问效年", document="春政发〔2026〕5号",
        since=date(2026, 3, 1), until=date(2026, 8, 31),
    )  # fmt: skip
    matter = concluded(origin="media", campaign=campaign)
    act("join", "office", "2026-03-20T10:00", matter=campaign, of=matter)
    act("serve", "office", "2026-03-20T11:00", matter=matter, unit="530107")
    act("ask_review", "head", "2026-03-24T09:00", matter=matter, unit="530107", reason="已开放，公示牌未更新")
    act(
        "decide_review", "second", "2026-04-02T09:00", matter=matter, instance="1", outcome="upheld",
        reason="现场仍关闭",
    )  # fmt: skip
    order = ordered(inspection=matter, instance="1")
    act("extend", "office", "2026-04-10T09:00", matter=order, until=date(2026, 4, 30), reason="连日降雨")
    act("claim", "handler", "2026-04-20T09:00", matter=order, text="已开放", files=TWO[:1])
    with suppress(OnRecord):
        act("verify", "head", "2026-04-20T10:00", matter=order, text="看过")
    act("send_back", "water", "2026-04-21T09:00", matter=order, reason="夜间仍关闭")
    act("claim", "handler", "2026-04-24T09:00", matter=order, text="全天开放", files=TWO[:1])
    act("verify", "water", "2026-04-25T09:00", matter=order, text="早晚各看一次，属实")
    act("publish_result", "office", "2026-04-27T09:00", matter=matter, text="公园已全天开放")
    act("look_back", "office", "2026-05-28T09:00", matter=matter, outcome="held", text="仍开放")
    act("close", "office", "2026-05-29T09:00", matter=matter)
    planned = {"topic": "河道保洁", "pattern": "repeated", "every": 60, "units": ["530103"], "sort": "daily"}
    again = act(
        "plan", "office", "2026-06-01T09:00", document="春政督〔2026〕6号", lead="office", team=["second"],
        on=date(2026, 6, 2), until=date(2026, 6, 30), **planned,
    )  # fmt: skip
    act(
        "merge", "office", "2026-06-01T10:00", into=again, topic="河道保洁质量", units=["530101"],
        document="春政督〔2026〕7号",
    )  # fmt: skip
    act("report", "office", "2026-08-31T09:00", matter=campaign, text="督查一家，整改一处")
    sample(act)
    research = act(
        "research", "handler", "2026-06-08T09:00", title="停车难", on=date(2026, 6, 5), place="东街",
        problems=[("夜间无处停车", "530101"), ("公园停车场关闭", "530107")],
    )  # fmt: skip
    act("answer", "handler", "2026-06-12T09:00", matter=research, n=2, text="自六月起夜间开放")
    act("order", "office", "2026-06-15T09:00", **{**ORDER, "until": date(2026, 7, 31)})


def sample(act: object) -> None:
    assert callable(act)
    population = [WriteOff(f"task:2026-{n:05}", "1", repeated=n < 2) for n in range(1, 13)]
    matter = act(
        "draw", "office", "2026-07-02T09:00", unit="530107", since=date(2026, 4, 1), until=date(2026, 6, 30),
        population=population,
    )  # fmt: skip
    from luoshi.inspections.models import SampleItem

    for item in SampleItem.objects.filter(matter=matter).order_by("n"):
        act(
            "check", "office", "2026-07-03T09:00", matter=matter, of=item.of, instance=item.instance, outcome="true",
            text="现场属实",
        )  # fmt: skip
