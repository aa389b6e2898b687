"""A draft checked and written out, waiting for its place in the chain. No database, no lock."""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import datetime
from hashlib import blake2b
from operator import attrgetter
from typing import Any, NamedTuple

import orjson
from django.conf import settings

from luoshi.law.errors import CouldNot
from luoshi.law.words import say
from luoshi.ledger.canonical import UNCANONICAL, canonical
from luoshi.ledger.entry import ACTOR_KINDS, Draft, civil, instant

_ESCAPED_NUL = re.compile(rb"(?<!\\)(?:\\\\)*\\u0000")
_TEXTS = (
    "matter", "kind", "local_at", "unit", "post", "officer", "to_unit", "actor_kind", "actor", "law",
    "occasion", "source", "source_row", "source_digest",
)  # fmt: skip
_parts: Callable[[Draft], tuple[Any, ...]] = attrgetter(*_TEXTS, "happened_at", "payload")


class Ready(NamedTuple):
    """The columns of an entry that its place does not change, in the order of COLUMNS."""

    matter: str
    kind: str
    happened_at: str
    local_at: str
    unit: str
    post: str
    officer: str
    to_unit: str
    actor_kind: str
    actor: str
    law: str
    occasion: str
    source: str
    source_row: str
    source_digest: str
    payload: str


def ready(draft: Draft) -> Ready:
    """Raises CouldNot, naming the field that cannot be kept."""
    return next(all_ready((draft,)))


def all_ready(drafts: Iterable[Draft]) -> Iterator[Ready]:
    """The same for many, as they are asked for."""
    keyed = digester()
    for draft in drafts:
        yield written(keyed, *_parts(draft))


def digester() -> blake2b:
    """What digests contents, to be copied: keyed, so that nobody can guess short contents from their digests."""
    return blake2b(key=settings.LEDGER_DIGEST_KEY, digest_size=32)


def written(
    keyed: blake2b,
    matter: str,
    kind: str,
    local_at: str,
    unit: str,
    post: str,
    officer: str,
    to_unit: str,
    actor_kind: str,
    actor: str,
    law: str,
    occasion: str,
    source: str,
    source_row: str,
    source_digest: str,
    happened_at: datetime,
    payload: dict[str, Any],
) -> Ready:
    """The same from the fields of a draft; `keyed` is a `digester`."""
    texts = (
        matter, kind, local_at, unit, post, officer, to_unit, actor_kind, actor, law, occasion,
        source, source_row, source_digest,
    )  # fmt: skip
    try:
        text = "".join(texts)
        text.encode()
        told = canonical(payload)
        fine = (
            matter
            and kind
            and occasion
            and actor_kind in ACTOR_KINDS
            and "\0" not in text
            and type(payload) is dict
            and (b"u0000" not in told or not _ESCAPED_NUL.search(told))
        )
    except UNCANONICAL as wrong:
        raise _refusal(texts) from wrong
    if not fine:
        raise _refusal(texts)
    at = instant(happened_at)
    local_at = local_at or civil(at)
    as_text = told.decode()
    if not source_digest:
        content = {
            "happened_at": at, "kind": kind, "law": law, "local_at": local_at, "matter": matter,
            "officer": officer, "payload": as_text, "post": post, "source": source,
            "source_row": source_row, "to_unit": to_unit, "unit": unit,
        }  # fmt: skip
        digest = keyed.copy()
        digest.update(orjson.dumps(content))
        source_digest = digest.hexdigest()
    return Ready._make(
        (
            matter, kind, at, local_at, unit, post, officer, to_unit, actor_kind, actor, law, occasion,
            source, source_row, source_digest, as_text,
        )
    )  # fmt: skip


def _refusal(texts: Sequence[object]) -> CouldNot:
    """Which field cannot be written, and why. Only called once something is wrong."""
    for name, value in zip(_TEXTS, texts, strict=True):
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
        if name == "actor_kind" and value not in ACTOR_KINDS:
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
