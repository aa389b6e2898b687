"""Where a case leaves the ordinary way: notices told again, stops, opinions, hand-overs, extensions, fast lanes, commitments."""

from datetime import timedelta
from typing import TYPE_CHECKING

from luoshi.demo.staff import acting
from luoshi.demo.telling import Who
from luoshi.law.errors import NotInForce
from luoshi.ledger.entry import Draft

if TYPE_CHECKING:
    from luoshi.demo.plots import Plot

STOPS = {
    "expert_review": (3, 9),
    "testing": (2, 7),
    "hearing": (5, 12),
    "inspection": (2, 6),
    "appraisal": (4, 10),
}
"""Working days that a special procedure takes."""
FAST = (
    ("major_project", "列入市级重大项目清单，需按计划开工", "春重大项目〔{year}〕{n}号"),
    ("emergency", "抢险修复，不宜等待", ""),
    ("life_health", "涉及群众就医用水，需尽快恢复", ""),
    ("leader_instruction", "市政府专题会议要求限期办理", "春府专题〔{year}〕{n}号"),
)
SOURCE = "部门自建业务系统"


def to_the_desk(plot: "Plot") -> None:
    """The counter hands an accepted case to the desk that decides it; taken over within the hour or the next morning."""
    told = plot.telling
    told.offer(plot.clerk(), to_unit=told.unit, to_post=plot.desk.code, reason="受理后移交审批岗位")
    plot.later(0 if plot.often(0.85) else 1)
    told.take_over(plot.handler(), to_unit=told.unit)


def told_again(plot: "Plot", filed: list[str]) -> None:
    """A second notice: what was newly filed is wrong again, or, where that is the habit, something never told before."""
    told = plot.telling
    if plot.way.habit == "stopping" and plot.often(0.7):
        old = sorted(told.filed - set(filed))[:1] or filed[:1]
        told.notify(plot.head(), old, cause="agency", reason="前次告知遗漏")
        filed = old
    else:
        told.notify(plot.clerk(), filed[:1], cause="applicant")
        filed = filed[:1]
    plot.later(plot.random.randint(1, 5))
    told.supplement(plot.clerk(), filed)


def commitment(plot: "Plot") -> bool:
    """Offered the choice: decided on a commitment and checked later, or the ordinary way; whether the case is told."""
    told, way = plot.telling, plot.way
    if not plot.often(way.commits):
        if plot.often(0.4):
            told.on(3)
            told.decline_commitment(plot.clerk())
        return False
    plot.later(0)
    told.commit(plot.handler(), "告知承诺书")
    told.on(plot.random.randint(4, 30))
    told.deliver(plot.clerk())
    if plot.often(0.04):
        return True  # nobody went to check: that will be late
    plot.later(plot.random.randint(8, 38))
    broken = plot.often(0.03)
    told.check_commitment(
        plot.handler(), "broken" if broken else "kept", "现场条件与承诺不符" if broken else ""
    )
    return True


