"""Open matters by department and district, with the lights that matter most and how much attention they need."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from luoshi.monitor.numbers import Found
from luoshi.web import counts, lights
from luoshi.web.wall.places import Place, Places

DRAWN = 13
NEEDING = ("yellow_warning", "overdue", "yellow_card", "red_card")
"""Lights that ask for somebody now."""


@dataclass(frozen=True, slots=True)
class Shown:
    """Departments by risk, how many more there are, the largest stock, and all districts."""

    departments: list[dict[str, Any]]
    more: int
    longest: int
    districts: list[dict[str, Any]]


def of_units(found: Found, places: Places) -> Shown:
    """Rows from `open` by unit and light. A unit that the organisation does not know stands by itself."""
    lit: dict[str, dict[str, int]] = {}
    strangers: dict[str, Place] = {}
    for (unit, light), n in found.items():
        name = str(unit)
        place = places.of.get(name) or strangers.setdefault(
            name, Place(name or _("（未写单位）"), name, {name})
        )
        held = lit.setdefault(place.unit, {})
        held[str(light)] = held.get(str(light), 0) + n
    departments = [
        row(place, lit.get(place.unit, {})) for place in (*places.departments, *strangers.values())
    ]
    departments = sorted((r for r in departments if r["open"]), key=risk)
    districts = [row(place, lit.get(place.unit, {})) for place in places.districts]
    everywhere = [*departments, *districts]
    of, needing = sum(r["open"] for r in everywhere), sum(r["needing"] for r in everywhere)
    for r in districts:
        r["level"], r["word"] = level(r, needing / of if of else 0)
    drawn = departments[:DRAWN]
    return Shown(drawn, len(departments) - len(drawn), max((r["open"] for r in drawn), default=0), districts)


def row(place: Place, lit: dict[str, int]) -> dict[str, Any]:
    cards = [(name, lights.light(name), lit[name]) for name in ("red_card", "yellow_card") if lit.get(name)]
    return {
        "name": place.name, "unit": place.unit, "counts": lit, "open": sum(lit.values()), "cards": cards,
        "needing": sum(lit.get(name, 0) for name in NEEDING),
    }  # fmt: skip


def risk(r: dict[str, Any]) -> tuple[Any, ...]:
    """What needs somebody first comes first; not a ranking of who works well."""
    lit = r["counts"]
    return (
        -lit.get("red_card", 0),
        -lit.get("yellow_card", 0),
        -lit.get("overdue", 0),
        -r["needing"],
        -r["open"],
        r["name"],
    )


def level(r: dict[str, Any], usual: float) -> tuple[str, str]:
    """How much attention a district needs, beside the whole city; said only where there is enough to compare."""
    share = counts.rate(r["needing"], r["open"])
    if share.share is None or share.low is None:
        return "few", _("样本不足")
    if share.low > usual:
        return "much", _("需要关注")
    if share.share > usual:
        return "some", _("留意")
    return "calm", _("平稳")
