"""The clock registry: every term as data, one file an instrument, read strictly.

A file holds `statute` (name, english), what is common to its clocks, and `clocks`. A clock id may
occur in several instruments, each for its own span of days; spans of one id never overlap.
"""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import date
from functools import lru_cache
from itertools import pairwise
from pathlib import Path
from typing import Any

from luoshi.law.clock import Citation, Clock, Extension
from luoshi.law.errors import CouldNot, NotInForce, Unclear
from luoshi.law.files import load
from luoshi.law.notice import chain
from luoshi.law.period import Period
from luoshi.law.words import say

FOLDER = Path(__file__).parent / "clocks"
OWN = {f.name for f in fields(Clock)} - {"citation", "doubted"} | {"article", "text", "doubts"}
COMMON = {"since", "until", "grade", "jurisdiction", "verified_on", "status", "roll", "party", "doubts"}
PAIRS = {"title", "start", "effect"}
CHOICES = {
    "direction": {"forward", "backward", "pause"},
    "grade": {"statutory", "standard", "local", "custom"},
    "status": {"verified", "unverified"},
    "party": {"agency", "applicant", "person"},
}


@dataclass(frozen=True, slots=True)
class Ground:
    """A ground on which a term may be paused, enumerated by a text."""

    id: str
    title: tuple[str, str]
    citation: str

    def said(self) -> str:
        return say(*self.title)


def bad(path: Path, which: object, why: str) -> CouldNot:
    return CouldNot(
        say(
            f"时限文件 {path.name} 有误（{which}）：{why}",
            f"Clock file {path.name} is wrong ({which}): {why}",
        )
    )


def pair(path: Path, which: object, value: Any) -> tuple[str, str]:
    if not isinstance(value, list) or len(value) != 2 or not all(isinstance(v, str) and v for v in value):
        raise bad(path, which, f"{value!r} is not [中文, English]")
    return value[0], value[1]


def read(path: Path) -> list[Clock]:
    """The clocks of one file; CouldNot names file, clock and fault."""
    told = load(path)
    if not isinstance(told, dict) or not {"statute", "clocks"} <= set(told):
        raise bad(path, "file", "needs statute and clocks")
    if extra := set(told) - COMMON - {"statute", "clocks"}:
        raise bad(path, "file", f"unknown fields {sorted(extra)}")
    common = {key: told[key] for key in COMMON if key in told}
    return [_clock(path, told["statute"], {**common, **own}) for own in told["clocks"]]


def _clock(path: Path, statute: list[str], told: dict[str, Any]) -> Clock:
    which = told.get("id", "a clock without id")
    if extra := set(told) - OWN:
        raise bad(path, which, f"unknown fields {sorted(extra)}")
    if absent := {"id", "title", "start", "since", "article"} - set(told):
        raise bad(path, which, f"lacks {sorted(absent)}")
    for key, choices in CHOICES.items():
        if key in told and told[key] not in choices:
            raise bad(path, which, f"{key} is {told[key]!r}, not one of {sorted(choices)}")
    name, english = pair(path, which, statute)
    article, text = str(told.pop("article")), str(told.pop("text", "")).strip()
    for key in PAIRS & set(told):
        told[key] = pair(path, which, told[key])
    told["doubted"] = tuple(pair(path, which, one) for one in told.pop("doubts", []))
    for key in ("starts", "stops", "pause_grounds", "fixed"):
        if key in told:
            told[key] = tuple(told[key])
    if "extension" in told:
        told["extension"] = _extension(path, which, told["extension"])
    if "remind_earlier" in told:
        told["remind_earlier"] = Period.parse(told["remind_earlier"])
    clock = Clock(
        amount=told.pop("amount", None),
        unit=told.pop("unit", None),
        citation=Citation(name, article, text, english),
        **told,
    )
    _sound(path, clock)
    return clock


def _extension(path: Path, which: object, told: dict[str, Any]) -> Extension:
    if extra := set(told) - {f.name for f in fields(Extension)}:
        raise bad(path, which, f"unknown extension fields {sorted(extra)}")
    approver = pair(path, which, told["approver"]) if "approver" in told else ("", "")
    return Extension(**{**told, "approver": approver})


