"""Leads: the list by kind, unit and strength; one lead with its statistic in words; looking into it."""

from typing import Any

import orjson
from django import forms
from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from luoshi.approvals.actor import actor_of
from luoshi.law.errors import CouldNot
from luoshi.law.event import EVENTS
from luoshi.law.words import say
from luoshi.ledger.entry import Row
from luoshi.monitor.acting import acting
from luoshi.org.models import User
from luoshi.supervision import actions, queries, words
from luoshi.supervision.models import Lead
from luoshi.web import excel, lead_charts, lights, lists
from luoshi.web.access import (
    access,
    access_lead,
    access_leads,
    access_matters,
    access_units,
    now,
    standing_of,
)
from luoshi.web.views.matters import unit_names

State = Lead.State
SORTS = {"strength": ("q", "p", "-n"), "found": ("-found_at", "q"), "unit": ("unit", "q")}
SHOWN = 50
"""Matters listed beneath a lead at once."""


class ReviewForm(forms.Form):
    """What looking into it came to, and why."""

    outcome = forms.ChoiceField(
        label=gettext_lazy("核查结果"), widget=forms.RadioSelect, choices=Lead.Outcome.choices
    )
    reason = forms.CharField(
        label=gettext_lazy("核查了什么、为什么这样认定"), max_length=actions.LONGEST,
        help_text=gettext_lazy("写明看过哪些件、问过哪个岗位、依据什么；不写个人信息"),
        widget=forms.Textarea({"class": "form-control", "rows": 4}),
    )  # fmt: skip


def _text(request: HttpRequest, name: str) -> str:
    return request.GET.get(name, "").replace("\0", "")[:200]


def asked(request: HttpRequest) -> tuple[QuerySet[Lead], dict[str, str]]:
    """The leads asked for, the strongest first; open ones unless told otherwise."""
    wanted = {name: _text(request, name) for name in ("survey", "unit", "state", "sort")}
    rows = access_leads(request)
    if wanted["state"] not in (*State.values, "all"):
        wanted["state"] = State.OPEN
    if wanted["state"] != "all":
        rows = rows.filter(state=wanted["state"])
    if wanted["survey"] in {law.folder for law in words.surveys()}:
        rows = rows.filter(survey=wanted["survey"])
    if wanted["unit"]:
        rows = rows.filter(unit=wanted["unit"])
    wanted["sort"] = wanted["sort"] if wanted["sort"] in SORTS else "strength"
    return rows.order_by(*SORTS[wanted["sort"]], "pk"), wanted


@access("leads.see")
def leads(request: HttpRequest) -> HttpResponse:
    rows, wanted = asked(request)
    page = lists.page(rows, request.GET)
    units = list(access_units(request, "leads.see")[:500])
    names = unit_names(units)
    run = queries.latest()
    scope = standing_of(request).scope("leads.see")
    times = [t for t in (run.told["times"] if run else ()) if scope.all or t["unit"] in scope.units]
    shown = {
        "page": page,
        "rows": [line(lead, names) for lead in page.object_list],
        "wanted": wanted,
        "filtered": bool(wanted["survey"] or wanted["unit"]),
        "units": units,
        "kinds": [(law.folder, say(*law.name)) for law in words.surveys()],
        "states": [*State.choices, ("all", _("全部"))],
        "sorts": [("strength", _("从强到弱")), ("found", _("最近发现在前")), ("unit", _("按单位"))],
        "run": run,
        "times": [
            t | {"name": names.get(t["unit"], t["unit"]), "net": _days(t["net"]), "felt": _days(t["felt"])}
            for t in times
        ],
    }
    return render(request, "luoshi/leads.html", shown)


def _days(value: float | None) -> str:
    return "—" if value is None else f"{value:.1f}"


def line(lead: Lead, names: dict[str, str]) -> dict[str, Any]:
    """One lead in a list: in words, with effect and interval as its measure reads them."""
    one = words.measure(lead.survey, lead.measure)
    return {
        "lead": lead,
        "title": say(*one.title),
        "unit": names.get(lead.unit, lead.unit) or _("多个单位"),
        "item": lead.item,
        "of": words.step(lead.of),
        "effect": words.effect(one, lead.effect),
        "interval": words.interval(one, lead.low, lead.high),
        "q": chance(lead.q),
        "light": f"lead_{lead.state}",
    }


def chance(value: float) -> str:
    """A probability, as short as it may be read."""
    return f"{value:.4f}" if value >= 0.0001 else "< 0.0001"


