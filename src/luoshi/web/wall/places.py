"""Units as a wall shows them: short names, and which district each belongs to."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from luoshi.org.models import Unit


@dataclass(slots=True)
class Place:
    """A department or a district: its name, and what its matters may call it or the units below it."""

    name: str
    unit: str
    keys: set[str] = field(default_factory=set)


@dataclass(frozen=True, slots=True)
class Places:
    """The city's name, its departments and its districts; `of` finds the place behind a unit as matters name it."""

    city: str
    departments: tuple[Place, ...]
    districts: tuple[Place, ...]
    of: dict[str, Place]
    names: dict[str, str]


def places(units: Iterable[Unit]) -> Places:
    """Departments and districts from the tree. Sections and windows count with their department."""
    known = {unit.pk: unit for unit in units}
    tops = [u for u in known.values() if u.parent_id not in known and u.kind in ("city", "district")]
    root = tops[0] if tops else None
    found: dict[int, Place] = {}
    of: dict[str, Place] = {}
    names: dict[str, str] = {}
    for unit in known.values():
        held = holder(unit, known, root)
        place = found.setdefault(held.pk, Place(short(held, root), held.name))
        for key in (unit.code, unit.name):
            place.keys.add(key)
            of[key] = place
            names[key] = short(unit, root)
    districts = [pk for pk in found if known[pk].kind == "district" and known[pk] is not root]
    return Places(
        city=root.said() if root else "",
        departments=tuple(place for pk, place in found.items() if pk not in districts),
        districts=tuple(found[pk] for pk in sorted(districts, key=lambda pk: known[pk].code)),
        of=of,
        names=names,
    )


def holder(unit: Unit, known: dict[int, Unit], root: Unit | None) -> Unit:
    """The district a unit lies in, else the department: the topmost unit below the root."""
    held = it = unit
    while it is not root:
        if it.kind == "district":
            return it
        held = it
        above = known.get(it.parent_id or 0)
        if above is None:
            break
        it = above
    return held


def short(unit: Unit, root: Unit | None) -> str:
    """A name without the city's before it, which every line of a wall would repeat."""
    said = unit.said()
    before = root.said() if root else ""
    rest = said.removeprefix(before).strip() if unit is not root else said
    return rest if len(rest) > 1 else said
