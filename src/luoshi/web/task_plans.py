"""The form of a plan: whose a task is, what is counted, until when, what will prove it."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.forms import formset_factory
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from luoshi.law.errors import Unclear
from luoshi.law.words import say
from luoshi.org.models import Unit
from luoshi.tasks.figures import figure, said
from luoshi.tasks.models import Source
from luoshi.tasks.plan import ONE, Body, Milestone, Money, Plan
from luoshi.tasks.words import EVIDENCE, LEVELS
from luoshi.web.asking import CONTROL, SELECT

LINES = 3
"""Empty lines of milestones below those that are there."""


def line(label: Any, hint: Any = "", most: int = 200) -> forms.CharField:
    return forms.CharField(
        label=label, help_text=hint, max_length=most, required=False, widget=forms.TextInput(CONTROL)
    )


def day(label: Any, hint: Any = "") -> forms.DateField:
    return forms.DateField(
        label=label, help_text=hint, required=False, widget=forms.DateInput({"type": "date", **CONTROL}, format="%Y-%m-%d")
    )  # fmt: skip


class PlanForm(forms.Form):
    """What may be left open in a draft is not asked for here: publishing asks."""

    title = forms.CharField(label=lazy("任务"), max_length=200, widget=forms.TextInput(CONTROL), error_messages={"required": lazy("请写任务内容。")})  # fmt: skip
    level = forms.ChoiceField(label=lazy("层级"), widget=forms.Select(SELECT))
    lead = forms.ChoiceField(
        label=lazy("牵头单位"), required=False, widget=forms.Select(SELECT), help_text=lazy("只能有一个")
    )
    co = forms.MultipleChoiceField(label=lazy("协办单位"), required=False, widget=forms.SelectMultiple({**SELECT, "size": 5}), help_text=lazy("按住 Ctrl 可选多个"))  # fmt: skip
    section = line(lazy("责任科室"))
    post = line(lazy("责任岗位"), lazy("岗位编码，不写姓名"), 100)
    measure = line(lazy("衡量标准"), lazy("数什么、怎样算完成"), 500)
    target = line(lazy("目标值"), lazy("一个数，如 12.5"))
    per = line(lazy("计量单位"), lazy("如 公里、个、万元"), 40)
    since = day(lazy("开始时间"))
    until = day(lazy("完成时限"))
    evidence = forms.MultipleChoiceField(
        label=lazy("完成后用什么证明"), required=False, widget=forms.CheckboxSelectMultiple
    )
    weight = line(lazy("权重"), lazy("留空为 1；上级按它汇总进度"))
    source = forms.ChoiceField(label=lazy("来源"), required=False, widget=forms.Select(SELECT))
    clauses = line(lazy("落实第几条"), lazy("几条之间用顿号，如 3、5"))
    category = line(lazy("类别"), lazy("如 民生实事"), 40)
    planned = line(lazy("计划投资（万元）"))
    arranged = line(lazy("到位资金（万元）"))
    paid = line(lazy("支付资金（万元）"))
    public = forms.BooleanField(
        label=lazy("向社会公开进展"),
        required=False,
        widget=forms.CheckboxInput({"class": "form-check-input"}),
    )

    def __init__(
        self, *args: Any, units: Sequence[Unit], sources: Sequence[Source], levels: Sequence[str], more: Mapping[str, forms.Field] | None = None,
        **kwargs: Any,
    ) -> None:  # fmt: skip
        super().__init__(*args, **kwargs)
        told = [(u.code, u.said()) for u in units]
        self.names = {u.code: u.name for u in units}
        self.choose("level", [(name, say(*LEVELS[name])) for name in levels])
        self.choose("lead", [("", _("待定")), *told])
        self.choose("co", told)
        self.choose("evidence", [(name, say(*pair)) for name, pair in EVIDENCE.items()])
        self.choose(
            "source", [("", "—"), *((s.matter, f"{s.title[:40]} {s.document}".strip()) for s in sources)]
        )
        self.fields.update(more or {})

    def choose(self, name: str, choices: list[tuple[str, Any]]) -> None:
        self.fields[name].choices = choices  # type: ignore[attr-defined]

    def clean_clauses(self) -> tuple[int, ...]:
        text = self.cleaned_data["clauses"].replace("，", "、").replace(",", "、").replace(" ", "、")
        parts = [part for part in text.split("、") if part]
        if not all(part.isdecimal() and len(part) < 6 for part in parts):
            raise forms.ValidationError(_("请写条款的编号，如 3、5。"))
        return tuple(dict.fromkeys(int(part) for part in parts))

    def clean(self) -> dict[str, Any]:
        told: dict[str, Any] = super().clean() or {}
        for name in ("target", "weight", "planned", "arranged", "paid"):
            text = told.get(name, "").strip()
            try:
                told[name] = figure(text, str(self.fields[name].label)) if text else None
            except Unclear as unclear:
                self.add_error(name, str(unclear))
        return told

    def blame(self, failure: Exception) -> None:
        field = getattr(failure, "field", None)
        self.add_error(field if field in self.fields else None, str(failure))


class MilestoneForm(forms.Form):
    name = forms.CharField(
        required=False, max_length=200, widget=forms.TextInput({**CONTROL, "aria-label": lazy("节点")})
    )
    on = forms.DateField(required=False, widget=forms.DateInput({"type": "date", **CONTROL, "aria-label": lazy("日期")}, format="%Y-%m-%d"))  # fmt: skip
    quantity = forms.CharField(
        required=False, max_length=20, widget=forms.TextInput({**CONTROL, "aria-label": lazy("累计应达")})
    )

    def clean(self) -> dict[str, Any]:
        told: dict[str, Any] = super().clean() or {}
        if bool(told.get("name")) != bool(told.get("on")) and not self.errors:
            self.add_error("on", _("名称和日期都要写。"))
        try:
            text = told.get("quantity", "").strip()
            told["quantity"] = figure(text, _("累计应达")) if text else None
        except Unclear as unclear:
            self.add_error("quantity", str(unclear))
        return told


Milestones = formset_factory(MilestoneForm, extra=LINES)


def plan_from(form: PlanForm, milestones: Any) -> Plan:
    """The plan that was filled in."""
    told = form.cleaned_data
    names = form.names
    lead = Body(told["lead"], names[told["lead"]]) if told["lead"] else None
    return Plan(
        level=told["level"], title=told["title"], lead=lead, co=tuple(Body(code, names[code]) for code in told["co"]),
        section=told["section"].strip(), post=told["post"].strip(), measure=told["measure"].strip(), target=told["target"],
        per=told["per"].strip(), since=told["since"], until=told["until"], evidence=tuple(told["evidence"]),
        weight=told["weight"] or ONE, public=told["public"], source=told["source"], clauses=told["clauses"],
        milestones=tuple(
            Milestone(m["name"].strip(), m["on"], m["quantity"]) for m in milestones.cleaned_data if m.get("name")
        ),
        money=Money(told["planned"], told["arranged"], told["paid"]), category=told["category"].strip(),
    )  # fmt: skip


def initial_of(plan: Plan) -> dict[str, Any]:
    """What the form begins with."""
    money = plan.money
    return {
        "title": plan.title, "level": plan.level, "lead": plan.lead.code if plan.lead else "",
        "co": [body.code for body in plan.co], "section": plan.section, "post": plan.post, "measure": plan.measure,
        "target": said(plan.target), "per": plan.per, "since": plan.since, "until": plan.until,
        "evidence": list(plan.evidence), "weight": "" if plan.weight == ONE else said(plan.weight), "source": plan.source,
        "clauses": "、".join(map(str, plan.clauses)), "category": plan.category, "planned": said(money.planned),
        "arranged": said(money.arranged), "paid": said(money.paid), "public": plan.public,
    }  # fmt: skip


def lines_of(plan: Plan) -> list[dict[str, Any]]:
    return [{"name": m.name, "on": m.on, "quantity": said(m.quantity)} for m in plan.milestones]
