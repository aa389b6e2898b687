"""Forms for acts on tasks, drawn from the one table of what each asks for."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext as _

from luoshi.law.words import say
from luoshi.org.actor import Actor
from luoshi.tasks.fields import FIELDS, Field
from luoshi.tasks.rules import RULES
from luoshi.tasks.task import Task
from luoshi.web.asking import CONTROL, FEW, SELECT, Files, attached

LENGTHS = {"line": 200, "text": 2000}


class TaskForm(forms.Form):
    """The form of one act on one task."""

    def __init__(self, act: str, task: Task, by: Actor, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.act = act
        for field in FIELDS[act]:
            if field.shown is None or field.shown(task, by):
                self.fields[field.name] = drawn(field, task)

    def told(self) -> dict[str, Any]:
        """The arguments of the act. Files are kept first; CouldNot names one that cannot be."""
        told = {name: value for name, value in self.cleaned_data.items() if value not in (None, "", [])}
        if "files" in told:
            told["files"] = attached(told["files"], say(*RULES[self.act].title))
        if "share" in told:
            told["share"] *= 10
        if "false_claim" in told:
            told["false_claim"] = told["false_claim"] == "yes"
        if self.act == "progress":
            told["money"] = {name: told.pop(name) for name in ("arranged", "paid") if name in told}
        return told

    def blame(self, failure: Exception) -> None:
        """Show a refusal beside the field it is about, else on top."""
        field = getattr(failure, "field", None)
        self.add_error(field if field in self.fields else None, str(failure))


def drawn(field: Field, task: Task) -> forms.Field:
    """A field of the table as a field of a form."""
    common: dict[str, Any] = {
        "label": say(*field.label), "help_text": say(*field.help), "required": field.needed, "initial": field.first(task),
        "error_messages": {"required": _("请填“%(name)s”。") % {"name": say(*field.label)}},
    }  # fmt: skip
    if field.kind == "files":
        return Files(**common | {"widget": Files.widget({"class": "form-control", "multiple": True})})
    if field.kind == "choice":
        return picked(field.options(task), field.needed, common)
    return typed(field.kind, common)


def picked(choices: list[tuple[str, str]], needed: bool, common: Mapping[str, Any]) -> forms.ChoiceField:
    """Few choices are all seen at once, many are a list."""
    if needed and len(choices) < FEW:
        return forms.ChoiceField(choices=choices, widget=forms.RadioSelect({"class": "inline"}), **common)
    return forms.ChoiceField(choices=[("", _("请选择")), *choices], widget=forms.Select(SELECT), **common)


def typed(kind: str, common: Mapping[str, Any]) -> forms.Field:
    if kind in ("number", "share"):
        least, most = (0, 100) if kind == "share" else (1, 60)
        return forms.IntegerField(
            min_value=least, max_value=most, widget=forms.NumberInput(CONTROL), **common
        )
    if kind == "day":
        return forms.DateField(
            widget=forms.DateInput({"type": "date", **CONTROL}, format="%Y-%m-%d"), **common
        )
    widget = forms.Textarea({**CONTROL, "rows": 3}) if kind == "text" else forms.TextInput(CONTROL)
    return forms.CharField(max_length=LENGTHS[kind], widget=widget, **common)
