"""The city's days: who files what with whom, and every case's entries in the order in which the city learned of them.

Each day is drawn from the seed and its own date, so that a city told until today and one told further agree on
every day they share. What a case brings later waits until its day comes.
"""

from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from random import Random
from typing import NamedTuple

from luoshi.demo import catalogue
from luoshi.demo.catalogue import Item
from luoshi.demo.city import Body, bodies
from luoshi.demo.plots import Plot, World
from luoshi.demo.staff import teams
from luoshi.demo.telling import Telling
from luoshi.law.calendar import Calendar
from luoshi.ledger.entry import SHANGHAI, Draft

WEEKEND = 0.07
"""Of a working day's cases, how many come on a day off, online."""
PEAK = timedelta(days=35), 2.5
"""So long before it is served the city has a busy time that goes on, with so many times the cases."""
RETURNING = 0.3
"""Of all cases, those of applicants who come again and again, such as builders and chains."""
FAVOURED = 0.1, 2
"""Of the cases of a unit that favours somebody, theirs; and how many they are."""


class Learned(NamedTuple):
    """An entry and the moment at which the city learned of it."""

    at: datetime
    draft: Draft


@dataclass(frozen=True, slots=True)
class Size:
    """How large a city: cases a working day, months of history, all bodies or the first ones."""

    a_day: float
    months: int
    small: bool


SIZES = {"small": Size(9.0, 3, small=True), "city": Size(22.0, 18, small=False)}


