"""Every sum of the whole tree in one evaluation: what is kept with every change must equal it.

One query, then arrays: each leaf's figures are added to itself and, level by level, to all its ancestors. Independent of
`sums`, which adds differences along the stored path.
"""

from collections.abc import Sequence
from typing import Any

import numpy as np
from django.conf import settings
from django.db import connection

from luoshi.tasks.models import Sum
from luoshi.tasks.sums import FIELDS, Key

FIGURES = ("target", "quantity", "planned", "arranged", "paid")
FIRST = 10_000
"""Ten-thousandths, in which sums are kept."""


def scaled(column: str) -> str:
    return f"COALESCE(CAST(ROUND({column} * {FIRST}) AS BIGINT), 0)"


QUERY = f"""
SELECT matter, parent, per,
       CASE WHEN parts = 0 AND state <> 'cancelled' THEN 1 ELSE 0 END,
       CASE WHEN published_at IS NULL THEN 0 ELSE 1 END,
       CASE WHEN state = 'claimed' THEN 1 ELSE 0 END,
       CASE WHEN state IN ('verified', 'archived') THEN 1 ELSE 0 END,
       CASE WHEN unit = '' THEN 1 ELSE 0 END,
       CASE WHEN state = 'cancelled' THEN 0 ELSE inflated END,
       {scaled("weight")}, share, {", ".join(map(scaled, FIGURES))}
FROM tasks_node WHERE ledger = %s
"""


def evaluate(*, ledger: str | None = None) -> dict[Key, tuple[int, ...]]:
    """For each node and what its leaves count, the sums in the order of `sums.FIELDS`; all that come to nothing left out."""
    with connection.cursor() as cursor:
        cursor.execute(QUERY, [ledger or settings.LUOSHI_JURISDICTION])
        rows = cursor.fetchall()
    if not rows:
        return {}
    matters, parents, pers, *columns = zip(*rows, strict=True)
    return added(matters, parents, pers, own(columns))


def own(columns: Sequence[Sequence[Any]]) -> "np.ndarray":
    """What each node itself adds, a column a field."""
    leaf, out, claimed, verified, bare, inflated, weight, share, *figures = (
        np.array(c, dtype=np.int64) for c in columns
    )
    weighed = weight * out * leaf
    return np.column_stack(
        [leaf, out * leaf, claimed * leaf, verified * leaf, bare * leaf, inflated, weighed, weighed * share]
        + [figure * leaf for figure in figures]
    )


def added(
    matters: Sequence[str], parents: Sequence[str], pers: Sequence[str], values: "np.ndarray"
) -> dict[Key, tuple[int, ...]]:
    """Each row's values at itself and at every ancestor."""
    place = {matter: n for n, matter in enumerate(matters)}
    above = np.array([place.get(parent, -1) for parent in parents])
    names = list(dict.fromkeys(pers))
    counts = {per: n for n, per in enumerate(names)}
    per = np.array([counts[p] for p in pers])
    total = np.zeros((len(matters) * len(names), len(FIELDS)), dtype=np.int64)
    at, of = np.arange(len(matters)), np.flatnonzero(values.any(axis=1))
    at = at[of]
    while len(of):
        np.add.at(total, at * len(names) + per[of], values[of])
        at = above[at]
        of, at = of[at >= 0], at[at >= 0]
    known = np.flatnonzero(total.any(axis=1))
    keys = ((matters[n // len(names)], names[n % len(names)]) for n in known.tolist())
    return dict(zip(keys, map(tuple, total[known].tolist()), strict=True))


def differences(*, ledger: str | None = None) -> list[Key]:
    """Where the kept sums are not those of the tree; none is as it must be."""
    ledger = ledger or settings.LUOSHI_JURISDICTION
    rows = Sum.objects.filter(ledger=ledger).values_list("matter", "per", *FIELDS)
    kept = {(row[0], row[1]): tuple(row[2:]) for row in rows.iterator()}
    whole = evaluate(ledger=ledger)
    return sorted(key for key in kept.keys() | whole.keys() if kept.get(key) != whole.get(key))
