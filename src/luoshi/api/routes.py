"""The addresses of the API. Each says what it answers; failures are problem documents."""

import re
from datetime import date, datetime
from typing import Annotated, Any, Literal, TypeVar

from django.db.models import Model, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from ninja import Query, Router
from pydantic import BeforeValidator, StringConstraints, WithJsonSchema

from luoshi.api import count, entries, once
from luoshi.api.callers import access_cards, access_clocks, access_matters, now
from luoshi.api.pages import Cursor, Limit, page, tagged
from luoshi.api.problems import FAILURES, Problem, Refused
from luoshi.api.shapes import (
    ENTRY,
    BatchAnswer,
    CardPage,
    CardShape,
    ClockPage,
    ClockShape,
    DueShape,
    LatenessRow,
    MatterShape,
)
from luoshi.approvals.models import Matter
from luoshi.law.period import UNITS
from luoshi.law.words import say

M = TypeVar("M", bound=Model)


def written(value: Any) -> Any:
    """A day or moment as text, beginning with its day: a bare number would be taken for seconds since 1970."""
    if isinstance(value, str) and not re.match(r"\d{4}-\d{2}-\d{2}", value):
        raise ValueError(say("写成 2026-09-18 这样的日期", "write a day as in 2026-09-18"))
    return value


Day = Annotated[date, BeforeValidator(written)]
Moment = Annotated[datetime, BeforeValidator(written)]
router = Router()
Text = Annotated[str, Query(max_length=200)]
DAY = "[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])"
START: dict[str, Any] = {"anyOf": [{"type": "string", "format": f} for f in ("date", "date-time")]}
PERIOD = rf"^([1-9][0-9]{{0,5}} ({'|'.join(UNITS)})|CLK-[0-9]{{2}}(\.[0-9]{{1,2}})?)$"
PERIOD_SAID = "An amount and a unit, as `20 working_day`, or the id of a clock, as CLK-13."
Pause = Annotated[str, StringConstraints(pattern=rf"^{DAY}\.\.({DAY})?$")]
BATCH = {
    "requestBody": {
        "required": True,
        "content": {
            "application/json": {
                "schema": {
                    "type": "array",
                    "description": f"At most {entries.LIMIT} entries; more are answered 413.",
                    "items": {"anyOf": [ENTRY, {"description": "Anything else is answered as rejected."}]},
                }
            },
            "application/x-ndjson": {"schema": {"type": "string", "description": "One entry a line."}},
        },
    },
    "parameters": [once.PARAMETER],
}


@router.post(
    "/entries",
    response={200: BatchAnswer, 413: Problem, 415: Problem, **FAILURES},
    openapi_extra=BATCH,
    summary="Hand in entries",
)
def add_entries(request: HttpRequest) -> HttpResponse:
    """Up to 10,000 entries as a JSON array or NDJSON. Every entry is answered; a bad one never loses others."""
    return entries.hand_in(request)


@router.get("/clocks", response={200: ClockPage, **FAILURES}, summary="Time limits")
def clocks(
    request: HttpRequest,
    matter: Text = "",
    unit: Text = "",
    clock: Text = "",
    state: Literal["", "running", "paused", "met", "late"] = "",
    overdue: bool = False,
    cursor: Cursor = "",
    limit: Limit = 100,
) -> dict[str, Any]:
    """Clocks within your scope; `overdue` keeps those past due and still open."""
    rows = _filtered(access_clocks(request), matter=matter, unit=unit, clock=clock, state=state)
    if overdue:
        rows = rows.filter(met_at__isnull=True, due_at__lte=now(request))
    return page(rows, ClockShape, cursor, limit)


@router.get("/cards", response={200: CardPage, **FAILURES}, summary="Cards")
def cards(
    request: HttpRequest,
    matter: Text = "",
    unit: Text = "",
    colour: Text = "",
    state: Literal["", "issued", "withdrawn"] = "",
    cursor: Cursor = "",
    limit: Limit = 100,
) -> dict[str, Any]:
    """Cards within your scope."""
    rows = _filtered(access_cards(request), matter=matter, unit=unit, colour=colour, state=state)
    return page(rows, CardShape, cursor, limit)


@router.get(
    "/matters/{path:matter}/clocks", response={200: ClockPage, **FAILURES}, summary="A matter's clocks"
)
def matter_clocks(
    request: HttpRequest, matter: str, cursor: Cursor = "", limit: Limit = 100
) -> dict[str, Any]:
    """The clocks of one matter."""
    found = _matter(request, matter)
    return page(access_clocks(request).filter(matter=found.matter), ClockShape, cursor, limit)


@router.get("/matters/{path:matter}/cards", response={200: CardPage, **FAILURES}, summary="A matter's cards")
def matter_cards(
    request: HttpRequest, matter: str, cursor: Cursor = "", limit: Limit = 100
) -> dict[str, Any]:
    """The cards of one matter."""
    found = _matter(request, matter)
    return page(access_cards(request).filter(matter=found.matter), CardShape, cursor, limit)


@router.get("/matters/{path:matter}", response={200: MatterShape, 304: None, **FAILURES}, summary="A matter")
def one_matter(request: HttpRequest, matter: str) -> HttpResponse:
    """The present state of a matter, with an ETag; send it back as If-None-Match."""
    found = _matter(request, matter)
    return tagged(request, lambda: MatterShape.from_orm(found))


@router.get("/due", response={200: DueShape, **FAILURES}, summary="When a term ends")
def due(
    request: HttpRequest,
    start: Annotated[str, WithJsonSchema(START), Query()],
    period: Annotated[str, Query(max_length=40, pattern=PERIOD, description=PERIOD_SAID)],
    pause: Annotated[list[Pause] | None, Query(max_length=20)] = None,
    extended: bool = False,
    backward: bool = False,
) -> dict[str, Any]:
    """When a period, or a clock of the registry by its id, ends: every day counted, with the article.

    404 where no law or calendar covers that day; 409 for combinations that cannot be counted.
    """
    return count.due(start, period, pause or [], extended=extended, backward=backward)


@router.get("/reports/lateness", response={200: list[LatenessRow], **FAILURES}, summary="Lateness")
def lateness(
    request: HttpRequest,
    by: Literal["unit", "item", "clock"] = "unit",
    since: Day | None = None,
    until: Day | None = None,
    at: Moment | None = None,
) -> list[dict[str, Any]]:
    """Limits due, met, late and open within your scope; `at` counts what had happened by then."""
    if at is not None and at.tzinfo is None:
        raise Refused(422, say("at 要带时区", "at needs a time zone"))
    return count.lateness(request, by=by, since=since, until=until, at=at)


def _matter(request: HttpRequest, name: str) -> Matter:
    found = None if "\0" in name else access_matters(request).filter(matter=name).first()
    if found is None:
        raise Http404(say("没有这个办件，或不在您的范围内", "There is no such matter within your scope"))
    return found


def _filtered(rows: QuerySet[M], **values: str) -> QuerySet[M]:
    for name, value in values.items():
        if "\0" in value:
            return rows.none()
        if value:
            rows = rows.filter(**{name: value})
    return rows
