"""Surveys of shares: k of n cases of each unit, side by side in a funnel."""

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import ibis
import numpy as np

from luoshi.mechanisms.statistics.funnel import Funnel, funnel
from luoshi.mechanisms.statistics.tails import wilson
from luoshi.mechanisms.survey import Array, Columns, Measured, Subject, Thresholds

if TYPE_CHECKING:
    import ibis.expr.types as ir

COLUMNS: Mapping[str, str] = {
    "measure": "string", "unit": "string", "item": "string", "of": "string", "n": "int64", "k": "int64",
}  # fmt: skip
FEWEST = 5
"""Fewer units with enough cases are no field to compare with."""
POINTS = 200
"""Points kept for the chart, those of most cases."""


def counted(
    t: "ir.Table", measure: str, hit: Any, by: Sequence[str] = ("unit",), n: Any = None, k: Any = None
) -> "ir.Table":
    """How many rows of each group there are, and of how many `hit` holds; or their sums of `n` and `k`."""
    t = t.mutate(_n=1 if n is None else n, _k=ibis.ifelse(hit, 1, 0) if k is None else k)
    g = t.group_by(list(by)).agg(
        n=t._n.sum().cast("float64").cast("int64"), k=t._k.sum().cast("float64").cast("int64")
    )
    told = {name: g[name] if name in by else ibis.literal("") for name in ("unit", "item", "of")}
    return g.select(measure=ibis.literal(measure), **told, n=g.n, k=g.k)


def witness(t: "ir.Table", measure: str, weight: Any = 1.0, by: Sequence[str] = ("unit",)) -> "ir.Table":
    """The matters of these rows as evidence of a measure."""
    told = {name: t[name] if name in by else ibis.literal("") for name in ("unit", "item", "of")}
    heavy = weight if isinstance(weight, ibis.expr.types.Value) else ibis.literal(float(weight))
    return t.select(measure=ibis.literal(measure), **told, matter=t.matter, weight=heavy.cast("float64"))


def assess(columns: Columns, on: Thresholds, names: Sequence[str], *, least: str = "min_n") -> list[Measured]:
    """Each measure in a funnel of its own; beyond its upper limit is beyond."""
    return [one for name in names for one in field(columns, on, name, on[least])]


def everyone(subject: Subject) -> bool:
    return True


def field(
    columns: Columns, on: Thresholds, name: str, least: int, *, tested: Callable[[Subject], bool] = everyone
) -> list[Measured]:
    """One measure over all its subjects. Those with fewer than `least` cases, or not `tested`, help to find the
    middle only."""
    own = (columns["measure"] == name) & (columns["n"] > 0)
    k, n = columns["k"][own].astype(int), columns["n"][own].astype(int)
    subjects = [
        Subject(unit=str(u), item=str(i), of=str(o))
        for u, i, o in zip(*(columns[c][own] for c in ("unit", "item", "of")), strict=True)
    ]
    enough = (n >= least) & np.array([tested(one) for one in subjects], dtype=bool)
    if enough.sum() < FEWEST:
        return [few(name, s, int(a), int(b)) for s, a, b in zip(subjects, k, n, strict=True)]
    rest = int(k[~enough].sum()), int(n[~enough].sum())
    f = funnel(k[enough], n[enough], sigma=float(on["funnel_sigma"]), rest=rest)
    drawn = {"points": points(k[enough], n[enough]), "spread": f.spread, "sigma": f.sigma}
    place = iter(range(len(f.p)))
    return [
        placed(name, s, int(a), int(b), f, next(place), drawn) if fit else few(name, s, int(a), int(b))
        for s, a, b, fit in zip(subjects, k, n, enough, strict=True)
    ]


def few(name: str, subject: Subject, k: int, n: int) -> Measured:
    low, high = wilson(k, n)
    return Measured(measure=name, subject=subject, n=n, effect=k / n, low=low, high=high, told={"k": k})


def placed(
    name: str, subject: Subject, k: int, n: int, f: Funnel, place: int, drawn: Mapping[str, Any]
) -> Measured:
    """Where a subject lies in the funnel."""
    low, high = wilson(k, n)
    center = float(f.center[place])
    upper = f.upper(center, n)
    return Measured(
        measure=name, subject=subject, n=n, effect=k / n, low=low, high=high, p=float(f.p[place]), beyond=k / n > upper,
        told={"k": k, "center": center, "upper": upper, "compared": len(f.p)}, drawn={**drawn, "center": center},
    )  # fmt: skip


def points(k: Array, n: Array) -> list[list[float]]:
    """Cases and share of every subject, those of most cases where there are too many to draw."""
    order = np.argsort(-n, kind="stable")[:POINTS]
    return [[int(n[i]), round(float(k[i] / n[i]), 5)] for i in order]