@access("leads.see")
def leads_excel(request: HttpRequest) -> HttpResponse:
    rows, _wanted = asked(request)
    head = [
        (_("疑似线索"), 26), (_("单位"), 26), (_("事项"), 30), (_("对象"), 16), (_("样本量"), 10), (_("幅度"), 12), (_("区间"), 20),
        ("p", 12), ("q", 12), (_("状态"), 12), (_("发现"), 17), (_("算法版本"), 12),
    ]  # fmt: skip
    made = ((line(lead, {}), lead) for lead in rows.iterator(chunk_size=1000))
    lines = (
        [
            it["title"], lead.unit, lead.item, it["of"], lead.n, it["effect"], it["interval"], lead.p, lead.q,
            lights.light(it["light"]).word, lead.found_at, lead.version,
        ]
        for it, lead in made
    )  # fmt: skip
    return excel.answer(_("疑似线索"), head, lines)  # type: ignore[return-value]


@access("leads.see")
def lead(request: HttpRequest, name: str) -> HttpResponse:
    return show(request, access_lead(request, name), None)


def show(request: HttpRequest, it: Lead, form: forms.Form | None, status: int = 200) -> HttpResponse:
    """The page of a lead; `form` is one to show again with its errors."""
    one, told = words.measure(it.survey, it.measure), it.told
    law, thresholds = words.law(it.survey), words.thresholds(it.survey, told)
    assert isinstance(request.user, User)
    by = actor_of(request.user, now(request), held=standing_of(request))
    names = unit_names(list(access_units(request, "leads.see").filter(name=it.unit)))
    may = standing_of(request).may("leads.review") and not standing_of(request).read_only
    shown = {
        **line(it, names),
        "law": say(*law.name),
        "told": told,
        "sentence": words.sentence(one, told),
        "caution": say(*one.caution),
        "p": chance(it.p),
        "chart": lead_charts.chart(it),
        "thresholds": thresholds,
        "basis": thresholds[0] if len({(t["basis"], t["since"]) for t in thresholds}) == 1 else None,
        "citations": law.citations,
        "matters": matters(request, told["matters"]),
        "listed": len(told["matters"]),
        "history": [entry(row) for row in queries.history(it)],
        "review": (form or ReviewForm()) if may else None,
        "why_not": actions.not_reviewed_by(by, it),
    }
    return render(request, "luoshi/lead.html", shown, status=status)


def matters(request: HttpRequest, named: list[str]) -> list[dict[str, Any]]:
    """The cases beneath a lead, in the order of how much they show it."""
    found = {m.matter: m for m in access_matters(request).filter(matter__in=named[:SHOWN])}
    return [{"name": name, "matter": found.get(name)} for name in named[:SHOWN]]


def entry(row: Row) -> dict[str, Any]:
    """One thing that happened to a lead, in words."""
    told = orjson.loads(row.payload)
    outcome = told.get("outcome")
    return {
        "at": row.happened_at,
        "title": EVENTS[row.kind].said(),
        "system": row.actor_kind != "person",
        "officer": row.officer,
        "outcome": Lead.Outcome(outcome).label if outcome in Lead.Outcome.values else "",
        "reason": told.get("reason", ""),
        "figures": figures(told),
    }


def figures(told: dict[str, Any]) -> str:
    """The numbers of an entry: what was found, or why it is no longer."""
    if "why" in told:
        return {
            "none": _("已没有可比的件"),
            "few": _("样本不足（%(n)s 件）") % {"n": told["n"]},
            "within": _("已在界限之内（%(n)s 件）") % {"n": told["n"]},
        }[told["why"]]
    if "measure" not in told:
        return ""
    one = words.measure(told["survey"], told["measure"])
    return _("%(n)s 件，%(effect)s，q %(q)s") % {
        "n": told["n"], "effect": words.effect(one, told["effect"]), "q": chance(told["q"]),
    }  # fmt: skip


@access("leads.review")
@require_POST
def lead_review(request: HttpRequest, name: str) -> HttpResponse:
    """Say what looking into a lead came to. It is kept for good; a later look is kept beside it."""
    it = access_lead(request, name)
    form = ReviewForm(request.POST)
    if not form.is_valid():
        return show(request, it, form, 422)
    assert isinstance(request.user, User)
    at = now(request)
    by = actor_of(request.user, at, held=standing_of(request))
    try:
        with acting(actor=by.name, at=at) as book:
            it = Lead.objects.select_for_update().get(pk=it.pk)
            actions.review(book=book, by=by, lead=it, **form.cleaned_data)
    except CouldNot as wrong:
        form.add_error(None, str(wrong))
        return show(request, it, form, 409)
    messages.success(request, _("核查结果已记入，随线索保留。"))
    return redirect("lead", name=name)
