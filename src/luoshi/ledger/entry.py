"""What an entry is: something that happened, to which matter, when, by whom, and how it is chained."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import lru_cache
from hashlib import sha256
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

import orjson

from luoshi.law.errors import CouldNot
from luoshi.law.words import say

SHANGHAI = ZoneInfo("Asia/Shanghai")
ACTOR_KINDS = frozenset(("person", "system", "law", "import"))
START = "0" * 64  # the digest before the first entry
VOIDED = "ledger.voided"
FUTURE = 2**53
"""Beyond every position: where a draft stands before it has one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """Something that happened, not yet written.

    `occasion` is unique per ledger: the same thing is recorded once. `happened_at` is aware;
    `local_at` is civil time there (derived in Asia/Shanghai when empty). `source_digest` is a keyed
    digest of the source row, or "" to have it computed from the content. The payload is JSON and
    holds no personal data.
    """

    matter: str
    kind: str
    happened_at: datetime
    occasion: str
    local_at: str = ""
    unit: str = ""
    post: str = ""
    officer: str = ""
    to_unit: str = ""
    actor_kind: str = "person"
    actor: str = ""
    law: str = ""
    source: str = ""
    source_row: str = ""
    source_digest: str = ""
    payload: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry(Draft):
    """A draft as written: its place in the chain."""

    position: int
    recorded_at: datetime
    ledger: str
    corrects: int | None
    salt: str
    previous_digest: str
    digest: str


class Row(NamedTuple):
    """A row of `ledger_entry` as stored: the columns in order, moments and payload as text."""

    ledger: str
    position: int
    matter: str
    kind: str
    happened_at: str
    recorded_at: str
    local_at: str
    unit: str
    post: str
    officer: str
    to_unit: str
    actor_kind: str
    actor: str
    law: str
    occasion: str
    corrects: int | None
    source: str
    source_row: str
    source_digest: str
    payload: str
    salt: str
    previous_digest: str
    digest: str


COLUMNS: tuple[str, ...] = Row._fields


def instant(moment: datetime, name: str = "happened_at") -> str:
    """`2026-09-18T01:00:00.000000Z`: fixed width, so that order of text is order of time."""
    if type(moment) is not datetime or moment.tzinfo is not UTC:
        moment = _utc(moment, name)
    told = orjson.dumps(moment, option=orjson.OPT_UTC_Z).decode()  # a tenth of what isoformat takes
    return told[1:27] + "Z" if moment.microsecond else told[1:20] + ".000000Z"


def _utc(moment: datetime, name: str) -> datetime:
    if not isinstance(moment, datetime) or moment.tzinfo is None or moment.utcoffset() is None:
        raise CouldNot(
            say(
                f"{name} 没有时区：请写明，如 2026-09-18T09:00+08:00",
                f"{name} has no time zone: give it, as in 2026-09-18T09:00+08:00",
            )
        )
    try:
        utc = moment.astimezone(UTC)
    except OverflowError as wrong:
        raise CouldNot(
            say(
                f"{name} 超出公元 1–9999 年：请核对日期",
                f"{name} lies outside the years 1–9999: check the date",
            )
        ) from wrong
    return datetime.combine(utc.date(), utc.time(), UTC)  # orjson wants no subclass


def civil(utc: str) -> str:
    """`2026-09-18T09:00:00`, the clock on the wall in China at an instant as `instant` writes it."""
    hour = _hour(utc[:13])
    return hour + utc[13:19] if hour else _local(utc)


@lru_cache(4096)
def _hour(utc: str) -> str:
    """The local hour of a UTC hour; "" in the years when China was not whole hours from Greenwich."""
    local = _local(f"{utc}:00:00Z")
    return local[:13] if local.endswith(":00:00") else ""


def _local(utc: str) -> str:
    moment = datetime.fromisoformat(utc)
    try:
        return moment.astimezone(SHANGHAI).isoformat(timespec="seconds")[:19]
    except OverflowError:
        return utc[:19]


def digest_of(row: Sequence[Any]) -> str:
    """SHA-256, in hex, over every column but the digest itself, in RFC 8785 form.

    `row` is in the order of COLUMNS; a 23rd value is ignored. The keys stand here already sorted.
    Raises TypeError for text that is not Unicode or values no column may hold.
    """
    (
        ledger, position, matter, kind, happened_at, recorded_at, local_at, unit, post, officer, to_unit,
        actor_kind, actor, law, occasion, corrects, source, source_row, source_digest, payload, salt,
        previous_digest,
    ) = row[:22]  # fmt: skip
    told = {
        "actor": actor, "actor_kind": actor_kind, "corrects": corrects, "happened_at": happened_at,
        "kind": kind, "law": law, "ledger": ledger, "local_at": local_at, "matter": matter,
        "occasion": occasion, "officer": officer, "payload": payload, "position": position, "post": post,
        "previous_digest": previous_digest, "recorded_at": recorded_at, "salt": salt, "source": source,
        "source_digest": source_digest, "source_row": source_row, "to_unit": to_unit, "unit": unit,
    }  # fmt: skip
    return sha256(orjson.dumps(told)).hexdigest()


def as_row(ledger: str, draft: Draft, n: int) -> Row:
    """A draft as a row not yet placed: after everything recorded, in the order of the buffer."""
    happened = instant(draft.happened_at)
    return Row(
        ledger, FUTURE + n, draft.matter, draft.kind, happened, happened, draft.local_at or civil(happened),
        draft.unit, draft.post, draft.officer, draft.to_unit, draft.actor_kind, draft.actor, draft.law,
        draft.occasion, None, draft.source, draft.source_row, "", orjson.dumps(draft.payload).decode(), "", "", "",
    )  # fmt: skip


def entry(row: Sequence[Any]) -> Entry:
    """The entry that a stored row tells: moments aware in UTC, the payload as a dict."""
    values = dict(zip(COLUMNS, row, strict=True))
    values["happened_at"] = datetime.fromisoformat(values["happened_at"])
    values["recorded_at"] = datetime.fromisoformat(values["recorded_at"])
    values["payload"] = orjson.loads(values["payload"])
    return Entry(**values)
