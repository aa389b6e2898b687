"""A mechanism's `law.yaml`: its official name, its citations, its dated parameters."""

from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from luoshi.law.errors import NotInForce
from luoshi.law.files import load
from luoshi.law.words import say


@dataclass(frozen=True, slots=True, kw_only=True)
class Cited:
    """An article that a mechanism rests on, as checked on a day."""

    statute: str
    article: str
    text: str
    since: date
    verified_on: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Value:
    """A parameter's value from a day on, and what it rests on."""

    since: date
    value: int
    basis: str
    status: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Parameter:
    """A threshold of the house rules: dated values, oldest first."""

    name: str
    title: tuple[str, str]
    values: tuple[Value, ...]

    def on(self, day: date) -> int:
        """The value in force on `day`. Raises NotInForce before the first."""
        held = [v for v in self.values if v.since <= day]
        if not held:
            raise NotInForce(
                say(
                    f"参数 {self.name} 在 {day} 尚未生效",
                    f"The parameter {self.name} is not in force on {day}",
                )
            )
        return held[-1].value


@dataclass(frozen=True, slots=True, kw_only=True)
class Measure:
    """One thing a survey measures, in words.

    `effect` says how its number reads: `share`, `excess` of counts, `ratio` to a limit, or `days`; `chart` how it
    is drawn. `sentence` is filled with the figures of a lead; `caution` says what it does not mean.
    """

    name: str
    title: tuple[str, str]
    effect: str
    chart: str
    sentence: tuple[str, str]
    caution: tuple[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class MechanismLaw:
    """Everything `law.yaml` says. A way of working has no rule of its own: `carried_out_by` names what does it."""

    folder: str
    name: tuple[str, str]
    aliases: tuple[str, ...]
    paper: str
    group: str
    binds: str
    where: tuple[str, str]
    carried_out_by: str
    clocks: tuple[str, ...]
    citations: tuple[Cited, ...]
    parameters: dict[str, Parameter]
    measures: dict[str, Measure]


@cache
def read(folder: Path) -> MechanismLaw:
    """The `law.yaml` of a mechanism's folder. A missing field is a mistake in the file and raises KeyError."""
    raw: dict[str, Any] = load(folder / "law.yaml")
    parameters = {
        name: Parameter(
            name=name,
            title=(p["title"], p["title_en"]),
            values=tuple(
                Value(since=v["since"], value=v["value"], basis=v["basis"], status=v["status"])
                for v in sorted(p["values"], key=lambda v: v["since"])
            ),
        )
        for name, p in raw["parameters"].items()
    }
    return MechanismLaw(
        folder=folder.name,
        name=(raw["name"], raw["name_en"]),
        aliases=tuple(raw["aliases"]),
        paper=raw["paper"],
        group=raw["group"],
        binds=raw["binds"],
        where=(raw["where"], raw["where_en"]),
        carried_out_by=raw.get("carried_out_by", ""),
        clocks=tuple(raw["clocks"]),
        citations=tuple(Cited(**c) for c in raw["citations"]),
        parameters=parameters,
        measures={name: measure(name, told) for name, told in raw.get("measures", {}).items()},
    )


def measure(name: str, told: dict[str, str]) -> Measure:
    """A measure of a survey; a text missing in either language raises KeyError."""
    both = {key: (told[key], told[f"{key}_en"]) for key in ("title", "sentence", "caution")}
    return Measure(name=name, effect=told["effect"], chart=told["chart"], **both)


def mechanisms() -> tuple[MechanismLaw, ...]:
    """Every mechanism that has a `law.yaml`, by group and name."""
    root = Path(__file__).parents[1] / "mechanisms"
    found = [read(path.parent) for path in root.glob("*/*/law.yaml")]
    return tuple(sorted(found, key=lambda m: (m.group, m.folder)))
