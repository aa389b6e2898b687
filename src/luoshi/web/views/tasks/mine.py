"""My tasks, the write-off desk and the morning of the supervision office: who must do what next, from stored results."""

from collections import Counter
from datetime import date, datetime, timedelta
from typing import Any

from django.conf import settings
from django.db.models import Case, Count, Exists, IntegerField, OuterRef, Q, QuerySet, Value, When
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from luoshi.law.event import EVENTS
from luoshi.monitor.models import Task as Left
from luoshi.tasks.events import TASK
from luoshi.tasks.models import Claim, CoUnit, Evidence, Inflation, Node, Order
from luoshi.tasks.roles import OFFICE
from luoshi.web import task_lists, task_rows
from luoshi.web.access import access, access_tasks, access_to_verify, acting_as, now, standing_of
from luoshi.web.counts import midnight
from luoshi.web.task_lists import NEAR, OPEN, behind, late
from luoshi.web.views.tasks.common import day, places

MOST = 200
FEW = 30
State = Node.State


def groups() -> dict[int, tuple[str, str]]:
    """Why a task is on somebody's list, and the act that takes it off."""
    return {
        0: (_("请我单位协办，等反馈"), "reply_co"), 1: (_("被退回或重新打开"), "progress"), 2: (_("等签收"), "receipt"),
        3: (_("督办单等回复"), "answer_order"), 4: (_("已逾期"), "progress"), 5: (_("未达序时"), "progress"),
        6: (_("七日内到期"), "progress"), 7: (_("加码等审批"), "decide_inflation"), 8: (_("等审核发布"), "publish"),
        9: (_("等交办"), "assign"), 10: (_("在办"), ""),
    }  # fmt: skip


@access("tasks.work")
def tasks_mine(request: HttpRequest) -> HttpResponse:
    """What a unit must do about its tasks; for the efficiency office, what waits for its own hand."""
    today = day(request)
    ranked = waiting(request, today)
    nodes = list(ranked.order_by("rank", "until", "place")[:MOST])
    of = task_rows.beside(nodes, {}, {}, today)
    told = groups()
    rows = [
        task_rows.line(n, of, indent=False) | {"group": told[n.rank][0], "act": told[n.rank][1]}
        for n in nodes
    ]
    shown = {"rows": rows, "task_places": places(request), "more": len(nodes) == MOST}
    return render(request, "luoshi/tasks/mine.html", shown)


def waiting(request: HttpRequest, today: date) -> QuerySet[Any]:
    """Tasks in the order of what is owed on them."""
    by = acting_as(request)
    scope = by.standing.scope("tasks.work")
    names = list(scope.units)
    same = {"ledger": OuterRef("ledger"), "matter": OuterRef("matter")}
    asked = Exists(
        CoUnit.objects.filter(**same, unit__in=names, asked_at__isnull=False, replied_at__isnull=True)
    )
    ordered = Exists(Order.objects.filter(**same, answered_at__isnull=True, lifted_at__isnull=True))
    grown = Exists(Inflation.objects.filter(**same, state=Inflation.State.OPEN))
    own = Q(unit__in=names)
    ranks = [
        When(Q(asked), then=Value(0)), When(own & Q(state__in=(State.RETURNED, State.REOPENED)), then=Value(1)),
        When(own & Q(state=State.ASSIGNED), then=Value(2)), When(own & Q(ordered), then=Value(3)),
        When(own & late(today), then=Value(4)), When(own & behind(today), then=Value(5)),
        When(own & Q(state__in=OPEN, until__lte=today + timedelta(days=NEAR)), then=Value(6)),
    ]  # fmt: skip
    if any(role in OFFICE for role, _scope in by.standing.held):
        ranks += [
            When(Q(grown), then=Value(7)), When(Q(state=State.DRAFT, parent=""), then=Value(8)),
            When(Q(state=State.PUBLISHED, parent=""), then=Value(9)),
        ]  # fmt: skip
    ranks.append(When(own & Q(state__in=OPEN), then=Value(10)))
    rank = Case(*ranks, default=Value(99), output_field=IntegerField())
    return access_tasks(request, "tasks.work").annotate(rank=rank).filter(rank__lt=99)


