"""What the pages of tasks share: the way from one to the other, and the day."""

from datetime import date
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from luoshi.web import says
from luoshi.web.access import now, standing_of


def places(request: HttpRequest) -> list[dict[str, Any]]:
    """The pages of tasks that this person may open."""
    told = (
        ("tasks", "tasks.see", _("表格")), ("tasks-tree", "tasks.see", _("树")), ("tasks-timeline", "tasks.see", _("时间轴")),
        ("tasks-matrix", "tasks.see", _("责任矩阵")), ("tasks-mine", "tasks.work", _("我的任务")),
        ("tasks-desk", "tasks.work", _("核验销号")), ("tasks-morning", "tasks.watch", _("今晨")),
        ("task-sources", "tasks.watch", _("任务来源")),
    )  # fmt: skip
    held = standing_of(request)
    return [
        {"href": reverse(name), "word": word, "here": request.path == reverse(name)}
        for name, permission, word in told
        if held.may(permission)
    ]


def day(request: HttpRequest) -> date:
    """The civil day of this request."""
    found = says.as_day(now(request))
    assert found is not None
    return found
