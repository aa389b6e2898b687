"""Settings: every threshold of the house rules with its days, and setting one from a day on."""

from datetime import date
from typing import Any, cast

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from luoshi.law.errors import CouldNot
from luoshi.monitor import settings as office
from luoshi.org.models import User
from luoshi.web import says
from luoshi.web.access import access, now, standing_of
from luoshi.web.says import of_pair

UNITS = {"_percent": "%", "_per_mille": "‰"}
STATUS = {
    "office": gettext_lazy("本级设定"),
    "local": gettext_lazy("随软件的默认，未经本级核定"),
    "unverified": gettext_lazy("未核实"),
}


@access("settings.see")
def settings_page(request: HttpRequest) -> HttpResponse:
    """What holds on the day chosen, by mechanism, with where it comes from."""
    on = day(request)
    entries = office.told()
    groups: dict[str, dict[str, Any]] = {}
    for one in sorted(office.thresholds(), key=place):
        held = [turn for turn in office.history(one, turns(entries)) if turn.since <= on]
        law = one.mechanism
        group = groups.setdefault(
            law.folder,
            {"name": of_pair(law.name), "zh": law.name[0], "cited": law.citations[:1], "rows": []},
        )
        group["rows"].append(shown(one, held[-1] if held else None))
    live = [it for _row, it in entries if it["name"] == office.LIVE_SINCE]
    return render(
        request,
        "luoshi/settings.html",
        {
            "on_day": on,
            "groups": list(groups.values()),
            "may": may_change(request),
            "live": date.fromisoformat(live[-1]["value"]) if live else None,
        },
    )


def place(one: office.Threshold) -> int:
    """The ladder and the cards first, as they are asked for; then what an office may set, then the rest."""
    first = (office.LADDER_OF, office.CARDS)
    return first.index(one.mechanism.folder) if one.mechanism.folder in first else 3 - one.ours


def turns(entries: list[Any]) -> list[Any]:
    """Those entries that set a threshold."""
    return [(row, it) for row, it in entries if "begins" in it]


def shown(one: office.Threshold, turn: office.Turn | None) -> dict[str, Any]:
    unit = next((sign for end, sign in UNITS.items() if one.parameter.name.endswith(end)), "")
    return {
        "name": one.name,
        "title": of_pair(one.parameter.title),
        "ours": one.ours,
        "turn": turn,
        "told": f"{turn.value}{unit}" if turn else "—",
        "status": STATUS.get(turn.status, turn.status) if turn else "",
    }


def day(request: HttpRequest) -> date:
    try:
        return date.fromisoformat(request.GET.get("on", ""))
    except ValueError:
        return says.as_day(now(request)) or says.today()


def may_change(request: HttpRequest) -> bool:
    """They hold for the whole office, so setting them is for who administers all of it."""
    held = standing_of(request)
    return held.may("settings.change") and held.scope("settings.change").all and not held.read_only


class ThresholdForm(forms.Form):
    """A new value, from a day on, and why."""

    value = forms.IntegerField(label=gettext_lazy("新的值"), widget=forms.NumberInput({"class": "form-control", "min": "1"}), error_messages={"required": gettext_lazy("请填新的值"), "invalid": gettext_lazy("请填整数")})  # fmt: skip
    since = forms.DateField(label=gettext_lazy("起日"), widget=forms.DateInput({"class": "form-control", "type": "date"}, format="%Y-%m-%d"), help_text=gettext_lazy("今天或以后；今天起的，从保存时起用"), error_messages={"required": gettext_lazy("请填起日"), "invalid": gettext_lazy("请填起日")})  # fmt: skip
    reason = forms.CharField(label=gettext_lazy("理由"), max_length=500, widget=forms.Textarea({"class": "form-control", "rows": "3"}), help_text=gettext_lazy("写明依据的文件或会议；记入账本，不写个人信息"), error_messages={"required": gettext_lazy("请写明理由")})  # fmt: skip


@access("settings.see")
def threshold_page(request: HttpRequest, threshold: str) -> HttpResponse:
    """One threshold: every value it has had or will have, and a form for who may set it."""
    one = office.threshold(threshold)
    if one is None:
        raise Http404(_("没有这个阈值"))
    may = may_change(request) and one.ours
    posted = request.method == "POST"
    form = ThresholdForm(
        request.POST if posted and may else None, initial={"since": says.as_day(now(request))}
    )
    if posted and may and form.is_valid():
        try:
            office.set_threshold(
                name=one.name, actor=cast(User, request.user).username, at=now(request), **form.cleaned_data
            )
        except CouldNot as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("已设定，并记入账本；从起日起用，以前的判定不变"))
            return redirect("threshold", threshold=one.name)
    history = office.history(one, turns(office.told()))
    held = [t for t in history if t.begins <= now(request)]
    law = one.mechanism
    page = {
        "one": shown(one, held[-1] if held else None),
        "law": {"name": of_pair(law.name), "zh": law.name[0], "cited": law.citations},
        "turns": [shown(one, t) | {"held": bool(held) and t == held[-1]} for t in reversed(history)],
        "most": one.most,
        "form": form,
        "may": may,
    }
    status = 403 if posted and not may else 422 if posted else 200
    return render(request, "luoshi/threshold.html", page, status=status)
