"""Entries from files and programs may carry anything; reading them never fails and never lets numbers be used up."""

from typing import Any

import orjson
import pytest

from luoshi.approvals import numbers, waiting
from luoshi.approvals.events import ACTS
from luoshi.approvals.models import Ask, Attachment, Numbering
from luoshi.approvals.reading import read
from luoshi.ledger.entry import COLUMNS, Row

GARBAGE: list[dict[str, Any]] = [
    {},
    {"filed": "M1", "materials": {"a": 1}, "instance": 7, "clock": ["step"], "version": "two", "code": 5},
    {"attachments": 3, "number": 4, "to_post": None, "expected": 1.5, "filed": [1, None]},
    {
        "attachments": [{"digest": "x", "size": "y"}, 5, {"digest": "a" * 64, "size": True}],
        "number": {"n": -1},
    },
    {"instance": "甲" * 5000, "to_officer": "乙" * 5000, "code": "丙" * 5000, "applicant": "丁" * 500},
    {"number": {"office": "530103", "year": 2026, "n": 77}},
]


def row(kind: str, position: int, payload: dict[str, Any], matter: str = "m") -> Row:
    values: dict[str, Any] = dict.fromkeys(COLUMNS, "")
    moment = f"2026-09-{position % 28 + 1:02}T01:00:00.000000Z"
    values |= {"ledger": "L", "position": position, "matter": matter, "kind": kind, "happened_at": moment}
    return Row(**values | {"payload": orjson.dumps(payload).decode(), "corrects": None})


@pytest.mark.django_db
@pytest.mark.parametrize("payload", GARBAGE)
def test_whatever_a_payload_holds_it_is_read(payload: dict[str, Any]) -> None:
    rows = [row(event.kind, n, payload) for n, event in enumerate(ACTS, 1)]
    case = read("L", "m", rows)
    assert case.size == len(ACTS)
    waiting.project("L", {"m": rows})
    assert not Numbering.objects.exists()
    assert not Attachment.objects.exists()
    assert all(len(ask.instance) <= 100 for ask in Ask.objects.all())


@pytest.mark.django_db
def test_a_number_counts_only_where_the_matter_bears_it() -> None:
    told = {"number": {"office": "530103", "year": 2026, "n": 77}}
    name = numbers.name(**told["number"])
    waiting.project("L", {name: [row("approvals.received", 1, told, name)]})
    assert Numbering.objects.get().last == 77
    lower = {"number": {"office": "530103", "year": 2026, "n": 5}}
    name = numbers.name(**lower["number"])
    waiting.project("L", {name: [row("approvals.received", 2, lower, name)]})
    assert Numbering.objects.get().last == 77
