"""Filters, order and pages of lists. All of it lives in the address."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import Exists, F, Min, OuterRef, Q, QuerySet, Subquery
from django.http import QueryDict

from luoshi.approvals.models import Matter
from luoshi.monitor.models import Clock
from luoshi.org.models import Unit
from luoshi.web.counts import midnight

PAGE = 50
LIGHTS = tuple(Clock.Light.values)
SORTS = {
    "received": ("received_at", "pk"),
    "matter": ("matter",),
    "unit": ("unit", "pk"),
    "item": ("item", "pk"),
    "state": ("state", "pk"),
    "ended": ("ended_at", "pk"),
    "due": ("due", "pk"),
}


@dataclass(frozen=True, slots=True)
class Filters:
    """What the address asks for; whatever it says that is not known is left out, never an error."""

    unit: str = ""
    state: str = ""
    light: str = ""
    q: str = ""
    since: date | None = None
    until: date | None = None
    sort: str = "-received"
    chosen: Mapping[str, str] = field(default_factory=dict)

    @property
    def any(self) -> bool:
        return bool(self.unit or self.state or self.light or self.q or self.since or self.until)


def read(query: QueryDict) -> Filters:
    def text(name: str) -> str:
        return query.get(name, "").replace("\0", "").strip()[:200]

    def one_of(name: str, known: Sequence[str]) -> str:
        return text(name) if text(name) in known else ""

    sort = text("sort")
    return Filters(
        unit=text("unit"),
        state=one_of("state", Matter.State.values),
        light=one_of("light", (*LIGHTS, "overdue", "due_today", "was_late", "open")),
        q=text("q"),
        since=_day(text("since")),
        until=_day(text("until")),
        sort=sort if sort.lstrip("-") in SORTS and not sort.startswith("--") else "-received",
    )


def below(units: Iterable[Unit], name: str) -> list[str]:
    """What matters may call a unit and those below it; the name alone where it is not among them."""
    under: dict[int | None, list[Unit]] = {}
    for unit in units:
        under.setdefault(unit.parent_id, []).append(unit)
    held = [unit for some in under.values() for unit in some if name in (unit.name, unit.code)]
    for unit in held:
        held += under.get(unit.pk, ())
    return sorted({name, *(text for unit in held for text in (unit.name, unit.code) if text)})


def _day(text: str) -> date | None:
    try:
        found = date.fromisoformat(text)
    except ValueError:
        return None
    return found if 1900 <= found.year <= 2100 else None


def matters(
    rows: QuerySet[Matter], wanted: Filters, *, today: date, now: datetime, units: Iterable[Unit] = ()
) -> QuerySet[Matter]:
    """The rows asked for, in the order asked for. A unit known among `units` stands for all below it too."""
    if wanted.unit:
        rows = rows.filter(unit__in=below(units, wanted.unit))
    if wanted.state:
        rows = rows.filter(state=wanted.state)
    if wanted.q:
        rows = rows.filter(Q(matter__icontains=wanted.q) | Q(item__icontains=wanted.q))
    clocks = _clocks(wanted, today, now)
    if clocks is not None:
        rows = rows.filter(Exists(clocks.filter(ledger=OuterRef("ledger"), matter=OuterRef("matter"))))
    name, back = wanted.sort.lstrip("-"), wanted.sort.startswith("-")
    if name == "due":
        own = Clock.objects.filter(
            ledger=OuterRef("ledger"), matter=OuterRef("matter"), met_at__isnull=True, due_at__isnull=False
        )
        first = own.order_by().values("matter").annotate(first=Min("due_at")).values("first")
        rows = rows.annotate(due=Subquery(first))
    keys = [F(key).desc(nulls_last=True) if back else F(key).asc(nulls_last=True) for key in SORTS[name]]
    return rows.order_by(*keys)


def _clocks(wanted: Filters, today: date, now: datetime) -> QuerySet[Clock] | None:
    """The clocks a matter must have one of, or None when nothing is asked of clocks."""
    clocks = Clock.objects.all()
    if wanted.light in LIGHTS:
        clocks = clocks.filter(light=wanted.light, met_at__isnull=True)
    elif wanted.light == "overdue":
        clocks = clocks.filter(met_at__isnull=True, due_at__lte=now)
    elif wanted.light == "due_today":
        clocks = clocks.filter(due_on=today)
    elif wanted.light == "was_late":
        clocks = clocks.filter(Q(state=Clock.State.LATE) | Q(met_at__isnull=True, due_at__lte=now))
    elif wanted.light == "open":
        clocks = clocks.filter(met_at__isnull=True)
    elif not (wanted.since or wanted.until):
        return None
    if wanted.since:
        clocks = clocks.filter(due_at__gt=midnight(wanted.since))
    if wanted.until:
        clocks = clocks.filter(due_at__lte=midnight(wanted.until + timedelta(days=1)))
    return clocks


def page(rows: QuerySet[Any] | Sequence[Any], query: QueryDict, size: int = PAGE) -> Page[Any]:
    """The page asked for; a number beyond the end gives the last one."""
    return Paginator(rows, size).get_page(query.get("page", "1"))


def clocks_of(matters_shown: Sequence[Matter], clocks: QuerySet[Clock]) -> dict[str, list[Clock]]:
    """All clocks of the matters shown, in one query."""
    found: dict[str, list[Clock]] = {}
    for clock in clocks.filter(matter__in=[m.matter for m in matters_shown]).order_by("due_at"):
        found.setdefault(clock.matter, []).append(clock)
    return found


def summary(clocks: Sequence[Clock], now: datetime) -> dict[str, Any]:
    """What one line says of a matter's clocks: the light that matters most, and the due day behind it."""
    from luoshi.web.lights import RANK

    running = [c for c in clocks if c.met_at is None]
    if running:
        first = min(running, key=lambda c: (RANK.get(c.light, 9), c.due_at is None, c.due_at or now))
        over = [c for c in running if c.due_at is not None and c.due_at <= now]
        light = "overdue" if over and first.light not in ("red_card", "yellow_card") else first.light
        shown = over[0] if over else first
        return {"light": light, "clock": shown, "due_on": shown.due_on, "provisional": shown.provisional}
    late = [c for c in clocks if c.state == Clock.State.LATE]
    done = late or list(clocks)
    if not done:
        return {"light": "", "clock": None, "due_on": None, "provisional": False}
    return {
        "light": "late" if late else "done",
        "clock": done[-1],
        "due_on": done[-1].due_on,
        "provisional": False,
    }
