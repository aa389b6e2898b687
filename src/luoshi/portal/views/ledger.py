"""The roots of the ledger, published, and the proof that what was recorded of one's case lies under them unchanged."""

from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from luoshi.law.errors import CouldNot
from luoshi.ledger import prove, read, seal
from luoshi.portal import tries
from luoshi.portal.access import access_case, now, public, with_code

SHOWN = 31
"""Seals on the page: about a month."""
CHECKER = Path(__file__).parents[1] / "check_proof.txt"
"""The stand-alone script, the same file as tools/check_proof.py."""


@public
@require_safe
def roots(request: HttpRequest) -> HttpResponse:
    """The last month of seals, and how to check a proof against them."""
    told = seal.last(ledger=settings.LUOSHI_JURISDICTION, count=SHOWN)
    shown = {
        "seals": [(one, datetime.fromisoformat(one.at)) for one in told],
        "key": told[0].key if told else "",
        "ledger": settings.LUOSHI_JURISDICTION,
    }
    return render(request, "portal/ledger.html", shown)


@public
@require_safe
def roots_file(request: HttpRequest) -> HttpResponse:
    """Every root since the beginning, a line of JSON each, as it is delivered outside."""
    lines = "".join(f"{one.line()}\n" for one in seal.seals(ledger=settings.LUOSHI_JURISDICTION))
    return kept(lines.encode(), "roots.jsonl", "application/jsonl")


@public
@require_safe
def checker(request: HttpRequest) -> HttpResponse:
    """The script that checks a proof, with nothing of ours installed."""
    return kept(CHECKER.read_bytes(), "check_proof.py", "text/x-python")


@with_code
@require_POST
def proof(request: HttpRequest) -> HttpResponse:
    """The proof for everything recorded of the opened case, by digests alone: who did it stays in the house."""
    case = access_case(request)
    assert case is not None
    if wait := tries.spend({"proof": case.matter}, now(request)):
        told = _("刚刚取过多次，请 %(n)s 分钟后再取。") % {"n": -(-wait // 60)}
        return render(request, "portal/refused.html", {"told": told}, status=429)
    positions = [row.position for row in read.entries([case.matter], ledger=case.ledger)]
    try:
        made = prove.digests(positions, ledger=case.ledger)
    except CouldNot as failure:
        return render(request, "portal/refused.html", {"told": str(failure)}, status=409)
    return kept(prove.text(made).encode(), "luoshi-proof.json", "application/json")


def kept(content: bytes, name: str, media: str) -> HttpResponse:
    """A file to keep."""
    answer = HttpResponse(content, content_type=f"{media}; charset=utf-8")
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer
