"""Which app writes which ordinary tables from which entries.

An app registers once, when it is loaded. From then on whatever is recorded (acts, effects, imports,
corrections) reaches its tables through the same function that a rebuild uses, so neither can drift.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import models

from luoshi.ledger.entry import Row

By = Mapping[str, Sequence[Row]]
Project = Callable[[str, By], None]


@dataclass(frozen=True, slots=True)
class Projection:
    """`project(ledger, by_matter)` replaces what its tables say of these matters.

    It is given, for each matter, every current entry whose kind begins with `kinds`, by position: those
    corrected or voided are not among them, so an empty list means that nothing may remain. `matters`
    are the beginnings of matter names that are the app's own; an app that writes about matters of
    others (cases) leaves them empty and is told of every matter.
    """

    kinds: tuple[str, ...]
    project: Project
    tables: tuple[type[models.Model], ...]
    matters: tuple[str, ...] = ()


_registered: dict[str, Projection] = {}


def register(
    app: str, *, kinds: str | tuple[str, ...], project: Project, tables: Iterable[type[models.Model]],
    matters: tuple[str, ...] = (),
) -> None:  # fmt: skip
    """Make an app's projection known; each of its tables has a column `ledger`."""
    named = (kinds,) if isinstance(kinds, str) else kinds
    _registered[app] = Projection(named, project, tuple(tables), matters)


def registered() -> tuple[Projection, ...]:
    return tuple(_registered.values())


def owned() -> tuple[str, ...]:
    """The beginnings of matter names that belong to an app of their own."""
    return tuple(name for each in registered() for name in each.matters)


def registered_by_app() -> Mapping[str, Projection]:
    return dict(_registered)


def tables() -> tuple[type[Any], ...]:
    """Every table that a registered projection writes, in the order of registration."""
    return tuple(table for each in registered() for table in each.tables)


def project(ledger: str, by_matter: By) -> None:
    """Bring the registered tables to what the current entries of these matters say."""
    for each in registered():
        own = {
            matter: [row for row in rows if row.kind.startswith(each.kinds)]
            for matter, rows in by_matter.items()
            if not each.matters or matter.startswith(each.matters)
        }
        if own:
            each.project(ledger, own)
