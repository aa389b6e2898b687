"""Roots of full blocks of the tree, kept in the home, so that a proof need not hash the whole ledger again.

They are a shortcut and no evidence: a path made with them counts only if it leads to the signed root. If it does
not, they are made anew once; if it still does not, the ledger itself is broken.
"""

from collections.abc import Sequence
from hashlib import sha256
from os import getpid
from pathlib import Path

from django.conf import settings

from luoshi.ledger import merkle, seal

SIZE, HASH = 4096, 32


def paths(
    indexes: Sequence[int], under: seal.Seal, *, ledger: str
) -> tuple[dict[int, list[bytes]], dict[int, bytes]]:
    """The paths of leaves (from 0) to the root of a seal, and the leaves themselves."""
    for known in (kept(ledger), b""):
        tree = Tree(ledger, under.size, known)
        found, root = merkle.inclusions(indexes, under.size, tree.subtree)
        if root.hex() == under.root:
            if len(tree.blocks) > len(known):
                keep(ledger, bytes(tree.blocks))
            return found, {index: tree.leaf(index) for index in indexes}
    raise seal.broken()


class Tree:
    """The tree at one size: full blocks from what is known, anything smaller from the leaves of its block."""

    def __init__(self, ledger: str, size: int, known: bytes) -> None:
        self.ledger, self.size = ledger, size
        self.blocks = bytearray(known)
        self.read: dict[int, list[bytes]] = {}
        while len(self.blocks) // HASH < size // SIZE:
            start = len(self.blocks) // HASH * SIZE
            self.blocks += merkle.root(seal.digests(start, start + SIZE, ledger=ledger))

    def subtree(self, start: int, end: int) -> bytes:
        """The root over leaves start … end−1, which are a subtree of the whole."""
        if end - start > SIZE:
            middle = merkle.halves(start, end)
            return merkle.node_hash(self.subtree(start, middle), self.subtree(middle, end))
        if end - start == SIZE:
            at = start // SIZE * HASH
            return bytes(self.blocks[at : at + HASH])
        within = start // SIZE * SIZE
        return merkle.root(self.leaves(start // SIZE)[start - within : end - within])

    def leaf(self, index: int) -> bytes:
        return self.leaves(index // SIZE)[index % SIZE]

    def leaves(self, block: int) -> list[bytes]:
        if block not in self.read:
            start = block * SIZE
            self.read[block] = list(seal.digests(start, min(start + SIZE, self.size), ledger=self.ledger))
        return self.read[block]


def path(ledger: str) -> Path:
    return Path(settings.LUOSHI_HOME) / "blocks" / sha256(ledger.encode()).hexdigest()[:16]


def kept(ledger: str) -> bytes:
    """What is kept, in whole hashes."""
    try:
        found = path(ledger).read_bytes()
    except FileNotFoundError:
        return b""
    return found[: len(found) // HASH * HASH]


def keep(ledger: str, blocks: bytes) -> None:
    where = path(ledger)
    where.parent.mkdir(parents=True, exist_ok=True)
    part = where.with_name(f"{where.name}.{getpid()}")
    part.write_bytes(blocks)
    part.replace(where)
