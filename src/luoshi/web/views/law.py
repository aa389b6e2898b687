"""The law registry: every clock with its article as in force on a chosen day, what silence brings about, mechanisms."""

from datetime import date
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from luoshi.law import folder, tacit
from luoshi.law.clock import Clock
from luoshi.law.errors import CouldNot
from luoshi.law.registry import grounds, in_force
from luoshi.law.words import say
from luoshi.web import says
from luoshi.web.access import access
from luoshi.web.says import of_pair

SHOWS = ("clocks", "tacit", "mechanisms")


@access("law.see")
def law(request: HttpRequest) -> HttpResponse:
    """`?on=DAY&q=TEXT&status=verified|unverified&show=clocks|tacit|mechanisms`"""
    on = _day(request.GET.get("on", ""))
    q = request.GET.get("q", "").strip()[:100]
    status = request.GET.get("status", "")
    status = status if status in ("verified", "unverified") else ""
    show = request.GET.get("show", "clocks")
    show = show if show in SHOWS else "clocks"
    shown: dict[str, Any] = {"on_day": on, "q": q, "status": status, "show": show, "trouble": "", "rows": []}
    try:
        shown["rows"] = {"clocks": clocks, "tacit": tacits, "mechanisms": known_mechanisms}[show](
            on, q, status
        )
    except CouldNot as failure:
        shown["trouble"] = str(failure)
    return render(request, "luoshi/law.html", shown)


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return says.today()


def clocks(on: date, q: str, status: str) -> list[dict[str, Any]]:
    """Every clock in force on the day, in the order of the registry."""
    return [
        shown_clock(one)
        for one in in_force(on, settings.LUOSHI_JURISDICTION)
        if (not status or one.status == status)
        and _holds(
            q,
            one.id,
            *one.title,
            one.citation.statute,
            one.citation.article,
            one.citation.statute_en,
            *one.start,
        )
    ]


def shown_clock(one: Clock) -> dict[str, Any]:
    amount = (
        _("固定日期 %(month)s月%(day)s日") % {"month": one.fixed[0], "day": one.fixed[1]} if one.fixed else ""
    )
    if one.period is not None:
        amount = _("当场") if one.amount == 0 else one.period.said()
    more = one.extension
    return {
        "id": one.id,
        "title": one.said(),
        "amount": amount or _("只说明哪些时间不计入"),
        "at_least": one.at_least,
        "backward": one.backward,
        "roll": one.roll,
        "start": of_pair(one.start),
        "effect": of_pair(one.effect),
        "citation": one.citation.said(),
        "text": one.citation.text,
        "extension": (more.period.said() if more.period else _("合理期限")) if more else "",
        "approver": of_pair(more.approver) if more else "",
        "grounds": say("、", ", ").join(grounds()[g].said() for g in one.pause_grounds),
        "since": one.since,
        "until": one.until,
        "status": one.status,
        "verified_on": one.verified_on,
        "doubts": one.doubts,
        "jurisdiction": "" if one.jurisdiction == "CN" else one.jurisdiction,
        "countable": one.direction != "pause",
    }


def tacits(on: date, q: str, status: str) -> list[dict[str, Any]]:
    """What follows from silence, in the order of the catalogue; all of it, whatever the day."""
    kinds = tacit.types()
    return [
        {
            "title": one.said(),
            "sort": kinds[one.type][0],
            "does": kinds[one.type][1],
            "source": one.source,
            "clock": one.clock,
            "status": one.status,
            "changes_state": one.changes_state,
        }
        for one in tacit.effects()
        if (not status or one.status == status) and _holds(q, *one.title, one.source, one.clock)
    ]


def known_mechanisms(on: date, q: str, status: str) -> list[dict[str, Any]]:
    """Each mechanism: its names, where it applies, its articles, its parameters as of the day."""
    return [
        {
            "name": told.name[0],
            "name_en": told.name[1],
            "aliases": told.aliases,
            "where": of_pair(told.where),
            "clocks": told.clocks,
            "citations": [c for c in told.citations if c.since <= on],
            "parameters": [
                {"title": of_pair(p.title), "value": _value(p, on), "basis": p.values[-1].basis}
                for p in told.parameters.values()
            ],
        }
        for told in folder.mechanisms()
        if _holds(q, *told.name, *told.aliases)
    ]


def _value(parameter: folder.Parameter, on: date) -> str:
    try:
        return str(parameter.on(on))
    except CouldNot:
        return "—"


def _holds(q: str, *texts: str) -> bool:
    return not q or any(q.lower() in text.lower() for text in texts if text)