@access("tasks.work")
def tasks_desk(request: HttpRequest) -> HttpResponse:
    """Claims that this person could verify: of other units, the oldest first; what was false before is looked at first."""
    at = now(request)
    nodes = list(access_to_verify(request).order_by("claimed_at")[:MOST])
    names = [n.matter for n in nodes]
    before: dict[str, list[Claim]] = {}
    for claim in Claim.objects.filter(ledger=settings.LUOSHI_JURISDICTION, matter__in=names):
        before.setdefault(claim.matter, []).append(claim)
    files = Counter(Evidence.objects.filter(ledger=settings.LUOSHI_JURISDICTION, matter__in=names).values_list("matter", flat=True))  # fmt: skip
    false = set(
        Claim.objects.filter(
            ledger=settings.LUOSHI_JURISDICTION, false_claim=True, unit_name__in={n.unit_name for n in nodes},
            reopened_at__gte=at - timedelta(days=180),
        ).values_list("unit_name", flat=True)
    )  # fmt: skip
    rows = [desk_row(n, before.get(n.matter, []), files[n.matter], n.unit_name in false, at) for n in nodes]
    rows.sort(key=lambda r: (not r["first"], r["node"].claimed_at))
    watches = standing_of(request).may("tasks.watch")
    return render(
        request, "luoshi/tasks/desk.html", {"rows": rows, "watches": watches, "task_places": places(request)}
    )


def desk_row(node: Node, claims: list[Claim], files: int, false: bool, at: datetime) -> dict[str, Any]:
    again = len(claims) > 1
    why = ([_("第 %(n)s 次申报") % {"n": len(claims)}] if again else []) + (
        [_("本单位近 180 日有重新打开")] if false else []
    )
    waited = (at - node.claimed_at).days if node.claimed_at else 0
    return {"node": node, "files": files, "first": again or false, "why": why, "waited": waited}


@access("tasks.watch")
def tasks_morning(request: HttpRequest) -> HttpResponse:
    """What moved since yesterday, what is stuck with whom, what is claimed and not proven, ownerless, due this week."""
    today, at = day(request), now(request)
    nodes = access_tasks(request, "tasks.watch")
    since = midnight(today - timedelta(days=3 if today.weekday() == 0 else 1))
    moved_q = Q(progressed_at__gte=since) | Q(claimed_at__gte=since) | Q(verified_at__gte=since) | Q(receipted_at__gte=since) | Q(published_at__gte=since)  # fmt: skip
    claimed = list(nodes.filter(state=State.CLAIMED).order_by("claimed_at")[:FEW])
    ownerless = list(nodes.filter(task_lists.lit("ownerless", today)).order_by("place")[:FEW])
    due = list(nodes.filter(state__in=OPEN, until__gte=today, until__lte=today + timedelta(days=NEAR)).order_by("until", "place")[:FEW])  # fmt: skip
    left = list(Left.objects.filter(ledger=settings.LUOSHI_JURISDICTION, matter__startswith=TASK, done_at__isnull=True).order_by("-opened_at")[:FEW])  # fmt: skip
    shown = {
        "moved": [(n, moved(n, since)) for n in nodes.filter(moved_q).order_by("-last_at")[:FEW]], "since": since,
        "stuck": stuck(nodes, today), "claimed": [(n, (at - n.claimed_at).days if n.claimed_at else 0) for n in claimed],
        "ownerless": ownerless, "due": [(n, *task_rows.light(n, today)) for n in due],
        "left": [(one, EVENTS[one.reason].said() if one.reason in EVENTS else one.reason) for one in left],
        "task_places": places(request), "on": today,
    }  # fmt: skip
    return render(request, "luoshi/tasks/morning.html", shown)


def moved(node: Node, since: datetime) -> str:
    """The furthest step that was taken since then."""
    steps = (
        (node.verified_at, _("已核验销号")), (node.claimed_at, _("申报完成")), (node.progressed_at, _("反馈进展")),
        (node.receipted_at, _("签收")), (node.published_at, _("审核发布")),
    )  # fmt: skip
    return next((str(word) for moment, word in steps if moment and moment >= since), "")


def stuck(nodes: QuerySet[Node], today: date) -> list[dict[str, Any]]:
    """By unit: late, behind, not signed for; and co-operating units that owe an answer."""
    found: dict[str, dict[str, Any]] = {}

    def of(unit: str) -> dict[str, Any]:
        return found.setdefault(unit, {"unit": unit, "late": 0, "behind": 0, "unsigned": 0, "silent": 0})

    counted = (
        nodes.filter(late(today) | behind(today) | Q(state=State.ASSIGNED))
        .order_by()
        .values_list("unit_name")
    )
    for unit, a, b, c in counted.annotate(
        a=Count("pk", filter=late(today)), b=Count("pk", filter=behind(today)), c=Count("pk", filter=Q(state=State.ASSIGNED))
    ):  # fmt: skip
        of(unit).update(late=a, behind=b, unsigned=c)
    silent = CoUnit.objects.filter(
        ledger=settings.LUOSHI_JURISDICTION, asked_at__isnull=False, replied_at__isnull=True
    )
    running = nodes.filter(task_lists.lit("silent", today)).values("matter")
    for unit, n in (
        silent.filter(matter__in=running).order_by().values_list("unit_name").annotate(n=Count("pk"))
    ):
        of(unit)["silent"] = n
    return sorted(
        found.values(), key=lambda u: (-u["late"], -u["behind"], -u["silent"], -u["unsigned"], u["unit"])
    )
