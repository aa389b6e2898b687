"""Where things stand in the drawings of a wall, in the units of their view boxes."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from luoshi.web import counts, says

WIDTH, HEIGHT = 420, 210
LEFT, RIGHT, TOP, BOTTOM = 46, 6, 8, 26


@dataclass(slots=True)
class Trend:
    """A rate with its interval over time: bands and lines between gaps, levels and days with their places."""

    bands: list[str] = field(default_factory=list)
    lines: list[str] = field(default_factory=list)
    levels: list[dict[str, Any]] = field(default_factory=list)
    days: list[dict[str, Any]] = field(default_factory=list)
    last: dict[str, Any] = field(default_factory=dict)
    told: str = ""


def trend(points: Sequence[counts.Point]) -> Trend | None:
    """The drawing, or None where no stretch has enough to compare."""
    sound = [p for p in points if p.rate.share is not None]
    if len(sound) < 2:
        return None
    floor = lowest(min(p.rate.low or 0 for p in sound))
    across = (WIDTH - LEFT - RIGHT) / (len(points) - 1)

    def x(n: int) -> float:
        return round(LEFT + n * across, 1)

    def y(share: float) -> float:
        return round(TOP + (1 - share) / (1 - floor) * (HEIGHT - TOP - BOTTOM), 1)

    drawn = Trend()
    for run in runs(points):
        upper = [f"{x(n)},{y(points[n].rate.high or 0)}" for n in run]
        lower = [f"{x(n)},{y(points[n].rate.low or 0)}" for n in reversed(run)]
        drawn.bands.append(" ".join((*upper, *lower)))
        drawn.lines.append(" ".join(f"{x(n)},{y(points[n].rate.share or 0)}" for n in run))
    for n in range(3):
        share = 1 - n * (1 - floor) / 2
        drawn.levels.append({"y": y(share), "text": f"{share * 100:g}"})
    months = [n for n, p in enumerate(points) if n and p.until.month != points[n - 1].until.month]
    drawn.days = [{"x": x(n), "text": month(points[n].until)} for n in months]
    end = sound[-1]
    drawn.last = {"rate": end.rate, "x": x(points.index(end)), "y": y(end.rate.share or 0)}
    drawn.told = f"{(end.rate.share or 0) * 100:.1f}% ({(end.rate.low or 0) * 100:.1f}–{(end.rate.high or 0) * 100:.1f}%)"
    return drawn


def lowest(low: float) -> float:
    """The foot of the scale: near enough to see differences, never so near that they shout."""
    return next(foot for foot in (0.9, 0.8, 0.6, 0.4, 0.0) if foot <= low)


def runs(points: Sequence[counts.Point]) -> list[list[int]]:
    """Stretches of points that can be compared, each at least two long."""
    found: list[list[int]] = [[]]
    for n, point in enumerate(points):
        if point.rate.share is None:
            found.append([])
        else:
            found[-1].append(n)
    return [run for run in found if len(run) > 1]


def month(day: Any) -> str:
    return says.MONTHS_EN[day.month - 1] if says.english() else f"{day.month}月"


def bars(shares: Mapping[str, float]) -> list[dict[str, Any]]:
    """Each share with its width against the widest, in per cent of the drawing."""
    widest = max(shares.values(), default=0) or 1
    return [
        {"name": name, "share": share, "width": round(share / widest * 100, 2)}
        for name, share in shares.items()
    ]
