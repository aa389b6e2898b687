"""The Merkle tree of RFC 9162 §2.1 over the digests of entries: roots, inclusion, consistency.

A leaf is hashed with 0x00 before it, a node with 0x01. Everything reads the leaves once, in order,
and keeps only as many hashes as the tree is high, so a ledger of any length fits.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from hashlib import sha256
from itertools import islice

EMPTY = sha256(b"").digest()

# Gives the leaf inputs (32 bytes each for a ledger) of positions start … end−1, counted from 0.
Leaves = Callable[[int, int], Iterable[bytes]]


def leaf_hash(data: bytes) -> bytes:
    return sha256(b"\x00" + data).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    return sha256(b"\x01" + left + right).digest()


class Frontier:
    """The roots of the full subtrees of a growing tree, largest first: all that a new leaf needs."""

    __slots__ = ("peaks", "size")

    def __init__(self, size: int = 0, peaks: Sequence[bytes] = ()) -> None:
        if len(peaks) != size.bit_count():
            raise ValueError(f"a tree of {size} leaves has {size.bit_count()} peaks, not {len(peaks)}")
        self.size = size
        self.peaks = list(peaks)

    def add(self, data: bytes) -> None:
        node = sha256(b"\x00" + data).digest()
        size = self.size
        while size & 1:
            node = sha256(b"\x01" + self.peaks.pop() + node).digest()
            size >>= 1
        self.peaks.append(node)
        self.size += 1

    def root(self) -> bytes:
        if not self.peaks:
            return EMPTY
        node = self.peaks[-1]
        for peak in reversed(self.peaks[:-1]):
            node = node_hash(peak, node)
        return node


def root(data: Iterable[bytes]) -> bytes:
    """The root over these leaves."""
    tree = Frontier()
    for leaf in data:
        tree.add(leaf)
    return tree.root()


def _split(n: int) -> int:
    """The largest power of two below n (n > 1)."""
    return 1 << ((n - 1).bit_length() - 1)


def halves(start: int, end: int) -> int:
    """Where the tree over these leaves divides."""
    return start + _split(end - start)


def inclusion(index: int, size: int, leaves: Leaves) -> list[bytes]:
    """The path that proves leaf `index` (from 0) is in the tree of `size` leaves, bottom first.

    Raises ValueError when there is no such leaf.
    """
    if not 0 <= index < size:
        raise ValueError(f"no leaf {index} in a tree of {size}")
    return _roots(_inclusion_ranges(index, 0, size), leaves)


def _inclusion_ranges(index: int, start: int, end: int) -> list[tuple[int, int]]:
    ranges: list[tuple[int, int]] = []
    while end - start > 1:
        middle = start + _split(end - start)
        if index < middle:
            ranges.append((middle, end))
            end = middle
        else:
            ranges.append((start, middle))
            start = middle
    return ranges[::-1]


def inclusions(
    indexes: Sequence[int], size: int, subtree: Callable[[int, int], bytes]
) -> tuple[dict[int, list[bytes]], bytes]:
    """The paths of several leaves at once, and the root they lead to.

    `subtree(start, end)` gives the root over leaves that are not asked for, or one leaf's own hash.
    """
    paths: dict[int, list[bytes]] = {index: [] for index in indexes}

    def walk(start: int, end: int, inside: Sequence[int]) -> bytes:
        if not inside or end - start == 1:
            return subtree(start, end)
        middle = start + _split(end - start)
        left, right = [i for i in inside if i < middle], [i for i in inside if i >= middle]
        a, b = walk(start, middle, left), walk(middle, end, right)
        for index in left:
            paths[index].append(b)
        for index in right:
            paths[index].append(a)
        return node_hash(a, b)

    if not all(0 <= index < size for index in paths):
        raise ValueError(f"no such leaf in a tree of {size}")
    return paths, walk(0, size, sorted(paths))


def consistency(first: int, second: int, leaves: Leaves) -> list[bytes]:
    """The proof that the tree of `first` leaves is the beginning of the tree of `second`.

    Raises ValueError unless 0 < first ≤ second.
    """
    if not 0 < first <= second:
        raise ValueError(f"a tree of {first} cannot be the beginning of one of {second}")
    ranges: list[tuple[int, int]] = []
    start, end, whole = 0, second, True
    while first != end - start:
        half = _split(end - start)
        if first <= half:
            ranges.append((start + half, end))
            end = start + half
        else:
            ranges.append((start, start + half))
            start, first, whole = start + half, first - half, False
    if not whole:
        ranges.append((start, end))
    return _roots(ranges[::-1], leaves)


def _roots(ranges: Sequence[tuple[int, int]], leaves: Leaves) -> list[bytes]:
    """The root of each range, in one pass over the leaves they span."""
    found: dict[tuple[int, int], bytes] = {}
    ordered = sorted(ranges)
    if not ordered:
        return []
    first = ordered[0][0]
    stream: Iterator[bytes] = iter(leaves(first, max(end for _, end in ordered)))
    at = first
    for start, end in ordered:
        for _ in islice(stream, start - at):
            pass
        found[start, end] = root(islice(stream, end - start))
        at = end
    return [found[r] for r in ranges]


def included(data: bytes, index: int, size: int, path: Sequence[bytes], expected: bytes) -> bool:
    """Does the path prove that `data` is leaf `index` of the tree with this root? (RFC 9162 §2.1.3.2)"""
    if not 0 <= index < size:
        return False
    fn, sn = index, size - 1
    node = leaf_hash(data)
    for sibling in path:
        if sn == 0:
            return False
        if fn & 1 or fn == sn:
            node = node_hash(sibling, node)
            while not fn & 1 and fn:
                fn, sn = fn >> 1, sn >> 1
        else:
            node = node_hash(node, sibling)
        fn, sn = fn >> 1, sn >> 1
    return sn == 0 and node == expected


def consistent(first: int, second: int, path: Sequence[bytes], first_root: bytes, second_root: bytes) -> bool:
    """Does the path prove that the first tree is the beginning of the second? (RFC 9162 §2.1.4.2)"""
    if not 0 < first <= second:
        return False
    if first == second:
        return not path and first_root == second_root
    nodes = list(path)
    if first & (first - 1) == 0:
        nodes.insert(0, first_root)
    if not nodes:
        return False
    fn, sn = first - 1, second - 1
    while fn & 1:
        fn, sn = fn >> 1, sn >> 1
    left = right = nodes[0]
    for node in nodes[1:]:
        if sn == 0:
            return False
        if fn & 1 or fn == sn:
            left, right = node_hash(node, left), node_hash(node, right)
            while not fn & 1 and fn:
                fn, sn = fn >> 1, sn >> 1
        else:
            right = node_hash(right, node)
        fn, sn = fn >> 1, sn >> 1
    return left == first_root and right == second_root and sn == 0
