"""The organisation: units in their tree, posts with A and B, who is on duty now, who is away."""

from collections.abc import Sequence
from typing import Any, cast

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from luoshi.intake.org_file import export_org
from luoshi.law.errors import CouldNot
from luoshi.monitor.acting import acting
from luoshi.org import queries, staff
from luoshi.org.models import Unit, User
from luoshi.org.queries import Duty
from luoshi.org.staffing import Absence, Assignment, Post
from luoshi.web import excel, lights, lists, says
from luoshi.web.access import (
    access,
    access_absences,
    access_items,
    access_officers,
    access_post,
    access_posts,
    access_units,
    now,
    standing_of,
)

SHOWS = ("a_acts", "b_acts", "nobody")
PAGE = 100


def state(duty: Duty) -> str:
    """The light of a post: A there, B in A's place, or nobody."""
    if not duty.acting:
        return "nobody"
    return "b_acts" if duty.covered else "a_acts"


@access("organisation.see")
def organisation(request: HttpRequest) -> HttpResponse:
    told = {name: request.GET.get(name, "").replace("\0", "").strip()[:200] for name in ("unit", "q", "show")}
    units = tree(request)
    posts = selected(request, told, units)
    duties = queries.duties([post.code for post in posts], now(request))
    counts = {name: sum(state(duty) == name for duty in duties.values()) for name in SHOWS}
    if told["show"] in SHOWS:
        posts = [post for post in posts if state(duties[post.code]) == told["show"]]
    page = lists.page(posts, request.GET, PAGE)
    absences = list(access_absences(request)[:200])
    mine = (
        set(access_absences(request, "absences.register").values_list("pk", flat=True)) if absences else set()
    )
    names = queries.names(
        [*(a.officer for a in absences), *(who for d in duties.values() for who in (d.a, d.b))]
    )
    by_code = {unit.code: unit for unit in units}
    shown = {
        "wanted": told,
        "any": bool(told["unit"] or told["q"] or told["show"]),
        "units": units,
        "chosen": by_code.get(told["unit"]),
        "counts": counts,
        "total": len(duties),
        "page": page,
        "rows": [row(post, duties[post.code], names, by_code) for post in page.object_list],
        "absences": [(a, names[a.officer], a.since <= now(request), a.pk in mine) for a in absences],
        "shows": [(name, lights.light(name).word) for name in SHOWS],
        "may": may(request),
    }
    return render(request, "luoshi/organisation.html", shown)


def may(request: HttpRequest) -> dict[str, bool]:
    held = standing_of(request)
    act = not held.read_only
    return {
        "register": act and held.may("absences.register"),
        "change": act and held.may("organisation.change"),
        "assign": act and held.may("posts.assign"),
    }


def tree(request: HttpRequest) -> list[Any]:
    """The reader's units in the order of their tree, each with how deep it lies below the first."""
    seen = access_units(request, "organisation.see").values("code")
    rows = list(Unit.objects.with_tree_fields().filter(code__in=seen)[:2000])
    top = min((unit.tree_depth for unit in rows), default=0)
    for unit in rows:
        unit.indent = min(unit.tree_depth - top, 4)
    return rows


def selected(request: HttpRequest, told: dict[str, str], units: Sequence[Any]) -> list[Post]:
    rows = access_posts(request)
    if told["unit"]:
        rows = rows.filter(unit__in=below(told["unit"], units))
    if told["q"]:
        rows = rows.filter(title__icontains=told["q"]) | rows.filter(code__icontains=told["q"])
    return list(rows)


def below(code: str, units: Sequence[Any]) -> list[str]:
    """The codes of a unit and of what lies under it, of units in the order of their tree."""
    inside = {unit.pk for unit in units if unit.code == code}
    for unit in units:
        if unit.parent_id in inside:
            inside.add(unit.pk)
    return [unit.code for unit in units if unit.pk in inside]


def row(post: Post, duty: Duty, names: dict[str, str], units: dict[str, Any]) -> dict[str, Any]:
    unit = units.get(post.unit)
    return {
        "post": post,
        "unit": unit.said() if unit else post.unit,
        "a": names.get(duty.a, ""),
        "b": names.get(duty.b, ""),
        "a_away": duty.a in duty.away,
        "b_away": duty.b in duty.away,
        "state": state(duty),
        "acting": names.get(duty.acting, ""),
    }


