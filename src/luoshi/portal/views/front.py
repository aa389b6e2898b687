"""The front page: four doors and a way to complain."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from luoshi.portal.access import public


@public
@require_safe
def front(request: HttpRequest) -> HttpResponse:
    return render(request, "portal/front.html")
