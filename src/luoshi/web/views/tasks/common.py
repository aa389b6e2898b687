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
    told = (("tasks", "tasks.see", _("台账")),)
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
