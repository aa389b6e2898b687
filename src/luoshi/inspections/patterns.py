"""三种督查格局: 反复查 at intervals nobody can foresee, 重点查 where trouble piles up, 专项查 on an instruction.

Pure functions. Topics are compared by their pairs of characters: 督查条例 第十五条 forbids inspecting twice.
"""

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from hashlib import sha256

ALIKE = 0.5
"""Share of common pairs of characters from which two topics count as one."""


def next_visit(seed: str, last: date, every: int) -> date:
    """The day of the next visit: between half and one and a half times `every` days after the last, by lot.

    The lot is the digest of an entry, which nobody knows before it is written.
    """
    low, high = max(every // 2, 1), max(every * 3 // 2, 1)
    lot = int.from_bytes(sha256(f"{seed}:{last.isoformat()}".encode()).digest()[:8])
    return last + timedelta(days=low + lot % (high - low + 1))


def threshold(volumes: Iterable[int], percentile: int = 90) -> int:
    """The volume that so many per cent of all bodies stay below or reach (nearest rank); 0 where there are none."""
    ordered = sorted(volumes)
    return ordered[max(-(-len(ordered) * percentile // 100) - 1, 0)] if ordered else 0


def hot(volumes: Mapping[str, int], percentile: int = 90) -> dict[str, int]:
    """Bodies whose volume is at or above the city's percentile, those of most first; nothing where all are alike."""
    bound = threshold(volumes.values(), percentile)
    found = {name: n for name, n in volumes.items() if n >= bound > 0}
    if len(found) == len(volumes):
        return {}
    return dict(sorted(found.items(), key=lambda pair: (-pair[1], pair[0])))


def pairs(topic: str) -> frozenset[str]:
    text = "".join(c for c in topic.lower() if c.isalnum())
    return frozenset(text[n : n + 2] for n in range(max(len(text) - 1, 1)))


def alike(one: str, other: str) -> bool:
    """Do two topics speak of the same? By their common pairs of characters, or one holding the other."""
    a, b = pairs(one), pairs(other)
    return a <= b or b <= a or len(a & b) / len(a | b) >= ALIKE
