"""What every template can rely on: the places, the day with its sort, who is looking."""

from datetime import date
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from luoshi.law.calendar import calendar_for
from luoshi.law.errors import CouldNot
from luoshi.org.access import Standing
from luoshi.org.models import Role
from luoshi.web import says
from luoshi.web.access import now, standing_of


def shared(request: HttpRequest) -> dict[str, Any]:
    """Asked once a page; two queries for the roles, none for those not signed in."""
    user = getattr(request, "user", None)
    base = {"english": says.english(), "places": [], "more_places": [], "who": None, "day_told": ""}
    if user is None or not user.is_authenticated:
        return base
    held = standing_of(request)
    at = says.as_day(now(request))
    assert at is not None
    return (
        base
        | _places(request, held)
        | {
            "who": _who(held),
            "day_told": day_told(at),
            "on": at,
            "read_only": held.read_only,
        }
    )


def day_told(day: date) -> str:
    """2026年10月12日 周一 · 工作日"""
    return f"{_day(day)} · {_sort(day)}"


def _day(day: date) -> str:
    if says.english():
        return says.day(day, weekday=True, year=True)
    return f"{says.day(day, year=True)} 周{says.WEEKDAYS_ZH[day.weekday()]}"


def _sort(day: date) -> str:
    try:
        calendar = calendar_for(settings.LUOSHI_JURISDICTION, settings.LUOSHI_HOME / "calendars")
        sort = _("工作日") if calendar.working(day) else _("休息日")
        return _("%(sort)s（暂定）") % {"sort": sort} if calendar.provisional(day) else sort
    except CouldNot:
        return _("日历未覆盖此日")


DAILY = 8
"""So many places stand side by side; where there are more, the later ones stand under 更多."""


def _places(request: HttpRequest, held: Standing) -> dict[str, Any]:
    """The places this user may go to, the first of them side by side, the rest behind one word."""
    told = (
        ("work", "work.see", _("今日待办")),
        ("overview", "overview.see", _("总览")),
        ("wall-page", "wall.see", _("电子监察")),
        ("matters", "matters.see", _("办件")),
        ("tasks", "tasks.see", _("督办台账")),
        ("cards", "cards.see", _("牌")),
        ("leads", "leads.see", pgettext("places", "线索")),
        ("catalogue", "catalogue.see", _("事项目录")),
        ("law", "law.see", _("时限与依据")),
        ("due", "due.use", _("到期计算")),
        ("organisation", "organisation.see", _("组织和岗位")),
        ("settings", "settings.see", _("设置")),
        ("people", "people.manage", _("人员和权限")),
        ("imports", "imports.do", _("导入")),
        ("looks", "looks.see", _("查看记录")),
    )
    found = []
    for name, permission, word in told:
        if held.may(permission):
            href = reverse(name)
            here = request.path == href or (name != "overview" and request.path.startswith(href))
            found.append({"href": href, "word": word, "here": here})
    daily = len(found) if len(found) <= DAILY else DAILY - 2
    rest = found[daily:]
    return {
        "places": found[:daily],
        "more_places": rest,
        "more_here": any(place["here"] for place in rest),
    }


def _who(held: Standing) -> dict[str, str] | None:
    if held.unit is None:
        return None
    role = Role.Kind(held.held[0][0]).label
    told = f"{held.unit.said()} · {role}"
    seen = _("%(unit)s · 查看") % {"unit": held.unit.said()}
    return {"name": told, "told": seen if held.read_only else told}
