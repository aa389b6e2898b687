"""Writing to the ledger: what happened becomes entries, once each, in one chain.

The head row of the ledger is locked last, so writers wait for one another only while positions and
digests are given out. Validation and canonical forms come before the lock.
"""

import itertools
import os
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import blake2b
from operator import attrgetter, itemgetter
from typing import Any, Literal, NamedTuple

import orjson
from django.conf import settings
from django.db import connection, transaction

from luoshi.law.errors import CouldNot
from luoshi.law.words import say
from luoshi.ledger import sql
from luoshi.ledger.canonical import UNCANONICAL, canonical
from luoshi.ledger.entry import ACTOR_KINDS, START, Draft, civil, digest_of, instant

CHUNK = 1000
_NUMBERED = re.compile(r"#\d+\Z")
_ESCAPED_NUL = re.compile(rb"(?<!\\)(?:\\\\)*\\u0000")
_TEXTS = (
    "matter", "kind", "occasion", "local_at", "unit", "post", "officer", "to_unit",
    "actor_kind", "actor", "law", "source", "source_row", "source_digest",
)  # fmt: skip
_texts = attrgetter(*_TEXTS)


class Outcome(NamedTuple):
    """What became of a draft.

    `position` is where its content stands now (for a duplicate, the version it equals);
    `corrects` the first entry of its occasion when that version is a correction.
    """

    state: Literal["stored", "duplicate", "correction"]
    position: int
    corrects: int | None


class _Ready(NamedTuple):
    """A draft checked and written out, waiting for its place in the chain."""

    occasion: str
    happened_at: str
    local_at: str
    source_digest: str
    payload: str
    draft: Draft


@dataclass(slots=True)
class _Known:
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
    recorded_at = instant(at, "at")
    key = bytes(settings.LEDGER_DIGEST_KEY)
    ready = [_ready(draft, key) for draft in drafts]
    if not ready:
        return []
    ledger = ledger or sql.default_ledger()
    with transaction.atomic(savepoint=False):
        position, digest = lock(ledger)
        known = _lookup(ledger, {r.occasion for r in ready})
        chain = _Chain(ledger, recorded_at, position, digest, known)
        rows = chain.rows(ready)
        if first := next(rows, None):
            sql.insert(itertools.chain((first,), rows))
            with connection.cursor() as cursor:
                cursor.execute(
                    "UPDATE ledger_head SET position = %s, digest = %s WHERE ledger = %s",
                    [chain.position, chain.digest, ledger],
                )
    return chain.outcomes


def append_bulk(drafts: Iterable[Draft], *, at: datetime, ledger: str | None = None) -> list[Outcome]:
    """Record many, committing every 1,000; not inside a transaction.

    After a crash what was committed is found as duplicates by the next run.
    """
    outcomes: list[Outcome] = []
    chunk: list[Draft] = []
    for draft in drafts:
        chunk.append(draft)
        if len(chunk) == CHUNK:
            outcomes += append(chunk, at=at, ledger=ledger)
            chunk = []
    return outcomes + append(chunk, at=at, ledger=ledger)


def check(draft: Draft) -> None:
    """Raise CouldNot, naming the field, if `append` would refuse this draft."""
    _ready(draft, b"")


def stored_occasion(occasion: str) -> str:
    """How an occasion stands in the table.

    Version n of an occasion is stored as `occasion#n`; an occasion that itself ends like that is
    stored as its version 1, so that no two can meet.
    """
    return f"{occasion}#1" if "#" in occasion and _NUMBERED.search(occasion) else occasion


def _ready(draft: Draft, key: bytes) -> _Ready:
    try:
        text = "".join(_texts(draft))
        text.encode()
        payload = canonical(draft.payload)
        fine = (
            "\0" not in text
            and draft.matter != ""
            and draft.kind != ""
            and draft.occasion != ""
            and draft.actor_kind in ACTOR_KINDS
            and type(draft.payload) is dict
            and (b"u0000" not in payload or not _ESCAPED_NUL.search(payload))
        )
    except UNCANONICAL as wrong:
        raise _refusal(draft) from wrong
    if not fine:
        raise _refusal(draft)
    happened_at = instant(draft.happened_at)
    local_at = draft.local_at or civil(happened_at)
    written = payload.decode()
    source_digest = draft.source_digest or _content_digest(draft, key, happened_at, local_at, written)
    return _Ready(draft.occasion, happened_at, local_at, source_digest, written, draft)


