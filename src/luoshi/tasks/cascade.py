"""层层加码: has a target grown, or its time shrunk, on its way down? Arithmetic only; who decides is told elsewhere.

杭州市绩效管理条例 第十二条至第十六条; the two thresholds are dated parameters of `mechanisms/targets/target_cascade`.
Time is measured from the day on which the parent's began: what begins later and ends with it is not squeezed.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from luoshi.tasks.plan import Plan
from luoshi.tasks.terms import CASCADE, parameter

THOUSAND = 1000


@dataclass(frozen=True, slots=True)
class Found:
    """A term squeezed or a total that grew: the share in per mille, and the threshold it passes."""

    cause: str
    per_mille: int
    threshold: int


def squeezed(parent: Plan, child: Plan, *, since: date, on: date) -> Found | None:
    """(child's due day - start) / (parent's due day - start) below the threshold; `since` where the parent names no start."""
    begun = parent.since or since
    if parent.until is None or child.until is None or parent.until <= begun:
        return None
    per_mille = (child.until - begun).days * THOUSAND // (parent.until - begun).days
    least = parameter(CASCADE, "least_time_per_mille", on)
    return Found("time", per_mille, least) if per_mille < least else None


def heightened(parent: Plan, children: Iterable[Plan], *, on: date) -> Found | None:
    """Sum of the children's targets above the threshold times the parent's; only what is counted in the same unit adds up."""
    if not parent.target:
        return None
    total = sum((c.target for c in children if c.target is not None and c.per == parent.per), Decimal(0))
    most = parameter(CASCADE, "most_sum_per_mille", on)
    exact = total * THOUSAND / parent.target
    per_mille = int(exact) + (exact != int(exact))
    return Found("sum", per_mille, most) if exact > most else None


def covered(found: Found, approved: Sequence[tuple[str, int]]) -> bool:
    """Was this much, or worse, approved before?"""
    shares = [n for cause, n in approved if cause == found.cause]
    if found.cause == "time":
        return any(n <= found.per_mille for n in shares)
    return any(n >= found.per_mille for n in shares)
