"""The sample city going on while its pages are looked at: the day as it was to come, and visitors at any hour.

What the day brings comes at its own moment. So that a wall moves whenever somebody looks, there are also cases that
are received and answered within minutes, one act every few seconds.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from random import Random

from luoshi.demo.build import Building
from luoshi.demo.flow import Learned
from luoshi.demo.plots import Plot
from luoshi.ledger import record
from luoshi.ledger.entry import SHANGHAI, Draft
from luoshi.monitor import follow

AT_ONCE = 12
"""Visitors who are being seen to at a time."""


@dataclass(slots=True)
class Visit:
    """A case that is seen to while we watch: its acts still to come, and how many of its entries are recorded."""

    plot: Plot
    acts: Iterator[None]
    recorded: int = 0


@dataclass(slots=True)
class Arrivals:
    """What arrives from now on."""

    made: Building
    due: list[Learned] = field(default_factory=list)
    visits: list[Visit] = field(default_factory=list)

    def come(self, at: datetime) -> int:
        """Record what the city has learned by `at`; how many entries. Told twice, it is recorded once."""
        here = at.astimezone(SHANGHAI)
        for told in self.made.city.days(here.date()):
            self.due += told
        now = [one for one in self.due if one.at <= here]
        self.due = [one for one in self.due if one.at > here]
        outcomes = record.append_as_learned(now, ledger=self.made.ledger)
        self.judged(at)
        return sum(one.state == "stored" for one in outcomes)

    def visit(self, at: datetime) -> list[Draft]:
        """One act for one visitor: a new one, or one who is being seen to. What was recorded."""
        here = at.astimezone(SHANGHAI).replace(microsecond=0)
        random = Random(f"{self.made.city.seed}:{here.isoformat()}")
        if not self.visits or (len(self.visits) < AT_ONCE and random.random() < 0.4):
            self.visits.append(self.opened(random, here))
        one = random.choice(self.visits)
        one.plot.telling.at = here
        if next(one.acts, True):
            self.visits.remove(one)
        fresh = one.plot.telling.drafts[one.recorded :]
        one.recorded += len(fresh)
        record.append(fresh, at=at, ledger=self.made.ledger)
        self.judged(at)
        return fresh

    def opened(self, random: Random, at: datetime) -> Visit:
        """Somebody comes; the second at which they come is their number."""
        city = self.made.city
        body = random.choices(city.bodies, city.shares)[0]
        plot = city.begin(at, body, city.item(random, body, True), "", int(at.timestamp()))
        return Visit(plot, seen_to(plot))

    def judged(self, at: datetime) -> None:
        self.made.people.seal(at=at, ledger=self.made.ledger)
        follow.catch_up(at=at, ledger=self.made.ledger)


def seen_to(plot: Plot) -> Iterator[None]:
    """The acts of a case that goes smoothly, one at a time; the moment is set before each."""
    told = plot.telling
    missing = plot.receive()
    yield
    if missing:
        told.notify(plot.clerk(), sorted(missing))
        yield
        told.supplement(plot.clerk(), sorted(missing))
        yield
    told.accept(plot.clerk())
    yield
    if told.it.promise:
        told.offer(plot.clerk(), to_unit=told.unit, to_post=plot.desk.code, reason="受理后移交审批岗位")
        yield
        told.take_over(plot.handler(), to_unit=told.unit)
        yield
    for step in plot.ahead():
        told.finish_step(plot.handler(), step)
        yield
    told.decide(plot.handler(), "granted")
    yield
    told.deliver(plot.clerk())
