"""A file that belongs to a case: to be saved, never shown in the page, and only to who may see the case."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse

from luoshi.approvals.models import Attachment
from luoshi.law.errors import CouldNot
from luoshi.law.words import say
from luoshi.sealed import files
from luoshi.web.access import access, access_matter


@access("matters.see")
def attachment(request: HttpRequest, name: str, digest: str) -> HttpResponse:
    """The content under a digest that an entry of this case names."""
    found = access_matter(request, name)
    held = Attachment.objects.filter(
        ledger=settings.LUOSHI_JURISDICTION, matter=found.matter, digest=digest
    ).first()
    if held is None:
        raise Http404(say("本件没有这个附件", "This case has no such file"))
    return to_save(found.matter, digest, held.media)


def to_save(matter: str, digest: str, media: str) -> HttpResponse:
    """A stored file as a download that no browser shows or runs; 404 in words when the content is gone."""
    try:
        content = files.fetch(digest)
    except CouldNot as gone:
        raise Http404(str(gone)) from gone
    response = HttpResponse(content, content_type="application/octet-stream")
    name = f"{matter.replace(':', '-')[:60]}-{digest[:8]}.{files.ENDINGS.get(media, 'bin')}"
    response["Content-Disposition"] = f'attachment; filename="{name.encode("ascii", "ignore").decode()}"'
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response
