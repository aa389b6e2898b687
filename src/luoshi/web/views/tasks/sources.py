"""Where tasks come from, clause by clause: what was never turned into a task is seen (选择性执行)."""

from typing import Any

from django import forms
from django.conf import settings
from django.contrib import messages
from django.db.models import Count
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from luoshi.law.errors import CouldNot
from luoshi.law.words import say
from luoshi.monitor.acting import acting
from luoshi.tasks import actions, queries
from luoshi.tasks.models import Clause, ClauseTask, Node, Source
from luoshi.tasks.words import SORTS
from luoshi.web import lists, task_rows
from luoshi.web.access import access, access_sources, acting_as, now, standing_of
from luoshi.web.asking import CONTROL, SELECT
from luoshi.web.task_plans import day as day_field
from luoshi.web.task_plans import line
from luoshi.web.views.tasks.common import day, places


@access("tasks.watch")
def task_sources(request: HttpRequest) -> HttpResponse:
    """Every source with how many of its clauses are carried out, set aside, or neither."""
    page = lists.page(access_sources(request).order_by("-matter"), request.GET)
    found = list(page.object_list)
    of = {"ledger": settings.LUOSHI_JURISDICTION, "matter__in": [s.matter for s in found]}
    whole = dict(Clause.objects.filter(**of).order_by().values_list("matter").annotate(n=Count("pk")))
    aside = dict(
        Clause.objects.filter(**of)
        .exclude(set_aside="")
        .order_by()
        .values_list("matter")
        .annotate(n=Count("pk"))
    )
    left = dict(queries.uncovered().filter(**of).order_by().values_list("matter").annotate(n=Count("pk")))
    rows = [
        {
            "source": s,
            "clauses": whole.get(s.matter, 0),
            "aside": aside.get(s.matter, 0),
            "left": left.get(s.matter, 0),
        }
        for s in found
    ]
    shown = {"page": page, "rows": rows, "task_places": places(request), "may_write": may_write(request)}
    return render(request, "luoshi/tasks/sources.html", shown)


def may_write(request: HttpRequest) -> bool:
    held = standing_of(request)
    return held.may("tasks.supervise") and not held.read_only


def one(request: HttpRequest, name: str) -> Source:
    found = access_sources(request).filter(matter=name).first()
    if found is None:
        raise Http404(say(f"没有来源 {name}。请核对编号。", f"There is no source {name}. Check its number."))
    return found


@access("tasks.watch")
def task_source(request: HttpRequest, name: str) -> HttpResponse:
    """One source, clause by clause; those without a task can be given one, or set aside with a reason."""
    found, trouble = one(request, name), ""
    if request.method == "POST" and may_write(request):
        try:
            clause = request.POST.get("clause", "")
            by = acting_as(request)
            with acting(actor=by.name, at=now(request)) as book:
                actions.set_clause_aside(
                    book=book, by=by, source=found.matter, clause=int(clause) if clause.isdecimal() and len(clause) < 9 else 0,
                    reason=request.POST.get("reason", "")[:2000],
                )  # fmt: skip
            messages.success(request, _("已说明理由"))
            return redirect("task-source", found.matter)
        except CouldNot as failure:
            trouble = str(failure)
    told = queries.coverage(found)
    carried = ClauseTask.objects.filter(ledger=found.ledger, source=found.matter).values("matter")
    nodes = {n.matter: n for n in Node.objects.filter(ledger=found.ledger, matter__in=carried)}
    today = day(request)
    rows: list[dict[str, Any]] = [
        {
            "clause": clause,
            "tasks": [(nodes[m], *task_rows.light(nodes[m], today)) for m in matters if m in nodes],
        }
        for clause, matters in told
    ]
    left = sum(not r["tasks"] and not r["clause"].set_aside for r in rows)
    shown = {"source": found, "rows": rows, "left": left, "may_write": may_write(request), "trouble": trouble, "task_places": places(request)}  # fmt: skip
    return render(request, "luoshi/tasks/source.html", shown, status=422 if trouble else 200)


class SourceForm(forms.Form):
    """A document or occasion that tasks come from."""

    sort = forms.ChoiceField(label=lazy("来源类型"), widget=forms.Select(SELECT))
    title = forms.CharField(label=lazy("名称"), max_length=200, widget=forms.TextInput(CONTROL), error_messages={"required": lazy("请写来源名称。")})  # fmt: skip
    document = line(lazy("文号"), "", 100)
    leader = line(lazy("批示领导"), lazy("写职务，不写姓名"), 100)
    on = day_field(lazy("日期"))
    until = day_field(lazy("时限"))
    clauses = forms.CharField(
        label=lazy("条款"), required=False, help_text=lazy("一行一条，按顺序编号；领导批示写批示要求"),
        widget=forms.Textarea({**CONTROL, "rows": 10}), max_length=200_000,
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["sort"].choices = [(name, say(*pair)) for name, pair in SORTS.items()]  # type: ignore[attr-defined]

    def clean_clauses(self) -> dict[int, str]:
        lines = [" ".join(text.split()) for text in self.cleaned_data["clauses"].splitlines()]
        return dict(enumerate((text for text in lines if text), 1))


@access("tasks.supervise")
def task_source_new(request: HttpRequest) -> HttpResponse:
    form = SourceForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        by = acting_as(request)
        try:
            with acting(actor=by.name, at=now(request)) as book:
                matter = actions.register_source(book=book, by=by, **form.cleaned_data)
            return redirect("task-source", matter)
        except CouldNot as failure:
            field = getattr(failure, "field", None)
            form.add_error(field if field in form.fields else None, str(failure))
    status = 422 if request.method == "POST" else 200
    return render(request, "luoshi/tasks/source_new.html", {"form": form}, status=status)
