"""Planning an inspection: authorised by a document, led by somebody, within the cap, and never the same twice."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta

from luoshi.inspections import terms
from luoshi.inspections.acts.base import begin, held, of_office, put
from luoshi.inspections.events import INSPECTION
from luoshi.inspections.models import Inspection, Target
from luoshi.inspections.patterns import alike
from luoshi.law.errors import CouldNot
from luoshi.law.typed import Missing, ahead, chosen, fitting, needed
from luoshi.law.words import say
from luoshi.ledger.book import Book
from luoshi.ledger.entry import SHANGHAI
from luoshi.ledger.numbering import following
from luoshi.org.actor import Actor
from luoshi.org.bodies import Body, bodies, office

NO_DOCUMENT = ("请写授权文号：未经授权不得开展督查（督查条例第十一条）", "Give the authorising document: without one there is no inspection (art. 11)")  # fmt: skip


class Duplicate(CouldNot):
    """A body was, or is being, inspected on this topic already. `matter` names the inspection to merge with."""

    def __init__(self, earlier: Inspection, names: Sequence[str]) -> None:
        bodies = say("、", ", ").join(names)
        super().__init__(
            say(
                f"{bodies} 在 {earlier.matter}“{earlier.topic}”中已督查过相近事项，不得重复督查（督查条例第十五条）：请并入该督查",
                f"{bodies}: {earlier.matter} “{earlier.topic}” is about the same. Nobody is inspected twice (art. 15): merge with it",
            )
        )
        self.matter, self.topic, self.units = earlier.matter, earlier.topic, tuple(names)


def plan(
    *, book: Book, by: Actor, topic: str, sort: str, pattern: str, document: str, lead: str, units: Iterable[str],
    on: date | None, until: date | None, leader: str = "", team: Sequence[str] = (), scope: str = "", campaign: str = "",
    origin: str = "", of: str = "", every: int = 0, volume: int = 0, threshold: int = 0, cap_document: str = "",
) -> str:  # fmt: skip
    """Plan an inspection; its matter. Duplicate names the earlier one within the days in which topics may not come again."""
    of_office(by)
    today = book.at.astimezone(SHANGHAI).date()
    topic = needed("topic", topic, "请写督查事项", "Say what is inspected", longest=200)
    document = needed("document", document, *NO_DOCUMENT, longest=100)
    lead = needed("lead", lead, "请定组长：督查组实行组长负责制", "Name who leads the team", longest=200)
    chosen("sort", sort, Inspection.Sort.values, "请选督查类型", "Choose the sort of inspection")
    chosen("pattern", pattern, Inspection.Pattern.values, "请选督查方式", "Choose the pattern")
    if on is None or on < today:
        raise Missing("on", say("开始日期不能早于今天", "It cannot begin before today"))
    ahead("until", until, on)
    patterned(pattern, leader=leader, every=every, volume=volume, threshold=threshold)
    found = bodies(units)
    for one in found:
        may_inspect(by, one)
    book.hold("inspections:cap")
    if not (pattern == "repeated" and of.startswith(INSPECTION)):
        not_twice(book, topic, found, today)
    capped(book, found, today, cap_document)
    return begin(
        book, by, following(book, INSPECTION, Inspection), "planned", item=topic, sort=sort, pattern=pattern,
        document=document, leader=fitting("leader", leader, longest=100), units=[one.told() for one in found],
        scope=fitting("scope", scope), lead=lead, team=[fitting("team", one, longest=200) for one in team], on=on,
        until=until, campaign=campaign, origin=origin, of=of, every=every or None, volume=volume or None,
        threshold=threshold or None, cap_document=fitting("cap_document", cap_document, longest=100),
    )  # fmt: skip


def may_inspect(by: Actor, body: Body) -> None:
    if not any(office(by, (name,)) for name in body.names):
        raise CouldNot(say(f"{body.name} 不在您的督查范围", f"{body.name} lies outside what you may inspect"))


def patterned(pattern: str, *, leader: str, every: int, volume: int, threshold: int) -> None:
    """What each pattern must say: the interval, the volume that triggered it, or whose instruction it is."""
    if pattern == "repeated" and not 7 <= every <= 366:
        raise Missing(
            "every", say("反复查须写平均间隔（7 到 366 日）", "Give the mean interval (7 to 366 days)")
        )
    if pattern == "focused" and not 0 < threshold <= volume:
        raise Missing(
            "volume",
            say(
                "重点查须由诉求量触发：填该单位的数量和全市界限，数量不低于界限",
                "A focused inspection is triggered by volume: give the body's and the city's bound, which it must reach",
            ),
        )
    if pattern == "special":
        needed("leader", leader, "专项查须写批示领导的职务", "Give the post of the leader who instructed it")


def not_twice(book: Book, topic: str, found: Sequence[Body], today: date) -> None:
    """Refuse what was inspected within the days before, at the same body on a like topic."""
    days = terms.parameter(terms.INSPECTION, "duplicate_days", today)
    since = datetime.combine(today - timedelta(days=days), datetime.min.time(), SHANGHAI)
    recent = Inspection.objects.filter(ledger=book.ledger, planned_at__gte=since).order_by("-planned_at")
    names = {one.code: one.name for one in found}
    for earlier in recent:
        if not alike(topic, earlier.topic):
            continue
        at = Target.objects.filter(ledger=book.ledger, matter=earlier.matter, unit__in=names)
        if hit := list(at.values_list("unit", flat=True)):
            raise Duplicate(earlier, [names[code] for code in hit])


def capped(book: Book, found: Sequence[Body], today: date, cap_document: str) -> None:
    """No more inspections of one body a year than the cap, unless a document of the head of government says so."""
    if cap_document.strip():
        return
    cap = terms.parameter(terms.INSPECTION, "cap_per_year", today)
    for one in found:
        n = year_of(book.ledger, one.code, today.year)
        if n >= cap:
            raise Missing(
                "cap_document",
                say(
                    f"{one.name} 今年已督查 {n} 次，达到上限 {cap} 次：请并入已有督查，或写行政首长同意增加的文号",
                    f"{one.name} was inspected {n} times this year, the cap is {cap}: merge, or give the document by which the head of government allows one more",
                ),
            )


def year_of(ledger: str, unit: str, year: int) -> int:
    """How many inspections a body has in a year."""
    of = Target.objects.filter(ledger=ledger, unit=unit).values("matter")
    return Inspection.objects.filter(ledger=ledger, matter__in=of, on__year=year).count()


def merge(
    *, book: Book, by: Actor, into: str, topic: str, units: Iterable[str], document: str, reason: str = ""
) -> None:
    """Take a topic and bodies into an inspection that is under way, in the place of one of their own."""
    of_office(by)
    it = held(book, into)
    assert it.inspection is not None
    if it.inspection.state not in ("planned", "begun"):
        raise CouldNot(
            say(
                f"{into} 已作结论，不能并入：请等间隔期满后另行立项",
                f"{into} is concluded: wait until the days between inspections are over",
            )
        )
    found = bodies(units)
    for one in found:
        may_inspect(by, one)
    put(
        book, by, into, it.size, "merged", unit=it.inspection.unit_name,
        item=needed("topic", topic, "请写并入的事项", "Say what is merged", longest=200), units=[one.told() for one in found],
        document=needed("document", document, *NO_DOCUMENT, longest=100), reason=fitting("reason", reason),
    )  # fmt: skip
