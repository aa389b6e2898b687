"""People and roles, for administrators: add a person, give and end roles with dates, passwords, closing accounts."""

import secrets
from datetime import timedelta
from typing import Any, cast

from django import forms
from django.contrib import messages
from django.db import transaction
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from luoshi.law.errors import CouldNot
from luoshi.law.words import say
from luoshi.monitor.acting import acting
from luoshi.org import actions, staff
from luoshi.org.access import day_of
from luoshi.org.models import Role, Unit, User
from luoshi.org.staffing import Person
from luoshi.web import lists, says
from luoshi.web.access import access, access_people, access_person, access_roles, access_units, now
from luoshi.web.signing import identities, steps

TEXT = {"class": "form-control"}
DAY = {"class": "form-control", "type": "date"}


@access("people.manage")
def people(request: HttpRequest) -> HttpResponse:
    q = request.GET.get("q", "").replace("\0", "").strip()[:100]
    role = request.GET.get("role", "")
    role = role if role in Role.Kind.values else ""
    rows = access_people(request).order_by("username")
    if q:
        rows = rows.filter(Q(username__icontains=q) | Q(display_name__icontains=q))
    if role:
        rows = rows.filter(pk__in=access_roles(request).filter(role=role).values("user"))
    page = lists.page(rows, request.GET)
    held: dict[int, list[Role]] = {}
    for one in access_roles(request).filter(user__in=[u.pk for u in page.object_list]).select_related("unit"):
        held.setdefault(one.user_id, []).append(one)
    shown = {
        "page": page,
        "rows": [(user, held.get(user.pk, [])) for user in page.object_list],
        "q": q,
        "role": role,
        "kinds": Role.Kind.choices,
    }
    return render(request, "luoshi/people.html", shown)


class PersonForm(forms.Form):
    """A new account, with the first role it holds."""

    username = forms.CharField(label=gettext_lazy("账号"), max_length=150, widget=forms.TextInput(TEXT), help_text=gettext_lazy("登录用，字母和数字；定了不改"), error_messages={"required": gettext_lazy("请填账号")})  # fmt: skip
    display_name = forms.CharField(label=gettext_lazy("姓名"), max_length=80, required=False, widget=forms.TextInput(TEXT))  # fmt: skip
    officer = forms.CharField(label=gettext_lazy("工号"), max_length=100, required=False, widget=forms.TextInput(TEXT), help_text=gettext_lazy("有岗位的人填，离岗和顶岗由此对应"))  # fmt: skip


@access("people.manage")
def person_new(request: HttpRequest) -> HttpResponse:
    form = PersonForm(request.POST if request.method == "POST" else None)
    role = RoleForm(
        request.POST if request.method == "POST" else None, units=units(request), initial=first(request)
    )
    if request.method == "POST" and form.is_valid() and role.is_valid():
        try:
            with transaction.atomic():
                user, password = opened(request, form.cleaned_data)
                _give(request, user, role.cleaned_data)
        except CouldNot as refused:
            form.add_error(None, str(refused))
        else:
            return render(request, "luoshi/person_password.html", {"person": user, "password": password})
    status = 422 if request.method == "POST" else 200
    return render(request, "luoshi/person_new.html", {"form": form, "role": role}, status=status)


def opened(request: HttpRequest, told: dict[str, Any]) -> tuple[User, str]:
    """The account, and the password shown once."""
    if User.objects.filter(username=told["username"]).exists():
        raise CouldNot(
            say(f"账号 {told['username']} 已有", f"There is an account {told['username']} already")
        )
    user = actions.open_account(username=told["username"], display_name=told["display_name"])
    password = fresh()
    actions.set_password(user, password)
    with acting(actor=cast(User, request.user).username, at=now(request)) as book:
        actions.note_account(book, user, "opened")
    if told["officer"]:
        link(user, told["officer"], told["display_name"])
    return user, password


def link(user: User, officer: str, display_name: str) -> None:
    other = Person.objects.filter(officer=officer).exclude(user=None).exclude(user=user).first()
    if other is not None:
        raise CouldNot(say(f"工号 {officer} 已有账号", f"Staff number {officer} has an account already"))
    Person.objects.filter(user=user).exclude(officer=officer).update(user=None)
    staff.name(officer=officer, display_name=display_name, user=user)


def fresh() -> str:
    return f"{secrets.token_hex(3)}-{secrets.token_hex(3)}-{secrets.token_hex(3)}"


class RoleForm(forms.Form):
    """A role in a unit from a day, until a day where it is known."""

    role = forms.ChoiceField(label=gettext_lazy("权限"), choices=Role.Kind.choices, widget=forms.Select({"class": "form-select"}))  # fmt: skip
    unit = forms.ChoiceField(label=gettext_lazy("在哪个单位"), widget=forms.Select({"class": "form-select"}), help_text=gettext_lazy("连同它下面的单位"), error_messages={"required": gettext_lazy("请选单位")})  # fmt: skip
    since = forms.DateField(label=gettext_lazy("起日"), widget=forms.DateInput(DAY, format="%Y-%m-%d"), error_messages={"required": gettext_lazy("请填起日")})  # fmt: skip
    until = forms.DateField(label=gettext_lazy("止日"), required=False, widget=forms.DateInput(DAY, format="%Y-%m-%d"), help_text=gettext_lazy("这一天起不再有；空着即不定"))  # fmt: skip

    def __init__(self, *args: Any, units: list[Unit], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].choices = [(u.code, u.said()) for u in units]  # type: ignore[attr-defined]


