"""What every mechanism (制度) declares, and the facts it may read.

A mechanism is a pure relation: it is given tables and gives tables back. It has no clock, no
database and no screen. All moments are microseconds; columns named `local` and everything derived
from them are civil time of the jurisdiction, counted from 1970-01-01T00:00 civil; days are day
numbers from 1970-01-01. `world` is a one-row table: the moment judged for, the calendar as
arrays, and the dated thresholds in force.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal

import ibis

from luoshi.law.event import Event

if TYPE_CHECKING:
    import ibis.expr.types as ir

DAY = 86_400_000_000
"""Microseconds of a civil day."""

DIVIDE = "LUOSHI_DIVIDE"
"""Stands in SQL for each engine's own division of whole numbers (Ibis goes through fractions)."""


@ibis.udf.scalar.builtin(name=DIVIDE)
def divided(number: int, by: int) -> int:  # type: ignore[empty-body]
    """How often `by` goes into a number that is not negative."""


def day_number(local: "ir.Value") -> "ir.Value":
    """The day a civil moment lies in (moments before 1970 do not occur)."""
    return divided(local, DAY).cast("int32")


FINDING: Mapping[str, str] = {
    "matter": "string",
    "instance": "string",
    "event": "string",
    "rung": "string",
    "unit": "string",
    "item": "string",
    "law": "string",
    "arises": "int64",
    "day": "int32",
    "n": "int32",
}
"""What a mechanism that finds single things tells of each: which event, on which card's rung (or ""), when it
arises (microseconds UTC; a moment to come wakes the sweep), the civil day and the number it speaks of. An instance
is made of what an entry says, never of its position: a matter is judged before its new entries have one."""


def lawful(t: "ir.Table") -> "ir.BooleanValue":
    """Does the law of a jurisdiction apply? A source without one only brings its own deadlines."""
    return (t.law != "none") & (t.law != "")


def finding(t: "ir.Table", event: Event, **values: Any) -> "ir.Table":
    """Findings in the columns of FINDING; what is not given is taken from the table, or is empty."""
    blank: dict[str, Any] = {
        "instance": "", "event": event.kind, "rung": "", "item": "", "law": "", "day": None, "n": None,
    }  # fmt: skip
    told = {
        name: values.get(
            name, t[name] if name in t.columns and name not in ("event", "rung") else blank.get(name)
        )
        for name in FINDING
    }
    return t.select(
        **{
            name: (v if isinstance(v, ibis.expr.types.Value) else ibis.literal(v)).cast(FINDING[name])
            for name, v in told.items()
        }
    )


@dataclass(frozen=True, slots=True)
class Facts:
    """Plain readings of entries.

    entries   one row an entry in force (see `engine.schema`)
    matters   one row a matter: first of each act, last act, what it has (`marks`), unit, item, law
    pauses    one row a pause, merged where they overlap: matter, since_day, until_day (null: open)
    given     one row a limit given by an entry: matter, clock, instance, grade, amount or due, when set, when met
    extensions  first extension of each clock: matter, clock, day, amount
    rules     the dated clocks of the law that entries can drive
    found     what earlier mechanisms found, by their name
    count     the counting rules R1–R9 as expressions
    mark      the bits of `matters.marks`: paused, extended, refusal, special
    """

    entries: "ir.Table"
    matters: "ir.Table"
    pauses: "ir.Table"
    given: "ir.Table"
    extensions: "ir.Table"
    rules: "ir.Table"
    world: "ir.Table"
    count: Any
    found: Mapping[str, "ir.Table"] = field(default_factory=dict)
    mark: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Mechanism:
    """A named mechanism: what it reads, what it yields, and the relation between them.

    `needs` names kinds without any of which there can be no row. `reads` names entry kinds and other mechanisms; the engine runs a mechanism after those it
    reads. `relation(facts)` returns one table; `columns` are its names and types. `before` names
    smaller tables made on the way: planning dominates small evaluations, and a long relation cut
    into tables is planned many times faster than one query.
    """

    name: str
    grain: Literal["matter", "clock", "officer", "unit", "item"]
    reads: frozenset[str]
    yields: tuple[Event, ...]
    relation: Callable[[Facts], "ir.Table"]
    columns: Mapping[str, str] = field(default_factory=lambda: FINDING)
    before: tuple[tuple[str, Callable[[Facts], "ir.Table"]], ...] = ()
    needs: frozenset[str] = frozenset()

    @property
    def finds(self) -> bool:
        """Does it find single things, which are recorded as they arise?"""
        return self.columns is FINDING
