"""The ledger of tasks as a list: what the address asks for, the rows it selects, the numbers above them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Count, Exists, F, Max, OuterRef, Q, QuerySet, Subquery
from django.db.models import Sum as Added
from django.http import QueryDict
from django.utils.translation import gettext as _

from luoshi.org.models import Unit
from luoshi.tasks.models import CoUnit, Node, Order, Source, Sum
from luoshi.tasks.task import RUNNING
from luoshi.web import lights
from luoshi.web.lists import below

NEAR = 7
"""Days before its due day from which a task is close to it."""
SORTS = {
    "place": ("place",), "title": ("title", "pk"), "unit": ("unit_name", "place"), "until": ("until", "place"),
    "share": ("share", "place"), "state": ("state", "place"),
}  # fmt: skip
LIGHTS = (
    "late",
    "behind",
    "near",
    "claimed",
    "good",
    "order",
    "silent",
    "inflated",
    "reopened",
    "ownerless",
    "verified",
)
OPEN = RUNNING - {Node.State.CLAIMED}


@dataclass(frozen=True, slots=True)
class Filters:
    """What the address asks for; whatever it says that is not known is left out, never an error."""

    q: str = ""
    unit: str = ""
    state: str = ""
    light: str = ""
    level: str = ""
    source: str = ""
    leader: str = ""
    since: date | None = None
    until: date | None = None
    sort: str = "place"

    @property
    def any(self) -> bool:
        return any(getattr(self, name) for name in self.__slots__ if name != "sort")


def read(query: QueryDict) -> Filters:
    def text(name: str) -> str:
        return query.get(name, "").replace("\0", "").strip()[:200]

    def one_of(name: str, known: Iterable[str]) -> str:
        return text(name) if text(name) in known else ""

    sort = text("sort")
    return Filters(
        q=text("q"), unit=text("unit"), state=one_of("state", Node.State.values), light=one_of("light", LIGHTS),
        level=one_of("level", Node.Level.values), source=text("source"), leader=text("leader"), since=day(text("since")),
        until=day(text("until")),
        sort=sort if sort.lstrip("-") in SORTS and not sort.startswith("--") else "place",
    )  # fmt: skip


def day(text: str) -> date | None:
    try:
        found = date.fromisoformat(text)
    except ValueError:
        return None
    return found if 1900 <= found.year <= 2100 else None


def late(today: date) -> Q:
    return Q(until__lt=today, state__in=OPEN)


def behind(today: date) -> Q:
    """Less was reported than the plan foresees; what is late is late and no more than that."""
    return Q(behind_on__lte=today) & ~late(today)


def lit(light: str, today: date) -> Q:
    """The tasks on which a light stands."""
    silent = CoUnit.objects.filter(
        ledger=OuterRef("ledger"), matter=OuterRef("matter"), asked_at__isnull=False, replied_at__isnull=True
    )
    ordered = Order.objects.filter(
        ledger=OuterRef("ledger"), matter=OuterRef("matter"), lifted_at__isnull=True
    )
    near = Q(until__gte=today, until__lte=today + timedelta(days=NEAR), state__in=OPEN)
    not_behind = Q(behind_on__isnull=True) | Q(behind_on__gt=today)
    return {
        "late": late(today), "behind": behind(today), "near": near & not_behind,
        "claimed": Q(state=Node.State.CLAIMED), "verified": Q(state__in=(Node.State.VERIFIED, Node.State.ARCHIVED)),
        "good": Q(state__in=OPEN, parts=0) & not_behind & (Q(until__isnull=True) | Q(until__gt=today + timedelta(days=NEAR))),
        "order": Q(state__in=RUNNING) & Q(Exists(ordered)), "silent": Q(state__in=RUNNING) & Q(Exists(silent)),
        "inflated": Q(inflated__gt=0), "reopened": Q(reopened__gt=0),
        "ownerless": Q(parts=0, unit="") & ~Q(state=Node.State.CANCELLED),
    }[light]  # fmt: skip


def select(
    rows: QuerySet[Node], wanted: Filters, *, today: date, units: Iterable[Unit] = ()
) -> QuerySet[Node]:
    """The rows asked for, in the order asked for. A unit stands for all below it, and for what it co-operates in."""
    if wanted.unit:
        names = below(units, wanted.unit)
        helping = CoUnit.objects.filter(ledger=OuterRef("ledger"), matter=OuterRef("matter"), unit__in=names)
        rows = rows.filter(Q(unit__in=names) | Q(unit_name__in=names) | Exists(helping))
    if wanted.state:
        rows = rows.filter(state=wanted.state)
    if wanted.light:
        rows = rows.filter(lit(wanted.light, today))
    if wanted.level:
        rows = rows.filter(level=wanted.level)
    if wanted.source:
        rows = rows.filter(source=wanted.source)
    if wanted.leader:
        told = Source.objects.filter(
            ledger=OuterRef("ledger"), matter=OuterRef("source"), leader=wanted.leader
        )
        rows = rows.filter(Exists(told))
    if wanted.q:
        rows = rows.filter(named(wanted.q))
    if wanted.since:
        rows = rows.filter(until__gte=wanted.since)
    if wanted.until:
        rows = rows.filter(until__lte=wanted.until)
    name, back = wanted.sort.lstrip("-"), wanted.sort.startswith("-")
    keys = [F(key).desc(nulls_last=True) if back else F(key).asc(nulls_last=True) for key in SORTS[name]]
    return rows.order_by(*keys)


def named(text: str) -> Q:
    """By its words, the office's own number, or ours: `12` is task 2026-00012."""
    number = Q(n=int(text)) if text.isdecimal() and len(text) < 9 else Q(matter__icontains=text)
    return number | Q(title__icontains=text) | Q(no=text)


