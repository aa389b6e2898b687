"""Pages by cursor, and answers that a client need not fetch twice."""

from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Callable
from hashlib import sha256
from typing import Annotated, Any, TypeVar

import orjson
from django.db.models import Model, QuerySet
from django.http import HttpRequest, HttpResponse
from ninja import Query, Schema

from luoshi.api.problems import Refused
from luoshi.law.words import say

M = TypeVar("M", bound=Model)
Limit = Annotated[int, Query(ge=1, le=500)]
Cursor = Annotated[str, Query(max_length=64)]
PREFIX = "p1:"


def page(rows: QuerySet[M], shape: type[Schema], cursor: str, limit: int) -> dict[str, Any]:
    """At most `limit` rows after the cursor, by key, so that new rows never shift a page."""
    if cursor:
        rows = rows.filter(pk__gt=_after(cursor))
    found = list(rows.order_by("pk")[: limit + 1])
    more = len(found) > limit
    found = found[:limit]
    return {
        "items": [shape.from_orm(one) for one in found],
        "next": urlsafe_b64encode(f"{PREFIX}{found[-1].pk}".encode()).decode() if more else None,
    }


def _after(cursor: str) -> int:
    try:
        text = urlsafe_b64decode(cursor.encode("ascii")).decode("ascii")
        number = int(text.removeprefix(PREFIX)) if text.startswith(PREFIX) else -1
    except ValueError:
        number = -1
    if not 0 <= number < 1 << 62:
        raise Refused(
            404, say("cursor 不对：请用上一页给的 next", "Wrong cursor: use the `next` of the page before")
        )
    return number


def tagged(request: HttpRequest, make: Callable[[], Schema]) -> HttpResponse:
    """One thing as JSON with an ETag; 304 when the client already has it."""
    body = orjson.dumps(make().model_dump(mode="json"))
    tag = f'"{sha256(body).hexdigest()[:32]}"'
    wanted = [one.strip().removeprefix("W/") for one in request.headers.get("If-None-Match", "").split(",")]
    if tag in wanted or "*" in wanted:
        response = HttpResponse(status=304)
    else:
        response = HttpResponse(body, content_type="application/json; charset=utf-8")
    response["ETag"] = tag
    response["Cache-Control"] = "private, no-cache"
    response["Vary"] = "Authorization, Cookie"
    return response
