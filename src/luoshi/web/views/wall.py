"""The monitoring wall, dark and alone on a large screen or as a page among the others, and what it asks for again."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from luoshi.web import lights
from luoshi.web.access import access, standing_of
from luoshi.web.wall.mark import quiet_while_unchanged
from luoshi.web.wall.told import wall as told


@access("wall.see")
def wall(request: HttpRequest) -> HttpResponse:
    """For a screen of 1920 pixels, dark, without the navigation."""
    return render(request, "luoshi/wall.html", shown(request, screen=True))


@access("wall.see")
def wall_page(request: HttpRequest) -> HttpResponse:
    """The same among the other pages, for a desk or a telephone."""
    return render(request, "luoshi/wall_page.html", shown(request))


@quiet_while_unchanged
@access("wall.see")
def wall_live(request: HttpRequest) -> HttpResponse:
    """What changes of either; 204 while nothing has."""
    return render(request, "luoshi/parts/wall.html", shown(request, screen="screen" in request.GET))


def shown(request: HttpRequest, *, screen: bool = False) -> dict[str, Any]:
    unit = standing_of(request).unit
    own = unit.said() if unit else ""
    return {**told(request), "own": own, "screen": screen, "drawn": lights.DRAWN}
