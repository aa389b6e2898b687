"""Publishing an item or a new version of it, and retiring it: fill in, see what will change, confirm."""

import json
from datetime import datetime
from hashlib import sha256
from typing import Any, cast

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from luoshi.catalogue import actions, changes, queries
from luoshi.catalogue.definition import Definition
from luoshi.catalogue.disclosure import completeness
from luoshi.catalogue.models import ItemVersion
from luoshi.law.errors import CouldNot
from luoshi.ledger.book import Book
from luoshi.monitor.acting import acting
from luoshi.org.models import Unit, User
from luoshi.web import item_forms, says
from luoshi.web.access import access, access_item, access_matters, access_units, now


@access("catalogue.publish")
def item_new(request: HttpRequest) -> HttpResponse:
    return edit(request, None)


@access("catalogue.publish")
def item_change(request: HttpRequest, code: str) -> HttpResponse:
    access_item(request, code, "catalogue.publish")
    return edit(request, queries.versions(code).first())


def edit(request: HttpRequest, latest: ItemVersion | None) -> HttpResponse:
    """The form; each button sends all of it, so nothing typed is lost whatever is answered."""
    data = request.POST if request.method == "POST" else None
    action = request.POST.get("action", "")
    if data is not None and action in ("steps", "materials"):
        data = item_forms.more(data, action)
    initial = begin(latest, now(request))
    form = item_forms.ItemForm(data, initial=initial, units=units(request), new=latest is None)
    steps = item_forms.Steps(data, prefix="steps", initial=rows(latest, "steps"))
    materials = item_forms.Materials(data, prefix="materials", initial=rows(latest, "materials"))
    shown: dict[str, Any] = {"form": form, "steps": steps, "materials": materials, "latest": latest}
    status = 200
    if data is not None and action in ("check", "publish"):
        status = 422
        if all([form.is_valid(), steps.is_valid(), materials.is_valid()]):
            wanted = item_forms.definition_of(form, steps, materials)
            told = weighed(request, form, wanted, latest)
            if (
                told is not None
                and action == "publish"
                and request.POST.get("confirmed") == told["confirmed"]
            ):
                done = published(request, form, wanted)
                if done is not None:
                    return done
            elif told is not None:
                shown |= told
                status = 200
    return render(request, "luoshi/item_form.html", shown, status=status)


def begin(latest: ItemVersion | None, at: datetime) -> dict[str, Any]:
    """What the form begins with. What would replace a version yet to come begins when that does."""
    if latest is None:
        return {"expecting": 0, "clock": "CLK-02", "kind": "promised", "promise_per": "working_day"}
    coming = {"since": latest.since} if latest.since > at else {}
    return item_forms.initial_of(latest.definition, latest.version) | coming


def units(request: HttpRequest) -> list[Unit]:
    return list(access_units(request, "catalogue.publish").order_by("code")[:2000])


def rows(latest: ItemVersion | None, part: str) -> list[dict[str, Any]]:
    from dataclasses import asdict

    return [asdict(one) for one in getattr(latest.definition, part)] if latest else []


def weighed(
    request: HttpRequest, form: item_forms.ItemForm, wanted: Definition, latest: ItemVersion | None
) -> dict[str, Any] | None:
    """What will change, for whom and from when; None when it may not be published, with the reasons in the form."""
    since: datetime | None = form.cleaned_data["since"]
    it, problems = actions.weighed(wanted, since or now(request))
    for problem in problems:
        form.add_error(problem.field if problem.field in form.fields else None, problem.reason)
    if not problems:
        trial = Book(actor="", at=now(request), ledger=settings.LUOSHI_JURISDICTION)
        try:
            actions.publish(trial, it, since=since, expecting=form.cleaned_data["expecting"] or 0)
        except CouldNot as refused:
            form.add_error(None, str(refused))
    if form.errors:
        return None
    before = latest.definition if latest else None
    return {
        "changes": changes.changes(before, it),
        "since": since,
        "open": open_cases(request, it),
        "complete": completeness(it),
        "confirmed": digest(it, since),
    }


def open_cases(request: HttpRequest, it: Definition) -> int:
    """Cases in hand that keep the version under which they were received."""
    return (
        access_matters(request, "catalogue.publish")
        .filter(item__in=(it.code, it.name), ended_at=None)
        .count()
    )


def digest(it: Definition, since: datetime | None) -> str:
    """What was looked at; if anything is changed after that, it is looked at again."""
    told = json.dumps([it.as_payload(), item_forms.said_since(since)], sort_keys=True, ensure_ascii=False)
    return sha256(told.encode()).hexdigest()[:32]


def published(request: HttpRequest, form: item_forms.ItemForm, wanted: Definition) -> HttpResponse | None:
    at = now(request)
    since = form.cleaned_data["since"]
    try:
        with acting(actor=cast(User, request.user).username, at=at) as book:
            actions.publish(book, wanted, since=since, expecting=form.cleaned_data["expecting"] or 0)
    except CouldNot as refused:
        form.add_error(None, str(refused))
        return None
    day = says.day(since or at, year=True)
    messages.success(request, _("已发布 %(name)s，自 %(day)s 起适用") % {"name": wanted.name, "day": day})
    return redirect("item", code=wanted.code)


@access("catalogue.publish")
def item_retire(request: HttpRequest, code: str) -> HttpResponse:
    it = access_item(request, code, "catalogue.publish")
    form = item_forms.RetireForm(request.POST or None)
    version = queries.versions(code).first()
    assert version is not None
    shown = {"form": form, "item": it, "open": open_cases(request, version.definition)}
    if request.method != "POST":
        return render(request, "luoshi/item_retire.html", shown)
    if form.is_valid():
        try:
            with acting(actor=cast(User, request.user).username, at=now(request)) as book:
                actions.retire(
                    book, code, since=form.cleaned_data["since"], reason=form.cleaned_data["reason"]
                )
        except CouldNot as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("已登记取消 %(name)s") % {"name": it.name})
            return redirect("item", code=code)
    return render(request, "luoshi/item_retire.html", shown, status=422)
