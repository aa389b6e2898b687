"""Looking a case up by its number and code; its answer; its papers. Number and code are sent, never in an address."""

from typing import Any, cast

from django import forms
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from luoshi.documents import queries as documents
from luoshi.law.errors import CouldNot
from luoshi.portal import tries
from luoshi.portal.access import access_case, access_papers, hold, let_go, now, public, sealed, with_code
from luoshi.portal.contacts import contacts
from luoshi.portal.told import answer
from luoshi.sealed import codes

SANDBOX = "default-src 'none'; sandbox"


class LookUp(forms.Form):
    """Number and query code, as they stand on the slip."""

    number = forms.CharField(
        label=gettext_lazy("办件编号"), max_length=200, help_text=gettext_lazy("收件凭证上的编号，如 530101-2026-00318"),
        widget=forms.TextInput({"class": "form-control", "autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}),
        error_messages={"required": gettext_lazy("请填办件编号。")},
    )  # fmt: skip
    code = forms.CharField(
        label=gettext_lazy("查询码"), max_length=40, help_text=gettext_lazy("12 位，大小写、短横不论"),
        widget=forms.TextInput({"class": "form-control", "autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}),
        error_messages={"required": gettext_lazy("请填查询码。")},
    )  # fmt: skip


@public
@sealed
@require_http_methods(["GET", "HEAD", "POST"])
def case(request: HttpRequest) -> HttpResponse:
    """Asks for number and code; shows the case that was opened with them."""
    if request.method == "POST":
        return look_up(request)
    found = access_case(request)
    if found is None:
        return render(request, "portal/look_up.html", {"form": LookUp(), "contacts": contacts()})
    shown = answer(found, at=now(request))
    papers = [(one, documents.named(one.kind)) for one in access_papers(request)]
    return render(request, "portal/case.html", shown | {"papers": papers, "contacts": contacts()})


def look_up(request: HttpRequest) -> HttpResponse:
    """One answer to a wrong number and to a wrong code; who tries too often waits."""
    form = LookUp(request.POST)
    shown: dict[str, Any] = {"form": form, "contacts": contacts()}
    if not form.is_valid():
        return render(request, "portal/look_up.html", shown, status=422)
    number = form.cleaned_data["number"].replace("\0", "")
    spent = {"address": tries.address(request), "number": codes.plain(number)}
    if wait := tries.spend(spent, now(request)):
        minutes = -(-wait // 60)
        form.add_error(None, _("试得太多了，请 %(n)s 分钟后再试，或到窗口查询。") % {"n": minutes})
        refused = render(request, "portal/look_up.html", shown, status=429)
        refused.headers["Retry-After"] = str(wait)
        return refused
    matter = codes.opened(number, form.cleaned_data["code"], ledger=settings.LUOSHI_JURISDICTION)
    if not matter:
        form.add_error(None, _("编号或查询码不对。请照收件凭证核对；丢失的，带证件到窗口再领。"))
        return render(request, "portal/look_up.html", shown, status=422)
    tries.give_back(spent)
    hold(request, matter)
    return redirect("portal-case")


@with_code
@require_POST
def close(request: HttpRequest) -> HttpResponse:
    """The next person at the same screen sees nothing."""
    let_go(request)
    return redirect("portal-case")


@with_code
@require_safe
def paper(request: HttpRequest, position: int, form: str) -> HttpResponse:
    """A paper issued to the applicant, to keep; never opened inside the site."""
    found = next((one for one in access_papers(request) if one.position == position), None)
    if found is None or form not in documents.MEDIA:
        raise Http404(_("没有这份文书。"))
    try:
        file = documents.file(found, cast("documents.Form", form))
    except CouldNot as failure:
        raise Http404(str(failure)) from failure
    made = HttpResponse(file.content, content_type=file.media)
    made.headers["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=file.name)
    made.headers["Content-Security-Policy"] = SANDBOX
    return made
