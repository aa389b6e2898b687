"""Where things stand on a bar, in per cent of its length. Only arithmetic; templates draw it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from luoshi.web import says


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of the bar: `tone` run, pause, over; `x` and `width` in per cent."""

    tone: str
    x: float
    width: float


@dataclass(frozen=True, slots=True)
class Mark:
    """A tick with a label. `anchor` start, middle, end; a minor label gives way on narrow screens."""

    tone: str
    x: float
    label: str
    anchor: str
    minor: bool


@dataclass(frozen=True, slots=True)
class Bar:
    pieces: Sequence[Piece]
    marks: Sequence[Mark]
    told: str


def clock_bar(clock: Mapping[str, Any], on: date) -> Bar | None:
    """The run of a clock from its start to its due day, with pauses, the day `on` and the due day."""
    start = says.as_day(clock.get("started_on") or clock.get("since"))
    due = says.as_day(clock.get("due_on"))
    if start is None:
        return None
    met = says.as_day(clock.get("met_at")) if clock.get("met_at") else None
    at = min(on, met) if met else on
    last = max(due or at, at, start)
    span = max((last - start).days, 1) / 0.96  # a little paper after the due day

    def x(of: date) -> float:
        return round(min(max((of - start).days / span * 100, 0), 100), 2)

    pieces = [Piece("run", 0, x(min(at, due) if due else at))]
    if due and at > due:
        pieces.append(Piece("over", x(due), round(x(at) - x(due), 2)))
    marks = [
        Mark(
            "start",
            0,
            f"{says.day(start)} {says.of_pair(clock.get('start_word') or '')}".strip(),
            "start",
            minor=False,
        )
    ]
    for pause in clock.get("pauses") or ():
        since = says.as_day(pause.get("since"))
        until = says.as_day(pause.get("until")) or at
        if since is None or since >= last:
            continue
        pieces.append(Piece("pause", x(since), round(x(min(until, last)) - x(since), 2)))
        marks.append(
            Mark(
                "pause",
                x(since),
                f"{says.day(since)} {says.of_pair(pause.get('title') or pause.get('ground') or '')}".strip(),
                "middle",
                minor=True,
            )
        )
        if pause.get("until") and until <= last:
            marks.append(
                Mark("pause", x(until), _("%(day)s 恢复") % {"day": says.day(until)}, "middle", minor=True)
            )
    if due:
        marks.append(_due(x(due), says.day(due)))
    if start < at:
        word = _("办结") if met else _("今天")
        marks.append(
            Mark("today", x(at), word if at != due else "", "middle" if x(at) < 94 else "end", minor=False)
        )
    told = "，".join(m.label for m in sorted(marks, key=lambda m: m.x) if m.label)
    return Bar(pieces, _roomy(marks), told)


def _roomy(marks: Iterable[Mark]) -> list[Mark]:
    """Keep the words that have room: due, start and today first, the pauses where something is left.

    On narrow screens only these three may stand, and today gives way to a due day close by.
    """
    kept: list[Mark] = []
    due = next((m for m in marks if m.tone == "due"), None)
    for mark in sorted(marks, key=lambda m: (m.minor, m.tone != "due", m.tone == "today", m.x)):
        clash = any(_overlap(mark, other) for other in kept if other.label)
        near = mark.tone == "today" and due is not None and abs(mark.x - due.x) < NEAR
        minor = mark.minor or near or (mark.tone == "today" and mark.x < NEAR)
        kept.append(replace(mark, label="" if clash else mark.label, minor=minor))
    return sorted(kept, key=lambda m: m.x)


def _due(x: float, label: str) -> Mark:
    """In the middle under its tick where half the label fits into the margin, else before it."""
    fits = x + _width(label) / 2 <= 100
    return Mark("due", x, label, "middle" if fits else "end", minor=False)


def _width(label: str) -> float:
    """Of a label, in per cent of a bar 750 px long."""
    return sum(1.6 if ord(c) > 0x2E7F else 0.9 for c in label)


def _overlap(a: Mark, b: Mark) -> bool:
    (a0, a1), (b0, b1) = _extent(a), _extent(b)
    return a0 < b1 + GAP and b0 < a1 + GAP


def _extent(mark: Mark) -> tuple[float, float]:
    """From where to where a label reaches."""
    width = _width(mark.label)
    start = {"start": mark.x, "middle": mark.x - width / 2, "end": mark.x - width}[mark.anchor]
    return start, start + width


GAP = 1.2
NEAR = 24.0


def stacked(counts: Mapping[str, int], order: Sequence[str], longest: int) -> list[Piece]:
    """Pieces side by side, to one scale for all rows (`longest` = the largest total)."""
    pieces, x = [], 0.0
    for name in order:
        if counts.get(name):
            width = counts[name] / max(longest, 1) * 100
            pieces.append(Piece(name, round(x, 2), round(max(width, 0.6), 2)))
            x += max(width, 0.6)
    return pieces