def units(request: HttpRequest) -> list[Unit]:
    return list(access_units(request, "people.manage").order_by("code")[:2000])


def first(request: HttpRequest) -> dict[str, Any]:
    return {"since": says.as_day(now(request))}


@access("people.manage")
def person(request: HttpRequest, number: int) -> HttpResponse:
    """One person: roles past, present and to come; each button of the page does one thing."""
    user = access_person(request, number)
    acting_now = request.POST.get("action", "") if request.method == "POST" else ""
    form = RoleForm(
        request.POST if acting_now == "give" else None, units=units(request), initial=first(request)
    )
    refused = ""
    try:
        if acting_now:
            fit(request, user, acting_now)
        if acting_now == "password":
            password = fresh()
            with acting(actor=cast(User, request.user).username, at=now(request)) as book:
                actions.set_password(user, password)
                actions.note_account(book, user, "password")
            return render(request, "luoshi/person_password.html", {"person": user, "password": password})
        if acting_now and changed(request, user, acting_now, form):
            return redirect("person", number=number)
    except CouldNot as failure:
        refused = str(failure)
        if acting_now == "give":
            form.add_error(None, refused)
    held = Person.objects.filter(user=user).first()
    shown = {
        "person": user,
        "officer": held.officer if held else "",
        "roles": list(
            access_roles(request, ever=True)
            .filter(user=user)
            .select_related("unit")
            .order_by("-since", "-pk")
        ),
        "form": form,
        "refused": refused if acting_now != "give" else "",
        "mine": user.pk == request.user.pk,
        "stepped": steps.held(user),
        "tied": identities.tied(user),
        "tomorrow": (says.as_day(now(request)) or says.today()) + timedelta(days=1),
    }
    return render(request, "luoshi/person.html", shown, status=422 if acting_now else 200)


def fit(request: HttpRequest, user: User, action: str) -> None:
    """Nobody changes their own standing; a password opens every role, so it is for who looks after all of them."""
    if user.pk == request.user.pk and action != "details":
        raise CouldNot(_("自己的账号和权限请另一位系统管理员办理"))
    if action in ("password", "close", "open", "step", "untie"):
        day = day_of(now(request))
        held = Role.objects.filter(user=user).exclude(until__lte=day)
        if held.exclude(pk__in=access_roles(request).values("pk")).exists():
            raise CouldNot(_("此人在别处还有权限：口令和停用请上级系统管理员办理"))


def changed(request: HttpRequest, user: User, action: str, form: RoleForm) -> bool:
    """Do what a button asks for; False when the form must be shown again."""
    if action == "give":
        if not form.is_valid():
            return False
        _give(request, user, form.cleaned_data)
        messages.success(request, _("已授予权限，并记入账本"))
    elif action == "end":
        _end(request, user)
    elif action == "details":
        user.display_name = request.POST.get("display_name", "").strip()[:80]
        user.save(update_fields=["display_name"])
        if officer := request.POST.get("officer", "").strip()[:100]:
            link(user, officer, user.display_name)
        messages.success(request, _("已保存"))
    elif action in ("close", "open"):
        with acting(actor=cast(User, request.user).username, at=now(request)) as book:
            actions.set_open(book, user, is_open=action == "open")
        messages.success(request, _("已启用") if user.is_active else _("已停用，不能再登录；做过的都留着"))
    elif action in LOOSEN:
        loosen(request, user, action)
    return True


def loosen(request: HttpRequest, user: User, action: str) -> None:
    """Take away a lost telephone's second step, or the tie to an identity that is no longer this person's."""
    undo, what, words = LOOSEN[action]
    with acting(actor=cast(User, request.user).username, at=now(request)) as book:
        if undo(user):
            actions.note_account(book, user, what)
            messages.success(request, words)


LOOSEN: dict[str, tuple[Any, str, Any]] = {
    "step": (steps.drop, "second_step_reset", gettext_lazy("已重设二次验证，此人下次登录时重新设置")),
    "untie": (identities.untie, "identity_untied", gettext_lazy("已解除统一身份绑定")),
}


def _give(request: HttpRequest, user: User, told: dict[str, Any]) -> None:
    unit = access_units(request, "people.manage").get(code=told["unit"])
    with acting(actor=cast(User, request.user).username, at=now(request)) as book:
        actions.give(book, user=user, unit=unit, role=told["role"], since=told["since"], until=told["until"])


def _end(request: HttpRequest, user: User) -> None:
    role = access_roles(request).filter(user=user, pk=request.POST.get("role") or 0).first()
    if role is None:
        raise CouldNot(_("没有这项权限，或已经结束"))
    try:
        until = forms.DateField().clean(request.POST.get("until", ""))
    except forms.ValidationError as wrong:
        raise CouldNot(_("请填止日")) from wrong
    with acting(actor=cast(User, request.user).username, at=now(request)) as book:
        actions.end(book, role, until=until)
    messages.success(request, _("已定止日，并记入账本"))
