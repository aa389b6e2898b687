"""The due-date calculator: the same answer as `luoshi due`, drawn day by day."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from itertools import zip_longest
from operator import itemgetter
from typing import Any, cast

from django import forms
from django.conf import settings
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from luoshi.law import explain
from luoshi.law.calendar import calendar_for
from luoshi.law.clock import Clock
from luoshi.law.counting import Due, due
from luoshi.law.errors import CouldNot
from luoshi.law.office_hours import office_hours
from luoshi.law.period import Period
from luoshi.law.reckon import reckon
from luoshi.law.registry import clock, in_force
from luoshi.web import says
from luoshi.web.access import access

MOST = 8
"""Pauses that one reckoning may have."""
Span = tuple[date, date | None]
PER = ("working_day", "day", "month", "year", "hour", "working_hour", "working_minute")


def day_input() -> forms.DateInput:
    """Browsers want the day as ISO has it, whatever the language."""
    return forms.DateInput({"type": "date", "class": "form-control"}, format="%Y-%m-%d")


class DueForm(forms.Form):
    """A start and either a clock of the registry or an amount with its unit."""

    start = forms.DateField(label=gettext_lazy("起算日"), widget=day_input())
    at = forms.TimeField(
        label=gettext_lazy("起算时刻"), required=False, help_text=gettext_lazy("只有按小时、分钟计的期限才用"),
        widget=forms.TimeInput({"type": "time", "class": "form-control"}),
    )  # fmt: skip
    clock = forms.ChoiceField(
        label=gettext_lazy("按哪个时限"), required=False, widget=forms.Select({"class": "form-select"}),
        help_text=gettext_lazy("选了时限，就按该条文的期限和规则算，不用再填长短"),
    )  # fmt: skip
    amount = forms.IntegerField(
        label=gettext_lazy("长短"), required=False, min_value=1, max_value=100_000,
        widget=forms.NumberInput({"class": "form-control"}),
    )  # fmt: skip
    unit = forms.ChoiceField(
        label=gettext_lazy("单位（时间）"), required=False, widget=forms.Select({"class": "form-select"})
    )
    extended = forms.BooleanField(label=gettext_lazy("已依法延期"), required=False)
    backward = forms.BooleanField(label=gettext_lazy("向前倒数"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        clocks = [c for c in in_force(says.today(), settings.LUOSHI_JURISDICTION) if c.direction != "pause"]
        by_clock, units = (
            cast(forms.ChoiceField, self.fields["clock"]),
            cast(forms.ChoiceField, self.fields["unit"]),
        )
        by_clock.choices = [("", _("不选，自己填长短")), *[(c.id, f"{c.id} {c.said()}") for c in clocks]]
        units.choices = [
            (u, says.PER[u][2] if says.english() else says.PER[u][0].removeprefix("个")) for u in PER
        ]

    def clean(self) -> dict[str, Any]:
        told = super().clean() or {}
        if not told.get("clock") and not told.get("amount") and "amount" not in self.errors:
            self.add_error("amount", _("请填期限长短，或在上面选一个时限。"))
        return told


class PauseForm(forms.Form):
    """One stretch that does not count; all of them carry the same names in the address."""

    pause_since = forms.DateField(label=gettext_lazy("暂停自"), required=False, widget=day_input())
    pause_until = forms.DateField(
        label=gettext_lazy("恢复于"), required=False, help_text=gettext_lazy("恢复之日重新计入；留空表示还在暂停"),
        widget=day_input(),
    )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        told = super().clean() or {}
        since, until = told.get("pause_since"), told.get("pause_until")
        if until and not since:
            self.add_error("pause_since", _("填了恢复日，也要填从哪天暂停。"))
        if since and until and until <= since:
            self.add_error("pause_until", _("恢复日要晚于暂停日。"))
        return told


def pause_forms(told: QueryDict) -> list[PauseForm]:
    """A form for each pause told, and an empty one where none is or another is asked for."""
    pairs = list(zip_longest(told.getlist("pause_since"), told.getlist("pause_until"), fillvalue=""))
    pairs = [pair for pair in pairs if any(pair)][:MOST]
    if not pairs or ("more" in told and len(pairs) < MOST):
        pairs.append(("", ""))
    made = [
        PauseForm({"pause_since": since, "pause_until": until}, auto_id=f"id_%s_{n}")
        for n, (since, until) in enumerate(pairs)
    ]
    for another in made[:-1]:  # said once, below the last
        another.fields["pause_until"].help_text = ""
    return made


@dataclass(frozen=True, slots=True)
class Answer:
    found: Due
    days: Iterable[explain.Day]
    row: Clock | None
    period: str


@access("open")
def due_page(request: HttpRequest) -> HttpResponse:
    """For everybody; whoever is not signed in sees it in the frame of the public pages."""
    asked = "start" in request.GET
    first = {"start": says.today(), "amount": 20, "unit": "working_day"}
    form = DueForm(request.GET if asked else None, initial=first)
    pauses = pause_forms(request.GET)
    shown: dict[str, Any] = {
        "form": form,
        "pauses": pauses,
        "room": len(pauses) < MOST,
        "answer": None,
        "trouble": "",
        "on": says.today(),
        "frame": frame(request),
    }
    if all(pause.is_valid() for pause in pauses) and asked and form.is_valid():
        told = [pause.cleaned_data for pause in pauses]
        spans = [(t["pause_since"], t["pause_until"]) for t in told if t["pause_since"]]
        spans.sort(key=itemgetter(0))
        try:
            shown["answer"] = _shown(answer(form.cleaned_data, spans), form.cleaned_data, spans)
        except CouldNot as failure:
            shown["trouble"] = str(failure)
    return render(request, "luoshi/due.html", shown)


def frame(request: HttpRequest) -> str:
    return "luoshi/base.html" if request.user.is_authenticated else "portal/base.html"


def answer(told: dict[str, Any], pauses: Sequence[Span]) -> Answer:
    """The reckoning; raises CouldNot in words when the law or the calendar does not cover it."""
    folder = settings.LUOSHI_HOME / "calendars"
    calendar = calendar_for(settings.LUOSHI_JURISDICTION, folder)
    hours = office_hours(settings.LUOSHI_JURISDICTION, folder)
    start: date | datetime = told["start"]
    if told["at"]:
        start = datetime.combine(told["start"], told["at"] or time(), says.SHANGHAI)
    if told["clock"]:
        row = clock(told["clock"], told["start"])
        it = reckon(calendar, row, start, extend=told["extended"], pauses=pauses, hours=hours)
        return Answer(
            it.found, it.days, row, says.period(it.period.amount, it.period.unit) if it.period else ""
        )
    period = Period(told["amount"], told["unit"] or "working_day")
    given: dict[str, Any] = {"pauses": pauses, "backward": told["backward"], "hours": hours}
    found = due(calendar, start, period, **given)
    return Answer(
        found,
        explain.days(calendar, start, period, found=found, **given),
        None,
        says.period(period.amount, period.unit),
    )


def _shown(it: Answer, told: dict[str, Any], spans: Sequence[Span]) -> dict[str, Any]:
    """As the parts want it: the clock for the panel and bar, and the sentence above."""
    days = [{"day": d.day, "counted": d.counted, "why": d.why} for d in it.days]
    moment = (
        it.found.due_at and told["unit"] in ("hour", "working_hour", "working_minute") and not told["clock"]
    )
    row = it.row
    return {
        "due_on": it.found.due_on,
        "due_at": it.found.due_at if moment or (row and row.unit in ("hour", "working_hour", "working_minute", "minute", "second")) else None,
        "provisional": it.found.provisional,
        "paused": it.found.paused,
        "period": it.period,
        "until": it.found.due_on if it.found.due_on and it.found.due_on < says.today() else says.today(),
        "row": row,
        "started_on": told["start"],
        "pauses": [{"since": since, "until": until, "title": _("暂停")} for since, until in spans],
        "per": row.unit if row else told["unit"],
        "days": days,
        "backward": told["backward"] or bool(row and row.backward),
        "citation": {"statute": row.citation.said(), "article": "", "text": row.citation.text, "verified_on": row.verified_on} if row else None,
        "rule": row.id if row else "",
    }  # fmt: skip