def _sound(path: Path, clock: Clock) -> None:
    period = clock.period  # an unknown unit is refused here
    if not isinstance(clock.since, date) or not isinstance(clock.until, date | None):
        raise bad(path, clock.id, "since and until are days")
    if clock.until and clock.until < clock.since:
        raise bad(path, clock.id, "until lies before since")
    if clock.direction == "pause":
        if period or not clock.pause_grounds:
            raise bad(path, clock.id, "a description of pauses has grounds and no amount")
    elif (period is None) == (clock.fixed is None):
        raise bad(path, clock.id, "needs either amount and unit, or a fixed day")
    if clock.fixed:
        date(2024, *clock.fixed)
    if clock.roll and (clock.backward or clock.unit not in ("day", "month", "year")):
        raise bad(path, clock.id, "only forward terms in days, months or years roll (R4)")
    if clock.extension and period and (more := clock.extension.period):
        period.plus(more)
    if clock.status == "verified" and not clock.verified_on:
        raise bad(path, clock.id, "verified needs verified_on")
    if clock.verified_on and not clock.citation.text:
        raise bad(path, clock.id, "verified_on needs the text compared")
    if unknown := set(clock.pause_grounds) - set(grounds()):
        raise bad(path, clock.id, f"unknown pause grounds {sorted(unknown)}")


@lru_cache(maxsize=1)
def grounds() -> Mapping[str, Ground]:
    """Every enumerated pause ground by its id."""
    path = FOLDER / "grounds.yaml"
    found = {}
    for key, told in load(path).items():
        found[key] = Ground(key, pair(path, key, told["title"]), told["citation"])
    return found


@lru_cache(maxsize=1)
def versions() -> Mapping[str, tuple[Clock, ...]]:
    """Every clock id with its versions, oldest first; CouldNot when two are in force on one day."""
    found: dict[str, list[Clock]] = {}
    for path in sorted(FOLDER.glob("*.yaml")):
        if path.name != "grounds.yaml":
            for clock in read(path):
                found.setdefault(clock.id, []).append(clock)
    for each in found.values():
        each.sort(key=lambda clock: clock.since)
        for earlier, later in pairwise(each):
            if earlier.until is None or earlier.until >= later.since:
                raise bad(FOLDER, earlier.id, f"two versions in force on {later.since}")
    order = sorted(found, key=lambda i: [int(n) for n in i.removeprefix("CLK-").split(".")])
    return {clock_id: tuple(found[clock_id]) for clock_id in order}


class _Latest(Mapping[str, Clock]):
    """Clock ids to their newest version, read when first asked for."""

    def __getitem__(self, clock_id: str) -> Clock:
        return versions()[clock_id][-1]

    def __iter__(self) -> Any:
        return iter(versions())

    def __len__(self) -> int:
        return len(versions())


CLOCKS: Mapping[str, Clock] = _Latest()


def clock(clock_id: str, on: date | None = None) -> Clock:
    """A clock as in force on a day (the newest version when no day is given).

    Unclear for an id that does not exist; NotInForce for a day no version covers.
    """
    known = versions().get(clock_id)
    if known is None:
        inside = [i for i in versions() if i.startswith(f"{clock_id}.")]
        hint = "、".join(inside) if inside else "CLK-01 … CLK-35"
        raise Unclear(
            say(
                f"没有时限 {clock_id!r}：可用 {hint}。",
                f"There is no clock {clock_id!r}: use {hint.replace('、', ', ')}.",
            )
        )
    if on is None:
        return known[-1]
    for version in known:
        if version.in_force(on):
            return version
    raise NotInForce(
        say(
            f"{clock_id} 在 {on} 不适用：自 {known[0].since} 起有记载。",
            f"{clock_id} is not in force on {on}: it is on record from {known[0].since}.",
        )
    )


def in_force(day: date, jurisdiction: str | None = None) -> list[Clock]:
    """Every clock in force on a day, in the order of the registry; only those of a jurisdiction when given."""
    within = None if jurisdiction is None else set(chain(jurisdiction))
    return [
        version
        for each in versions().values()
        for version in each
        if version.in_force(day) and (within is None or version.jurisdiction in within)
    ]


def lawful_grounds() -> tuple[str, ...]:
    """The enumerated grounds on which a licensing term stops (行政许可法 第四十五条), by code and by the law's own word."""
    known = [grounds()[name] for name in clock("CLK-06").pause_grounds]
    return tuple(word for ground in known for word in (ground.id, ground.title[0]))
