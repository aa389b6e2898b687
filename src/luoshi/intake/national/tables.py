"""The seven tables: which fields we read of each, which must be there, and what makes a row itself."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple


class Accept(NamedTuple):
    """A row of 办件受理: the case, and how it was taken in. `applicant` is a pseudonym, `sealed` who stands behind it."""

    matter: str
    told: str
    file: int
    row: int
    operation: str
    identity: str
    digest: str
    code: str
    handle_item: str
    version: str
    name: str
    applied: str
    accepted: str
    promised: str
    channel: str
    kind: str
    unit: str
    unit_name: str
    officer: str
    document: str
    applicant: str
    sealed: bytes


class Special(NamedTuple):
    """A row of 特别程序: what stopped the clock or lengthened it."""

    matter: str
    told: str
    file: int
    row: int
    operation: str
    identity: str
    digest: str
    sort: str
    ground: str
    document: str
    began: str
    ended: str
    officer: str


class Process(NamedTuple):
    """A row of 办件过程: one step of handling."""

    matter: str
    told: str
    file: int
    row: int
    operation: str
    identity: str
    digest: str
    step: str
    action: str
    began: str
    ended: str
    officer: str
    reason: str


class Result(NamedTuple):
    """A row of 办件结果: how the case ended."""

    matter: str
    told: str
    file: int
    row: int
    operation: str
    identity: str
    digest: str
    decided: str
    delivered: str
    outcome: str
    reason: str
    licence_name: str
    licence: str
    posted: str
    satisfaction: str
    officer: str


class Material(NamedTuple):
    """A row of 办件材料: a paper that was filed."""

    matter: str
    told: str
    file: int
    row: int
    operation: str
    identity: str
    digest: str
    name: str
    how: str
    pieces: str


CaseRow = Accept | Special | Process | Result | Material
COMMON = 7
"""Fields that every row of a case begins with."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """One table of the exchange.

    `columns` must be in the file, `filled` in every row; `moments` are read as moments, of which one of
    `main` says when the row happened. `identity` makes a row itself where it has no `row_guid`.
    """

    key: str
    letter: str
    shape: type[CaseRow]
    columns: tuple[str, ...]
    filled: tuple[str, ...]
    moments: tuple[str, ...]
    main: tuple[str, ...]
    identity: tuple[str, ...]


TABLES: Mapping[str, Table] = {
    table.key: table
    for table in (
        Table(
            key="accept", letter="a", shape=Accept, columns=("matter", "code", "accepted"), filled=("matter",),
            moments=("applied", "accepted", "promised"), main=("accepted", "applied"), identity=("matter",),
        ),
        Table(
            key="special", letter="s", shape=Special, columns=("matter", "ground", "began", "ended"),
            filled=("matter", "began"), moments=("began", "ended"), main=("began",),
            identity=("matter", "sort", "ground", "began"),
        ),
        Table(
            key="process", letter="p", shape=Process, columns=("matter", "step", "ended"), filled=("matter", "step"),
            moments=("began", "ended"), main=("ended", "began"), identity=("matter", "step", "began", "ended"),
        ),
        Table(
            key="result", letter="r", shape=Result, columns=("matter", "decided", "outcome"),
            filled=("matter", "decided"), moments=("decided", "delivered"), main=("decided",), identity=("matter",),
        ),
        Table(
            key="material", letter="m", shape=Material, columns=("matter", "name"), filled=("matter", "name"), moments=(),
            main=(), identity=("matter", "name"),
        ),
    )
}  # fmt: skip
"""The tables of cases, in the order in which the rows of a case are looked at."""

ITEM_TABLES: Mapping[str, tuple[str, ...]] = {
    "items": ("code", "name", "kind", "statutory_amount", "statutory_per", "promise_amount", "promise_per"),
    "item_materials": ("code", "name"),
}
"""The tables of the catalogue, with the fields whose columns must be there."""

CARRIED = frozenset(
    (
        "id", "rowguid", "cdoperation", "cdtime", "cdbatch", "version", "tenantid", "createtime", "createorgid", "createuserid",
        "updatetime", "updateorgid", "updateuserid",
    )
)  # fmt: skip
"""Columns that say how a row travelled, not what happened; a change of these alone is no change."""
