"""Sums kept with every change equal a slow walk over the tree, whatever was done in whatever order."""

import random
from collections import defaultdict
from contextlib import suppress
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from luoshi.law.errors import CouldNot
from luoshi.tasks import queries
from luoshi.tasks.figures import SCALE
from luoshi.tasks.models import Node, Sum
from luoshi.tasks.plan import Money, expected
from luoshi.tasks.rollup import differences
from tests.tasks.office import FILE, GOAL, Do, part, under_way


def walked() -> dict[tuple[str, str], dict[str, int]]:
    """The same told the slow way: every node goes up through its parents one by one."""
    nodes = {node.matter: node for node in Node.objects.all()}
    found: dict[tuple[str, str], dict[str, int]] = defaultdict(lambda: defaultdict(int))
    for node in nodes.values():
        if node.state == "cancelled":
            continue
        at: str = node.matter
        while at:
            told = found[at, node.per]
            told["inflated"] += node.inflated
            if node.parts == 0:
                weight = int(node.weight * SCALE) if node.published_at else 0
                told["leaves"] += 1
                told["published"] += node.published_at is not None
                told["verified"] += node.state in ("verified", "archived")
                told["weight"] += weight
                told["done"] += weight * node.share
                for name in ("target", "quantity", "planned", "arranged", "paid"):
                    told[name] += int((getattr(node, name) or 0) * SCALE)
            at = nodes[at].parent
    return {key: dict(told) for key, told in found.items() if any(told.values())}


def kept() -> dict[tuple[str, str], Any]:
    return {(row.matter, row.per): row for row in Sum.objects.all()}


def compare() -> None:
    slow, fast = walked(), kept()
    assert set(slow) == set(fast)
    for key, told in slow.items():
        assert {name: getattr(fast[key], name) for name in told} == told
    assert differences() == []


@pytest.mark.parametrize("seed", range(6))
def test_sums_equal_a_walk_over_the_tree(do: Do, seed: int) -> None:
    draw = random.Random(seed)
    plan = replace(GOAL, target=Decimal(1000), money=Money(planned=Decimal("12.3456")))
    root = do("draft", "office", "2026-01-05T09:00", plan=plan)
    do("publish", "office", "2026-01-05T09:00", matter=root)
    do("assign", "office", "2026-01-05T09:00", matter=root)
    for turn in range(25):
        at, matter = (
            f"2026-02-{turn + 1:02}T09:00",
            draw.choice(list(Node.objects.values_list("matter", flat=True))),
        )
        per, target = draw.choice(["个", "公里"]), Decimal(draw.randint(1, 60)) / 10
        money = Money(planned=Decimal("0.1"), paid=Decimal("0.0003"))
        plans = [
            replace(
                GOAL, level="task", per=per, target=target, weight=Decimal(draw.randint(1, 3)), money=money
            )
        ]
        acts: list[tuple[str, str, dict[str, Any]]] = [
            ("break_down", "office", {"parts": plans, "reason": "余地"}),
            ("publish", "office", {}),
            ("assign", "office", {}),
            ("receipt", "handler", {}),
            ("progress", "handler", {"text": "推进", "quantity": str(draw.randint(0, 7))}),
            ("claim", "handler", {"text": "完成", "quantity": "1000", "files": [FILE]}),
            ("verify", "office", {"how": "site", "text": "看过"}),
            ("cancel", "office", {"reason": "合并", "document": "文"}),
        ]
        for name, who, told in draw.sample(acts, 4):
            with suppress(CouldNot):
                do(name, who, at, matter=matter, **told)
    compare()


def test_progress_is_weighed_over_the_leaves(do: Do) -> None:
    root = do("draft", "office", "2026-01-05T09:00", plan=GOAL)
    parts = [part(target=Decimal(10)), part(target=Decimal(4), weight=Decimal(3))]
    one, two = do("break_down", "office", "2026-01-05T09:00", matter=root, parts=parts)
    do("publish", "office", "2026-01-05T09:00", matter=root)
    do("assign", "office", "2026-01-05T09:00", matter=root)
    assert queries.progress_of(queries.sums_of([root])[root]) == 0
    for matter, quantity in ((one, "5"), (two, "1")):
        do("receipt", "handler", "2026-01-06T09:00", matter=matter)
        do("progress", "handler", "2026-03-01T09:00", matter=matter, text="推进", quantity=quantity)
    told = queries.sums_of([root, one])
    assert queries.progress_of(told[root]) == (500 + 3 * 250) // 4
    assert queries.progress_of(told[one]) == 500
    assert told[root]["by"]["个"] == (14 * SCALE, 6 * SCALE)


def test_the_plan_curve_is_straight_between_its_points(do: Do) -> None:
    plan = replace(GOAL, since=date(2026, 1, 1), until=date(2026, 4, 11), target=Decimal(100))
    assert expected(plan, date(2026, 1, 1)) == 0
    assert expected(plan, date(2026, 2, 20)) == 50
    assert expected(plan, date(2027, 1, 1)) == 100
    matter = under_way(do, replace(plan, until=date(2026, 6, 1)))
    assert Node.objects.get(matter=matter).until == date(2026, 6, 1)


def test_a_sum_that_was_tampered_with_is_told(do: Do) -> None:
    matter = under_way(do)
    assert differences() == []
    Sum.objects.filter(matter=matter).update(done=1)
    assert differences() == [(matter, "个")]
