"""Writing to the ledger: what happened becomes entries, once each, in one chain.

The head row of the ledger is locked last, so writers wait for one another only while positions and
digests are given out. Validation and canonical forms come before the lock.
"""

import itertools
import os
import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from operator import itemgetter
from typing import Any, Literal, NamedTuple

from django.db import connection, transaction

from luoshi.law.errors import CouldNot
from luoshi.law.words import say
from luoshi.ledger import sql
from luoshi.ledger.entry import START, Draft, digest_of, instant
from luoshi.ledger.ready import Ready, all_ready

CHUNK = 1000
_NUMBERED = re.compile(r"#\d+\Z")


class Outcome(NamedTuple):
    """What became of a draft.

    `position` is where its content stands now (for a duplicate, the version it equals);
    `corrects` the first entry of its occasion when that version is a correction.
    """

    state: Literal["stored", "duplicate", "correction"]
    position: int
    corrects: int | None


class _Known(NamedTuple):
    """The versions of one occasion so far."""

    first: int
    versions: int
    latest: int
    digest: str


def append(drafts: Sequence[Draft], *, at: datetime, ledger: str | None = None) -> list[Outcome]:
    """Record what happened, in the caller's transaction; one outcome per draft, in order.

    Same occasion and same source digest as the latest version: a duplicate, nothing is written.
    Same occasion, another digest: a correction. `at` is when we learned of it. Raises CouldNot,
    naming the field, before anything is written.
    """
    return place(list(all_ready(drafts)), at=at, ledger=ledger)


def append_bulk(drafts: Iterable[Draft], *, at: datetime, ledger: str | None = None) -> list[Outcome]:
    """Record many, committing every 1,000; not inside a transaction.

    After a crash what was committed is found as duplicates by the next run.
    """
    return place_bulk(all_ready(drafts), at=at, ledger=ledger)


def place_bulk(drafts: Iterable[Ready], *, at: datetime, ledger: str | None = None) -> list[Outcome]:
    """The same for drafts checked and written out before."""
    outcomes: list[Outcome] = []
    rest = iter(drafts)
    while chunk := list(itertools.islice(rest, CHUNK)):
        outcomes += place(chunk, at=at, ledger=ledger)
    return outcomes


def append_as_learned(
    learned: Iterable[tuple[datetime, Draft]], *, ledger: str | None = None
) -> list[Outcome]:
    """Record a past in one go, each thing with the moment at which it was learned of; as `append_bulk` otherwise.

    For ledgers that are made up, such as a sample city. In an office, what is learned now is recorded now.
    """
    outcomes: list[Outcome] = []
    rest = iter(learned)
    while chunk := list(itertools.islice(rest, CHUNK)):
        moments = [instant(at, "at") for at, _ in chunk]
        drafts = list(all_ready(draft for _, draft in chunk))
        outcomes += place(drafts, at=chunk[-1][0], ledger=ledger, moments=moments)
    return outcomes


def place(
    drafts: Sequence[Ready], *, at: datetime, ledger: str | None = None, moments: Sequence[str] = ()
) -> list[Outcome]:
    """`append` for drafts checked and written out before; `moments`, where given, stand for `at` draft by draft."""
    recorded_at = instant(at, "at")
    if not drafts:
        return []
    ledger = ledger or sql.default_ledger()
    with transaction.atomic(savepoint=False):
        position, digest = lock(ledger)
        known = _lookup(ledger, {it.occasion for it in drafts})
        chain = _Chain(ledger, recorded_at, position, digest, known)
        rows = chain.rows(drafts, moments)
        if first := next(rows, None):
            sql.insert(itertools.chain((first,), rows))
            with connection.cursor() as cursor:
                cursor.execute(
                    "UPDATE ledger_head SET position = %s, digest = %s WHERE ledger = %s",
                    [chain.position, chain.digest, ledger],
                )
    return chain.outcomes


def stored_occasion(occasion: str) -> str:
    """How an occasion stands in the table.

    Version n of an occasion is stored as `occasion#n`; an occasion that itself ends like that is
    stored as its version 1, so that no two can meet.
    """
    return f"{occasion}#1" if "#" in occasion and _NUMBERED.search(occasion) else occasion


