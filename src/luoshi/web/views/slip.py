"""The slip an applicant takes home: number and query code, shown once, straight after the code was made.

The code travels from the act to this page in a signed cookie of the clerk's own browser, for two minutes,
and is kept nowhere else.
"""

from urllib.parse import quote, unquote

from django.conf import settings
from django.core.signing import BadSignature
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from luoshi.ledger import read
from luoshi.web.access import access, access_matter
from luoshi.web.doing import case_of

COOKIE, SALT, SECONDS = "slip", "luoshi.web.slip", 120


def handed(matter: str, code: str) -> HttpResponse:
    """Go to the slip, with the code in hand."""
    answer = redirect("slip")
    answer.set_signed_cookie(
        COOKIE, f"{code} {quote(matter)}", salt=SALT, max_age=SECONDS, path=reverse("slip"), httponly=True, samesite="Strict",
        secure=settings.SECURE,
    )  # fmt: skip
    return answer


@access("cases.work")
@require_safe
def slip(request: HttpRequest) -> HttpResponse:
    try:
        held = request.get_signed_cookie(COOKIE, "", salt=SALT, max_age=SECONDS)
    except BadSignature:
        held = ""
    code, _, matter = (held or "").partition(" ")
    if not code:
        return render(request, "luoshi/slip.html", {"code": ""})
    found = access_matter(request, unquote(matter))
    case = case_of(found, read.current([found.matter], ledger=found.ledger), ())
    shown = {
        "code": code,
        "matter": found,
        "filed": [
            m.name for m in (case.definition.materials if case.definition else ()) if m.code in case.filed
        ],
        "address": request.build_absolute_uri(reverse("portal-case")),
    }
    answer = render(request, "luoshi/slip.html", shown)
    answer.delete_cookie(COOKIE, path=reverse("slip"), samesite="Strict")
    return answer
