"""From entries to an inspection and everything beside it: what acts are judged against, and what the tables say."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import orjson

from luoshi.inspections.models import Finding, Inspection, Review, Target
from luoshi.inspections.patterns import next_visit
from luoshi.law.typed import day, objects, text, texts, whole
from luoshi.ledger.entry import FUTURE, SHANGHAI, Row
from luoshi.org.bodies import Body, told_body

Told = Mapping[str, Any]
KIND = "inspections."


@dataclass(slots=True)
class Held:
    """An inspection with its bodies, findings and reviews. `size` is how many entries are recorded."""

    ledger: str
    matter: str
    size: int = 0
    inspection: Inspection | None = None
    targets: dict[str, Target] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)
    reviews: list[Review] = field(default_factory=list)
    took_part: set[str] = field(default_factory=set)
    seed: str = ""

    @property
    def bodies(self) -> list[Body]:
        return [Body(t.unit, t.unit_name) for t in self.targets.values()]

    @property
    def team(self) -> list[str]:
        return texts(self.inspection.told.get("team")) if self.inspection else []

    @property
    def open_reviews(self) -> list[Review]:
        return [one for one in self.reviews if one.decided_at is None]


def moment(row: Row) -> datetime:
    return datetime.fromisoformat(row.happened_at)


def who(row: Row) -> str:
    return row.officer or row.actor


def in_order(rows: Iterable[Row]) -> list[tuple[str, Row, Told]]:
    """Name, row and payload of each entry, corrections in the place of what they correct."""
    held = sorted(rows, key=lambda row: row.corrects or row.position)
    return [
        (row.kind.removeprefix(KIND), row, orjson.loads(row.payload))
        for row in held
        if row.kind.startswith(KIND)
    ]


def size(rows: Iterable[Row]) -> int:
    return sum(row.position < FUTURE for row in rows)


def inspection(ledger: str, matter: str, rows: Iterable[Row]) -> Held:
    """The inspection that the current entries of a matter tell."""
    rows = list(rows)
    it = Held(ledger, matter, size(rows))
    for name, row, told in in_order(rows):
        if name == "planned":
            planned(it, row, told)
        elif it.inspection is not None:
            then(it, it.inspection, name, row, told)
    return it


def planned(it: Held, row: Row, told: Told) -> None:
    it.seed = row.digest
    it.took_part |= {text(told.get("lead"), 200), *texts(told.get("team"))} - {""}
    it.inspection = Inspection(
        ledger=it.ledger, matter=it.matter, topic=text(told.get("item"), 200), sort=text(told.get("sort"), 14),
        pattern=text(told.get("pattern"), 10), document=text(told.get("document"), 100), leader=text(told.get("leader"), 100),
        lead=text(told.get("lead"), 200), scope=text(told.get("scope")), unit_name=row.unit, on=day(told.get("on")),
        until=day(told.get("until")), campaign=text(told.get("campaign"), 40), origin=text(told.get("origin"), 20),
        of=text(told.get("of"), 200), every=whole(told.get("every")), state="planned", planned_at=moment(row), findings=0,
        position=row.position, told=dict(told),
    )  # fmt: skip
    targets(it, told)


def targets(it: Held, told: Told) -> None:
    for one in map(told_body, objects(told.get("units"))):
        if one.code:
            it.targets.setdefault(
                one.code, Target(ledger=it.ledger, matter=it.matter, unit=one.code, unit_name=one.name)
            )


def then(it: Held, i: Inspection, name: str, row: Row, told: Told) -> None:
    """What happened since it was planned."""
    at = moment(row)
    if name == "merged":
        targets(it, told)
    elif name == "begun":
        i.state, i.begun_at = "begun", at
    elif name == "finding_recorded":
        found(it, row, told)
    elif name == "concluded":
        i.state, i.concluded_at, i.conclusion = "concluded", at, text(told.get("text"))
        it.took_part.add(who(row))
    elif name == "served" and (target := named(it, row.to_unit)):
        target.served_at, target.ask_until = at, day(told.get("until"))
    elif name == "review_requested" and (target := named(it, row.to_unit)):
        it.reviews.append(
            Review(
                ledger=it.ledger, matter=it.matter, instance=text(told.get("instance"), 10), unit=target.unit,
                unit_name=target.unit_name, asked_at=at, asked_by=who(row), reason=text(told.get("reason")),
            )
        )  # fmt: skip
    elif name == "review_decided":
        for one in (r for r in it.reviews if r.instance == told.get("instance")):
            one.outcome, one.answer = text(told.get("outcome"), 10), text(told.get("reason"))
            one.decided_at, one.decided_by = at, who(row)
    elif name in ("result_published", "looked_back"):
        setattr(i, {"result_published": "published_at", "looked_back": "looked_back_at"}[name], at)
    elif name == "closed":
        i.state, i.closed_at = "closed", at
        if i.every and it.seed:
            i.next_on = next_visit(it.seed, at.astimezone(SHANGHAI).date(), i.every)


def found(it: Held, row: Row, told: Told) -> None:
    target = named(it, row.to_unit)
    assert it.inspection is not None
    if target is None:
        return
    it.took_part.add(who(row))
    it.inspection.findings += 1
    it.findings.append(
        Finding(
            ledger=it.ledger, matter=it.matter, instance=text(told.get("instance"), 10), unit=target.unit,
            unit_name=target.unit_name, text=text(told.get("text")), found_at=moment(row), found_by=who(row),
            attachments=[dict(one) for one in objects(told.get("attachments"))],
        )
    )  # fmt: skip


def named(it: Held, name: str) -> Target | None:
    return next((t for t in it.targets.values() if name in (t.unit, t.unit_name)), None)
