"""The papers of a case: what is owed and issued, issuing one, its files."""

from collections.abc import Callable
from typing import Any, cast

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from luoshi.approvals.actor import Actor, actor_of
from luoshi.approvals.case import Case
from luoshi.approvals.rules import RULES
from luoshi.documents import actions, queries
from luoshi.documents.kinds import KINDS, OFFICE
from luoshi.documents.models import Paper
from luoshi.law.errors import CouldNot
from luoshi.law.event import EVENTS
from luoshi.law.words import say
from luoshi.ledger import read
from luoshi.monitor.acting import acting
from luoshi.org.models import User
from luoshi.web.access import access, access_matter, now, standing_of

SANDBOX = "default-src 'none'; sandbox"


def actor(request: HttpRequest) -> Actor:
    assert isinstance(request.user, User)
    return actor_of(request.user, now(request), held=standing_of(request))


def access_paper(request: HttpRequest, position: int) -> Paper:
    """One issued paper, or 404 for those who may not know of its case."""
    found = Paper.objects.filter(ledger=settings.LUOSHI_JURISDICTION, position=position).first()
    if found is None:
        raise Http404(say("没有找到这份文书。", "There is no such paper."))
    access_matter(request, found.matter)
    return found


@access("papers.see")
@require_GET
def papers(request: HttpRequest) -> HttpResponse:
    """`?matter=`: everything issued for one case, and what may be issued now."""
    found = access_matter(request, request.GET.get("matter", "").replace("\0", ""))
    issued = list(queries.papers(found.matter, ledger=found.ledger))
    rows = read.current([found.matter], ledger=found.ledger)
    by = actor(request)
    owed = {one.rests_on for one in queries.owed(found.matter, ledger=found.ledger)}
    shown = {
        "matter": found,
        "issued": [one_issued(one, by, rows) for one in reversed(issued)],
        "chances": [
            {
                "rests_on": row.position,
                "title": kind.said(),
                "event": EVENTS[row.kind].said(),
                "at": row.happened_at,
                "owed": row.position in owed,
                "may": actions.may(by, kind, row.unit),
            }
            for row, kind in queries.chances(rows, issued)
        ],
    }
    return render(request, "luoshi/papers.html", shown)


def one_issued(one: Paper, by: Actor, rows: list[Any]) -> dict[str, Any]:
    kind = KINDS.get(one.kind)
    standing = any(row.position == one.rests_on for row in rows)
    return {
        "paper": one,
        "kind": queries.named(one.kind),
        "may": bool(kind and standing and not one.replaced and actions.may(by, kind, one.unit)),
        "named": bool(kind and kind.roles != OFFICE and one.pdf),
        "coded": bool(
            one.pdf
            and one.kind in actions.CODED
            and not one.replaced
            and RULES["give_code"].may_ever(Case("", "", unit=one.unit), by)
        ),
    }


@access("papers.issue")
@require_POST
def issue(request: HttpRequest) -> HttpResponse:
    found = access_matter(request, request.POST.get("matter", "").replace("\0", ""))
    rests_on = request.POST.get("rests_on", "")
    try:
        with acting(actor=actor(request).name, at=now(request), ledger=found.ledger) as book:
            made = actions.issue(
                book=book, by=actor(request), matter=found.matter, reason=request.POST.get("reason", "")[:500],
                rests_on=int(rests_on) if rests_on.isdecimal() and len(rests_on) < 19 else 0,
            )  # fmt: skip
    except CouldNot as failure:
        messages.error(request, str(failure))
    else:
        messages.success(request, _("已出具 %(number)s") % {"number": f"{made.title} {made.number}"})
    return redirect(reverse("papers", query={"matter": found.matter}))


@access("papers.see")
@require_GET
def paper_file(request: HttpRequest, position: int, form: str) -> HttpResponse:
    """A paper's file, to keep; never opened inside the site."""
    found = access_paper(request, position)
    if form not in queries.MEDIA:
        raise Http404(say("文书只有 PDF 和 DOCX。", "Papers are PDF or DOCX."))
    try:
        file = queries.file(found, cast("queries.Form", form))
    except CouldNot as failure:
        messages.error(request, str(failure))
        return redirect(reverse("papers", query={"matter": found.matter}))
    if not file.same:
        messages.warning(
            request,
            _("排版程序、字体或模板已更新：内容与出具时相同，文件摘要不同。核对副本请用出具时下载的文件。"),
        )
    return attached(file.content, file.name, file.media)


@access("papers.issue")
@require_POST
def paper_named(request: HttpRequest, position: int) -> HttpResponse:
    """The PDF with the applicant's name, once, for a look that a second person agreed to."""
    return copied(request, access_paper(request, position), actions.address)


@access("papers.issue")
@require_POST
def paper_coded(request: HttpRequest, position: int) -> HttpResponse:
    """The PDF with a query code of its own, to hand to the applicant; made anew each time."""
    return copied(request, access_paper(request, position), actions.encode)


def copied(request: HttpRequest, found: Paper, make: Callable[..., bytes]) -> HttpResponse:
    try:
        with acting(actor=actor(request).name, at=now(request), ledger=found.ledger) as book:
            content = make(book=book, by=actor(request), issued=found)
    except CouldNot as failure:
        messages.error(request, str(failure))
        return redirect(reverse("papers", query={"matter": found.matter}))
    return attached(content, f"{found.title} {found.number}.pdf", queries.MEDIA["pdf"])


def attached(content: bytes, name: str, media: str) -> HttpResponse:
    answer = HttpResponse(content, content_type=media)
    answer.headers["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=name)
    answer.headers["Content-Security-Policy"] = SANDBOX
    answer.headers["X-Content-Type-Options"] = "nosniff"
    return answer
