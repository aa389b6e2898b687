"""One card: what it stands on, what it does to the score, what people said; take note, appeal, decide."""

from collections.abc import Callable
from datetime import date
from typing import Any

import orjson
from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from luoshi.approvals.actor import HEADS, STAFF, Actor, actor_of
from luoshi.law import folder, registry
from luoshi.law.errors import CouldNot
from luoshi.law.event import EVENTS
from luoshi.law.registry import CLOCKS
from luoshi.law.words import say
from luoshi.ledger import read
from luoshi.ledger.entry import Row
from luoshi.monitor import appeals, scores
from luoshi.monitor.acting import acting
from luoshi.monitor.models import Card
from luoshi.monitor.projection import SINCE
from luoshi.org.access import day_of
from luoshi.org.models import User
from luoshi.web import says
from luoshi.web.access import access, access_cards, access_units, now, standing_of
from luoshi.web.views.matter import arithmetic

State = Card.State


class AppealForm(forms.Form):
    """Why the card is wrong, and what shows it."""

    reason = forms.CharField(
        label=gettext_lazy("申诉理由"), max_length=appeals.LONGEST,
        help_text=gettext_lazy("写明哪里认定有误；依据的事实或条文"),
        widget=forms.Textarea({"class": "form-control", "rows": 4}),
    )  # fmt: skip
    evidence = forms.CharField(
        label=gettext_lazy("证据"), max_length=appeals.LONGEST, required=False,
        help_text=gettext_lazy("材料名称、文号或所在的记录，不写个人信息"),
        widget=forms.Textarea({"class": "form-control", "rows": 2}),
    )  # fmt: skip


class DecisionForm(forms.Form):
    """Taken back or upheld, the rule, the reasons."""

    outcome = forms.ChoiceField(
        label=gettext_lazy("复核决定"), widget=forms.RadioSelect,
        choices=[("withdrawn", gettext_lazy("撤回（牌仍看得见，不再扣分）")), ("upheld", gettext_lazy("维持"))],
    )  # fmt: skip
    clause = forms.CharField(
        label=gettext_lazy("依据的条款"), max_length=200, widget=forms.TextInput({"class": "form-control"}),
        help_text=gettext_lazy("例如：行政许可法第四十五条"),
    )  # fmt: skip
    reason = forms.CharField(
        label=gettext_lazy("复核意见"), max_length=appeals.LONGEST,
        widget=forms.Textarea({"class": "form-control", "rows": 4}),
    )  # fmt: skip


FORMS: dict[str, type[forms.Form]] = {"acknowledge": forms.Form, "appeal": AppealForm, "decide": DecisionForm}
ACTS: dict[str, Callable[..., None]] = {
    "acknowledge": appeals.acknowledge,
    "appeal": appeals.appeal,
    "decide": appeals.decide,
}


def access_card(request: HttpRequest, position: int) -> Card:
    """One card, or 404 for those who may not know of it."""
    found = access_cards(request).filter(position=position).first()
    if found is None:
        raise Http404(say("没有找到这张牌。", "There is no such card."))
    return found


def actor(request: HttpRequest) -> Actor:
    assert isinstance(request.user, User)
    return actor_of(request.user, now(request), held=standing_of(request))


def open_to(card: Card, by: Actor) -> dict[str, str]:
    """The acts this person may do now, each with "", and those in sight but not theirs, with the reason."""
    found: dict[str, str] = {}
    if by.holds(STAFF, card.unit) and card.acknowledged_at is None:
        found["acknowledge"] = ""
    if by.holds(HEADS, card.unit) and card.state == State.ISSUED:
        found["appeal"] = ""
    if card.state == State.APPEALED and by.holds(appeals.OFFICE, card.unit):
        found["decide"] = appeals.not_decided_by(by, card)
    return found


@access("cards.see")
def card(request: HttpRequest, position: int) -> HttpResponse:
    return show(request, access_card(request, position), {})


def show(request: HttpRequest, it: Card, bound: dict[str, forms.Form], status: int = 200) -> HttpResponse:
    """The page; `bound` are forms to show again with their errors."""
    by, today = actor(request), day_of(now(request))
    rows = [r for r in read.current([it.matter]) if r.position == it.position or said_of(r, it)]
    acts = [
        {"name": name, "why_not": why_not, "form": bound.get(name) or FORMS[name](prefix=name)}
        for name, why_not in open_to(it, by).items()
    ]
    unit = access_units(request).filter(name=it.unit).first()
    issued = next((r for r in rows if r.position == it.position), None)
    told = orjson.loads(issued.payload) if issued else {}
    shown = {
        "card": it,
        "unit": unit.said() if unit else it.unit,
        "clock": says.clock_name(it.clock),
        "told": told,
        "grounds": grounds(it.clock, it.due_on or today),
        "arithmetic": arithmetic(told) if told.get("since") else "",
        "effect": scores.effect(it) if it.colour in ("yellow", "red") else None,
        "history": [line(r) for r in sorted(rows, key=lambda r: (r.happened_at, r.position))],
        "acts": acts,
        "days": appeals.parameter("appeal_days", now(request)),
        "period": says.period(told.get("amount"), told.get("per", "")),
    }
    return render(request, "luoshi/card.html", shown, status=status)


def said_of(row: Row, it: Card) -> bool:
    return row.kind in SINCE and orjson.loads(row.payload).get("card") == it.position


def line(row: Row) -> dict[str, Any]:
    """What was done, when and by which side, with its words."""
    told = orjson.loads(row.payload)
    outcome = told.get("outcome")
    return {
        "at": row.happened_at,
        "title": EVENTS[row.kind].said(),
        "system": row.actor_kind != "person",
        "officer": row.officer,
        "outcome": State(outcome).label if outcome in State.values else "",
        "clause": told.get("clause", ""),
        "reason": told.get("reason", ""),
        "evidence": told.get("evidence", ""),
    }


PROMISE = "overdue_reply"


def grounds(clock: str, day: date) -> list[Any]:
    """The articles a card rests on: a mechanism's, or those of its clock as in force on the day."""
    if clock in CLOCKS:
        return [registry.clock(clock, day).citation]
    name = PROMISE if clock == "promise" else clock
    return next((list(law.citations) for law in folder.mechanisms() if law.folder == name), [])


@access("cards.act")
@require_POST
def card_act(request: HttpRequest, position: int, act: str) -> HttpResponse:
    """Do one thing to a card; what is wrong is said beside the field, and nothing is lost."""
    it = access_card(request, position)
    if act not in ACTS:
        raise Http404(say("没有这个操作。", "There is no such act."))
    form = FORMS[act](request.POST, prefix=act)
    if not form.is_valid():
        return show(request, it, {act: form}, 422)
    by, at = actor(request), now(request)
    try:
        with acting(actor=by.name, at=at) as book:
            it = Card.objects.select_for_update().get(pk=it.pk)
            ACTS[act](book=book, by=by, card=it, **form.cleaned_data)
    except CouldNot as wrong:
        form.add_error(None, str(wrong))
        return show(request, it, {act: form}, 409)
    messages.success(request, DONE[act]())
    return redirect("card", position=position)


DONE: dict[str, Callable[[], str]] = {
    "acknowledge": lambda: _("已签收。认为有误的，由负责人申诉。"),
    "appeal": lambda: _("已申诉，将由未签发的人在规定的工作日内复核。"),
    "decide": lambda: _("复核决定已记入，双方都能看到。"),
}
