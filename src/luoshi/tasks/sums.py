"""What the leaves of the tree add up to, kept with every change.

A leaf's part in every sum is a function of its own row, and its ancestors are written in it. So whoever writes rows
adds the difference, under the ledger's head that every writer holds by then: whole numbers, added in any order.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

from django.db import connection, models

from luoshi.tasks.figures import whole
from luoshi.tasks.models import Node, Sum

FIELDS = (
    "leaves", "published", "claimed", "verified", "ownerless", "inflated", "weight", "done", "target", "quantity",
    "planned", "arranged", "paid",
)  # fmt: skip
Key = tuple[str, str]
State = Node.State
CHUNK = 500


@contextmanager
def kept(ledger: str, matters: Sequence[str]) -> Iterator[None]:
    """Within it the rows of these nodes change; on leaving, the sums follow."""
    before = of(ledger, matters)
    yield
    changed = of(ledger, matters)
    for key, values in before.items():
        changed[key] = [new - old for new, old in zip(changed[key], values, strict=True)]
    add(ledger, {key: values for key, values in changed.items() if any(values)})


def of(ledger: str, matters: Sequence[str]) -> defaultdict[Key, list[int]]:
    """What these nodes add to every sum, from their rows as they stand."""
    found: defaultdict[Key, list[int]] = defaultdict(lambda: [0] * len(FIELDS))
    for start in range(0, len(matters), CHUNK):
        rows = Node.objects.filter(ledger=ledger, matter__in=matters[start : start + CHUNK])
        for row in rows.defer("told"):
            values = part(row)
            for matter in (*filter(None, row.path.split("/")), row.matter):
                sums = found[matter, row.per]
                for n, value in enumerate(values):
                    sums[n] += value
    return found


def part(node: Node) -> list[int]:
    """What a node itself adds: a leaf its figures, any node its inflations; what is cancelled or broken down no figures."""
    if node.state == State.CANCELLED:
        return [0] * len(FIELDS)
    told = dict.fromkeys(FIELDS, 0)
    told["inflated"] = node.inflated
    if node.parts == 0:
        out = node.published_at is not None
        weight = whole(node.weight) if out else 0
        told |= {
            "leaves": 1, "published": int(out), "claimed": int(node.state == State.CLAIMED),
            "verified": int(node.state in (State.VERIFIED, State.ARCHIVED)), "ownerless": int(not node.unit),
            "weight": weight, "done": weight * node.share, "target": whole(node.target),
            "quantity": whole(node.quantity), "planned": whole(node.planned), "arranged": whole(node.arranged),
            "paid": whole(node.paid),
        }  # fmt: skip
    return list(told.values())


def add(ledger: str, deltas: Mapping[Key, Sequence[int]]) -> None:
    """Move the sums, in a fixed order; a sum over nothing goes."""
    if not deltas:
        return
    columns = ", ".join(FIELDS)
    marks = ", ".join(["%s"] * (len(FIELDS) + 3))
    moved = ", ".join(f"{name} = tasks_sum.{name} + excluded.{name}" for name in FIELDS)
    with connection.cursor() as cursor:
        cursor.executemany(
            f"INSERT INTO tasks_sum (ledger, matter, per, {columns}) VALUES ({marks}) "
            f"ON CONFLICT (ledger, matter, per) DO UPDATE SET {moved}",
            [(ledger, *key, *values) for key, values in sorted(deltas.items())],
        )
    emptied = [key[0] for key, values in deltas.items() if min(values) < 0]
    nothing = models.Q(**dict.fromkeys(FIELDS, 0))
    for start in range(0, len(emptied), CHUNK):
        Sum.objects.filter(nothing, ledger=ledger, matter__in=emptied[start : start + CHUNK]).delete()


def totals(rows: Iterable[Sum]) -> dict[str, dict[str, Any]]:
    """For each node, its sums over everything its leaves count; figures that count different things are kept apart."""
    found: dict[str, dict[str, Any]] = {}
    for row in rows:
        told = found.setdefault(row.matter, dict.fromkeys(FIELDS, 0) | {"by": {}})
        for name in FIELDS:
            told[name] += getattr(row, name)
        told["by"][row.per] = (row.target, row.quantity)
    return found