def _content_digest(draft: Draft, key: bytes, happened_at: str, local_at: str, payload: str) -> str:
    """Keyed, so that nobody can guess short contents from their digests."""
    content = orjson.dumps(
        {
            "happened_at": happened_at,
            "kind": draft.kind,
            "law": draft.law,
            "local_at": local_at,
            "matter": draft.matter,
            "officer": draft.officer,
            "payload": payload,
            "post": draft.post,
            "source": draft.source,
            "source_row": draft.source_row,
            "to_unit": draft.to_unit,
            "unit": draft.unit,
        }
    )
    return blake2b(content, key=key, digest_size=32).hexdigest()


def _refusal(draft: Draft) -> CouldNot:
    """Which field cannot be written, and why. Only called once something is wrong."""
    for name in _TEXTS:
        value = getattr(draft, name)
        if not isinstance(value, str):
            return CouldNot(
                say(
                    f"{name} 应是文字，不是 {type(value).__name__}",
                    f"{name} must be text, not {type(value).__name__}",
                )
            )
        if "\0" in value or any("\ud800" <= c <= "\udfff" for c in value):
            return CouldNot(
                say(
                    f"{name} 含有不能保存的字符：请去掉空字符和残缺字符",
                    f"{name} holds characters that cannot be kept: remove NULs and broken characters",
                )
            )
        if not value and name in ("matter", "kind", "occasion"):
            return CouldNot(say(f"{name} 不能为空", f"{name} must not be empty"))
    if draft.actor_kind not in ACTOR_KINDS:
        return CouldNot(
            say(
                f"actor_kind 只能是 {'、'.join(sorted(ACTOR_KINDS))}",
                f"actor_kind must be one of {', '.join(sorted(ACTOR_KINDS))}",
            )
        )
    return CouldNot(
        say(
            "payload 只能是 JSON 对象：文字、±2^53 以内的整数、有限小数、真假、空、列表、对象，且不含空字符",
            "payload must be a JSON object of text, integers within ±2^53, finite numbers, booleans, "
            "null, lists and objects, without NULs",
        )
    )


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
    by_position: dict[int, _Known] = {}
    names = {stored_occasion(o): o for o in occasions}
    for occasion, position, digest in sql.select(
        "occasion, position, source_digest", "occasion", list(names), ledger
    ):
        known[names[occasion]] = by_position[position] = _Known(position, 1, position, digest)
    versions = sql.select("corrects, position, source_digest", "corrects", list(by_position), ledger)
    for first, position, digest in sorted(versions, key=itemgetter(1)):
        it = by_position[first]
        it.versions, it.latest, it.digest = it.versions + 1, position, digest
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

    def rows(self, ready: Sequence[_Ready]) -> Iterator[tuple[Any, ...]]:
        """Rows in the order of COLUMNS, each bound to the one before."""
        salts = os.urandom(16 * len(ready)).hex()
        for number, it in enumerate(ready):
            placed = self._place(it)
            if placed is None:
                continue
            occasion, corrects = placed
            d = it.draft
            row = (
                self.ledger, self.position, d.matter, d.kind, it.happened_at, self.recorded_at, it.local_at,
                d.unit, d.post, d.officer, d.to_unit, d.actor_kind, d.actor, d.law, occasion, corrects,
                d.source, d.source_row, it.source_digest, it.payload, salts[number * 32 : number * 32 + 32],
                self.digest,
            )  # fmt: skip
            self.digest = digest_of(row)
            yield (*row, self.digest)

    def _place(self, it: _Ready) -> tuple[str, int | None] | None:
        """The occasion it is stored under and what it corrects; None for a duplicate."""
        seen = self.known.get(it.occasion)
        if seen and seen.digest == it.source_digest:
            first = seen.first if seen.latest != seen.first else None
            self.outcomes.append(Outcome("duplicate", seen.latest, first))
            return None
        self.position += 1
        if seen is None:
            self.known[it.occasion] = _Known(self.position, 1, self.position, it.source_digest)
            self.outcomes.append(Outcome("stored", self.position, None))
            return stored_occasion(it.occasion), None
        seen.versions, seen.latest, seen.digest = seen.versions + 1, self.position, it.source_digest
        self.outcomes.append(Outcome("correction", self.position, seen.first))
        return f"{it.occasion}#{seen.versions}", seen.first
