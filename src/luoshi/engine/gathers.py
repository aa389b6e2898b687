"""Gathering rows: reductions that skip what is absent, and windows over ordered parts."""

from collections.abc import Callable, Iterable, Sequence
from typing import Any


def smallest(values: Iterable[Any]) -> Any:
    return min((v for v in values if v is not None), default=None)


def largest(values: Iterable[Any]) -> Any:
    return max((v for v in values if v is not None), default=None)


def total(values: Iterable[Any]) -> Any:
    held = [v for v in values if v is not None]
    return sum(held) if held else None


def any_of(values: Iterable[Any]) -> bool | None:
    held = [v for v in values if v is not None]
    return any(held) if held else None


def bits(values: Iterable[Any]) -> int | None:
    found = None
    for value in values:
        if value is not None:
            found = value if found is None else found | value
    return found


def counted(values: Iterable[Any]) -> int:
    return sum(v is not None for v in values)


def in_order(rows: Sequence[int], keys: Sequence[tuple[Any, ...]], down: Sequence[bool]) -> list[int]:
    """Row numbers by several keys, absent ones last."""
    made = list(rows)
    for n in range(len(down) - 1, -1, -1):
        here = [i for i in made if keys[i][n] is not None]
        here.sort(key=lambda i, n=n: keys[i][n], reverse=down[n])  # type: ignore[misc]
        made = here + [i for i in made if keys[i][n] is None]
    return made


def windowed(
    reduce: Callable[[list[Any]], Any] | None,
    values: Sequence[Any],
    parts: Sequence[Any],
    keys: Sequence[tuple[Any, ...]],
    down: Sequence[bool],
    since: int | None,
    until: int | None,
) -> list[Any]:
    """A window function over rows: `since` and `until` count from the row itself, none is the edge of the part.

    Without a reduction: the row's number in its part, from 0.
    """
    groups: dict[Any, list[int]] = {}
    for n, part in enumerate(parts):
        groups.setdefault(part, []).append(n)
    made: list[Any] = [None] * len(parts)
    for members in groups.values():
        ordered = in_order(members, keys, down)
        held = [values[i] for i in ordered] if reduce else []
        for place, i in enumerate(ordered):
            if reduce is None:
                made[i] = place
                continue
            low = 0 if since is None else max(place + since, 0)
            high = len(held) if until is None else max(place + until + 1, 0)
            made[i] = reduce(held[low:high])
    return made


HELPERS: dict[str, Callable[..., Any]] = {
    f.__name__: f for f in (smallest, largest, total, any_of, bits, counted, windowed)
}
