"""Every failure as a problem document (RFC 9457): what is wrong, in the reader's language, and where."""

import logging
from http import HTTPStatus
from typing import Any

import orjson
from django.core.exceptions import PermissionDenied, RequestDataTooBig, SuspiciousOperation
from django.db import DatabaseError
from django.http import Http404, HttpRequest, HttpResponse
from ninja import NinjaAPI, Schema
from ninja.errors import HttpError, ValidationError

from luoshi.approvals.acts.base import Missing
from luoshi.law.errors import CouldNot, NotInForce
from luoshi.law.words import say

CONTENT_TYPE = "application/problem+json"
log = logging.getLogger(__name__)


class Problem(Schema):
    """A problem document: `detail` tells a person what to do, `errors` which fields are wrong."""

    type: str
    title: str
    status: int
    detail: str
    errors: list[dict[str, Any]] | None = None


FAILURES: dict[Any, Any] = dict.fromkeys((400, 401, 403, 404, 405, 409, 422, 429, 503), Problem)
"""What any address may answer besides success."""


class Refused(Exception):
    """An answer other than success, with its status."""

    def __init__(self, status: int, detail: str) -> None:
        super().__init__(detail)
        self.status = status
        self.detail = detail


class Wrongs(Exception):
    """Fields of a body that cannot be used, each with its reason."""

    def __init__(self, by_field: dict[str, str]) -> None:
        super().__init__(str(by_field))
        self.by_field = by_field


def problem(status: int, detail: str, *, errors: list[dict[str, Any]] | None = None) -> HttpResponse:
    """A problem document as a response."""
    body: dict[str, Any] = {
        "type": "about:blank",
        "title": HTTPStatus(status).phrase,
        "status": status,
        "detail": detail,
    }
    if errors:
        body["errors"] = errors
    response = HttpResponse(orjson.dumps(body), status=status, content_type=CONTENT_TYPE)
    if status == HTTPStatus.UNAUTHORIZED:
        response["WWW-Authenticate"] = 'Bearer realm="luoshi"'
    return response


def install(api: NinjaAPI) -> None:
    """Answer each kind of failure with its status."""
    api.add_exception_handler(Refused, _refused)
    api.add_exception_handler(Wrongs, _wrong_fields)
    api.add_exception_handler(Missing, _missing)
    api.add_exception_handler(NotInForce, lambda _, e: problem(404, str(e)))
    api.add_exception_handler(CouldNot, lambda _, e: problem(422, str(e)))
    api.add_exception_handler(ValidationError, _invalid)
    api.add_exception_handler(HttpError, _http)
    api.add_exception_handler(Http404, lambda _, e: problem(404, str(e) or not_found()))
    api.add_exception_handler(PermissionDenied, lambda _, e: problem(403, str(e) or forbidden()))
    api.add_exception_handler(RequestDataTooBig, lambda *_: problem(413, too_big()))
    api.add_exception_handler(SuspiciousOperation, lambda *_: problem(400, _unreadable()))
    api.add_exception_handler(Exception, _failed)


def _refused(request: HttpRequest, failure: Any) -> HttpResponse:
    return problem(failure.status, failure.detail)


def _wrong_fields(request: HttpRequest, failure: Any) -> HttpResponse:
    errors = [{"field": field, "detail": detail} for field, detail in failure.by_field.items()]
    named = "; ".join(f"{e['field']}: {e['detail']}" if e["field"] else e["detail"] for e in errors)[:500]
    return problem(422, say(f"内容不对：{named}", f"Wrong content: {named}"), errors=errors)


def _missing(request: HttpRequest, failure: Any) -> HttpResponse:
    return _wrong_fields(request, Wrongs({failure.field: str(failure)}))


def _invalid(request: HttpRequest, failure: Any) -> HttpResponse:
    errors = [
        {"field": ".".join(str(part) for part in one["loc"]), "detail": one["msg"]} for one in failure.errors
    ]
    named = "; ".join(f"{e['field']}: {e['detail']}" for e in errors)[:500]
    return problem(422, say(f"参数不对：{named}", f"Wrong parameters: {named}"), errors=errors)


def _http(request: HttpRequest, failure: Any) -> HttpResponse:
    status = failure.status_code
    if status == HTTPStatus.UNAUTHORIZED:
        return problem(401, unauthorized())
    if status == HTTPStatus.TOO_MANY_REQUESTS:
        response = problem(429, say("请求太多，请稍后再试", "Too many requests; try again later"))
        response["Retry-After"] = "1"
        return response
    if status == HTTPStatus.FORBIDDEN:
        return problem(403, forbidden())
    return problem(status, failure.message)


def _failed(request: HttpRequest, failure: Any) -> HttpResponse:
    log.error("API request failed", exc_info=failure)
    if isinstance(failure, DatabaseError):
        return problem(503, say("数据库暂时不可用，请稍后再试", "The database is away; try again later"))
    return problem(500, say("系统出错，已记录", "Something failed here; it has been logged"))


def unauthorized() -> str:
    return say("请用有效的令牌或登录后再试", "Use a valid token, or sign in")


def forbidden() -> str:
    return say("您的权限不包括这项操作", "Your permissions do not cover this")


def not_found() -> str:
    return say("没有找到", "Not found")


def too_big() -> str:
    return say("请求太大：每次最多 10000 条", "The request is too big: at most 10,000 entries at a time")


def _unreadable() -> str:
    return say("请求无法解读", "The request cannot be read")


def not_allowed(allowed: str) -> HttpResponse:
    response = problem(405, say(f"这里只能用 {allowed}", f"Only {allowed} here"))
    response["Allow"] = allowed
    return response
