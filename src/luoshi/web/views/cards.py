"""Cards and, beside them, the prompts and warnings that came before."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from luoshi.monitor.models import Card
from luoshi.web import excel, lights, lists, says
from luoshi.web.access import access, access_cards, access_prompts, access_units, now
from luoshi.web.views.matters import unit_names

CARD_RUNGS = ("yellow_card", "red_card", "escalated_5", "escalated_10")
PROMPT_RUNGS = ("blue", "yellow_warning")


def _asked(request: HttpRequest) -> tuple[Any, str, str]:
    """The rows asked for, newest first; `?sort=prompts` looks at what comes before a card."""
    rung = request.GET.get("rung", "")
    early = request.GET.get("show") == "prompts"
    rows: Any = access_prompts(request) if early else access_cards(request)
    known = PROMPT_RUNGS if early else CARD_RUNGS
    if rung in known:
        rows = rows.filter(rung=rung)
    unit = request.GET.get("unit", "").replace("\0", "")[:200]
    if unit:
        rows = rows.filter(unit=unit)
    state = request.GET.get("state", "")
    if not early and state in Card.State.values:
        rows = rows.filter(state=state)
    return rows.order_by("-issued_at", "-pk"), "prompts" if early else "cards", rung if rung in known else ""


@access("cards.see")
def cards(request: HttpRequest) -> HttpResponse:
    rows, show, rung = _asked(request)
    page = lists.page(rows, request.GET)
    units = list(access_units(request)[:500])
    on = says.as_day(now(request))
    names = unit_names(units)
    shown = {
        "page": page,
        "rows": [
            {
                "card": c,
                "unit": names.get(c.unit, c.unit),
                "clock": says.clock_name(c.clock),
                "state": state if (state := getattr(c, "state", "")) != Card.State.ISSUED else "",
            }
            for c in page.object_list
        ],
        "show": show,
        "rung": rung,
        "unit": request.GET.get("unit", ""),
        "units": units,
        "on": on,
        "states": Card.State.choices,
        "state": request.GET.get("state", ""),
        "rungs": [(r, lights.light(r).word) for r in (PROMPT_RUNGS if show == "prompts" else CARD_RUNGS)],
    }
    return render(request, "luoshi/cards.html", shown)


@access("cards.see")
def cards_excel(request: HttpRequest) -> HttpResponse:
    rows, show, _rung = _asked(request)
    head = [
        (_("牌"), 16),
        (_("编号"), 26),
        (_("事项"), 36),
        (_("单位"), 26),
        (_("时限"), 16),
        (_("到期日"), 12),
        (_("发出"), 17),
    ]
    lines = (
        [
            lights.light(c.rung).word,
            says.source_of(c.matter),
            c.item,
            c.unit,
            says.clock_name(c.clock),
            c.due_on,
            c.issued_at,
        ]
        for c in rows.iterator(chunk_size=1000)
    )
    return excel.answer(_("提示和预警") if show == "prompts" else _("牌"), head, lines)  # type: ignore[return-value]
