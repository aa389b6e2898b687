"""What every answer carries, and the language in which sentences outside templates are said."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils.translation import get_language

from luoshi.law.words import language
from luoshi.web.views.session import locked_out

POLICY = (
    "default-src 'self'; style-src 'self'; img-src 'self' data:; frame-ancestors 'none'; "
    "form-action 'self'; base-uri 'none'; object-src 'none'"
)


def headers(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Strict content policy on every page; `say()` follows the language of the request."""

    def middleware(request: HttpRequest) -> HttpResponse:
        token = language.set("en" if (get_language() or "").startswith("en") else "zh")
        try:
            response = get_response(request)
        finally:
            language.reset(token)
        if getattr(request, "axes_locked_out", False):
            response = locked_out(request)
        response.headers.setdefault("Content-Security-Policy", POLICY)
        response.headers.setdefault("Permissions-Policy", "camera=(), geolocation=(), microphone=()")
        if "Cache-Control" not in response.headers and request.user.is_authenticated:
            # What one person may see must not be kept for the next one at the same desk.
            response.headers["Cache-Control"] = "private, no-store"
        return response

    return middleware
