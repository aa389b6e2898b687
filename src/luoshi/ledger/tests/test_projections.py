"""Each app is handed its own kinds of its own matters, and an empty list where nothing remains."""

from typing import Any

import pytest

from luoshi.ledger import projections
from luoshi.ledger.entry import COLUMNS, Row


@pytest.fixture
def alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(projections, "_registered", {})


def row(matter: str, kind: str, position: int) -> Row:
    values: dict[str, Any] = dict.fromkeys(COLUMNS, "")
    return Row(**values | {"matter": matter, "kind": kind, "position": position, "corrects": None})


@pytest.mark.usefixtures("alone")
def test_an_app_sees_its_kinds_of_its_matters_and_no_others() -> None:
    seen: dict[str, Any] = {}
    projections.register(
        "own", kinds="catalogue.", matters=("item:",), tables=(), project=lambda _, by: seen.update(own=by)
    )
    projections.register(
        "any", kinds=("sealed.", "cases."), tables=(), project=lambda _, by: seen.update(any=by)
    )
    told = {
        "item:1": [row("item:1", "catalogue.published", 1), row("item:1", "other.kind", 2)],
        "item:2": [],
        "case": [row("case", "cases.held", 3)],
    }
    projections.project("L", told)
    assert {m: [r.position for r in rows] for m, rows in seen["own"].items()} == {"item:1": [1], "item:2": []}
    assert {m: [r.position for r in rows] for m, rows in seen["any"].items()} == {
        "item:1": [],
        "item:2": [],
        "case": [3],
    }


@pytest.mark.usefixtures("alone")
def test_an_app_without_matters_of_its_own_in_a_batch_is_not_called() -> None:
    def never(_: str, by: projections.By) -> None:
        raise AssertionError(by)

    projections.register("own", kinds="catalogue.", matters=("item:",), tables=(), project=never)
    projections.project("L", {"case": [row("case", "approvals.received", 1)]})
