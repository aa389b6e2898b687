"""The pages of the office, and beside them one with nothing on it: the frame that every page pays for."""

from django.http import HttpRequest, HttpResponse
from django.template import engines
from django.urls import path

from luoshi.config import urls
from luoshi.web.access import access

NOTHING = '{% extends "luoshi/base.html" %}{% block main %}<p>nothing</p>{% endblock %}'


@access("overview.see")
def bare(request: HttpRequest) -> HttpResponse:
    return HttpResponse(engines["django"].from_string(NOTHING).render({}, request))


urlpatterns = [path("bare/", bare), *urls.urlpatterns]
for name in ("handler400", "handler403", "handler404", "handler500"):
    if hasattr(urls, name):
        globals()[name] = getattr(urls, name)
