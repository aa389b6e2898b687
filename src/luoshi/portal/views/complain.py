"""Where to complain and what the law offers when an answer does not come."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from luoshi.law.articles import LITIGATION, RECONSIDERATION, quote
from luoshi.ledger.entry import SHANGHAI
from luoshi.portal.access import now, public
from luoshi.portal.contacts import contacts


@public
@require_safe
def complain(request: HttpRequest) -> HttpResponse:
    on = now(request).astimezone(SHANGHAI).date()
    shown = {
        "contacts": contacts(),
        "review": quote(RECONSIDERATION, "第二十条第一款", on),
        "first": quote(RECONSIDERATION, "第二十三条第一款第三项", on),
        "suit": quote(LITIGATION, "第四十六条第一款", on),
    }
    return render(request, "portal/complain.html", shown)
