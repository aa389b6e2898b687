"""Who does what to a task: the roles, and to which unit a person belongs."""

from luoshi.org.actor import Actor
from luoshi.org.models import Officer

OFFICE = frozenset({"efficiency_office"})
HEADS = frozenset({"unit_head"})
STAFF = frozenset({"unit_head", "handler", "clerk"})
HANDLING = frozenset({"unit_head", "handler"})


def office(by: Actor, units: tuple[str, ...]) -> bool:
    """Does this person supervise these units (the whole city where none is named)?"""
    return any(by.holds(OFFICE, unit) for unit in units or ("",))


def over(by: Actor, roles: frozenset[str], units: tuple[str, ...]) -> bool:
    return any(by.holds(roles, unit) for unit in units)


def belongs(by: Actor, units: tuple[str, ...]) -> bool:
    """Is this person one of these units' own: by a role or post there, or as its officer?

    Whoever supervises the whole city belongs to no unit by that; whoever heads it is above all of them, yet not
    their own.
    """
    own = any(
        not scope.all and role in STAFF | OFFICE and not scope.units.isdisjoint(units)
        for role, scope in by.standing.held
    )
    if own or any(post.unit in units for post in by.posts):
        return True
    at_home = by.standing.unit
    if at_home is not None and (at_home.code in units or at_home.name in units):
        return True
    return bool(by.officer) and Officer.objects.filter(code=by.officer, unit__in=units).exists()


def unit_of(by: Actor) -> str:
    """The official name of the unit a person acts for."""
    return by.standing.unit.name if by.standing.unit else ""
