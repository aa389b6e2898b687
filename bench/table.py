"""One row a figure: what was measured, what it stands beside, and whether the goal was met."""

import re
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from typing import Any
from unicodedata import east_asian_width


@dataclass(frozen=True, slots=True)
class Row:
    """A figure, in words for people; `ratio` is measured over floor or peer as `goal` says.

    `met` is None where no goal is set: a figure to know, or one that could not be measured here.
    """

    name: str
    measured: str
    floor: str = ""
    ratio: float | None = None
    goal: str = ""
    met: bool | None = None

    def as_dict(self) -> dict[str, object]:
        return asdict(self)


GOAL = re.compile(r"(ratio )?([≤≥]) ([\d,.]+)")


def read(figure: Any) -> Row:
    """A row from plain figures (`bench.rows.Row`): its goal is one number, of the figure or of the ratio."""
    if isinstance(figure, Row):
        return figure
    met = None
    if found := GOAL.match(figure.goal):
        held, limit = (figure.ratio if found[1] else figure.measured), float(found[3].replace(",", ""))
        met = held <= limit if found[2] == "≤" else held >= limit
    floor, ratio = (short(figure.floor, figure.unit), figure.ratio) if figure.floor else ("", None)
    return Row(figure.name, short(figure.measured, figure.unit), floor, ratio, figure.goal, met)


def short(value: float, unit: str) -> str:
    return f"{value:,.0f} {unit}" if value >= 100 else f"{value:.3g} {unit}"


HEAD = ("figure", "measured", "floor or peer", "ratio", "goal", "")
SAID = {True: "met", False: "MISSED", None: ""}


def text(rows: Iterable[Row]) -> str:
    """One table; wide characters count as two columns."""
    lines = [HEAD, *(_cells(row) for row in rows)]
    widths = [max(_width(line[n]) for line in lines) for n in range(len(HEAD))]
    put = ("  ".join(c + " " * (w - _width(c)) for c, w in zip(line, widths, strict=True)) for line in lines)
    return "\n".join(line.rstrip() for line in put)


def _cells(row: Row) -> tuple[str, ...]:
    ratio = "" if row.ratio is None else f"{row.ratio:.3g}" if row.ratio < 100 else f"{row.ratio:,.0f}"
    return row.name, row.measured, row.floor, ratio, row.goal, SAID[row.met]


def _width(cell: str) -> int:
    return sum(2 if east_asian_width(c) in "WF" else 1 for c in cell)


def rate(count: float, seconds: float, of: str = "entries") -> str:
    """So many a second."""
    return f"{count / seconds:,.0f} {of}/s"
