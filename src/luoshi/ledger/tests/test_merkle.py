"""The tree against the reference vectors of Certificate Transparency and against its definition."""

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from luoshi.ledger import merkle

LEAVES = [
    bytes.fromhex(h)
    for h in (
        "",
        "00",
        "10",
        "2021",
        "3031",
        "40414243",
        "5051525354555657",
        "606162636465666768696a6b6c6d6e6f",
    )
]
# Certificate Transparency, reference implementation, merkle tree test vectors: roots of the first n leaves.
ROOTS = [
    "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
]
# The same source: inclusion paths (leaf counted from 0, size) and consistency proofs (first, second).
PATHS = {
    (0, 8): [
        "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
        "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
        "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4",
    ],
    (5, 8): [
        "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
        "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
        "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    ],
    (2, 3): ["fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125"],
    (1, 5): [
        "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
        "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
        "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
    ],
}
CONSISTENCY = {
    (1, 1): [],
    (1, 8): [
        "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
        "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
        "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4",
    ],
    (6, 8): [
        "0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a",
        "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
        "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    ],
    (2, 5): [
        "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
        "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
    ],
}


def between(start: int, end: int) -> list[bytes]:
    return LEAVES[start:end]


def by_definition(data: Sequence[bytes]) -> bytes:
    """MTH as RFC 9162 §2.1.1 writes it."""
    if not data:
        return merkle.EMPTY
    if len(data) == 1:
        return merkle.leaf_hash(data[0])
    k = 1
    while k * 2 < len(data):
        k *= 2
    return merkle.node_hash(by_definition(data[:k]), by_definition(data[k:]))


@pytest.mark.parametrize("size", range(9))
def test_roots(size: int) -> None:
    assert merkle.root(LEAVES[:size]).hex() == ROOTS[size]


@pytest.mark.parametrize(("place", "path"), PATHS.items())
def test_inclusion_paths(place: tuple[int, int], path: list[str]) -> None:
    index, size = place
    made = merkle.inclusion(index, size, between)
    assert [h.hex() for h in made] == path
    assert merkle.included(LEAVES[index], index, size, made, bytes.fromhex(ROOTS[size]))


@pytest.mark.parametrize(("sizes", "path"), CONSISTENCY.items())
def test_consistency_proofs(sizes: tuple[int, int], path: list[str]) -> None:
    made = merkle.consistency(*sizes, between)
    assert [h.hex() for h in made] == path
    assert merkle.consistent(*sizes, made, *(bytes.fromhex(ROOTS[n]) for n in sizes))


def test_every_pair_of_small_trees() -> None:
    data = [bytes([n]) * 32 for n in range(40)]
    roots = [by_definition(data[:n]) for n in range(41)]
    for size in range(1, 41):
        assert merkle.root(data[:size]) == roots[size]
        for index in range(size):
            path = merkle.inclusion(index, size, lambda a, b: data[a:b])
            assert merkle.included(data[index], index, size, path, roots[size])
            assert not merkle.included(data[index] + b"x", index, size, path, roots[size])
            assert not merkle.included(data[index], index, size, [*path, roots[1]], roots[size])
            assert size == 1 or not merkle.included(data[index], (index + 1) % size, size, path, roots[size])
        for first in range(1, size + 1):
            path = merkle.consistency(first, size, lambda a, b: data[a:b])
            assert merkle.consistent(first, size, path, roots[first], roots[size])
            assert not merkle.consistent(first, size, path, roots[first - 1], roots[size])
            assert not merkle.consistent(first, size, [*path, roots[1]], roots[first], roots[size])


@given(st.lists(st.binary(max_size=4), max_size=70), st.integers(0, 70))
def test_a_frontier_kept_and_taken_up_again_gives_the_same_root(data: list[bytes], cut: int) -> None:
    cut = min(cut, len(data))
    first = merkle.Frontier()
    for leaf in data[:cut]:
        first.add(leaf)
    second = merkle.Frontier(first.size, first.peaks)
    for leaf in data[cut:]:
        second.add(leaf)
    assert second.root() == by_definition(data)


def test_what_makes_no_tree_is_refused() -> None:
    for wrong in (lambda: merkle.inclusion(8, 8, between), lambda: merkle.consistency(0, 8, between)):
        with pytest.raises(ValueError):
            wrong()
    with pytest.raises(ValueError):
        merkle.Frontier(3, [b""])
    assert not merkle.included(b"", 0, 0, [], merkle.EMPTY)
    assert not merkle.consistent(0, 3, [], merkle.EMPTY, merkle.EMPTY)
    assert not merkle.consistent(3, 5, [], merkle.EMPTY, merkle.EMPTY)
