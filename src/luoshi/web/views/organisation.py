"""The organisation: units in their tree, posts with A and B, who is on duty now, who is away."""

from collections.abc import Container, Mapping, Sequence
from datetime import datetime
from typing import Any, cast

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from luoshi.intake.org_file import export_org
from luoshi.law.errors import CouldNot
from luoshi.monitor.acting import acting
from luoshi.org import queries, staff
from luoshi.org.events import POST
from luoshi.org.models import Unit, User
from luoshi.org.queries import Duty
from luoshi.org.staffing import Assignment, Post
from luoshi.web import excel, lights, lists, says
from luoshi.web.access import (
    access,
    access_absences,
    access_alarms,
    access_items,
    access_officers,
    access_post,
    access_posts,
    access_units,
    now,
    standing_of,
)

SHOWS = ("a_acts", "b_acts", "nobody", "vacant")
PAGE = 100


def state(duty: Duty, alarms: Container[str]) -> str:
    """The light of a post: A there, B in A's place, nobody, or nobody for too long."""
    if not duty.acting:
        return "vacant" if f"{POST}{duty.post}" in alarms else "nobody"
    return "b_acts" if duty.covered else "a_acts"


@access("organisation.see")
def organisation(request: HttpRequest) -> HttpResponse:
    told = {name: request.GET.get(name, "").replace("\0", "").strip()[:200] for name in ("unit", "q", "show")}
    units = tree(request)
    posts = selected(request, told, units)
    duties = queries.duties([post.code for post in posts], now(request))
    alarms = dict(access_alarms(request).values_list("matter", "opened_at"))
    counts = {name: sum(state(duty, alarms) == name for duty in duties.values()) for name in SHOWS}
    if told["show"] in SHOWS:
        posts = [post for post in posts if state(duties[post.code], alarms) == told["show"]]
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
        "rows": [row(post, duties[post.code], names, by_code, alarms) for post in page.object_list],
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


def row(
    post: Post, duty: Duty, names: dict[str, str], units: dict[str, Any], alarms: Mapping[str, Any]
) -> dict[str, Any]:
    unit = units.get(post.unit)
    return {
        "post": post,
        "unit": unit.said() if unit else post.unit,
        "a": names.get(duty.a, ""),
        "b": names.get(duty.b, ""),
        "a_away": duty.a in duty.away,
        "b_away": duty.b in duty.away,
        "state": state(duty, alarms),
        "alarmed": alarms.get(post.matter) if not duty.acting else None,
        "acting": names.get(duty.acting, ""),
    }


@access("organisation.see")
def organisation_excel(request: HttpRequest) -> FileResponse:
    """The posts in view with who holds them and who acts now."""
    told = {name: request.GET.get(name, "").replace("\0", "")[:200] for name in ("unit", "q")}
    tree_of = tree(request)
    posts = selected(request, told, tree_of)
    alarms = dict(access_alarms(request).values_list("matter", "opened_at"))
    duties = queries.duties([post.code for post in posts], now(request))
    names = queries.names(who for d in duties.values() for who in (d.a, d.b))
    units = {unit.code: unit for unit in tree_of}
    head = [(_("单位"), 28), (_("岗位"), 24), (_("编码"), 16), (_("A 岗"), 12), (_("B 岗"), 12), (_("现在"), 14), (_("在岗人"), 12)]  # fmt: skip
    lines = []
    for post in posts:
        it = row(post, duties[post.code], names, units, alarms)
        now_told = lights.light(it["state"]).word
        lines.append([it["unit"], post.title, post.code, it["a"], it["b"], now_told, it["acting"]])
    return excel.answer(_("岗位"), head, lines)


@access("organisation.change")
def organisation_workbook(request: HttpRequest) -> FileResponse:
    """The workbook that can be corrected and brought back in: names and accounts included."""
    blank = request.GET.get("blank") == "1"
    file = export_org(at=now(request), blank=blank)
    return FileResponse(file, as_attachment=True, filename="organisation.xlsx")


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
    alarms = dict(access_alarms(request).filter(matter=it.matter).values_list("matter", "opened_at"))
    shown = {
        "post": it,
        "unit": unit.said() if unit else it.unit,
        "row": row(it, queries.duties((code,), now(request))[code], names, {}, alarms),
        "vacancy": vacancy(alarms.get(it.matter), turns),
        "turns": [(turn, names[turn.officer]) for turn in turns],
        "items": list(access_items(request).filter(code__in=queries.items_of(code))),
        "mine": mine,
        "form": form,
    }
    return render(request, "luoshi/post.html", shown, status=status)


def vacancy(alarmed: datetime | None, turns: Sequence[Assignment]) -> dict[str, Any] | None:
    """Since when a post is vacant and when the alarm was given; None while somebody holds it."""
    if alarmed is None:
        return None
    last = max((turn.until for turn in turns if turn.until), default=None)
    return {"alarmed": alarmed, "since": last}


def appointed(request: HttpRequest, form: PlaceForm, code: str) -> bool:
    try:
        with acting(actor=cast(User, request.user).username, at=now(request)) as book:
            done = staff.appoint(book, post=code, **form.cleaned_data)
    except CouldNot as refused:
        form.add_error(None, str(refused))
        return False
    messages.success(request, _("已安排，自所定之日起生效") if done else _("与现在相同，没有改动"))
    return True