def fast_lane(plot: "Plot") -> int:
    """Asked for and perhaps granted; the days it then takes, or 0."""
    told, way = plot.telling, plot.way
    promise = told.it.promise_amount or 1
    favouring = way.habit == "favouring"
    if promise < 4 or not plot.often(0.6 if plot.favoured else way.fast):
        return 0
    ground, reason, number = plot.random.choice(FAST[:1] if plot.favoured else FAST)
    document = number.format(year=told.day.year, n=plot.random.randint(3, 180))
    amount = max(1, promise // 2 - 1)
    unfiled = [m.name for m in told.it.materials if m.code not in told.filed]
    deferred = unfiled[:1] if plot.often(0.4) else []
    until = told.day + timedelta(days=30) if deferred else None
    told.ask_fast(
        plot.handler(),
        ground=ground,
        reason=reason,
        amount=amount,
        document=document,
        deferred=deferred,
        until=until,
    )
    plot.later(plot.random.choice((0, 0, 1)))
    if not plot.often(0.97 if favouring else 0.62):
        told.refuse_fast(plot.head(), "不属于列明的特办事由，按一般程序办理")
        return 0
    told.grant_fast(
        plot.head(), ground=ground, amount=amount, document=document, deferred=deferred, until=until
    )
    plot.deferred += deferred
    return max(1, plot.random.randint(max(1, amount - 2), amount))


def made_up(plot: "Plot") -> None:
    """What the fast lane deferred is made up, mostly in time."""
    told = plot.telling
    for name in plot.deferred:
        if plot.often(0.93):
            plot.later(plot.random.randint(2, 16) if plot.often(0.85) else plot.random.randint(24, 40))
            told.make_up(plot.handler(), name)


def hand_over(plot: "Plot") -> None:
    """Sometimes it turns out to be another unit's business: offered, declined with a reason or taken over."""
    told, teams = plot.telling, plot.world.teams
    others = sorted(code for code in teams if code != plot.team.body.code)
    if not plot.often(plot.way.hands_over) or not others:
        return
    other = teams[plot.random.choice(others)]
    plot.later(plot.random.randint(0, 2))
    told.offer(plot.handler(), to_unit=other.body.name, to_post="", reason="经核实属于贵单位职责")
    plot.later(plot.random.choice((0, 1, 1, 2, 5)))
    post = other.handling[plot.random.randrange(len(other.handling))]
    by = Who(acting(post, told.day, plot.world.seed), post)
    if plot.often(0.4):
        told.decline(by, unit=other.body.name, reason="不属于本单位权责清单范围")
        return
    told.take_over(by, to_unit=other.body.name)
    plot.team, plot.desk, plot.counter = other, post, other.counter[0]


def reclassify(plot: "Plot") -> None:
    """The unit's own system changes the kind or the promised day after acceptance; the limits here do not move."""
    told = plot.telling
    plot.later(plot.random.randint(0, 2))
    later = told.day + timedelta(days=plot.random.randint(7, 20))
    kind = plot.often(0.5)
    told.drafts.append(
        Draft(
            matter=told.matter, kind="approvals.reclassified", happened_at=told.at,
            occasion=f"{told.matter}:approvals.reclassified:{len(told.drafts)}", unit=told.unit,
            officer=plot.handler().officer.code, actor_kind="import", source=SOURCE, law=told.ledger,
            payload={"before": {"project_type": "1"}, "after": {"project_type": "2"}} if kind
            else {"before": {"promise_date": told.day.isoformat()}, "after": {"promise_date": later.isoformat()}},
        )
    )  # fmt: skip


def opinions(plot: "Plot") -> tuple[int, int]:
    """One or two units are asked and answer: working days gone meanwhile, and until nobody can answer any more."""
    told, teams = plot.telling, plot.world.teams
    if plot.often(0.25):
        return 0, 0
    others = sorted(code for code in teams if code != plot.team.body.code and not teams[code].body.district)
    asked = plot.random.sample(others, min(len(others), plot.random.choice((1, 1, 2))))
    waits = 0
    answers = []
    for code in asked:
        body = teams[code].body
        amount = plot.random.choice((3, 5, 5))
        instance = told.invite(
            plot.handler(), body.name, question="就本件涉及贵单位职责的内容提出意见", amount=amount
        )
        told.on(2)
        silent = plot.often(0.14 if body.character.name in ("slow", "silent") else 0.04)
        days = plot.random.randint(1, amount)
        waits = max(waits, amount + 1 if silent else days)
        if not silent:
            answers.append((days, code, instance))
        elif plot.often(0.9):  # after silence has moved the case on
            answers.append((amount + plot.random.randint(2, 4), code, instance))
    gone = 0
    for days, code, instance in sorted(answers):
        plot.later(days - gone)
        gone = days
        post = teams[code].handling[0]
        agrees = plot.often(0.9)
        told.opine(
            Who(acting(post, told.day, plot.world.seed), post), teams[code].body.name, instance,
            opinion="agree" if agrees else "conditional", text="" if agrees else "应当补充安全保障措施",
        )  # fmt: skip
    return gone, waits


def stop_planned(plot: "Plot", total: int) -> int | None:
    """After how many working days the clock is to be stopped; None for not at all."""
    stopping = plot.way.habit == "stopping"
    if stopping:
        if not plot.often(0.6):
            return None
        promise = plot.telling.it.promise_amount or total
        return max(promise - 1, 1) if plot.often(0.4) else max(total // 2, 1)
    if not plot.telling.it.pause_grounds or not plot.often(plot.way.pauses):
        return None
    return max(1, int(total * plot.random.uniform(0.25, 0.7)))


def stop(plot: "Plot") -> None:
    """The clock stops for a special procedure, with its paper, and goes on when that is over."""
    told = plot.telling
    ground = plot.random.choice(told.it.pause_grounds or ("expert_review",))
    shortest, longest = STOPS[ground]
    days = plot.random.randint(shortest, longest)
    bare = plot.often(0.15 if plot.way.habit == "stopping" else 0.004)
    expected = plot.world.calendar.add(told.day, days)
    told.pause(
        plot.handler(), ground=ground, document="" if bare else "特别程序时间告知书", expected=expected
    )
    plot.later(days)
    told.resume(plot.handler(), "评审意见" if ground == "expert_review" else "结果报告")


def extension(plot: "Plot", gone: int, total: int) -> int:
    """Asked for while the term still runs, if it will not do; working days gone."""
    told = plot.telling
    statutory = told.it.statutory_amount or 20
    if (
        total <= statutory
        or told.it.statutory_per != "working_day"
        or gone > statutory - 2
        or not plot.often(0.6)
    ):
        return gone
    plot.later(max(statutory - 2 - gone, 0))
    clock = told.it.clock
    amount = 15 if clock == "CLK-03" else 10
    told.request_extension(plot.handler(), clock=clock, amount=amount, reason="情况复杂，需进一步核查")
    told.on(plot.random.randint(20, 90))
    if plot.often(0.85):
        told.extend(plot.head(), clock=clock, amount=amount, reason="情况复杂，需进一步核查")
    else:
        told.refuse_extension(plot.head(), clock=clock, reason="事实已清楚，应当按期决定")
    return max(statutory - 2, gone)


def explain(plot: "Plot") -> None:
    """Who exceeded the promise says why, in public."""
    told = plot.telling
    accepted = next((d.happened_at for d in told.drafts if d.kind == "approvals.accepted"), None)
    promise = told.it.promise_amount or 0
    if accepted is None or told.pauses:
        return
    try:
        used = plot.world.calendar.between(accepted.date(), told.day)
    except NotInForce:
        return
    if used > promise and plot.often(plot.way.explains):
        told.on(plot.random.randint(5, 60))
        told.explain(plot.head(), plot.random.choice(("专家排期紧张", "需与其他部门核对", "承办人员调整")))
