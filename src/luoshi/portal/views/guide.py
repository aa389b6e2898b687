"""The guide to services (办事指南): what is in force today, found by words and unit, and one item with all it takes."""

from collections.abc import Iterable
from typing import Any

from django.core.paginator import Paginator
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from luoshi.approvals.words import lawful_grounds
from luoshi.catalogue.disclosure import completeness
from luoshi.catalogue.models import Item, ItemVersion
from luoshi.law.registry import clock
from luoshi.law.words import say
from luoshi.ledger.entry import SHANGHAI
from luoshi.org.models import Unit
from luoshi.portal.access import access_item, access_items, now, public
from luoshi.portal.contacts import contacts

A_PAGE = 20
WORDS = 5


def asked(request: HttpRequest, name: str) -> str:
    return request.GET.get(name, "").replace("\0", "").strip()[:100]


def names(codes: Iterable[str]) -> dict[str, str]:
    """Units in the reader's language, by code."""
    found = Unit.objects.without_tree_fields().filter(code__in=list(codes))
    return {unit.code: unit.said() for unit in found}


@public
@require_safe
def guide(request: HttpRequest) -> HttpResponse:
    """`?q=` words that must all occur in name, unit or code; `?unit=`; `?page=`."""
    q, unit = asked(request, "q"), asked(request, "unit")
    rows = access_items(request)
    units = dict(rows.order_by("unit_name").values_list("unit", "unit_name").distinct())
    for word in q.split()[:WORDS]:
        rows = rows.filter(Q(name__icontains=word) | Q(unit_name__icontains=word) | Q(code__istartswith=word))
    if unit:
        rows = rows.filter(unit=unit)
    page = Paginator(rows.order_by("name", "code"), A_PAGE).get_page(request.GET.get("page"))
    told = units | names(units)
    shown: dict[str, Any] = {
        "q": q, "unit": unit, "units": sorted(told.items(), key=lambda pair: pair[1]), "page": page,
        "rows": [(row, told.get(row.unit) or row.unit_name) for row in page], "any": bool(units),
    }  # fmt: skip
    return render(request, "portal/guide.html", shown)


@public
@require_safe
def item(request: HttpRequest, code: str) -> HttpResponse:
    """What an item takes: basis, limits, papers, conditions, fees, steps, where to hand in and to complain."""
    found = access_item(request, code) if "\0" not in code else None
    if found is None:
        known = None if "\0" in code else Item.objects.filter(code=code, retired_at__lte=now(request)).first()
        return render(request, "portal/item_gone.html", {"item": known}, status=404)
    it = found.definition
    law = clock(it.clock, now(request).astimezone(SHANGHAI).date())
    grounds = lawful_grounds()
    shown = {
        "version": found,
        "it": it,
        "unit": names([found.unit]).get(found.unit) or found.unit_name,
        "law": law,
        "facts": facts(found),
        "missing": completeness(it).missing,
        "grounds": [say(*grounds[ground]) for ground in it.pause_grounds if ground in grounds],
        "contacts": contacts(),
    }
    return render(request, "portal/item.html", shown)


def facts(version: ItemVersion) -> list[tuple[str, str]]:
    """What is told in running text, with its title; what is not told is left out here and named as missing."""
    it = version.definition
    fees = "；".join(part for part in (it.fees, it.fee_basis) if part)
    told = (
        (say("设定依据", "Legal basis"), it.legal_basis),
        (say("受理条件", "Conditions"), it.conditions),
        (say("数量限制", "Quota"), it.quota),
        (say("收费", "Fees"), fees if it.charged else say("不收费", "none")),
        (say("办理结果", "Result"), it.result),
        (say("申请书示范文本", "Sample form"), it.sample_form),
        (say("办理程序", "Procedure"), it.procedure),
    )
    return [(title, words) for title, words in told if words]
