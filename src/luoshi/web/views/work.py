"""My work today: what waits for my answer, then what breaks first. Everything read is a stored result."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Any

from django.conf import settings
from django.db.models import Case, IntegerField, Q, QuerySet, Value, When
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from luoshi.approvals.actor import HANDLING, HEADS, STAFF, Actor
from luoshi.approvals.models import Ask, Matter
from luoshi.law.calendar import calendar_for
from luoshi.law.errors import CouldNot
from luoshi.monitor.models import Clock
from luoshi.tasks.events import TASK
from luoshi.web import says
from luoshi.web.access import access, access_asks, access_clocks, access_matters, acting_as, now
from luoshi.web.counts import midnight

MOST = 200
LIMITS = 1000
"""Cases listed, and limits looked at to find them: a case has a handful."""
OVERDUE, TODAY, SOON, WARNED, IDLE = range(5)
ANSWERS = {
    Ask.Kind.HAND_OVER: ("take_over", STAFF),
    Ask.Kind.OPINION: ("give_opinion", HANDLING),
    Ask.Kind.EXTENSION: ("decide_extension", HEADS),
    Ask.Kind.FAST_LANE: ("decide_fast_lane", HEADS),
    Ask.Kind.IDENTITY: ("grant_identity", HEADS),
}


def groups() -> dict[int, str]:
    return {
        OVERDUE: _("已超期"), TODAY: _("今天到期"), SOON: _("下一个工作日到期"), WARNED: _("剩余不到两成"),
        IDLE: _("过半而停滞"),
    }  # fmt: skip


@access("work.see")
def work(request: HttpRequest) -> HttpResponse:
    """`?whose=unit` shows the whole unit; a head sees it so at first, others their own."""
    at, by = now(request), acting_as(request)
    head = by.standing.holds("unit_head")
    whose = (
        request.GET.get("whose")
        if request.GET.get("whose") in ("mine", "unit")
        else "unit"
        if head
        else "mine"
    )
    today = says.as_day(at)
    assert today is not None
    clocks = breaking(access_clocks(request, "work.see"), today, at).exclude(matter__startswith=TASK)
    if whose == "mine":
        clocks = clocks.filter(Q(matter__in=mine(access_matters(request, "work.see"), by).values("matter")))
    found = by_case(clocks.order_by("rank", "due_at", "pk")[:LIMITS])
    asks = waiting(access_asks(request), by)
    names = [*(first.matter for first, _more in found[:MOST]), *(a["ask"].matter for a in asks)]
    matters = {
        m.matter: m for m in Matter.objects.filter(ledger=settings.LUOSHI_JURISDICTION, matter__in=names)
    }
    told = groups()
    rows = [
        {"clock": first, "more": more, "matter": matters.get(first.matter), "group": told[first.rank]}
        for first, more in found[:MOST]
    ]
    for ask in asks:
        ask["matter"] = matters.get(ask["ask"].matter)
    shown = {
        "rows": rows, "more": len(found) > MOST, "asks": asks, "whose": whose, "tiles": tiles(rows, asks),
        "may_receive": by.standing.may("cases.receive"), "today": today,
    }  # fmt: skip
    return render(request, "luoshi/work.html", shown)


def by_case(clocks: Iterable[Any]) -> list[tuple[Any, int]]:
    """The limit of each case that breaks first, and how many more of its limits are on the list."""
    found: dict[str, list[Any]] = {}
    for clock in clocks:
        found.setdefault(clock.matter, []).append(clock)
    return [(held[0], len(held) - 1) for held in found.values()]


def mine(matters: QuerySet[Matter], by: Actor) -> QuerySet[Matter]:
    """Cases held by a post this person acts for, or by themselves where no post is named."""
    posts = [post.code for post in by.posts]
    return matters.filter(Q(post__in=posts) | Q(post="", officer=by.name))


def breaking(clocks: QuerySet[Clock], today: date, at: datetime) -> QuerySet[Any]:
    """Open limits that are over, due by the end of the next working day, or whose light asks for attention."""
    soon = midnight(following(today) + timedelta(days=1))
    light = Clock.Light
    rank = Case(
        When(due_at__lte=at, then=Value(OVERDUE)),
        When(due_on__lte=today, then=Value(TODAY)),
        When(due_at__lte=soon, then=Value(SOON)),
        When(light=light.YELLOW_WARNING, then=Value(WARNED)),
        default=Value(IDLE),
        output_field=IntegerField(),
    )
    wanted = Q(due_at__lte=soon) | Q(light__in=(light.YELLOW_WARNING, light.BLUE))
    return clocks.filter(wanted, met_at__isnull=True).annotate(rank=rank)


def following(today: date) -> date:
    """The next working day; where the calendar does not reach, tomorrow."""
    try:
        return calendar_for(settings.LUOSHI_JURISDICTION, settings.LUOSHI_HOME / "calendars").add(today, 1)
    except CouldNot:
        return today + timedelta(days=1)


def waiting(asks: QuerySet[Ask], by: Actor) -> list[dict[str, Any]]:
    """The open questions this person may answer, the oldest first."""
    found = []
    for ask in asks.filter(state=Ask.State.OPEN).order_by("asked_at", "pk")[:MOST]:
        act, roles = ANSWERS[Ask.Kind(ask.kind)]
        own = ask.asked_by == by.name
        elsewhere = bool(ask.post) and not by.acts_for(ask.post)
        if by.holds(roles, ask.unit) and not own and not elsewhere:
            found.append({"ask": ask, "act": act})
    return found


def tiles(rows: Iterable[dict[str, Any]], asks: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Four numbers: over, by the next working day, warned or idle, waiting for me."""
    ranks = [row["clock"].rank for row in rows]
    return [
        {"name": _("已超期"), "number": ranks.count(OVERDUE), "tone": "warn" if OVERDUE in ranks else ""},
        {"name": _("一个工作日内到期"), "number": ranks.count(TODAY) + ranks.count(SOON), "tone": ""},
        {"name": _("预警和停滞"), "number": ranks.count(WARNED) + ranks.count(IDLE), "tone": ""},
        {"name": _("等我答复"), "number": len(asks), "tone": "prompt" if asks else ""},
    ]
