"""From entries to a rectification, a campaign, a sample, a piece of research."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from luoshi.inspections.reading import in_order, moment, size, who
from luoshi.inspections.records import Campaign, Member, Problem, Rectification, Research, Sample, SampleItem
from luoshi.law.typed import day, objects, text, whole
from luoshi.ledger.entry import Row
from luoshi.org.bodies import Body, told_body


@dataclass(slots=True)
class Kept:
    """One matter: its row, and the rows that hang on it. `size` is how many entries are recorded."""

    size: int = 0
    rectification: Rectification | None = None
    campaign: Campaign | None = None
    members: list[Member] = field(default_factory=list)
    sample: Sample | None = None
    items: list[SampleItem] = field(default_factory=list)
    research: Research | None = None
    problems: dict[int, Problem] = field(default_factory=dict)


def body_of(it: Rectification | Sample) -> Body:
    return Body(it.unit, it.unit_name)


def rectification(ledger: str, matter: str, rows: Iterable[Row]) -> Kept:
    rows = list(rows)
    kept = Kept(size(rows))
    for name, row, told in in_order(rows):
        it, at = kept.rectification, moment(row)
        if name == "rectification_ordered" and (until := day(told.get("until"))):
            of, verifier = told_body(told.get("body")), told_body(told.get("verifier"))
            kept.rectification = Rectification(
                ledger=ledger, matter=matter, inspection=text(told.get("of"), 40), instance=text(told.get("instance"), 10),
                unit=of.code, unit_name=row.unit, issue=text(told.get("item"), 200), standard=text(told.get("standard")),
                first_until=until, until=until, verifier=verifier.code, verifier_name=verifier.name, state="open",
                ordered_at=at, ordered_by=who(row), extensions=0, claims=0, position=row.position,
            )  # fmt: skip
        elif it is None:
            continue
        elif name == "rectification_extended":
            it.extensions, it.until = it.extensions + 1, day(told.get("until")) or it.until
        elif name == "rectification_claimed":
            it.state, it.claims, it.claimed_at, it.claimed_by = "claimed", it.claims + 1, at, who(row)
            it.text = text(told.get("text"))
        elif name == "rectification_verified":
            it.state, it.verified_at, it.verified_by, it.text = (
                "verified",
                at,
                who(row),
                text(told.get("text")),
            )
        elif name == "rectification_returned":
            it.state, it.text = "returned", text(told.get("reason"))
    return kept


def campaign(ledger: str, matter: str, rows: Iterable[Row]) -> Kept:
    rows = list(rows)
    kept = Kept(size(rows))
    of: dict[str, Member] = {}
    for name, row, told in in_order(rows):
        since, until = day(told.get("since")), day(told.get("until"))
        if name == "campaign_opened" and since and until:
            kept.campaign = Campaign(
                ledger=ledger, matter=matter, title=text(told.get("item"), 200), document=text(told.get("document"), 100),
                since=since, until=until, opened_at=moment(row), position=row.position,
            )  # fmt: skip
        elif name == "campaign_joined" and (one := text(told.get("of"), 200)):
            of[one] = Member(ledger=ledger, matter=matter, of=one)
        elif name == "campaign_reported" and kept.campaign:
            kept.campaign.reported_at, kept.campaign.report = moment(row), text(told.get("text"))
    kept.members = list(of.values())
    return kept


def sample(ledger: str, matter: str, rows: Iterable[Row]) -> Kept:
    rows = list(rows)
    kept = Kept(size(rows))
    for name, row, told in in_order(rows):
        since, until = day(told.get("since")), day(told.get("until"))
        if name == "sample_drawn" and since and until:
            of = told_body(told.get("body"))
            kept.sample = Sample(
                ledger=ledger, matter=matter, unit=of.code, unit_name=row.unit, since=since, until=until,
                seed=text(told.get("seed"), 64), at_position=whole(told.get("at_position")), share=whole(told.get("share")),
                population=whole(told.get("population")), state="open", drawn_at=moment(row), position=row.position,
            )  # fmt: skip
            kept.items = [
                SampleItem(
                    ledger=ledger, matter=matter, of=text(one.get("of"), 200), instance=text(one.get("instance"), 20), n=n,
                    repeated=one.get("repeated") is True,
                )
                for n, one in enumerate(objects(told.get("drawn")), 1)
            ]  # fmt: skip
        elif name == "sample_checked":
            for item in kept.items:
                if (item.of, item.instance) == (told.get("of"), told.get("instance")):
                    item.outcome, item.text = text(told.get("outcome"), 5), text(told.get("text"))
                    item.checked_at, item.checked_by = moment(row), who(row)
        elif name == "sample_concluded" and kept.sample:
            kept.sample.state, kept.sample.concluded_at = text(told.get("outcome"), 10), moment(row)
    return kept


def research(ledger: str, matter: str, rows: Iterable[Row]) -> Kept:
    rows = list(rows)
    kept = Kept(size(rows))
    for name, row, told in in_order(rows):
        if name == "researched" and (on := day(told.get("on"))):
            kept.research = Research(
                ledger=ledger, matter=matter, title=text(told.get("item"), 200), of=text(told.get("of"), 200), on=on,
                place=text(told.get("place"), 200), unit_name=row.unit, position=row.position,
            )  # fmt: skip
            for one in objects(told.get("problems")):
                of, n = told_body(one), whole(one.get("n"))
                kept.problems[n] = Problem(
                    ledger=ledger,
                    matter=matter,
                    n=n,
                    text=text(one.get("text")),
                    unit=of.code,
                    unit_name=of.name,
                )
        elif name == "problem_answered" and (problem := kept.problems.get(whole(told.get("n")))):
            problem.answer, problem.answered_at = text(told.get("text")), moment(row)
    return kept
