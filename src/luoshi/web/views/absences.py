"""Leave: registered, with who then acts for which post; refused where a post would have nobody; ended earlier."""

from collections.abc import Sequence
from typing import Any, cast

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from luoshi.law.errors import CouldNot
from luoshi.monitor.acting import acting
from luoshi.org import queries, staff
from luoshi.org.models import User
from luoshi.org.staffing import Absence, Post
from luoshi.web.access import access, access_absences, access_officers, now


class AbsenceForm(forms.Form):
    """Who is away, from when until when."""

    officer = forms.ChoiceField(
        label=gettext_lazy("谁"), widget=forms.Select({"class": "form-select"}),
        error_messages={"required": gettext_lazy("请选人")},
    )  # fmt: skip
    kind = forms.ChoiceField(label=gettext_lazy("类别"), choices=Absence.Kind.choices, widget=forms.Select({"class": "form-select"}))  # fmt: skip
    since = forms.DateTimeField(
        label=gettext_lazy("从"), widget=forms.DateTimeInput({"class": "form-control", "type": "datetime-local"}),
        error_messages={"required": gettext_lazy("请填开始的时刻")},
    )  # fmt: skip
    until = forms.DateTimeField(
        label=gettext_lazy("到"), widget=forms.DateTimeInput({"class": "form-control", "type": "datetime-local"}),
        help_text=gettext_lazy("回到岗位的时刻"), error_messages={"required": gettext_lazy("请填返岗的时刻")},
    )  # fmt: skip
    handover = forms.CharField(
        label=gettext_lazy("交接"), required=False, max_length=500,
        widget=forms.TextInput({"class": "form-control"}), help_text=gettext_lazy("在办的件和要紧的事，不写个人信息"),
    )  # fmt: skip

    def __init__(self, *args: Any, officers: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["officer"].choices = officers  # type: ignore[attr-defined]


@access("absences.register")
def absence_new(request: HttpRequest) -> HttpResponse:
    codes = list(access_officers(request, "absences.register").values_list("code", flat=True)[:2000])
    names = queries.names(codes)
    choices = [(code, f"{names[code]} {code}" if names[code] != code else code) for code in codes]
    form = AbsenceForm(request.POST if request.method == "POST" else None, officers=choices)
    if request.method != "POST":
        return render(request, "luoshi/absence.html", {"form": form, "nobody": not codes})
    if form.is_valid():
        told = form.cleaned_data
        try:
            with acting(actor=cast(User, request.user).username, at=now(request)) as book:
                staff.register_absence(book, **told)
        except CouldNot as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, registered(told))
            return redirect("organisation")
    return render(request, "luoshi/absence.html", {"form": form, "nobody": not codes}, status=422)


def registered(told: dict[str, Any]) -> str:
    """What follows from it: who acts for which post."""
    at, officer = told["since"], told["officer"]
    posts = list(queries.assignments(at).filter(officer=officer, place="A").values_list("post", flat=True))
    duties = queries.duties(posts, at)
    titles = dict(Post.objects.filter(code__in=posts).values_list("code", "title"))
    names = queries.names(duty.acting for duty in duties.values())
    covered = [f"{titles[code]}：{names[d.acting]}" for code, d in duties.items() if d.acting]
    if not covered:
        return _("已登记离岗。")
    return _("已登记离岗，期间顶岗：%(who)s") % {"who": "；".join(covered)}


@require_POST
def _end(request: HttpRequest, number: int) -> HttpResponse:
    absence = get_object_or_404(access_absences(request, "absences.register"), pk=number)
    try:
        with acting(actor=cast(User, request.user).username, at=now(request)) as book:
            staff.end_absence(book, absence)
    except CouldNot as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, _("已登记返岗，自现在起恢复 A、B 岗次序"))
    return redirect("organisation")


absence_end = access("absences.register")(_end)
