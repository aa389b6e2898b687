"""Forms for acts, drawn from the one table of what each asks for."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _

from luoshi.approvals.actor import Actor
from luoshi.approvals.case import Case
from luoshi.approvals.fields import FIELDS, LENGTHS, Field
from luoshi.approvals.rules import RULES
from luoshi.law.words import say
from luoshi.sealed import files

FEW = 7
MOST_FILES = 10
CONTROL, SELECT = {"class": "form-control"}, {"class": "form-select"}


class Defects(forms.Widget):
    """One line a paper: tick it, and say what is wrong with it."""

    template_name = "luoshi/parts/defects.html"

    def __init__(self, choices: Sequence[tuple[str, str]], filed: set[str]) -> None:
        super().__init__()
        self.choices, self.filed = choices, filed

    def get_context(self, name: str, value: Any, attrs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(name, value, attrs)
        ticked, wrong = value if isinstance(value, tuple) else ([], {})
        context["lines"] = [
            {"code": c, "name": n, "ticked": c in ticked, "wrong": wrong.get(c, ""), "filed": c in self.filed}
            for c, n in self.choices
        ]
        return context

    def value_from_datadict(self, data: Any, files: Any, name: str) -> tuple[list[str], dict[str, str]]:
        wrong = {code: data.get(f"{name}-{code}", "").strip() for code, _name in self.choices}
        return data.getlist(name), {code: text for code, text in wrong.items() if text}

    def id_for_label(self, id_: str) -> str:
        return f"{id_}_0" if id_ else ""


class DefectsField(forms.Field):
    """Codes that were ticked, or have something written beside them, and what was written."""

    def clean(self, value: Any) -> tuple[list[str], dict[str, str]]:
        ticked, wrong = value
        if any(len(text) > LENGTHS["text"] for text in wrong.values()):
            raise forms.ValidationError(_("说明太长，请缩短。"))
        known = [code for code, _name in getattr(self.widget, "choices", ())]
        return [code for code in known if code in ticked or code in wrong], wrong


class Files(forms.FileField):
    """Several files; what each holds is looked at when it is kept."""

    widget = type("ManyFiles", (forms.FileInput,), {"allow_multiple_selected": True})

    def clean(self, data: Any, initial: Any = None) -> list[UploadedFile]:
        given = [one for one in (data if isinstance(data, list) else [data]) if one]
        if len(given) > MOST_FILES:
            raise forms.ValidationError(_("一次最多 %(n)s 个附件。") % {"n": MOST_FILES})
        if any((one.size or 0) > files.LIMIT for one in given):
            raise forms.ValidationError(_("文件超过 20 MB，请压缩或分开。"))
        return given


class ActForm(forms.Form):
    """The form of one act on one case."""

    def __init__(
        self, act: str, case: Case, by: Actor, *args: Any, lists: Mapping[str, Any], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.act, self.case = act, case
        for field in FIELDS[act]:
            if field.shown is None or field.shown(case, by):
                self.fields[field.name] = drawn(field, case, lists)
        if "post" in lists:
            self.fields["to_unit"].widget = forms.HiddenInput()

    def told(self) -> dict[str, Any]:
        """The arguments of the act. Files are kept first; CouldNot names one that cannot be."""
        told = {name: value for name, value in self.cleaned_data.items() if value not in (None, "", [])}
        if "materials" in told:
            told["materials"], told["wrong"] = told["materials"]
        if "files" in told:
            told["files"] = attached(told["files"], str(told.get("document") or RULES[self.act].title[0]))
        return told

    def blame(self, failure: Exception) -> None:
        """Show a refusal beside the field it is about, else on top."""
        field = getattr(failure, "field", None)
        self.add_error(field if field in self.fields else None, str(failure))


def attached(given: Sequence[UploadedFile], title: str) -> list[dict[str, Any]]:
    """Keep the files; what an entry says of them. Their own names may hold anything and are not kept."""
    made = []
    for n, one in enumerate(given, 1):
        one.seek(0)
        kept = files.keep(one.read())
        name = f"{title[:90]} {n}" if len(given) > 1 else title[:90]
        made.append({"digest": kept.digest, "title": name, "media": kept.media, "size": kept.size})
    return made


def drawn(field: Field, case: Case, lists: Mapping[str, Any]) -> forms.Field:
    """A field of the table as a field of a form."""
    common: dict[str, Any] = {
        "label": say(*field.label), "help_text": say(*field.help), "required": field.needed,
        "initial": field.first(case),
        "error_messages": {"required": _("请填“%(name)s”。") % {"name": say(*field.label)}},
    }  # fmt: skip
    kind = field.kind
    if kind == "defects":
        choices = field.options(case)
        return DefectsField(widget=Defects(choices, case.filed), **common)
    if kind == "files":
        return Files(**common | {"widget": Files.widget({"class": "form-control", "multiple": True})})
    if kind in ("choice", "unit", "post"):
        return picked(field, lists.get(kind) or field.options(case), common)
    if kind == "several":
        return forms.MultipleChoiceField(
            choices=field.options(case), widget=forms.CheckboxSelectMultiple, **common
        )
    return typed(kind, common)


def typed(kind: str, common: Mapping[str, Any]) -> forms.Field:
    """What is typed: a number, a day, a line or a text."""
    if kind == "number":
        return forms.IntegerField(min_value=1, max_value=100_000, widget=forms.NumberInput(CONTROL), **common)
    if kind == "day":
        return forms.DateField(
            widget=forms.DateInput({"type": "date", **CONTROL}, format="%Y-%m-%d"), **common
        )
    widget = forms.Textarea({**CONTROL, "rows": 3}) if kind == "text" else forms.TextInput(CONTROL)
    return forms.CharField(max_length=LENGTHS[kind], widget=widget, **common)


def picked(field: Field, choices: Sequence[tuple[str, str]], common: Mapping[str, Any]) -> forms.ChoiceField:
    """Few choices are all seen at once, many are a list."""
    if field.kind == "choice" and len(choices) < FEW:
        return forms.ChoiceField(choices=choices, widget=forms.RadioSelect({"class": "inline"}), **common)
    blank = [("", _("请选择"))]
    return forms.ChoiceField(choices=[*blank, *choices], widget=forms.Select(SELECT), **common)
