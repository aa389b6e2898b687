"""Receiving a case: choose the item, tick what was filed, accept it or tell everything that is missing, at once."""

from typing import Any

from django import forms
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from luoshi.approvals import actions, queries
from luoshi.approvals.case import Case
from luoshi.approvals.words import CHANNELS
from luoshi.catalogue import queries as catalogue
from luoshi.catalogue.definition import Definition
from luoshi.catalogue.models import ItemVersion
from luoshi.law.errors import CouldNot
from luoshi.law.words import say
from luoshi.monitor.acting import acting
from luoshi.sealed.deposit import deposit
from luoshi.sealed.identity import KINDS, Identity, problems
from luoshi.web.access import access, acting_as, now
from luoshi.web.asking import CONTROL, Defects, DefectsField, Files, attached
from luoshi.web.views.slip import handed

MOST = 50
THEN = ("accept", "notify", "later")


class ReceiptForm(forms.Form):
    """Who applies, what was filed, and what is wrong with it. Who applies is sealed as soon as it is sent."""

    channel = forms.ChoiceField(
        label=gettext_lazy("收件方式"), widget=forms.RadioSelect({"class": "inline"}), initial="window"
    )
    filed = forms.MultipleChoiceField(
        label=gettext_lazy("已交的材料"), required=False, widget=forms.CheckboxSelectMultiple
    )
    materials = DefectsField(label=gettext_lazy("不符合的材料"), required=False)
    other = forms.CharField(
        label=gettext_lazy("其他要补正的内容"), required=False, max_length=2000, widget=forms.Textarea({**CONTROL, "rows": 2}),
        help_text=gettext_lazy("如签字、盖章；没有可不填"),
    )  # fmt: skip
    valid_until = forms.DateField(
        label=gettext_lazy("原许可有效期至"), required=False, help_text=gettext_lazy("延续申请才填"),
        widget=forms.DateInput({"type": "date", **CONTROL}, format="%Y-%m-%d"),
    )  # fmt: skip
    kind = forms.ChoiceField(
        label=gettext_lazy("申请人是"), widget=forms.RadioSelect({"class": "inline"}), initial="person"
    )
    name = forms.CharField(
        label=gettext_lazy("姓名或单位名称"),
        max_length=200,
        widget=forms.TextInput({**CONTROL, "autocomplete": "off"}),
    )
    number = forms.CharField(
        label=gettext_lazy("身份证号或统一社会信用代码"), max_length=40, widget=forms.TextInput({**CONTROL, "autocomplete": "off"}),
    )  # fmt: skip
    phone = forms.CharField(
        label=gettext_lazy("电话"),
        required=False,
        max_length=20,
        widget=forms.TextInput({**CONTROL, "autocomplete": "off"}),
    )
    address = forms.CharField(
        label=gettext_lazy("地址"),
        required=False,
        max_length=500,
        widget=forms.TextInput({**CONTROL, "autocomplete": "off"}),
    )
    attachments = Files(
        label=gettext_lazy("附件"), required=False, widget=Files.widget({"class": "form-control", "multiple": True}),
        help_text=gettext_lazy("PDF、OFD、图片、DOCX、XLSX，每个不超过 20 MB"),
    )  # fmt: skip

    def __init__(self, it: Definition, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        named = [
            (m.code, m.name if m.needed else _("%(name)s（可不交）") % {"name": m.name}) for m in it.materials
        ]
        self.fields["channel"].choices = [(code, say(*told)) for code, told in CHANNELS.items()]  # type: ignore[attr-defined]
        self.fields["kind"].choices = [(code, say(*told)) for code, told in KINDS.items()]  # type: ignore[attr-defined]
        self.fields["filed"].choices = named  # type: ignore[attr-defined]
        filed = set(self.data.getlist("filed")) if self.is_bound else set()  # type: ignore[attr-defined]
        self.fields["materials"].widget = Defects([(m.code, m.name) for m in it.materials], filed)
        for name in ("name", "number"):
            self.fields[name].error_messages["required"] = _("请填“%(name)s”。") % {
                "name": self.fields[name].label
            }

    def clean(self) -> dict[str, Any]:
        told = super().clean() or {}
        if {"kind", "name", "number"} <= set(told):
            for field, reason in problems(self.identity()).items():
                self.add_error(field, reason)
        return told

    def identity(self) -> Identity:
        told = self.cleaned_data
        return Identity(
            **{name: told.get(name, "") for name in ("kind", "name", "number", "phone", "address")}
        )

    def blame(self, failure: CouldNot) -> None:
        field = getattr(failure, "field", None)
        self.add_error(field if field in self.fields else None, str(failure))


@access("cases.receive")
def receive(request: HttpRequest) -> HttpResponse:
    """Find the item: one's own to receive, another unit's to point the applicant to."""
    by, q = acting_as(request), request.GET.get("q", "").replace("\0", "").strip()[:100]
    scope = by.standing.scope("cases.receive")
    found = catalogue.in_force(now(request), ledger=settings.LUOSHI_JURISDICTION).order_by("name", "code")
    if q:
        found = found.filter(name__icontains=q)
    own: list[ItemVersion] = []
    others: list[ItemVersion] = []
    for version in found[:500]:
        ours = scope.all or version.unit in scope.units or version.unit_name in scope.units
        (own if ours else others).append(version)
    return render(
        request, "luoshi/receive.html", {"q": q, "own": own[:MOST], "others": others[:MOST] if q else []}
    )


@access("cases.receive")
def receipt(request: HttpRequest, code: str) -> HttpResponse:
    """The form of one item; `then` says what follows the receipt in the same act."""
    by, at = acting_as(request), now(request)
    try:
        version = queries.in_force(code, by=by, at=at, ledger=settings.LUOSHI_JURISDICTION)
    except CouldNot as refused:
        return render(request, "luoshi/receive.html", {"q": "", "own": [], "others": [], "trouble": str(refused)}, status=409)  # fmt: skip
    form = ReceiptForm(version.definition, request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            matter, code = received(request, version, form)
        except CouldNot as failure:
            form.blame(failure)
        else:
            return handed(matter, code)
    return render(
        request, "luoshi/receipt.html", {"version": version, "form": form, "it": version.definition},
        status=422 if form.errors else 200,
    )  # fmt: skip


def received(request: HttpRequest, version: ItemVersion, form: ReceiptForm) -> tuple[str, str]:
    """Receive, and in the same transaction accept or tell what is missing: either all of it stands or nothing.

    The number of the case and the code with which the applicant looks it up.
    """
    by, told, then = acting_as(request), form.cleaned_data, request.POST.get("then", "")
    files = attached(told["attachments"], version.name) if told["attachments"] else []
    with acting(actor=by.name, at=now(request)) as book:
        applicant = deposit(form.identity(), at=now(request))
        matter = actions.receive(
            book=book, by=by, item=version.code, applicant=applicant, filed=told["filed"], channel=told["channel"],
            valid_until=told["valid_until"], files=files,
        )  # fmt: skip
        if then == "accept":
            actions.accept(book=book, by=by, matter=matter)
        elif then == "notify":
            named, wrong = told["materials"]
            lacking = lacks(version.definition, told["filed"])
            actions.notify_corrections(
                book=book, by=by, matter=matter, materials=[*named, *(c for c in lacking if c not in named)],
                wrong=wrong, other=told["other"],
            )  # fmt: skip
        code = actions.give_code(book=book, by=by, matter=matter)
    return matter, code


def lacks(it: Definition, filed: list[str]) -> list[str]:
    """Listed papers that must be filed and were not."""
    return Case("", "", definition=it, filed=set(filed)).needed