def begin(size: Size, today: date) -> date:
    """The first day of a history that ends today: the first of a month."""
    index = today.year * 12 + today.month - 1 - size.months
    return date(index // 12, index % 12 + 1, 1)


class City:
    """The stream of everything that happens, day after day from `since`.

    Cases received from the day `live` on bear a sign of their own instead of an office number: those are given out
    by forms from then on. The weeks before it are busy.
    """

    def __init__(
        self, size: Size, *, since: date, seed: int, ledger: str, calendar: Calendar,
        pseudonym: Callable[[str], str] = str, live: date = date.max,
    ) -> None:  # fmt: skip
        self.size, self.since, self.seed, self.pseudonym = size, since, seed, pseudonym
        self.next, self.live = since, live
        self.world = World(seed, ledger, calendar, teams(small=size.small))
        self.items: dict[str, list[Item]] = defaultdict(list)
        for item in catalogue.items(since, small=size.small):
            self.items[item.body.code].append(item)
        self.bodies = bodies(small=size.small)
        self.shares = [body.share for body in self.bodies]
        self.numbers: dict[tuple[str, int], int] = defaultdict(int)
        self.waiting: dict[date, list[tuple[datetime, int, Draft]]] = defaultdict(list)
        self.again: dict[date, list[tuple[Body, Item, str]]] = defaultdict(list)
        self.count = 0

    def days(self, until: date) -> Iterator[list[Learned]]:
        """What the city learned on each day not told yet up to and including `until`, in order."""
        while self.next <= until:
            day = self.next
            self.next += timedelta(days=1)
            self.open(day)
            held = sorted(self.waiting.pop(day, ()), key=lambda told: told[:2])
            yield [Learned(at, draft) for at, _, draft in held]

    def open(self, day: date) -> None:
        """The cases that come in on a day."""
        random = Random(f"{self.seed}:{day.isoformat()}")
        working = self.world.calendar.working(day)
        busy = PEAK[1] if day + PEAK[0] >= self.live else 1
        mean = self.size.a_day * busy * (1 if working else WEEKEND)
        chosen = random.choices(self.bodies, self.shares, k=poisson(random, mean))
        filed = [
            (self.moment(random, day, working), body, self.item(random, body, working)) for body in chosen
        ]
        back = [
            (self.moment(random, day, working), body, item, who)
            for body, item, who in self.again.pop(day, ())
        ]
        told = [(at, body, item, "") for at, body, item in filed] + back
        for at, body, item, who in sorted(told, key=lambda one: (one[0], one[1].code, one[2].weight)):
            self.case(at, body, item, who)

    @staticmethod
    def moment(random: Random, day: date, working: bool) -> datetime:
        """A moment of office hours, or any by day for what comes online on a day off."""
        hour = random.choices(
            (9, 10, 11, 13, 14, 15, 16) if working else range(8, 23),
            (5, 6, 3, 4, 6, 5, 2) if working else None,
        )[0]
        return datetime.combine(day, time(hour, random.randint(0, 59), random.randint(0, 59)), SHANGHAI)

    def item(self, random: Random, body: Body, working: bool) -> Item:
        """What is asked for; on days off nobody comes for what is done on the spot."""
        held = [item for item in self.items[body.code] if working or item.versions[0][0].promise]
        return random.choices(held, [item.weight for item in held])[0]

    def case(self, at: datetime, body: Body, item: Item, who: str) -> None:
        """One case, told to its end and laid aside day by day."""
        key = body.code, at.year
        self.numbers[key] += 1
        plot = self.begin(at, body, item, who, self.numbers[key])
        plot.play()
        self.lay_aside(plot)
        if plot.refiles_after:
            day = self.world.calendar.add(plot.telling.day, plot.refiles_after)
            self.again[day].append((body, item, plot.who))

    def begin(self, at: datetime, body: Body, item: Item, who: str, n: int) -> Plot:
        """A case before anything is told of it: the n-th of its body in this year."""
        number = {"office": body.code, "year": at.year, "n": n}
        random = Random(f"{self.seed}:{body.code}:{at.year}:{n}")
        version, it = item.at(at.date())
        favoured = body.character.habit == "favouring" and random.random() < FAVOURED[0]
        applicant = who or self.applicant(random, body, favoured=favoured)
        telling = Telling(
            random, self.world.ledger, number, version, it, self.pseudonym(applicant), at,
            sign="W" if at.date() >= self.live else "",
        )  # fmt: skip
        team = self.world.teams[body.code]
        desks = desks_of(item, len(team.handling))
        return Plot(
            self.world, telling, item, team, random.choice(team.counter), team.handling[random.choice(desks)],
            who=applicant, favoured=favoured,
        )  # fmt: skip

    @staticmethod
    def applicant(random: Random, body: Body, *, favoured: bool) -> str:
        """Whose case it is, as a number of the sample's own: some come often, most once or twice."""
        if favoured:
            return f"{body.code}:F{random.randint(1, FAVOURED[1])}"
        if random.random() < RETURNING:
            return f"{body.code}:R{int(random.paretovariate(1.1)) % 40}"
        return f"A{random.randint(1, 90_000)}"

    def lay_aside(self, plot: Plot) -> None:
        """Give every entry its moment of being learned of, and keep it for that day."""
        random, way = plot.random, plot.way
        batch = way.habit == "back_entering" and random.random() < 0.65
        late_from = random.randint(0, len(plot.telling.drafts)) if random.random() < way.late_entry else None
        before = datetime.min.replace(tzinfo=SHANGHAI)
        for n, draft in enumerate(plot.telling.drafts):
            at = draft.happened_at + timedelta(seconds=random.randint(3, 90))
            if batch:
                at = self.friday(draft.happened_at)
            elif late_from is not None and n >= late_from:
                day = self.world.calendar.add(draft.happened_at.date(), random.randint(1, 3))
                at = datetime.combine(day, draft.happened_at.timetz())
            before = at = max(at, before)
            self.count += 1
            self.waiting[at.date()].append((at, self.count, draft))

    def friday(self, happened: datetime) -> datetime:
        """The end of the last working day of the week that follows after three working days."""
        day = self.world.calendar.add(happened.date(), 3)
        while (after := self.world.calendar.add(day, 1)).isocalendar()[1] == day.isocalendar()[1]:
            day = after
        return datetime.combine(day, time(16, 40, happened.second), SHANGHAI)


def desks_of(item: Item, of: int) -> list[int]:
    """The three desks of a body that decide an item."""
    first = int(item.versions[0][0].code[-3:]) * 3
    return [(first + n) % of for n in range(3)]


def poisson(random: Random, mean: float) -> int:
    """So many as happen to come when `mean` are usual."""
    if mean > 50:
        return max(0, round(random.gauss(mean, mean**0.5)))
    limit, n, p = 2.718281828459045**-mean, 0, random.random()
    while p > limit:
        n += 1
        p *= random.random()
    return n
