"""What the government promised to do and marked public: how far it is, until when, and whether anybody else has seen it done."""

from datetime import date
from decimal import Decimal
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from luoshi.ledger.entry import SHANGHAI
from luoshi.portal.access import access_promises, now, public
from luoshi.tasks import queries
from luoshi.tasks.figures import said, unscaled
from luoshi.tasks.models import Node
from luoshi.tasks.plan import expected, plan_of

PAGE = 30
State = Node.State
DONE = (State.VERIFIED, State.ARCHIVED)


@public
@require_safe
def progress(request: HttpRequest) -> HttpResponse:
    """Every promise with its figures; nothing that anybody typed in free words, and nobody's name or post."""
    q = request.GET.get("q", "").replace("\0", "").strip()[:100]
    rows = access_promises(request).order_by("place")
    found = rows.filter(title__icontains=q) if q else rows
    page = Paginator(found, PAGE).get_page(request.GET.get("page", "1"))
    nodes = list(page.object_list)
    sums = queries.sums_of([n.matter for n in nodes if n.parts])
    today = now(request).astimezone(SHANGHAI).date()
    shown = {"page": page, "q": q, "rows": [told(n, sums.get(n.matter), today) for n in nodes], "on": today}
    return render(request, "portal/progress.html", shown)


def told(node: Node, of: dict[str, Any] | None, today: date) -> dict[str, Any]:
    """One promise: reached of how much, where it should be by now, and in what state."""
    quantity, target = node.quantity or Decimal(0), node.target
    if of and node.per in of["by"]:
        whole, reached = of["by"][node.per]
        quantity, target = unscaled(reached), target or unscaled(whole)
    share = float(quantity / target) if target else node.share / 1000
    should = expected(plan_of(node.told), today)
    return {
        "node": node, "done": min(share, 1.0), "should": float(should / target) if should and target else 0.0,
        "words": f"{said(quantity)} / {said(target)} {node.per}" if target else f"{share * 100:.0f}%",
        **state(node, today),
    }  # fmt: skip


def state(node: Node, today: date) -> dict[str, str]:
    """The light and its words, in the public's language."""
    if node.state in DONE:
        return {"light": "task_verified", "state": _("已完成，经其他单位核验")}
    if node.state == State.CLAIMED:
        return {"light": "task_claimed", "state": _("承办单位说已完成，等其他单位核验")}
    if node.until and node.until < today:
        return {"light": "task_late", "state": _("过了时限还没有完成")}
    if node.reopened:
        return {"light": "task_behind", "state": _("核验后发现没有落实，重新办理")}
    return {"light": "task_good", "state": _("正在办理")}
