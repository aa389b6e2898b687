"""The form of an item of service: one field for each thing a version tells, rows for steps and papers."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any

from django import forms
from django.forms.formsets import BaseFormSet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from luoshi.catalogue.changes import TITLES
from luoshi.catalogue.checks import TERM_UNITS
from luoshi.catalogue.definition import EXCLUDED, KINDS, Definition, Material, Step
from luoshi.law.period import UNITS
from luoshi.law.registry import clock, grounds
from luoshi.law.words import say
from luoshi.org.models import Unit

CLOCKS = ("CLK-02", "CLK-03", "CLK-04")
"""The terms for deciding on a licence; another one on record is offered beside them."""
MORE = 3
STEP_UNITS = tuple(unit for unit in UNITS if unit != "second")
LONG = ("legal_basis", "conditions", "procedure", "statutory_basis", "fee_basis")


def text(*, long: bool = False, required: bool = False, most: int = 2000) -> forms.CharField:
    attrs: dict[str, Any] = {"class": "form-control"}
    widget = forms.Textarea({**attrs, "rows": 2}) if long else forms.TextInput(attrs)
    errors = {"required": gettext_lazy("请填此项")}
    return forms.CharField(required=required, widget=widget, max_length=most, error_messages=errors)


def choice(pairs: Sequence[tuple[str, str]], *, required: bool = False) -> forms.ChoiceField:
    return forms.ChoiceField(choices=pairs, required=required, widget=forms.Select({"class": "form-select"}))


def number() -> forms.IntegerField:
    return forms.IntegerField(
        required=False, min_value=0, max_value=9999, widget=forms.NumberInput({"class": "form-control"}),
        error_messages={"invalid": gettext_lazy("请写整数")},
    )  # fmt: skip


def check() -> forms.BooleanField:
    return forms.BooleanField(required=False, widget=forms.CheckboxInput({"class": "form-check-input"}))


class ItemForm(forms.Form):
    """Everything but steps and papers. Checked again, and in full, when it is published."""

    code = text(required=True, most=100)
    name = text(required=True, most=300)
    unit = choice((), required=True)
    catalog_code = text(most=100)
    kind = choice((), required=True)
    promise_amount = number()
    promise_per = choice(())
    clock = choice((), required=True)
    statutory_amount = number()
    statutory_per = choice(())
    statutory_basis = text(long=True)
    legal_basis = text(long=True)
    conditions = text(long=True)
    quota = text()
    procedure = text(long=True)
    charged = check()
    fees = text()
    fee_basis = text(long=True)
    result = text()
    sample_form = text()
    contact = text()
    supervision = text()
    visits = number()
    commitment = check()
    commitment_excluded = choice(())
    pause_grounds = forms.MultipleChoiceField(required=False, widget=forms.CheckboxSelectMultiple())
    since = forms.DateTimeField(
        required=False,
        widget=forms.DateTimeInput({"class": "form-control", "type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
    )  # fmt: skip
    expecting = forms.IntegerField(widget=forms.HiddenInput(), required=False)

    def __init__(self, *args: Any, units: Sequence[Unit], new: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            field.label = say(*TITLES[name]) if name in TITLES else ""
        self.fields["code"].label = _("实施编码")
        self.fields["charged"].label = _("收费")
        self.fields["fees"].label, self.fields["fee_basis"].label = _("收费标准"), _("收费依据")
        self.fields["commitment"].label = _("可以告知承诺办理")
        self.fields["commitment_excluded"].label = _("不适用告知承诺的理由")
        self.fields["since"].label = _("何时生效")
        self.fields["since"].help_text = _("空着即刻生效。只对此后收到的件适用。")
        for name in ("promise", "statutory"):
            self.fields[f"{name}_amount"].label = say(*TITLES[name])
            self.fields[f"{name}_per"].label = _("单位")
        self.fields["statutory_amount"].help_text = _("空着即按适用条目")
        self.fields["statutory_basis"].help_text = _("与适用条目不同时，写明法律、法规及条款")
        self.fields["contact"].help_text = _("写办公电话或窗口，不写个人手机号")
        self.fields["code"].disabled = not new
        self._choices(units)

    def _choices(self, units: Sequence[Unit]) -> None:
        held = self.initial.get("clock") or "CLK-02"
        clocks = [(c, f"{c} {clock(c).said()}") for c in dict.fromkeys((*CLOCKS, str(held)))]
        terms = [("", "—"), *((unit, say(*UNITS[unit])) for unit in TERM_UNITS)]
        offered: dict[str, Sequence[tuple[str, str]]] = {
            "unit": [(unit.code, unit.said()) for unit in units],
            "kind": [(key, say(*words)) for key, words in KINDS.items()],
            "clock": clocks,
            "promise_per": terms,
            "statutory_per": terms,
            "commitment_excluded": [("", "—"), *((key, say(*words)) for key, words in EXCLUDED.items())],
            "pause_grounds": [(g, grounds()[g].said()) for g in clock("CLK-06").pause_grounds],
        }
        for name, pairs in offered.items():
            self.fields[name].choices = pairs  # type: ignore[attr-defined]


class StepForm(forms.Form):
    name = text(most=200)
    amount = number()
    per = choice(())
    post = text(most=100)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["per"].choices = [("", "—"), *((u, say(*UNITS[u])) for u in STEP_UNITS)]  # type: ignore[attr-defined]
        titles = {"name": _("环节"), "amount": _("时限"), "per": _("单位"), "post": _("岗位编码")}
        label(self, titles)


class MaterialForm(forms.Form):
    code = text(most=100)
    name = text(most=300)
    needed = forms.BooleanField(required=False, initial=True, widget=forms.CheckboxInput({"class": "form-check-input"}))  # fmt: skip
    source = text(most=200)
    standard = text(most=500)
    basis = text(most=500)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        titles = {"code": _("编码"), "name": _("材料"), "needed": _("必需"), "source": _("来源")}
        label(self, titles | {"standard": _("受理标准"), "basis": _("依据")})


def label(form: forms.Form, titles: Mapping[str, str]) -> None:
    for name, words in titles.items():
        form.fields[name].label = words
        form.fields[name].widget.attrs["aria-label"] = words


Steps = forms.formset_factory(StepForm, extra=MORE, max_num=60)
Materials = forms.formset_factory(MaterialForm, extra=MORE, max_num=120)


def initial_of(it: Definition, version: int) -> dict[str, Any]:
    """What a form begins with: an item as its newest version tells it."""
    told = asdict(it) | {"pause_grounds": list(it.pause_grounds), "expecting": version}
    if not it.own_statute:
        told |= {"statutory_amount": None, "statutory_per": ""}
    return told


def definition_of(form: ItemForm, steps: BaseFormSet, materials: BaseFormSet) -> Definition:
    """What a valid form asks for; rows without a name are left out."""
    told = {k: v for k, v in form.cleaned_data.items() if k not in ("since", "expecting")}
    told["pause_grounds"] = tuple(told["pause_grounds"])
    filled = [row for row in (f.cleaned_data for f in materials) if row.get("name") or row.get("code")]
    known = {row["code"] for row in filled if row["code"]}
    fresh = (f"M{n}" for n in range(1, 1000) if f"M{n}" not in known)
    told["materials"] = tuple(Material(**{**row, "code": row["code"] or next(fresh)}) for row in filled)
    told["steps"] = tuple(Step(**f.cleaned_data) for f in steps if f.cleaned_data.get("name"))
    return Definition(**told)


def more(data: Any, prefix: str) -> Any:
    """The same form with some more empty rows."""
    grown = data.copy()
    name = f"{prefix}-TOTAL_FORMS"
    grown[name] = str(int(grown.get(name, "0") or 0) + MORE)
    return grown


class RetireForm(forms.Form):
    """Why an item is taken out of service, and from when."""

    reason = forms.CharField(
        label=gettext_lazy("取消的依据"), max_length=500, widget=forms.TextInput({"class": "form-control"}),
        help_text=gettext_lazy("写明文件名称和文号"), error_messages={"required": gettext_lazy("请写明取消的依据")},
    )  # fmt: skip
    since = forms.DateTimeField(
        label=gettext_lazy("何时起取消"), required=False, help_text=gettext_lazy("空着即刻取消"),
        widget=forms.DateTimeInput({"class": "form-control", "type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
    )  # fmt: skip


def said_since(since: datetime | None) -> str:
    return since.isoformat() if since else ""
