"""Units as acts name them, and on whose side a person stands."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from luoshi.law.typed import Missing
from luoshi.law.words import say
from luoshi.org.actor import Actor
from luoshi.org.models import Officer, Unit

OFFICE = frozenset({"efficiency_office"})
HEADS = frozenset({"unit_head"})
HANDLING = frozenset({"unit_head", "handler"})
STAFF = frozenset({"unit_head", "handler", "clerk"})


@dataclass(frozen=True, slots=True)
class Body:
    """A unit by its code, with its official name."""

    code: str
    name: str

    @property
    def names(self) -> tuple[str, str]:
        return self.code, self.name

    def told(self) -> dict[str, str]:
        return {"unit": self.code, "name": self.name}


def body(named: str, field: str = "unit") -> Body:
    """A unit by its code, or by its name where that belongs to one only."""
    found = list(Unit.objects.filter(code=named)[:1]) or list(Unit.objects.filter(name=named)[:2])
    if len(found) == 1:
        return Body(found[0].code, found[0].name)
    if found:
        wrong = say(
            f"有几个单位都叫“{named}”：请写编码", f"Several units are called “{named}”: give the code"
        )
    else:
        wrong = say(
            f"没有单位“{named}”：请核对名称或编码", f"There is no unit “{named}”: check its name or code"
        )
    raise Missing(field, wrong)


def bodies(named: Iterable[str], field: str = "units") -> list[Body]:
    """Several units, each once, at least one."""
    found = {it.code: it for it in (body(one, field) for one in named)}
    if not found:
        raise Missing(field, say("请选至少一个单位", "Choose at least one unit"))
    return list(found.values())


def told_body(told: Any) -> Body:
    """A unit of an entry."""
    it = told if isinstance(told, dict) else {}
    code, name = (it.get(key) if isinstance(it.get(key), str) else "" for key in ("unit", "name"))
    return Body(code or "", name or "")


def office(by: Actor, units: Sequence[str] = ()) -> bool:
    """Does this person supervise these units (the whole city where none is named)?"""
    return all(by.holds(OFFICE, unit) for unit in units or ("",))


def over(by: Actor, roles: frozenset[str], body: Body) -> bool:
    return any(by.holds(roles, unit) for unit in body.names)


def belongs(by: Actor, body: Body) -> bool:
    """Is this person one of the unit's own: by a role or post there, or as its officer?"""
    own = any(
        not scope.all and role in STAFF | OFFICE and not scope.units.isdisjoint(body.names)
        for role, scope in by.standing.held
    )
    if own or any(post.unit in body.names for post in by.posts):
        return True
    home = by.standing.unit
    if home is not None and (home.code in body.names or home.name in body.names):
        return True
    return bool(by.officer) and Officer.objects.filter(code=by.officer, unit__in=body.names).exists()


def unit_of(by: Actor) -> str:
    """The official name of the unit a person acts for."""
    return by.standing.unit.name if by.standing.unit else ""
