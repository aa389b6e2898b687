"""A small sample city: fictional bodies, items and matters, the same from the same seed and day.

Nobody in it exists. Some bodies are quick, one bunches at the deadline, one pauses often, one lets
silence run, so that every page has something to show.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from random import Random

from luoshi.law.calendar import Calendar
from luoshi.ledger.entry import SHANGHAI, Draft

CITY = ("530100", "春城市", "Chuncheng City")


@dataclass(frozen=True, slots=True)
class Body:
    """A fictional body: how busy it is and how it works."""

    code: str
    name: str
    name_en: str
    items: tuple[tuple[str, int], ...]
    share: int
    pace: float = 0.6
    bunches: bool = False
    pauses: float = 0.05
    silent: float = 0.0


BODIES = (
    Body("530100-01", "春城市住房城乡建设局", "Housing and Construction", (("房屋建筑工程施工许可", 15), ("商品房预售许可", 10)), 9, 0.85, pauses=0.25),
    Body("530100-02", "春城市自然资源和规划局", "Natural Resources and Planning", (("建设工程规划许可", 15), ("建设用地规划许可", 12)), 8, 0.8, bunches=True),
    Body("530100-03", "春城市市场监督管理局", "Market Regulation", (("食品经营许可", 8), ("特种设备使用登记", 5)), 16, 0.45),
    Body("530100-04", "春城市生态环境局", "Ecology and Environment", (("排污许可", 15), ("危险废物经营许可", 18)), 5, 0.75, pauses=0.2),
    Body("530100-05", "春城市卫生健康委员会", "Health Commission", (("医疗机构执业登记", 15), ("公共场所卫生许可", 7)), 7, 0.55),
    Body("530100-06", "春城市消防救援支队", "Fire and Rescue", (("公众聚集场所投入使用前消防安全检查", 9),), 4, 0.95),
    Body("530100-07", "春城市交通运输局", "Transport", (("道路运输经营许可", 10),), 6, 0.5),
    Body("530100-08", "春城市水务局", "Water Affairs", (("取水许可", 15),), 3, 0.9, silent=0.25),
    Body("530100-09", "春城市人力资源和社会保障局", "Human Resources and Social Security", (("人力资源服务许可", 8), ("劳务派遣经营许可", 10)), 8, 0.4),
    Body("530100-10", "春城市公安局", "Public Security", (("保安服务许可", 12),), 6, 0.5),
    Body("530100-11", "春城市教育体育局", "Education and Sports", (("民办学校设立审批", 18),), 3, 0.7),
    Body("530100-12", "春城市农业农村局", "Agriculture and Rural Affairs", (("农药经营许可", 12),), 3, 0.6),
)  # fmt: skip
GROUNDS = ("expert_review", "inspection", "testing", "hearing")


def matters(
    calendar: Calendar, *, now: datetime, seed: int, count: int, months: int
) -> Iterator[list[Draft]]:
    """The entries of each matter, none later than `now`."""
    random, today = Random(seed), now.astimezone(SHANGHAI).date()
    weights = [body.share for body in BODIES]
    span = [d for d in (today - timedelta(days=n) for n in range(months * 30, -1, -1)) if calendar.working(d)]
    opened = sorted(random.choice(span) for _ in range(count))
    for number, day in enumerate(opened, 1):
        body = random.choices(BODIES, weights)[0]
        yield Story(random, calendar, body, day, now, f"春政服〔{day.year}〕{number:05d}号").told()


class Story:
    """One matter as it went, told entry by entry until now."""

    def __init__(
        self, random: Random, calendar: Calendar, body: Body, day: date, now: datetime, matter: str
    ) -> None:
        self.random, self.calendar, self.body = random, calendar, body
        self.now, self.matter, self.day = now, matter, day
        self.item, self.promise = random.choice(body.items)
        self.entries: list[Draft] = []

    def told(self) -> list[Draft]:
        self.put("received", item=self.item)
        if self.random.random() < self.body.silent:
            return self.silent()
        if self.random.random() < 0.12:
            self.later(self.random.randint(1, 4))
            self.put("correction_notified", document="一次性告知书")
            if self.random.random() < 0.1:
                return self.known()
            self.later(self.random.randint(1, 8))
            self.put("supplemented")
        self.later(self.random.choice((0, 0, 0, 1, 1, 2)))
        self.put("accepted", document="受理通知书")
        self.limit()
        self.handle()
        return self.known()

    def silent(self) -> list[Draft]:
        """Nobody answered for a while; the statute then speaks."""
        self.later(self.random.randint(7, 14))
        self.put("step", activity="补登受理信息")
        self.handle()
        return self.known()

    def limit(self) -> None:
        self.entries.append(
            self.draft("clocks.set", clock="promise", grade="promise", amount=self.promise, per="working_day")
        )

    def handle(self) -> None:
        """Review, perhaps a pause or an extension, decision, delivery."""
        total = self.length()
        first = self.random.randint(1, max(1, total // 2))
        self.later(first)
        self.put("step", activity=self.random.choice(("材料审查", "现场核查", "会审")))
        if self.random.random() < self.body.pauses:
            self.put("paused", ground=self.random.choice(GROUNDS), document="特别程序时间告知书")
            self.later(self.random.randint(2, 6))
            self.put("resumed")
        if total > 20 and self.random.random() < 0.6:
            self.put("extended", clock="CLK-02", amount=10, document="延期告知书")
        self.later(max(0, total - first))
        if self.random.random() < 0.985:
            self.put("decided", outcome="refused" if self.random.random() < 0.03 else "granted")
            if self.entries[-1].payload["outcome"] == "granted":
                self.later(self.random.choice((0, 0, 1, 1, 2, 3, 5)))
                self.put("delivered")

    def length(self) -> int:
        """Working days from acceptance to decision, as this body works."""
        if self.body.bunches and self.random.random() < 0.7:
            return self.promise - self.random.choice((0, 0, 0, 1))
        mean = self.promise * self.body.pace
        return max(0, round(self.random.gammavariate(6, mean / 6)))

    def later(self, working_days: int) -> None:
        if working_days:
            self.day = self.calendar.add(self.day, working_days)

    def put(self, kind: str, **payload: object) -> None:
        self.entries.append(self.draft(f"approvals.{kind}", **payload))

    def draft(self, kind: str, **payload: object) -> Draft:
        """An entry within office hours of the story's day, never before the one before it."""
        minute = self.random.randint(9 * 60, 16 * 60 + 50)
        at = datetime.combine(self.day, time(minute // 60, minute % 60, self.random.randint(0, 59)), SHANGHAI)
        if self.entries:
            at = max(at, self.entries[-1].happened_at + timedelta(minutes=1))
        return Draft(
            matter=self.matter,
            kind=kind,
            happened_at=at,
            occasion=f"sample:{self.matter}:{len(self.entries)}",
            unit=self.body.name,
            officer=f"岗位 {self.body.code[-2:]}{self.random.choice('ABC')}",
            law="CN-530100",
            source="sample",
            payload=payload,
        )

    def known(self) -> list[Draft]:
        """What had happened by now."""
        return [e for e in self.entries if e.happened_at <= self.now]
