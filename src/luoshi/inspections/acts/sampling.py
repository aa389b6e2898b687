"""Independent samples of write-offs: drawn from the ledger's digest, looked at in order, ended when enough was seen."""

from collections.abc import Sequence
from datetime import date

from luoshi.inspections import terms
from luoshi.inspections.acts.base import begin, kept, of_office, put
from luoshi.inspections.beside import Kept, body_of
from luoshi.inspections.events import SAMPLE
from luoshi.inspections.records import Sample, SampleItem
from luoshi.inspections.sampling import WriteOff, concluded, drawn
from luoshi.law.errors import CouldNot
from luoshi.law.typed import Files, Missing, chosen, needed
from luoshi.law.words import say
from luoshi.ledger import read
from luoshi.ledger.book import Book
from luoshi.ledger.entry import SHANGHAI
from luoshi.ledger.numbering import following
from luoshi.org.actor import Actor
from luoshi.org.bodies import HANDLING, belongs, body, office


def draw(
    *, book: Book, by: Actor, unit: str, since: date, until: date, population: Sequence[WriteOff], falsified: bool = False
) -> str:  # fmt: skip
    """Draw a sample of the write-offs of a body over some days; its matter. Each span is drawn once.

    `population` are its write-offs of those days; `falsified` says that one of the body's was found false of late,
    outside a sample: then half of them are drawn (every second), as after a sample that found one.
    """
    of_office(by)
    of = body(unit)
    if belongs(by, of):
        raise CouldNot(say("不能抽查本单位", "Nobody samples their own unit"))
    if until < since or until >= book.at.astimezone(SHANGHAI).date():
        raise Missing("until", say("请选已经结束的时间段", "Choose days that are over"))
    if not population:
        raise CouldNot(say("这段时间没有销号", "Nothing was written off in these days"))
    book.hold(f"samples:{of.code}")
    spans = Sample.objects.filter(ledger=book.ledger, unit=of.code, since__lte=until, until__gte=since)
    if known := spans.first():
        raise CouldNot(
            say(
                f"{known.matter} 已抽过这段时间，不能重抽",
                f"{known.matter} was drawn over these days: they are not drawn again",
            )
        )
    position, seed = read.head(ledger=book.ledger)
    share = share_of(book, of.code, until, falsified)
    items = [
        {"of": one.of, "instance": one.instance, **({"repeated": True} if one.repeated else {})}
        for one in drawn(seed, population, share)
    ]
    matter = following(book, SAMPLE, Sample)
    return begin(
        book, by, matter, "sample_drawn", unit=of.name, body=of.told(), since=since, until=until, seed=seed,
        at_position=position, share=share, population=len(set(population)), drawn=items,
    )  # fmt: skip


def share_of(book: Book, unit: str, on: date, falsified: bool) -> int:
    """Per mille to draw: more where a write-off of the body was found false within the days of watching."""
    days = terms.parameter(terms.SAMPLE, "watched_days", on)
    found = SampleItem.objects.filter(
        ledger=book.ledger, outcome="false", matter__in=Sample.objects.filter(ledger=book.ledger, unit=unit).values("matter")
    )  # fmt: skip
    of_late = any(
        one is not None and (on - one.astimezone(SHANGHAI).date()).days <= days
        for one in found.values_list("checked_at", flat=True)
    )
    name = "falsified_per_mille" if falsified or of_late else "least_per_mille"
    return terms.parameter(terms.SAMPLE, name, on)


def check(
    *, book: Book, by: Actor, matter: str, of: str, instance: str, outcome: str, text: str, files: Files = ()
) -> str:
    """One write-off was looked at: true or false. `sound` or `falsified` if the sample is decided by it, else ""."""
    it = kept(book, matter)
    sample = it.sample
    assert sample is not None
    if belongs(by, body_of(sample)):
        raise CouldNot(say("不能核实本单位的销号", "Nobody checks their own unit's write-offs"))
    if by.standing.read_only or not (office(by) or any(role in HANDLING for role, _ in by.standing.held)):
        raise CouldNot(
            say(
                "抽查由效能办或其他单位的承办人办理",
                "Samples are checked by the efficiency office or handlers of other units",
            )
        )
    item = waiting(it, of, instance)
    chosen("outcome", outcome, ("true", "false"), "请选属实或不属实", "Say whether it is true")
    text = needed("text", text, "请写核实情况", "Say what was looked at and found")
    put(
        book, by, matter, it.size, "sample_checked", unit=sample.unit_name, of=of, instance=instance, outcome=outcome,
        text=text, files=files,
    )  # fmt: skip
    item.outcome = outcome
    return finish(book, by, it, sample)


def waiting(it: Kept, of: str, instance: str) -> SampleItem:
    """The item, if it is the next in the order of the lot: nobody picks what to look at."""
    sample = it.sample
    assert sample is not None
    if sample.state != "open":
        raise CouldNot(say("抽查已有结论", "The sample is decided already"))
    ahead = next((one for one in it.items if not one.outcome), None)
    if ahead is None or (ahead.of, ahead.instance) != (of, instance):
        name = ahead.of if ahead else ""
        raise Missing(
            "of", say(f"请按抽签顺序核实：下一项是 {name}", f"In the order of the lot: next is {name}")
        )
    return ahead


def finish(book: Book, by: Actor, it: Kept, sample: Sample) -> str:
    """The sequential test, after each check."""
    limits = terms.limits(sample.drawn_at.astimezone(SHANGHAI).date())
    items = [(one.repeated, one.outcome == "true" if one.outcome else None) for one in it.items]
    outcome = concluded(items, limits)
    if outcome:
        seen = [result for _, result in items if result is not None]
        put(
            book, by, sample.matter, it.size, "sample_concluded", unit=sample.unit_name, outcome=outcome,
            checked=len(seen), falsified=seen.count(False),
        )  # fmt: skip
    return outcome
