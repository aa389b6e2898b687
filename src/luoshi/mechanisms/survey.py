"""What every survey (线索分析) declares: numbers from a relation, and what the numbers come to.

A mechanism finds what happened in one matter. A survey looks across many for what no single matter
shows, and finds leads: 疑似, never a verdict. Its relation gives numbers by group; `assess` is a pure
function of them. What too few cases stand behind is measured and never a lead.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal

import numpy as np

from luoshi.mechanisms.base import Facts

if TYPE_CHECKING:
    import ibis.expr.types as ir

Array = np.ndarray[Any, Any]
Columns = Mapping[str, Array]
Thresholds = Mapping[str, int]
"""The dated parameters of a survey's `law.yaml` on its day, and `since` and `until`: the days looked at, half-open."""
Told = Mapping[str, Any]

EVIDENCE: Mapping[str, str] = {
    "measure": "string",
    "unit": "string",
    "item": "string",
    "of": "string",
    "matter": "string",
    "weight": "float64",
}
"""The matters a measure rests on, those that show it most first by weight."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """Whom a measure is of: a unit, an item, or both; `of` a pseudonym or an officer's number where it is finer."""

    unit: str = ""
    item: str = ""
    of: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    """One measure of one subject over n cases.

    `p` is None where n does not suffice (样本不足). `beyond` says whether the effect passes its threshold;
    only then, and if it survives the comparison with all others measured, is it a lead. `told` are the
    figures that its sentence names, `drawn` what its chart draws.
    """

    measure: str
    subject: Subject
    n: int
    effect: float
    low: float = 0.0
    high: float = 0.0
    p: float | None = None
    beyond: bool = False
    told: Told = field(default_factory=dict)
    drawn: Told = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Survey:
    """A named survey. `relation` gives numbers by group, `evidence` the matters beneath them.

    What it measures, in words, stands in its `law.yaml`. `version` is that of its statistics, recorded with every lead.
    """

    name: str
    grain: Literal["unit", "item", "unit and item"]
    reads: frozenset[str]
    relation: Callable[[Facts, Thresholds], "ir.Table"]
    columns: Mapping[str, str]
    evidence: Callable[[Facts, Thresholds], "ir.Table"]
    assess: Callable[[Columns, Thresholds, int], Sequence[Measured]]
    version: str = "2026.1"
