"""What happens to a case, and when: the ordinary way from the counter to the licence, as each unit goes it."""

from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from random import Random

from luoshi.demo import detours
from luoshi.demo.catalogue import Item
from luoshi.demo.characters import Character
from luoshi.demo.staff import Post, Team, acting
from luoshi.demo.telling import Telling, Who
from luoshi.law.calendar import Calendar
from luoshi.ledger.entry import SHANGHAI

REFUSED = (
    "不符合法定条件：场所与申报不一致",
    "不符合法定条件：人员资格不足",
    "不符合法定条件：检验结论不合格",
)
HARD = 0.01
"""The chance that a case takes longer than the statutory term allows, so that an extension is asked for."""
NOT_OURS = "不属于本机关职权范围"


@dataclass(frozen=True, slots=True)
class World:
    """What all cases share."""

    seed: int
    ledger: str
    calendar: Calendar
    teams: dict[str, Team]


@dataclass(slots=True)
class Plot:
    """One case on its way. Working days are told by `later`, minutes by `telling.on`."""

    world: World
    telling: Telling
    item: Item
    team: Team
    counter: Post
    desk: Post
    who: str = ""
    favoured: bool = False
    refiles_after: int = 0
    deferred: list[str] = field(default_factory=list)

    @property
    def random(self) -> Random:
        return self.telling.random

    @property
    def way(self) -> Character:
        return self.team.body.character

    def often(self, chance: float) -> bool:
        return self.random.random() < chance

    # who and when

    def clerk(self) -> Who:
        return self.by(self.counter)

    def handler(self) -> Who:
        return self.by(self.desk)

    def head(self) -> Who:
        return self.by(self.team.heads[0])

    def by(self, post: Post) -> Who:
        return Who(acting(post, self.telling.day, self.world.seed), post)

    def later(self, days: int) -> None:
        """Some office hour `days` working days on; the same day if there is still time for it."""
        told = self.telling
        working = self.world.calendar.working(told.day)
        if not days and working and told.at.hour < 16:
            told.on(self.random.randint(12, 45))
            return
        day = self.world.calendar.add(told.day, max(days, 1))
        told.at = self.office(datetime.combine(day, time(0), SHANGHAI))

    def office(self, day: datetime) -> datetime:
        minutes = self.random.choice((540, 570, 600, 630, 660, 690, 780, 810, 840, 870, 900, 930))
        return day + timedelta(
            minutes=minutes + self.random.randint(0, 29), seconds=self.random.randint(0, 59)
        )

    # the way

    def play(self) -> None:
        """From receipt to the end."""
        told, way = self.telling, self.way
        missing = self.receive()
        if not told.it.promise:
            self.on_the_spot()
        elif self.often(0.012):
            self.later(self.random.randint(0, 3))
            self.turn_away()
        elif self.often(way.silent):
            self.later(self.random.randint(6, 12))
            told.finish_step(self.handler(), "审查", "补登受理信息")
            self.handle()
        elif "c" in self.item.ways and not missing and detours.commitment(self):
            return
        elif self.file(missing):
            self.later(self.random.choice((0, 0, 1, 2, 3) if way.pace > 0.8 else (0, 0, 0, 1, 1, 2)))
            told.accept(self.clerk())
            detours.to_the_desk(self)
            self.handle()

    def receive(self) -> list[str]:
        """Take it in; the codes of papers that are missing or wrong."""
        told = self.telling
        codes = [m.code for m in told.it.materials if m.needed]
        wanting = bool(told.it.promise) and self.often(self.way.corrects)
        missing = (
            self.random.sample(codes[1:], min(len(codes) - 1, self.random.choice((1, 1, 2))))
            if wanting
            else []
        )
        filed = [code for code in codes if code not in missing or self.often(0.4)]
        weekend = not self.world.calendar.working(told.day)
        channel = "online" if weekend else self.random.choices(("window", "online", "post"), (55, 42, 3))[0]
        told.receive(self.clerk(), filed=filed, channel=channel)
        return missing

    def on_the_spot(self) -> None:
        """即办件: decided while the applicant waits, or the next morning for what came at night."""
        told = self.telling
        if not self.world.calendar.working(told.day):
            self.later(1)
        if self.often(0.04):
            told.on(2)
            told.correct_on_spot(self.clerk(), "申请表填写有误，当场更正")
        told.on(self.random.randint(2, 9))
        told.accept(self.clerk())
        told.on(self.random.randint(2, 14))
        if self.often(0.004):
            told.decide(self.handler(), "refused", reason=self.random.choice(REFUSED))
            return
        told.decide(self.handler(), "granted")
        told.on(self.random.randint(1, 5))
        told.deliver(self.clerk())

    def turn_away(self) -> None:
        ours = self.often(0.7)
        self.telling.refuse_acceptance(
            self.clerk(), ground="not_ours" if ours else "not_needed",
            reason=NOT_OURS if ours else "依法不需要取得行政许可", pointed_to="上级主管部门" if ours else "",
        )  # fmt: skip

    def file(self, missing: list[str]) -> bool:
        """Corrections told and made; False if the applicant went away."""
        told, way = self.telling, self.way
        stopping = way.habit == "stopping"
        if missing:
            self.later(self.random.choice((0, 1, 2, 3, 4) if way.pace > 0.7 else (0, 0, 0, 1, 1, 2)))
            told.notify(self.clerk(), sorted(missing))
            if self.often(0.05):
                self.later(self.random.randint(15, 30))
                told.withdraw(self.clerk())
                return False
            self.later(self.random.randint(1, 8))
            told.supplement(self.clerk(), sorted(missing))
            if self.often(way.again):
                self.later(self.random.choice((1, 2, 3)))
                detours.told_again(self, sorted(missing))
        if self.often(0.06 if stopping else 0.006):
            self.later(self.random.randint(1, 3))
            told.withdraw(self.clerk(), "经窗口建议撤回重报的书面请求" if stopping else "申请人书面撤回请求")
            if self.often(0.85 if stopping else 0.15):
                self.refiles_after = self.random.randint(2, 6)
            return False
        return True

    def length(self) -> int:
        """Working days from acceptance to the decision, stops left out."""
        promise, way = self.telling.it.promise_amount or 1, self.way
        if way.habit == "bunching" and self.often(0.72):
            return max(promise - self.random.choice((0, 0, 0, 1)), 1)
        mean = promise * way.pace
        total = max(1, round(self.random.gammavariate(way.even, mean / way.even)))
        if self.often(HARD):
            return (self.telling.it.statutory_amount or 20) + self.random.randint(2, 8)
        if self.often(way.forgets):
            return total + self.random.randint(12, 45)
        return total

    def handle(self) -> None:
        """Review, steps, detours, decision, delivery."""
        told, way = self.telling, self.way
        total = detours.fast_lane(self) or self.length()
        if self.often(0.008):
            self.later(self.random.randint(1, max(total - 1, 1)))
            told.withdraw(self.clerk())
            return
        detours.hand_over(self)
        if way.habit == "reclassifying" and self.often(0.13):
            detours.reclassify(self)
        gone = self.steps(total, self.world.calendar.between(self.begun(), told.day))
        gone = detours.extension(self, gone, total)
        self.later(max(total - gone, 0))
        self.batched()
        self.decide()

    def begun(self) -> date:
        """The day from which the terms run: acceptance, or by law the receipt."""
        drafts = self.telling.drafts
        accepted = next((d for d in drafts if d.kind == "approvals.accepted"), drafts[0])
        return accepted.happened_at.date()

    def ahead(self) -> list[str]:
        """The steps between acceptance and decision that are not done yet."""
        done = {"受理", "决定", "送达", *self.telling.done}
        return [step.name for step in self.telling.it.steps if step.name not in done]

    def steps(self, total: int, gone: int) -> int:
        """The steps before the decision, each at its part of the way; how many working days have gone."""
        told = self.telling
        even = self.way.habit == "bunching"
        names = self.ahead()
        waits = 0
        if {"j", "J"} & self.item.ways:
            meanwhile, waits = detours.opinions(self)
            gone, waits = gone + meanwhile, gone + waits
        stop = detours.stop_planned(self, total)
        for n, name in enumerate(names, 1):
            part = 0.6 * n / len(names) * (1 if even else self.random.uniform(0.7, 1.0))
            until = max(gone, min(total - 1, round(total * part)), waits)
            if stop is not None and gone <= stop <= until:
                self.later(max(stop - gone, 0))
                detours.stop(self)
                gone, stop = stop, None
            self.later(max(until - gone, 0))
            gone = max(until, gone)
            told.finish_step(self.handler(), name)
        if stop is not None:
            self.later(max(stop - gone, 0))
            detours.stop(self)
            gone = max(stop, gone)
        self.later(max(waits - gone, 0))
        return max(gone, waits)

    def batched(self) -> None:
        """Who enters things afterwards signs a week's cases in one go, at one second."""
        told = self.telling
        if self.way.habit != "back_entering" or not self.often(0.6):
            return
        day = told.day
        while self.world.calendar.add(day, 1).isocalendar()[1] == day.isocalendar()[1]:
            day = self.world.calendar.add(day, 1)
        told.at = max(told.at, datetime.combine(day, time(16, 30), SHANGHAI))
        self.desk = self.team.handling[0]

    def decide(self) -> None:
        told, way = self.telling, self.way
        refused = self.often(way.refuses)
        reason = self.random.choice(REFUSED) if refused and not self.often(way.unreasoned) else ""
        told.decide(self.handler(), "refused" if refused else "granted", reason=reason)
        detours.explain(self)
        if not refused:
            late = self.often(0.02)
            self.later(self.random.randint(11, 14) if late else self.random.choice((0, 0, 1, 1, 2, 3, 5)))
            told.deliver(self.clerk(), self.random.choices(("window", "post", "online"), (6, 3, 1))[0])
        detours.made_up(self)
