"""Writing to the ledger: what happened becomes entries, once each, in one chain.

The head row of the ledger is locked last, so writers wait for one another only while positions and
digests are given out. Validation and canonical forms come before the lock.
"""

import os
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import blake2b
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


@dataclass(frozen=True, slots=True)
class Outcome:
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
    ready = [_ready(draft) for draft in drafts]
    if not ready:
        return []
    ledger = ledger or sql.default_ledger()
    with transaction.atomic(savepoint=False):
        position, digest = lock(ledger)
        known = _lookup(ledger, {r.occasion for r in ready})
        rows, outcomes = _chain(ready, known, ledger, recorded_at, position, digest)
        if rows:
            sql.insert(rows)
            with connection.cursor() as cursor:
                cursor.execute(
                    "UPDATE ledger_head SET position = %s, digest = %s WHERE ledger = %s",
                    [rows[-1][1], rows[-1][-1], ledger],
                )
    return outcomes


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
    _ready(draft)


def stored_occasion(occasion: str) -> str:
    """How an occasion stands in the table.

    Version n of an occasion is stored as `occasion#n`; an occasion that itself ends like that is
    stored as its version 1, so that no two can meet.
    """
    return f"{occasion}#1" if _NUMBERED.search(occasion) else occasion


def _ready(draft: Draft) -> _Ready:
    try:
        text = "".join([getattr(draft, name) for name in _TEXTS])
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
    local_at = draft.local_at or civil(draft.happened_at)
    written = payload.decode()
    source_digest = draft.source_digest or _content_digest(draft, happened_at, local_at, written)
    return _Ready(draft.occasion, happened_at, local_at, source_digest, written, draft)


def _content_digest(draft: Draft, happened_at: str, local_at: str, payload: str) -> str:
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
    return blake2b(content, key=settings.LEDGER_DIGEST_KEY, digest_size=32).hexdigest()


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
    with connection.cursor() as cursor:
        for within, values in sql.inside(list(names)):
            cursor.execute(
                "SELECT occasion, position, source_digest FROM ledger_entry "
                f"WHERE ledger = %s AND occasion {within}",
                [ledger, *values],
            )
            for occasion, position, digest in cursor.fetchall():
                known[names[occasion]] = by_position[position] = _Known(position, 1, position, digest)
        for within, values in sql.inside(list(by_position)):
            cursor.execute(
                "SELECT corrects, position, source_digest FROM ledger_entry "
                f"WHERE ledger = %s AND corrects {within} ORDER BY position",
                [ledger, *values],
            )
            for first, position, digest in cursor.fetchall():
                it = by_position[first]
                it.versions, it.latest, it.digest = it.versions + 1, position, digest
    return known


def _chain(
    ready: Sequence[_Ready],
    known: dict[str, _Known],
    ledger: str,
    recorded_at: str,
    position: int,
    digest: str,
) -> tuple[list[tuple[Any, ...]], list[Outcome]]:
    """Rows in the order of COLUMNS, each bound to the one before, and the outcome of every draft."""
    rows: list[tuple[Any, ...]] = []
    outcomes: list[Outcome] = []
    salts = os.urandom(16 * len(ready)).hex()
    for it in ready:
        seen = known.get(it.occasion)
        if seen and seen.digest == it.source_digest:
            first = seen.first if seen.latest != seen.first else None
            outcomes.append(Outcome("duplicate", seen.latest, first))
            continue
        position += 1
        if seen is None:
            known[it.occasion] = _Known(position, 1, position, it.source_digest)
            outcomes.append(Outcome("stored", position, None))
            occasion, corrects = stored_occasion(it.occasion), None
        else:
            seen.versions, seen.latest, seen.digest = seen.versions + 1, position, it.source_digest
            outcomes.append(Outcome("correction", position, seen.first))
            occasion, corrects = f"{it.occasion}#{seen.versions}", seen.first
        d = it.draft
        salt = salts[len(rows) * 32 : len(rows) * 32 + 32]
        row = (
            ledger, position, d.matter, d.kind, it.happened_at, recorded_at, it.local_at, d.unit, d.post,
            d.officer, d.to_unit, d.actor_kind, d.actor, d.law, occasion, corrects, d.source, d.source_row,
            it.source_digest, it.payload, salt, digest,
        )  # fmt: skip
        digest = digest_of(row)
        rows.append((*row, digest))
    return rows, outcomes
