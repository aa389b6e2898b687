"""Proofs as files: that an entry is in the sealed ledger, that one seal continues another.

A stand-alone script (tools/check_proof.py) checks them with nothing of ours installed.
"""

import json
from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from luoshi.law.errors import CouldNot
from luoshi.law.words import say
from luoshi.ledger import blocks, merkle, read, seal, sql
from luoshi.ledger.entry import Row

FORMAT = "luoshi-proof/1"


def inclusion(name: str, *, ledger: str | None = None) -> dict[str, Any]:
    """The proof for an entry, named by position or occasion, under the last seal.

    Raises CouldNot when there is no such entry, or it is not sealed yet, or the ledger is broken.
    """
    ledger = ledger or sql.default_ledger()
    row = _find(name, ledger)
    under = next(iter(seal.last(ledger=ledger)), None)
    if under is None or under.size < row.position:
        raise CouldNot(
            say(
                f"第 {row.position} 条还没有封签：先运行 luoshi seal",
                f"Entry {row.position} is not sealed yet: run luoshi seal first",
            )
        )
    index = row.position - 1
    path = merkle.inclusion(index, under.size, lambda a, b: seal.digests(a, b, ledger=ledger))
    if not merkle.included(bytes.fromhex(row.digest), index, under.size, path, bytes.fromhex(under.root)):
        raise seal.broken()
    content = row._asdict()
    digest = content.pop("digest")
    return {
        "format": FORMAT,
        "proves": "inclusion",
        "entry": content,
        "digest": digest,
        "path": [node.hex() for node in path],
        "seal": asdict(under),
    }


def digests(positions: Sequence[int], *, ledger: str | None = None) -> dict[str, Any]:
    """The proof that entries lie unchanged under the last seal, without telling what they say.

    For those whom an entry concerns but who may not read all of it: the digest is salted, so nothing can be
    guessed from it. Entries after the seal are left out; raises CouldNot when none is left.
    """
    ledger = ledger or sql.default_ledger()
    under = next(iter(seal.last(ledger=ledger)), None)
    held = sorted({position for position in positions if under and position <= under.size})
    if under is None or not held:
        raise CouldNot(
            say(
                "这些记录还没有封签：每天封签一次，请明天再来取",
                "These entries are not sealed yet: sealing is daily, come back tomorrow",
            )
        )
    paths, leaves = blocks.paths([position - 1 for position in held], under, ledger=ledger)
    return {
        "format": FORMAT,
        "proves": "digests",
        "digests": [
            {
                "position": position,
                "digest": leaves[position - 1].hex(),
                "path": [node.hex() for node in paths[position - 1]],
            }
            for position in held
        ],
        "seal": asdict(under),
    }


def consistency(*, ledger: str | None = None) -> dict[str, Any]:
    """The proof that the last seal continues the one before it. Raises CouldNot unless there are two."""
    ledger = ledger or sql.default_ledger()
    two = seal.last(ledger=ledger, count=2)
    if len(two) < 2:
        raise CouldNot(
            say(
                "要有两个封签才能证明前后一致：再封一次签",
                "Consistency needs two seals: seal once more after new entries",
            )
        )
    second, first = two
    path = merkle.consistency(first.size, second.size, lambda a, b: seal.digests(a, b, ledger=ledger))
    roots = (bytes.fromhex(first.root), bytes.fromhex(second.root))
    if not merkle.consistent(first.size, second.size, path, *roots):
        raise seal.broken()
    return {
        "format": FORMAT,
        "proves": "consistency",
        "path": [node.hex() for node in path],
        "first": asdict(first),
        "second": asdict(second),
    }


def text(proof: dict[str, Any]) -> str:
    """As it is written to a file: JSON, readable, one form only."""
    return json.dumps(proof, ensure_ascii=False, indent=1, sort_keys=True) + "\n"


def _find(name: str, ledger: str) -> Row:
    row = None
    if name.isascii() and name.isdigit() and len(name) < 19:
        row = read.at_position(int(name), ledger=ledger)
    row = row or read.by_occasion(name, ledger=ledger)
    if row is None:
        raise CouldNot(
            say(
                f"账本 {ledger} 里没有 {name!r}：请给出序号或事由",
                f"There is no {name!r} in ledger {ledger}: give a position or an occasion",
            )
        )
    return row
