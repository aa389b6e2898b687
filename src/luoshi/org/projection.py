"""From entries to posts, officers, assignments and absences: the only writer of those tables."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime
from itertools import pairwise
from typing import Any

import orjson

from luoshi.ledger.entry import Row
from luoshi.ledger.projections import By
from luoshi.org import events
from luoshi.org.staffing import Absence, Assignment, Officer, Post, PostItem

TABLES = (Post, PostItem, Officer, Assignment, Absence)
Told = list[tuple[Row, Any]]


def project(ledger: str, by_matter: By) -> None:
    """Write posts and officers of these matters anew from their current entries."""
    made: dict[type[Any], list[Any]] = {table: [] for table in TABLES}
    for matter, rows in by_matter.items():
        told = [(row, orjson.loads(row.payload)) for row in in_order(rows)]
        for one in (*post(ledger, matter, told), *officer(ledger, matter, told)):
            made[type(one)].append(one)
    for table, rows_of in made.items():
        table.objects.filter(ledger=ledger, matter__in=list(by_matter)).delete()
        table.objects.bulk_create(rows_of, batch_size=500)


def in_order(rows: Sequence[Row]) -> list[Row]:
    """As they were first recorded: a correction stands in the place of what it corrects."""
    return sorted(rows, key=lambda row: row.corrects or row.position)


def of(told: Told, kind: str) -> Told:
    return [(row, payload) for row, payload in told if row.kind == kind]


def post(ledger: str, matter: str, told: Told) -> Iterator[Any]:
    code = matter.removeprefix(events.POST)
    if set_ := of(told, events.POST_SET.kind):
        row, it = set_[-1]
        yield Post(
            ledger=ledger, matter=matter, code=code, unit=it["unit"], title=it["title"],
            duties=it.get("duties", ""), active=it.get("active", True), position=row.position,
        )  # fmt: skip
        for item in it.get("items", ()):
            yield PostItem(ledger=ledger, matter=matter, post=code, item=item)
    for place in Assignment.Place.values:
        yield from held(ledger, matter, code, place, of(told, events.OFFICER_ASSIGNED.kind))


def held(ledger: str, matter: str, code: str, place: str, told: Told) -> Iterator[Assignment]:
    """Who holds one place, one after the other: each until the next begins; what begins the same day replaces."""
    turns: dict[str, tuple[Row, Any]] = {it["since"]: (row, it) for row, it in told if it["place"] == place}
    days = sorted(turns)
    for since, until in pairwise([*days, None]):
        assert since is not None
        row, it = turns[since]
        if it["officer"]:
            yield Assignment(
                ledger=ledger, matter=matter, post=code, place=place, officer=it["officer"],
                since=date.fromisoformat(since), until=date.fromisoformat(until) if until else None,
                position=row.position,
            )  # fmt: skip


def officer(ledger: str, matter: str, told: Told) -> Iterator[Any]:
    code = matter.removeprefix(events.OFFICER)
    if set_ := of(told, events.OFFICER_SET.kind):
        row, it = set_[-1]
        yield Officer(
            ledger=ledger, matter=matter, code=code, unit=it["unit"], active=it.get("active", True),
            position=row.position,
        )  # fmt: skip
    ended = {it["since"]: it["until"] for _, it in of(told, events.ABSENCE_ENDED.kind)}
    for row, it in of(told, events.ABSENCE_REGISTERED.kind):
        since = datetime.fromisoformat(it["since"])
        until = datetime.fromisoformat(ended.get(it["since"], it["until"]))
        if until > since:
            yield Absence(
                ledger=ledger, matter=matter, officer=code, since=since, until=until, kind=it["kind"],
                handover=it.get("handover", ""), registered_at=datetime.fromisoformat(row.happened_at),
                position=row.position,
            )  # fmt: skip
