"""The catalogue of items: a list to search, and one item with everything the public must be told of it."""

from typing import Any

from django.core.paginator import Page
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import render

from luoshi.catalogue import changes, queries
from luoshi.catalogue.disclosure import FIELDS
from luoshi.catalogue.models import Item, ItemVersion
from luoshi.intake.catalogue_file import export_catalogue
from luoshi.law.errors import CouldNot
from luoshi.law.registry import clock
from luoshi.org.access import Scope
from luoshi.web import lists, says
from luoshi.web.access import access, access_item, access_items, access_units, now, standing_of

DISCLOSURES = len(FIELDS)
SHOWS = ("incomplete", "complete", "retired")


def asked(request: HttpRequest) -> dict[str, str]:
    """What the address asks for; whatever is not known is left out."""
    query = request.GET

    def text(name: str) -> str:
        return query.get(name, "").replace("\0", "").strip()[:200]

    return {
        "q": text("q"),
        "unit": text("unit"),
        "kind": text("kind") if text("kind") in ItemVersion.Kind.values else "",
        "show": text("show") if text("show") in SHOWS else "",
    }


def wanted(request: HttpRequest, told: dict[str, str]) -> QuerySet[Item]:
    rows = access_items(request)
    if told["q"]:
        rows = rows.filter(Q(name__icontains=told["q"]) | Q(code__icontains=told["q"]))
    if told["unit"]:
        rows = rows.filter(unit=told["unit"])
    newest = ItemVersion.objects.filter(
        ledger=OuterRef("ledger"), code=OuterRef("code"), version=OuterRef("version")
    )
    if told["kind"]:
        rows = rows.filter(Exists(newest.filter(kind=told["kind"])))
    if told["show"] == "complete":
        rows = rows.filter(Exists(newest.filter(disclosed=DISCLOSURES)))
    if told["show"] == "incomplete":
        rows = rows.filter(Exists(newest.filter(disclosed__lt=DISCLOSURES)))
    gone = Q(retired_at__isnull=False, retired_at__lte=now(request))
    return rows.filter(gone) if told["show"] == "retired" else rows.exclude(gone)


@access("catalogue.see")
def catalogue(request: HttpRequest) -> HttpResponse:
    told = asked(request)
    page = lists.page(wanted(request, told), request.GET)
    shown = {
        "page": page,
        "rows": rows_of(page, request),
        "wanted": told,
        "any": any(told.values()),
        "units": list(access_units(request)[:500]),
        "kinds": ItemVersion.Kind.choices,
        "may_publish": may_publish(request),
        "of": DISCLOSURES,
    }
    return render(request, "luoshi/catalogue.html", shown)


def rows_of(page: Page[Item], request: HttpRequest) -> list[dict[str, Any]]:
    """Each item with its newest version and, where that is yet to come, the day."""
    items = list(page.object_list)
    found = ItemVersion.objects.filter(
        ledger__in={i.ledger for i in items}, code__in=[i.code for i in items], version__in={i.version for i in items}
    )  # fmt: skip
    versions = {(v.code, v.version): v for v in found}
    at = now(request)
    told = []
    for it in items:
        version = versions[it.code, it.version]
        row = {"item": it, "version": version, "coming": version.since > at, "missing": ""}
        if version.disclosed < DISCLOSURES:
            row["missing"] = queries.completeness(version).said()
        told.append(row)
    return told


def may_publish(request: HttpRequest) -> bool:
    held = standing_of(request)
    return held.may("catalogue.publish") and not held.read_only


@access("catalogue.see")
def catalogue_excel(request: HttpRequest) -> FileResponse:
    """The workbook that can be corrected and brought back in; `?blank=1` gives the empty sheets."""
    blank = request.GET.get("blank") == "1"
    file = export_catalogue(at=now(request), scope=Scope(all=True, units=frozenset()), blank=blank)
    name = "catalogue-blank.xlsx" if blank else "catalogue.xlsx"
    return FileResponse(file, as_attachment=True, filename=name)


@access("catalogue.see")
def item(request: HttpRequest, code: str) -> HttpResponse:
    """One item; `?version=N` shows an earlier version as it was."""
    it = access_item(request, code)
    versions = list(queries.versions(code))
    at = now(request)
    shown_number = request.GET.get("version", "")
    chosen = next((v for v in versions if str(v.version) == shown_number), None)
    standing = next((v for v in versions if v.since <= at and (v.until is None or v.until > at)), None)
    chosen = chosen or standing or versions[0]
    told = chosen.definition
    complete = queries.completeness(chosen)
    mine = may_publish(request) and access_items(request, "catalogue.publish").filter(code=code).exists()
    shown = {
        "item": it,
        "version": chosen,
        "told": told,
        "unit": unit_said(request, it),
        "fields": [field(told, one.id, one.said(), one.cited()) for one in FIELDS],
        "complete": complete,
        "missing": {one.id for one in complete.missing},
        "steps": told.steps,
        "others": [
            (changes.TITLES[name], changes.told(told, name))
            for name in ("visits", "commitment", "pause_grounds")
        ],
        "law": law(told.clock),
        "history": history(versions, at),
        "state": state(it, chosen, at),
        "mine": mine,
    }
    return render(request, "luoshi/item.html", shown)


def unit_said(request: HttpRequest, it: Item) -> str:
    known = access_units(request).filter(code=it.unit).first()
    return known.said() if known else it.unit_name


def field(told: Any, name: str, title: str, basis: str) -> dict[str, str]:
    """One of the eleven: its title, what is told, why it must be."""
    words = "" if name in ("limits", "materials") else changes.told(told, name)
    if name == "fees" and told.charged and not (told.fees and told.fee_basis):
        words = ""
    return {"id": name, "title": title, "told": words, "basis": basis}


def law(clock_id: str) -> dict[str, str]:
    """The term of the registry that governs, with its article."""
    try:
        found = clock(clock_id)
    except CouldNot:
        return {"id": clock_id, "title": clock_id, "citation": ""}
    return {"id": found.id, "title": found.said(), "citation": found.citation.said()}


def history(versions: list[ItemVersion], at: Any) -> list[dict[str, Any]]:
    """Every version, newest first, with what it changed from the one before."""
    told = []
    for n, version in enumerate(versions):
        before = versions[n + 1].definition if n + 1 < len(versions) else None
        never = version.until is not None and version.until <= version.since
        told.append(
            {
                "version": version,
                "first": before is None,
                "changes": changes.changes(before, version.definition) if before else [],
                "state": "never" if never else period(version, at),
            }
        )
    return told


def period(version: ItemVersion, at: Any) -> str:
    if version.since > at:
        return "coming"
    return "past" if version.until is not None and version.until <= at else "standing"


def state(it: Item, chosen: ItemVersion, at: Any) -> dict[str, str]:
    """What to say above an item that is retired, yet to come, or shown as it was."""
    if it.retired_at is not None and it.retired_at <= at:
        return {"name": "retired", "day": says.day(it.retired_at, year=True)}
    if it.retired_at is not None:
        return {"name": "retiring", "day": says.day(it.retired_at, year=True)}
    return {"name": period(chosen, at), "day": says.day(chosen.since, year=True)}
