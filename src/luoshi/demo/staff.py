"""Who works in the sample city: officers by number, posts with A and B, and when somebody is away. Nobody exists."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import cache, lru_cache
from random import Random

from luoshi.demo.city import Body, bodies
from luoshi.ledger.entry import SHANGHAI

CLERKS, HANDLERS = 4, 10
KINDS = ("leave", "leave", "errand", "training")


@dataclass(frozen=True, slots=True)
class Officer:
    """Somebody by number; `turn` says in which half of a quarter they may be away, so that a post is never empty."""

    code: str
    name: str
    section: int
    turn: int


@dataclass(frozen=True, slots=True)
class Post:
    """A post with who holds it as A and as B."""

    code: str
    title: str
    a: Officer
    b: Officer


@dataclass(frozen=True, slots=True)
class Team:
    """The people of one body: counter, handling, heads; in each ring the next one stands in as B."""

    body: Body
    counter: tuple[Post, ...]
    handling: tuple[Post, ...]
    heads: tuple[Post, ...]

    @property
    def posts(self) -> tuple[Post, ...]:
        return (*self.counter, *self.handling, *self.heads)

    @property
    def officers(self) -> tuple[Officer, ...]:
        return tuple(post.a for post in self.posts)


@cache
def teams(*, small: bool = False) -> dict[str, Team]:
    """The team of each body, by the body's code. Officers are numbered through the city, the small one's alike."""
    return {body.code: team(body, n) for n, body in enumerate(every(small=small))}


def every(*, small: bool) -> tuple[Body, ...]:
    return bodies(small=small)


def team(body: Body, n: int) -> Team:
    first = n * (CLERKS + HANDLERS + 2) + 1
    clerks = [officer(first + i, "窗口员", i, 0) for i in range(CLERKS)]
    handlers = [officer(first + CLERKS + i, "承办员", i, 1 + i % len(body.sections)) for i in range(HANDLERS)]
    heads = [officer(first + CLERKS + HANDLERS + i, "负责人", i, 1) for i in range(2)]
    return Team(
        body,
        tuple(ring(body, "C", "综合受理岗", clerks)),
        tuple(ring(body, "B", "审批业务岗", handlers)),
        tuple(ring(body, "L", "审批负责岗", heads)),
    )


def officer(number: int, title: str, turn: int, section: int) -> Officer:
    return Officer(f"G{number:04}", f"{title}{number:04}", section, turn % 2)


def ring(body: Body, letter: str, title: str, people: list[Officer]) -> Iterator[Post]:
    """One post for each, the next in the ring as B."""
    for n, one in enumerate(people):
        yield Post(f"{body.code}-{letter}{n + 1}", f"{title}{n + 1}", one, people[(n + 1) % len(people)])


def acting(post: Post, day: date, seed: int) -> Officer:
    """A, or B while A is away."""
    return post.b if away(post.a, day, seed) else post.a


def away(it: Officer, day: date, seed: int) -> bool:
    held = absence(it, day.year * 4 + (day.month - 1) // 3, seed)
    return held is not None and held[0] <= day < held[1]


@lru_cache(maxsize=20_000)
def absence(it: Officer, quarter: int, seed: int) -> tuple[date, date, str] | None:
    """The days of a quarter on which somebody is away: from, until before, and why."""
    random = Random(f"{seed}:{it.code}:{quarter}")
    if random.random() < 0.5:
        return None
    begin = date(quarter // 4, quarter % 4 * 3 + 1, 1)
    since = begin + timedelta(days=random.randint(3, 32) + (45 if it.turn else 0))
    return since, since + timedelta(days=random.randint(2, 8)), random.choice(KINDS)


def midnight(day: date) -> datetime:
    return datetime.combine(day, time(0), SHANGHAI)