def lock(ledger: str) -> tuple[int, str]:
    """The head, held until the transaction ends. SQLite transactions are IMMEDIATE and hold all."""
    hold = " FOR UPDATE" if connection.vendor == "postgresql" else ""
    with connection.cursor() as cursor:
        for _ in range(2):
            cursor.execute(f"SELECT position, digest FROM ledger_head WHERE ledger = %s{hold}", [ledger])
            if found := cursor.fetchone():
                return found[0], found[1]
            cursor.execute(
                "INSERT INTO ledger_head (ledger, position, digest) VALUES (%s, 0, %s) "
                "ON CONFLICT (ledger) DO NOTHING",
                [ledger, START],
            )
    raise CouldNot(
        say("账头不见了：请运行 luoshi verify", "The head of the ledger is gone: run luoshi verify")
    )


def _lookup(ledger: str, occasions: set[str]) -> dict[str, _Known]:
    """What is already known of these occasions; read under the lock, so nobody can add to it."""
    known: dict[str, _Known] = {}
    names = {stored_occasion(o): o for o in occasions}
    first: dict[int, str] = {}
    for occasion, position, digest in sql.select(
        "occasion, position, source_digest", "occasion", list(names), ledger
    ):
        first[position] = names[occasion]
        known[names[occasion]] = _Known(position, 1, position, digest)
    versions = sql.select("corrects, position, source_digest", "corrects", list(first), ledger)
    for corrects, position, digest in sorted(versions, key=itemgetter(1)):
        seen = known[first[corrects]]
        known[first[corrects]] = _Known(corrects, seen.versions + 1, position, digest)
    return known


class _Chain:
    """The end of a ledger, moving on as rows are made; notes the outcome of every draft."""

    __slots__ = ("digest", "known", "ledger", "outcomes", "position", "recorded_at")

    def __init__(
        self, ledger: str, recorded_at: str, position: int, digest: str, known: dict[str, _Known]
    ) -> None:
        self.ledger = ledger
        self.recorded_at = recorded_at
        self.position = position
        self.digest = digest
        self.known = known
        self.outcomes: list[Outcome] = []

    def rows(self, drafts: Sequence[Ready], moments: Sequence[str] = ()) -> Iterator[tuple[Any, ...]]:
        """Rows in the order of COLUMNS, each bound to the one before; `moments`: when each was learned of, if not all at once."""
        salts = os.urandom(16 * len(drafts)).hex()
        for number, it in enumerate(drafts):
            (
                matter, kind, happened_at, local_at, unit, post, officer, to_unit, actor_kind, actor, law,
                name, source, source_row, source_digest, payload,
            ) = it  # fmt: skip
            placed = self._place(name, source_digest)
            if placed is None:
                continue
            occasion, corrects = placed
            row = (
                self.ledger, self.position, matter, kind, happened_at,
                moments[number] if moments else self.recorded_at, local_at, unit, post, officer, to_unit, actor_kind, actor, law, occasion, corrects, source, source_row,
                source_digest, payload, salts[number * 32 : number * 32 + 32], self.digest,
            )  # fmt: skip
            self.digest = digest_of(row)
            yield (*row, self.digest)

    def _place(self, occasion: str, digest: str) -> tuple[str, int | None] | None:
        """The occasion it is stored under and what it corrects; None for a duplicate."""
        seen = self.known.get(occasion)
        if seen is None:
            self.position = position = self.position + 1
            self.known[occasion] = _Known(position, 1, position, digest)
            self.outcomes.append(Outcome("stored", position, None))
            return stored_occasion(occasion), None
        first, versions, latest, standing = seen
        if standing == digest:
            self.outcomes.append(Outcome("duplicate", latest, first if latest != first else None))
            return None
        self.position = position = self.position + 1
        self.known[occasion] = _Known(first, versions + 1, position, digest)
        self.outcomes.append(Outcome("correction", position, first))
        return f"{occasion}#{versions + 1}", first