def light_choices() -> list[tuple[str, str]]:
    told = {
        "order": _("督办中"), "silent": _("协办未反馈"), "inflated": _("层层加码"), "reopened": _("重新打开过"),
        "ownerless": _("无主任务"),
    }  # fmt: skip
    return [(name, told.get(name) or lights.light(f"task_{name}").word) for name in LIGHTS]


def sources(ledger: str) -> dict[str, Source]:
    return {s.matter: s for s in Source.objects.filter(ledger=ledger).order_by("matter")}


def numbers(rows: QuerySet[Node], today: date, *, whole: bool, ledger: str) -> Mapping[str, int]:
    """Leaves, verified, claimed, ownerless; behind and late. Of the whole city from the sums kept with every change."""
    if whole:
        roots = Node.objects.filter(ledger=OuterRef("ledger"), matter=OuterRef("matter"), parent="")
        wanted: dict[str, Any] = {n: Added(n) for n in ("leaves", "verified", "claimed", "ownerless")}
        wanted |= {
            name: Max(counted(rows, told))
            for name, told in (("late", late(today)), ("behind", behind(today)))
        }
        found = Sum.objects.filter(Exists(roots), ledger=ledger).aggregate(**wanted)
        return {name: value or 0 for name, value in found.items()}
    closed = (Node.State.VERIFIED, Node.State.ARCHIVED)
    leaves = Q(parts=0) & ~Q(state=Node.State.CANCELLED)
    one_pass: dict[str, int] = rows.aggregate(
        leaves=Count("pk", filter=leaves), verified=Count("pk", filter=leaves & Q(state__in=closed)),
        claimed=Count("pk", filter=leaves & Q(state=Node.State.CLAIMED)),
        ownerless=Count("pk", filter=leaves & Q(unit="")), late=Count("pk", filter=late(today)),
        behind=Count("pk", filter=behind(today)),
    )  # fmt: skip
    return one_pass


def counted(rows: QuerySet[Node], told: Q) -> Subquery:
    """How many of these rows, as part of another question."""
    return Subquery(rows.filter(told).order_by().values("ledger").annotate(n=Count("pk")).values("n"))


def tiles(told: Mapping[str, int]) -> Sequence[dict[str, Any]]:
    """The line of numbers; each opens what it counts."""
    return [
        {"n": told["leaves"], "word": _("项"), "tone": "", "to": "?"},
        {"n": told["verified"], "word": _("已核验销号"), "tone": "", "to": "?light=verified"},
        {"n": told["claimed"], "word": _("申报待核验"), "tone": "prompt" if told["claimed"] else "", "to": "?light=claimed"},
        {"n": told["behind"], "word": _("未达序时"), "tone": "warn" if told["behind"] else "", "to": "?light=behind"},
        {"n": told["late"], "word": _("逾期"), "tone": "red" if told["late"] else "", "to": "?light=late"},
        {"n": told["ownerless"], "word": _("无主任务"), "tone": "warn" if told["ownerless"] else "", "to": "?light=ownerless"},
    ]  # fmt: skip
