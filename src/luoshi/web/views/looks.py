"""Who looked at who applied: for whom, for what, and who agreed. For those who supervise."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from luoshi.approvals.models import Matter
from luoshi.law.words import say
from luoshi.sealed.identity import PURPOSES
from luoshi.sealed.models import Look
from luoshi.web import lists
from luoshi.web.access import access, access_matters


@access("looks.see")
def looks(request: HttpRequest) -> HttpResponse:
    """Every look at cases within one's scope, the newest first."""
    mine = access_matters(request, "looks.see").values("matter")
    rows = Look.objects.filter(ledger=settings.LUOSHI_JURISDICTION, matter__in=mine).order_by("-at", "-pk")
    page = lists.page(rows, request.GET)
    found = list(page.object_list)
    units = dict(
        Matter.objects.filter(matter__in={look.matter for look in found}).values_list("matter", "unit")
    )
    shown = [
        {"look": look, "purpose": say(*PURPOSES[look.purpose]), "unit": units.get(look.matter, "")}
        for look in found
    ]
    return render(request, "luoshi/looks.html", {"page": page, "rows": shown})
