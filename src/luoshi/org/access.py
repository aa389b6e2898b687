"""Who may do what, and within which part of the tree: asked of the roles in force on that day.

A role in the root (the city, or a county on its own) sees everything, matters of unknown units included.
Elsewhere it sees the subtree of its unit; a body without a parent is no root, imports make such bodies. Matters name their unit as the source wrote it, so a scope holds codes and names alike.
"""

from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.contrib.auth.models import AnonymousUser
from django.db.models import Q

from luoshi.org.models import Role, Unit, User

SHANGHAI = ZoneInfo("Asia/Shanghai")
EVERYONE = frozenset(Role.Kind.values)
STAFF = EVERYONE - {"administrator"}
ROOTS = frozenset({Unit.Kind.CITY, Unit.Kind.DISTRICT})

# Administrators look after the installation and see how many, never which: for matters they need a role.
PERMISSIONS: dict[str, frozenset[str]] = {
    "overview.see": EVERYONE,
    "matters.see": STAFF,
    "wall.see": frozenset({"efficiency_office", "unit_head", "inspector"}),
    "cards.see": STAFF,
    "cards.act": frozenset({"efficiency_office", "unit_head", "handler", "clerk"}),
    "papers.see": STAFF,
    "papers.issue": frozenset({"efficiency_office", "unit_head", "handler", "clerk"}),
    # A lead is about units; they neither see nor write it.
    "leads.see": frozenset({"efficiency_office", "inspector"}),
    "leads.review": frozenset({"efficiency_office"}),
    "law.see": EVERYONE,
    "due.use": EVERYONE,
    "style.see": EVERYONE,
    # Working on cases. Which act on which case is for whom stands in approvals.rules, over the unit concerned.
    "work.see": frozenset({"clerk", "handler", "unit_head"}),
    "cases.receive": frozenset({"clerk", "handler"}),
    "cases.work": frozenset({"clerk", "handler", "unit_head"}),
    # Who looked at who applied is for those who supervise.
    "looks.see": frozenset({"efficiency_office", "inspector"}),
    # The supervised do not write supervision data: units cannot import.
    "imports.do": frozenset({"efficiency_office", "administrator"}),
    # Key tasks. Which act on which task is for whom stands in tasks.rules, over the units concerned.
    "tasks.see": STAFF,
    "tasks.work": frozenset({"efficiency_office", "unit_head", "handler", "clerk"}),
    "tasks.draft": frozenset({"efficiency_office", "unit_head"}),
    "tasks.watch": frozenset({"efficiency_office", "inspector"}),
    "tasks.supervise": frozenset({"efficiency_office"}),
    # What a body decides, and in what time, is public (行政许可法 第三十条).
    "catalogue.see": EVERYONE,
    "catalogue.publish": frozenset({"efficiency_office", "unit_head"}),
    "organisation.see": EVERYONE,
    "posts.assign": frozenset({"unit_head", "administrator"}),
    "organisation.change": frozenset({"administrator"}),
    "absences.register": EVERYONE - {"inspector"},
    "absences.register_for_others": frozenset({"efficiency_office", "unit_head", "administrator"}),
    "people.manage": frozenset({"administrator"}),
    # By which numbers everybody is measured is for everybody to read.
    "settings.see": EVERYONE,
    "settings.change": frozenset({"administrator"}),
}


@dataclass(frozen=True, slots=True)
class Scope:
    """Which units' matters may be seen: all of them, or those named. Neither means none."""

    all: bool
    units: frozenset[str]


@dataclass(frozen=True, slots=True)
class Standing:
    """A person's roles on one day: pairs of role and scope, and the unit to name in the header."""

    held: tuple[tuple[str, Scope], ...]
    unit: Unit | None

    def may(self, permission: str) -> bool:
        return any(role in PERMISSIONS[permission] for role, _ in self.held)

    def holds(self, role: str) -> bool:
        return any(held == role for held, _ in self.held)

    @property
    def read_only(self) -> bool:
        """An inspector only looks, whatever other role they hold."""
        return self.holds("inspector")

    def scope(self, permission: str) -> Scope:
        scopes = [scope for role, scope in self.held if role in PERMISSIONS[permission]]
        if any(scope.all for scope in scopes):
            return Scope(all=True, units=frozenset())
        return Scope(all=False, units=frozenset().union(*(scope.units for scope in scopes)))


def day_of(at: datetime) -> date:
    return at.astimezone(SHANGHAI).date()


def standing(user: User | AnonymousUser, at: datetime) -> Standing:
    """The roles in force on the day of `at`, each with its subtree. Two queries for most people."""
    if not isinstance(user, User) or not user.is_active:
        return Standing((), None)
    day = day_of(at)
    roles = list(
        Role.objects.filter(Q(until__isnull=True) | Q(until__gt=day), user=user, since__lte=day)
        .select_related("unit")
        .order_by("since", "pk")
    )
    below: dict[int, Scope] = {}
    for role in roles:
        if role.unit_id not in below:
            below[role.unit_id] = _subtree(role.unit)
    held = tuple((role.role, below[role.unit_id]) for role in roles)
    return Standing(held, roles[0].unit if roles else None)


def _subtree(unit: Unit) -> Scope:
    if unit.parent_id is None and unit.kind in ROOTS:
        return Scope(all=True, units=frozenset())
    pairs = Unit.objects.descendants(unit, include_self=True).values_list("code", "name")
    return Scope(all=False, units=frozenset(text for pair in pairs for text in pair if text))


def supervising(unit: str, at: datetime) -> str:
    """The official name of the body whose efficiency office supervises a unit on the day of `at`: the nearest above it.

    Empty where nobody holds that role.
    """
    day = day_of(at)
    held = Role.objects.filter(
        Q(until__isnull=True) | Q(until__gt=day), role=Role.Kind.EFFICIENCY_OFFICE, since__lte=day
    )
    bodies = {role.unit_id: role.unit for role in held.select_related("unit").order_by("pk")}
    below = [(_subtree(body), body.name) for body in bodies.values()]
    near = [(len(under.units), name) for under, name in below if unit in under.units]
    return min(near)[1] if near else next((name for under, name in below if under.all), "")


def scope(user: User | AnonymousUser, at: datetime, permission: str = "matters.see") -> Scope:
    return standing(user, at).scope(permission)