@access("organisation.see")
def organisation_excel(request: HttpRequest) -> FileResponse:
    """The posts in view with who holds them and who acts now."""
    told = {name: request.GET.get(name, "").replace("\0", "")[:200] for name in ("unit", "q")}
    tree_of = tree(request)
    posts = selected(request, told, tree_of)
    duties = queries.duties([post.code for post in posts], now(request))
    names = queries.names(who for d in duties.values() for who in (d.a, d.b))
    units = {unit.code: unit for unit in tree_of}
    head = [(_("单位"), 28), (_("岗位"), 24), (_("编码"), 16), (_("A 岗"), 12), (_("B 岗"), 12), (_("现在"), 14), (_("在岗人"), 12)]  # fmt: skip
    lines = []
    for post in posts:
        it = row(post, duties[post.code], names, units)
        now_told = lights.light(it["state"]).word
        lines.append([it["unit"], post.title, post.code, it["a"], it["b"], now_told, it["acting"]])
    return excel.answer(_("岗位"), head, lines)


@access("organisation.change")
def organisation_workbook(request: HttpRequest) -> FileResponse:
    """The workbook that can be corrected and brought back in: names and accounts included."""
    blank = request.GET.get("blank") == "1"
    file = export_org(at=now(request), blank=blank)
    return FileResponse(file, as_attachment=True, filename="organisation.xlsx")


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


class PlaceForm(forms.Form):
    """Who takes A or B of a post, and from which day."""

    place = forms.ChoiceField(label=gettext_lazy("位置"), choices=Assignment.Place.choices, widget=forms.Select({"class": "form-select"}))  # fmt: skip
    officer = forms.ChoiceField(label=gettext_lazy("谁"), required=False, widget=forms.Select({"class": "form-select"}))  # fmt: skip
    since = forms.DateField(
        label=gettext_lazy("从哪天起"), widget=forms.DateInput({"class": "form-control", "type": "date"}, format="%Y-%m-%d"),
        error_messages={"required": gettext_lazy("请填日期")},
    )  # fmt: skip

    def __init__(self, *args: Any, officers: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["officer"].choices = [("", _("空缺")), *officers]  # type: ignore[attr-defined]


@access("organisation.see")
def post(request: HttpRequest, code: str) -> HttpResponse:
    """One post: duties, items, who held it when; its head may give A or B to someone else."""
    it = access_post(request, code)
    mine = may(request)["assign"] and access_posts(request, "posts.assign").filter(code=code).exists()
    if request.method == "POST" and not mine:
        raise PermissionDenied(_("这个岗位由本单位负责人安排。"))
    turns = list(Assignment.objects.filter(ledger=it.ledger, post=code).order_by("-since", "place"))
    officers = (
        list(access_officers(request, "posts.assign").values_list("code", flat=True)[:2000]) if mine else []
    )
    names = queries.names([*officers, *(turn.officer for turn in turns)])
    choices = [(c, f"{names[c]} {c}") for c in officers]
    data = request.POST if request.method == "POST" else None
    form = PlaceForm(data, officers=choices, initial={"since": says.as_day(now(request))})
    status = 200
    if form.is_bound:
        status = 422
        if form.is_valid() and appointed(request, form, code):
            return redirect("post", code=code)
    unit = access_units(request, "organisation.see").filter(code=it.unit).first()
    shown = {
        "post": it,
        "unit": unit.said() if unit else it.unit,
        "row": row(it, queries.duties((code,), now(request))[code], names, {}),
        "turns": [(turn, names[turn.officer]) for turn in turns],
        "items": list(access_items(request).filter(code__in=queries.items_of(code))),
        "mine": mine,
        "form": form,
    }
    return render(request, "luoshi/post.html", shown, status=status)


def appointed(request: HttpRequest, form: PlaceForm, code: str) -> bool:
    try:
        with acting(actor=cast(User, request.user).username, at=now(request)) as book:
            done = staff.appoint(book, post=code, **form.cleaned_data)
    except CouldNot as refused:
        form.add_error(None, str(refused))
        return False
    messages.success(request, _("已安排，自所定之日起生效") if done else _("与现在相同，没有改动"))
    return True
