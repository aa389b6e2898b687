"""Asking for stored numbers: any sums of `tallies`, in one statement, over the units somebody may see."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.db import connection

COLUMNS = ("day", "unit", "key")


@dataclass(frozen=True, slots=True)
class Sum:
    """The sum of a number over days (day numbers, both included), split by columns of COLUMNS."""

    name: str
    since: int = 0
    until: int = 0
    by: tuple[str, ...] = ()


Found = dict[tuple[int | str, ...], int]


def summed(wanted: Mapping[str, Sum], *, ledger: str, units: frozenset[str] | None) -> dict[str, Found]:
    """For each sum asked for, the values of its `by` → how many. `units`: None for all of them."""
    found: dict[str, Found] = {name: {} for name in wanted}
    parts: list[str] = []
    values: list[str | int] = []
    among = sorted(units) if units is not None else []
    limited = f" AND unit IN ({', '.join(['%s'] * len(among))})" if among else ""
    if units is not None and not among:
        return found
    for name, it in wanted.items():
        columns = [column if column in it.by else empty(column) for column in COLUMNS]
        grouped = f" GROUP BY {', '.join(it.by)}" if it.by else ""
        parts.append(
            f"SELECT %s AS part, {', '.join(columns)}, SUM(n) FROM monitor_tally "
            f"WHERE ledger = %s AND name = %s AND day >= %s AND day <= %s{limited}{grouped}"
        )
        values += [name, ledger, it.name, it.since, it.until, *among]
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(parts), values)
        for part, *told, n in cursor.fetchall():
            if n is not None:
                by = wanted[part].by
                key = tuple(value for column, value in zip(COLUMNS, told, strict=True) if column in by)
                found[part][key] = int(n)
    return found


def empty(column: str) -> str:
    return "0" if column == "day" else "''"


def total(found: Found) -> int:
    return sum(found.values())


def median(found: Found) -> float | None:
    """The middle of values kept as (value,) → how often; None where there is none."""
    often = sorted((int(key[0]), n) for key, n in found.items())
    of = sum(n for _, n in often)
    if not of:
        return None
    return (at_rank(often, (of - 1) // 2) + at_rank(often, of // 2)) / 2


def at_rank(often: list[tuple[int, int]], rank: int) -> int:
    """The value at a rank, counted from 0."""
    for value, n in often:
        if rank < n:
            return value
        rank -= n
    raise IndexError(rank)
