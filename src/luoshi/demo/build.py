"""Building the sample city: what happened before today recorded and judged, the last weeks as if the city lived them."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from django.conf import settings

from luoshi.demo import cards, founding
from luoshi.demo.applicants import Pseudonyms
from luoshi.demo.flow import SIZES, City, Learned, begin
from luoshi.demo.staff import midnight
from luoshi.law.errors import CouldNot
from luoshi.law.words import say
from luoshi.ledger import collector, read, record
from luoshi.ledger import follow as ledger_follow
from luoshi.monitor import follow, surroundings, sweep
from luoshi.monitor.models import Card
from luoshi.org.models import Unit

SEED = 2008
LIVED = timedelta(days=28)
"""The last days of the past, which are judged week by week; what lies before is judged in one go."""
WEEK = timedelta(days=7)
BATCH = 40_000
"""Entries judged at a time: in order of time a case would otherwise be judged again for every few of its entries."""
BUILT = "sample"
"""The bookmark that says that the sample is whole: the number of the day it was built for."""
Progress = Callable[[date], object]


@dataclass(slots=True)
class Building:
    """A city being built or going on: what it is, who applies, up to which card people have answered, and what they
    will yet say."""

    city: City
    people: Pseudonyms
    ledger: str
    built: date
    carded: int = 0
    later: list[Learned] = field(default_factory=list)


def building(size: str, today: date, *, seed: int = SEED) -> Building:
    """The city that is here, or one of this size whose past ends today. CouldNot if something else is here."""
    ledger = settings.LUOSHI_JURISDICTION
    people, built = Pseudonyms(), known(ledger)
    if built is not None:
        size = "city" if Unit.objects.filter(code=founding.LAST).exists() else "small"
    elif read.head(ledger=ledger)[0]:
        raise CouldNot(
            say(
                f"{settings.LUOSHI_HOME} 里已有别的数据，或上次没有建完：请用 LUOSHI_HOME 另指一处，或先移走其中的数据库",
                f"{settings.LUOSHI_HOME} holds other data, or a sample that was not finished: name another place by "
                "LUOSHI_HOME, or move the database away first",
            )
        )
    last = built or today
    city = City(
        SIZES[size], since=begin(SIZES[size], last), seed=seed, ledger=ledger, calendar=surroundings.calendar(),
        pseudonym=people.of, live=last,
    )  # fmt: skip
    return Building(city, people, ledger, last)


def known(ledger: str) -> date | None:
    """The day for which the sample that is here was built; None if there is none, or it was not finished."""
    day = ledger_follow.bookmark(BUILT, ledger=ledger)
    return date.fromordinal(day) if day else None


def build(made: Building, *, progress: Progress = print) -> bool:
    """Record and judge everything before the morning of the day, if nothing is here; whether it was done."""
    if known(made.ledger) is not None:
        for _ in made.city.days(made.built - timedelta(days=1)):
            pass  # told again, so that what goes on follows from it
        made.people.fresh.clear()
        return False
    with collector.spared():
        founding.establish(made.city)
        progress(made.city.since)
        now = max(made.built - LIVED, made.city.since + WEEK)
        live(made, past(made, now), midnight(now))
        live(made, (), midnight(now))
        while now < made.built:
            progress(now)
            now = min(now + WEEK, made.built)
            live(made, past(made, now), midnight(now))
        live(made, (), midnight(now))
    ledger_follow.advance(BUILT, made.built.toordinal(), ledger=made.ledger)
    progress(made.built)
    return True


def past(made: Building, until: date) -> Iterator[Learned]:
    """What the city learns from where it was told to until before a day, leave among it."""
    day = made.city.next
    for told in made.city.days(until - timedelta(days=1)):
        yield from told
        yield from (Learned(draft.happened_at, draft) for draft in founding.absences(made.city, day))
        day += timedelta(days=1)


def live(made: Building, learned: Iterable[Learned], at: datetime) -> None:
    """Record what was learned until `at`, judge it, let time pass, and see what people will say to the cards."""
    due = [one for one in made.later if one.at < at]
    made.later = [one for one in made.later if one.at >= at]
    in_order: list[Learned] = sorted(learned, key=lambda one: one.at)
    record.append_as_learned(in_order, ledger=made.ledger)
    record.append_bulk((one.draft for one in due), at=at, ledger=made.ledger)
    made.people.seal(at=at, ledger=made.ledger)
    follow.catch_up(at=at, ledger=made.ledger, batch_of=BATCH)
    sweep.sweep(at=at, ledger=made.ledger)
    fresh = Card.objects.filter(ledger=made.ledger, position__gt=made.carded).order_by("position")
    made.later += cards.answers(made.city, fresh.iterator())
    made.later.sort(key=lambda one: one.at)
    made.carded = read.head(ledger=made.ledger)[0]
