"""Leads in words: what is measured, how its number reads, what its sentence says. All texts stand in `law.yaml`."""

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

from luoshi import mechanisms
from luoshi.law import folder
from luoshi.law.event import EVENTS
from luoshi.law.folder import Measure, MechanismLaw
from luoshi.law.words import say

HOME = Path(mechanisms.__file__).parent / "supervision"


def law(survey: str) -> MechanismLaw:
    """What stands behind a survey."""
    return folder.read(HOME / survey)


def surveys() -> tuple[MechanismLaw, ...]:
    """Every survey, in the order of its folder's name."""
    return tuple(one for one in folder.mechanisms() if one.measures)


def measure(survey: str, name: str) -> Measure:
    return law(survey).measures[name]


def effect(one: Measure, value: float) -> str:
    """The effect as people read it: a share in per cent, an excess as times the number foretold, days."""
    if one.effect == "excess":
        return say(f"{value + 1:.1f} 倍", f"× {value + 1:.1f}")
    if one.effect == "days":
        return say(f"{value:.0f} 个工作日", f"{value:.0f} working days")
    return f"{value:.1%}"


def interval(one: Measure, low: float, high: float) -> str:
    """The interval of an effect, its unit told once."""
    if one.effect == "excess":
        return say(f"{low + 1:.1f}–{high + 1:.1f} 倍", f"× {low + 1:.1f}–{high + 1:.1f}")
    if one.effect == "days":
        return say(f"{low:.0f}–{high:.0f} 个工作日", f"{low:.0f}–{high:.0f} working days")
    return f"{low * 100:.1f}–{high:.1%}"


def step(of: str) -> str:
    """A step as the office calls it: the source's own name, or the name of what happened."""
    return EVENTS[of].said() if of in EVENTS else of


def sentence(one: Measure, told: Mapping[str, Any]) -> str:
    """The statistic in words, from what is recorded with the lead."""
    figures = {name: told[name] for name in ("n", "effect", "of")} | {
        "step": step(told["of"]),
        **told["told"],
    }
    return say(*one.sentence).format(**figures)


OURS = "本级设定，见“设置”"
"""What a threshold rests on that this office has set for itself."""


def thresholds(survey: str, told: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The thresholds a lead was measured by, each with the value on its day and what it rests on."""
    day = date.fromisoformat(told["until"])
    found = []
    for name, one in law(survey).parameters.items():
        held = [value for value in one.values if value.since <= day][-1]
        found.append(
            {
                "title": one.title,
                "value": told["thresholds"][name],
                "since": held.since,
                "basis": held.basis if told["thresholds"][name] == held.value else OURS,
                "status": held.status,
            }
        )
    return found
