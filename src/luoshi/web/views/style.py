"""Every component once, with fixed invented content: what later pages are put together from."""

from datetime import date, timedelta
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from luoshi.law.words import say
from luoshi.web import lights, says
from luoshi.web.access import access

ON = date(2026, 10, 12)


class Example(forms.Form):
    """One field that is right and one that is wrong."""

    title = forms.CharField(label="", widget=forms.TextInput(attrs={"class": "form-control"}))
    until = forms.DateField(label="", widget=forms.DateInput(attrs={"class": "form-control"}))


@access("style.see")
def style(request: HttpRequest) -> HttpResponse:
    form = Example({"title": say("提前验收的申请", "Request for early inspection"), "until": "2026-13-01"})
    form.fields["title"].label, form.fields["until"].label = _("标题"), _("办结期限")
    form.fields["title"].help_text = _("写明事项和单位，不写个人信息")
    form.fields["until"].error_messages["invalid"] = _("没有这一天。请写成 2026-10-15")
    shown = {
        "form": form,
        "on": ON,
        "clock": example_clock(),
        "entries": example_entries(),
        "units": example_units(),
        "longest": 412,
        "lights": lights.DRAWN,
        "trend": example_trend(),
        "report": {
            "read": 1434, "stored": 1430, "duplicates": 2, "matters": 288,
            "rejected": [
                {"row": 31, "field": "time", "reason": _("时间没有时区，映射里也没有写 timezone")},
                {"row": 207, "field": "id", "reason": _("没有编号")},
            ],
            "warnings": [{"row": 12, "reason": _("发生在开立之前，已存入")}],
        },
    }  # fmt: skip
    return render(request, "luoshi/style.html", shown)


def example_clock() -> dict[str, Any]:
    """The promise clock of the invented matter 0318: 15 working days from 14 September 2026."""
    rest = {date(2026, 9, 19), date(2026, 9, 26), date(2026, 9, 27), date(2026, 10, 11)}
    holidays = {date(2026, 9, 25): say("中秋", "Festival")}
    holidays |= {date(2026, 10, day): say("国庆", "Nat. Day") for day in range(1, 8)}
    days: list[dict[str, Any]] = []
    counted, day = 0, date(2026, 9, 14)
    while counted < 15:
        one: dict[str, Any] = {"day": day, "counted": None, "why": ""}
        paused = date(2026, 9, 21) <= day < date(2026, 9, 25)
        if day in holidays or day in rest:
            one["why"] = holidays.get(day, say("休", "off"))
        elif day > date(2026, 9, 14) and not paused:
            counted += 1
            one["counted"] = counted
        days.append(one)
        day += timedelta(days=1)
    return {
        "clock": "CLK-13", "started_on": date(2026, 9, 14), "due_on": date(2026, 10, 15), "per": "working_day",
        "start_word": ("受理", "accepted"), "amount": 15,
        "pauses": [{"since": date(2026, 9, 21), "until": date(2026, 9, 25), "title": ("专家评审", "expert review")}],
        "days": days,
        "sentence": ("受理之日不计入；补班日计入；专家评审期间不计入。", "The day of acceptance is not counted; make-up working days are; expert review is left out."),
        "citation": {
            "statute": ("行政许可法", "Administrative Licensing Law"), "article": ("第四十五条", "art. 45"),
            "text": ("行政机关作出行政许可决定，依法需要听证……专家评审的，所需时间不计算在本节规定的期限内。",
                     "Time needed by law for hearings … and expert review is not counted in the periods of this section."),
            "verified_on": date(2026, 9, 1),
        },
        "rule": "time_limit 2026.1",
    }  # fmt: skip


def example_entries() -> list[dict[str, Any]]:
    def one(at: str, actor: str, unit: str, zh: str, en: str, kind: str = "") -> dict[str, Any]:
        return {
            "happened_at": f"2026-{at}+08:00",
            "actor_kind": actor,
            "unit": unit,
            "kind": kind,
            "sentence": (zh, en),
        }

    return [
        one("10-12T08:30", "system", "", "发出黄色预警：承诺时限剩 3 个工作日", "issued a warning: 3 working days left of the promise", "monitor.warned"),
        one("10-12T08:30", "system", "", "春城市消防救援支队逾期未反馈，内部视为无意见；不影响其法定责任", "no opinion came from fire and rescue in time: taken as none, its legal duty stays") | {"internal": True},
        one("09-25T10:12", "person", "春城市审批科", "专家评审结束，恢复计时", "expert review ended, the clock runs again") | {"document": "评审意见.pdf"},
        one("09-21T09:30", "person", "春城市审批科", "因专家评审暂停计时，已书面告知所需时间", "paused for expert review, the applicant was told in writing how long"),
        one("09-14T16:40", "person", "窗口 12 号", "受理，出具受理通知书", "accepted, notice of acceptance issued"),
    ]  # fmt: skip


def example_units() -> list[dict[str, Any]]:
    told = (
        (
            "春城市住房城乡建设局",
            {"green": 250, "blue": 90, "yellow_warning": 50, "yellow_card": 20, "red_card": 2},
        ),
        (
            "春城市自然资源和规划局（含不动产登记中心与测绘地理信息服务窗口）",
            {"green": 260, "blue": 80, "yellow_warning": 30, "stopped": 7},
        ),
        ("春城市水务局", {"green": 50, "blue": 9, "yellow_warning": 2}),
    )
    return [{"name": name, "counts": counts, "total": sum(counts.values())} for name, counts in told]


def example_trend() -> dict[str, Any]:
    rows: list[dict[str, Any]] = []
    for i in range(60):
        day = date(2026, 7, 20) + timedelta(days=i)
        rate = 96 + 1.6 * ((i % 17) / 8 - 1) - 1.2 * ((i % 23) / 11 - 1)
        rows.append({
            "day": says.day(day, year=False), "rate": round(rate, 1), "low": round(rate - 1.3, 1), "high": round(min(rate + 1.1, 100), 1),
            "told": f"{says.day(day)} {rate:.1f}%",
        })  # fmt: skip
    return {"title": _("近 60 个工作日按期率"), "rows": rows}
