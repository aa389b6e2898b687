"""One act on one task, and the drafting of plans: what will happen, what is asked for, and every refusal in words."""

from typing import Any

from django import forms
from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from luoshi.law.errors import CouldNot, OnRecord
from luoshi.law.words import say
from luoshi.monitor.acting import acting
from luoshi.org.models import Unit
from luoshi.tasks import actions, queries
from luoshi.tasks.fields import FIELDS
from luoshi.tasks.models import Node, Source
from luoshi.tasks.plan import Plan
from luoshi.tasks.rules import RULES, Rule
from luoshi.tasks.task import Task
from luoshi.tasks.weighing import NotReady
from luoshi.tasks.words import BELOW, LEVELS
from luoshi.web import task_plans
from luoshi.web.access import access, access_task, acting_as, now
from luoshi.web.asking import CONTROL
from luoshi.web.task_asking import TaskForm

PLANNED = ("amend", "break_down")
UNITS, SOURCES = 500, 200
ATTEMPTS = ("verify", "send_back")
"""Of the lead unit nobody may do these, and that somebody tried stands on record: so they are asked, not only refused."""


@access("tasks.work")
def task_act(request: HttpRequest, name: str, act: str) -> HttpResponse:
    """The form of an act; sent, it is done. What cannot be done now says why, with a way back."""
    rule = RULES.get(act)
    if rule is None:
        raise Http404(say("没有这项操作", "There is no such act"))
    found = access_task(request, name)
    task = queries.task(found.matter, ledger=found.ledger)
    shown: dict[str, Any] = {"node": found, "rule": rule, "task": task}
    reason = rule.why_not(task, acting_as(request), now(request))
    if reason and not (request.method == "POST" and act in ATTEMPTS):
        return render(request, "luoshi/tasks/act.html", shown | {"why_not": reason}, status=409)
    if act in PLANNED:
        return planned(request, found, task, rule)
    return asked(request, found, task, rule, shown)


def asked(request: HttpRequest, found: Node, task: Task, rule: Rule, shown: dict[str, Any]) -> HttpResponse:
    """An act with a form drawn from the table."""
    sent = (request.POST, request.FILES) if request.method == "POST" else ()
    form = TaskForm(rule.act, task, acting_as(request), *sent)
    status = 200
    if request.method == "POST" and (not FIELDS[rule.act] or form.is_valid()):
        try:
            return done(request, found, rule, form.told() if FIELDS[rule.act] else {})
        except OnRecord as refused:
            return render(request, "luoshi/tasks/act.html", shown | {"why_not": str(refused), "on_record": True}, status=403)  # fmt: skip
        except NotReady as lacking:
            return render(request, "luoshi/tasks/act.html", shown | {"lacking": lacking}, status=409)
        except CouldNot as failure:
            form.is_valid()
            form.blame(failure)
    if request.method == "POST":
        status = 422
    return render(request, "luoshi/tasks/act.html", shown | {"form": form}, status=status)


def done(request: HttpRequest, found: Node, rule: Rule, told: dict[str, Any]) -> HttpResponse:
    by = acting_as(request)
    with acting(actor=by.name, at=now(request)) as book:
        getattr(actions, rule.act)(book=book, by=by, matter=found.matter, **told)
    messages.success(request, say(f"已办：{rule.said()}", f"Done: {rule.said()}"))
    return redirect("task", found.matter)


def reason_fields(rule: Rule, task: Task) -> dict[str, forms.Field]:
    """What goes with a plan: why, and the document that approved it."""
    text = forms.Textarea({**CONTROL, "rows": 2})
    hint = _("时限压缩或指标合计抬高时须写明") if rule.act == "break_down" else _("发布后的调整须写明")
    more: dict[str, forms.Field] = {
        "reason": forms.CharField(
            label=_("理由"), help_text=hint, required=False, max_length=2000, widget=text
        )
    }
    if rule.act == "amend" and task.published_at:
        more["document"] = forms.CharField(label=_("批准调整的文号"), required=False, max_length=100, widget=forms.TextInput(CONTROL))  # fmt: skip
    return more


def planned(request: HttpRequest, found: Node, task: Task, rule: Rule) -> HttpResponse:
    """Amend a task, or add a part to it."""
    assert task.plan is not None
    amends = rule.act == "amend"
    levels = (task.plan.level,) if amends else BELOW[task.plan.level]
    first = task.plan if amends else Plan(level=levels[-1], title="", since=task.plan.since, until=task.plan.until, per=task.plan.per)  # fmt: skip
    form, milestones = plan_forms(request, first, levels, reason_fields(rule, task))
    if request.method == "POST" and all([form.is_valid(), milestones.is_valid()]):
        plan = task_plans.plan_from(form, milestones)
        more = {
            name: form.cleaned_data[name] for name in ("reason", "document") if form.cleaned_data.get(name)
        }
        told = {"plan": plan} if amends else {"parts": [plan]}
        try:
            return done(request, found, rule, told | more)
        except CouldNot as failure:
            form.blame(failure)
    return render(
        request, "luoshi/tasks/plan.html",
        {"node": found, "rule": rule, "task": task, "form": form, "milestones": milestones},
        status=422 if request.method == "POST" else 200,
    )  # fmt: skip


def plan_forms(
    request: HttpRequest, first: Plan, levels: Any, more: dict[str, forms.Field]
) -> tuple[Any, Any]:
    """The form of a plan and its milestones, as sent or as they begin."""
    units = (
        Unit.objects.without_tree_fields()
        .exclude(kind__in=(Unit.Kind.SECTION, Unit.Kind.CITY))
        .order_by("code")[:UNITS]
    )
    sources = Source.objects.filter(ledger=settings.LUOSHI_JURISDICTION).order_by("-matter")[:SOURCES]
    data = request.POST if request.method == "POST" else None
    form = task_plans.PlanForm(
        data,
        initial=task_plans.initial_of(first),
        units=list(units),
        sources=list(sources),
        levels=levels,
        more=more,
    )
    return form, task_plans.Milestones(data, prefix="milestones", initial=task_plans.lines_of(first))


@access("tasks.draft")
def task_new(request: HttpRequest) -> HttpResponse:
    """Draft the root of a tree."""
    today = now(request).date()
    first = Plan(level="task", title="", since=None, until=None, source=request.GET.get("source", "")[:40])
    if request.GET.get("clause", "").isdecimal():
        first = Plan(level="task", title="", source=first.source, clauses=(int(request.GET["clause"][:5]),))
    form, milestones = plan_forms(request, first, tuple(LEVELS)[:2], {})
    if request.method == "POST" and all([form.is_valid(), milestones.is_valid()]):
        by = acting_as(request)
        try:
            with acting(actor=by.name, at=now(request)) as book:
                matter = actions.draft(book=book, by=by, plan=task_plans.plan_from(form, milestones))
            messages.success(request, _("已立项，审核发布后才能交办"))
            return redirect("task", matter)
        except CouldNot as failure:
            form.blame(failure)
    shown = {"form": form, "milestones": milestones, "today": today}
    return render(request, "luoshi/tasks/plan.html", shown, status=422 if request.method == "POST" else 200)
