"""When a page cannot be shown: what happened and what to do, in words."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template import loader


def _told(request: HttpRequest, status: int, exception: Exception | None) -> HttpResponse:
    sentence = str(exception) if exception and exception.args and isinstance(exception.args[0], str) else ""
    user = getattr(request, "user", None)
    frame = "luoshi/base.html" if user and user.is_authenticated else "portal/base.html"
    return render(request, f"luoshi/{status}.html", {"sentence": sentence, "frame": frame}, status=status)


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return _told(request, 400, None)


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return _told(request, 403, exception)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return _told(request, 404, exception)


def failed(request: HttpRequest) -> HttpResponse:
    """Rendered without the context processors: they may be what failed."""
    return HttpResponse(loader.render_to_string("luoshi/500.html", {"places": []}), status=500)
