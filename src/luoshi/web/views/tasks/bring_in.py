"""An office's own Excel ledger brought in: first what would become of every row, then, once confirmed, what did."""

from typing import Any, BinaryIO, cast

from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from luoshi.intake.ledger.run import import_ledger
from luoshi.intake.report import Report
from luoshi.law.errors import CouldNot
from luoshi.org.models import User
from luoshi.web import staged
from luoshi.web.access import access, acting_as, now
from luoshi.web.views.tasks.common import places
from luoshi.web.views.uploads import UploadForm


@access("tasks.supervise")
def tasks_import(request: HttpRequest) -> HttpResponse:
    """Choose, look, confirm. Nothing is written before that."""
    form = UploadForm(request.POST, request.FILES) if request.method == "POST" else UploadForm()
    shown: dict[str, Any] = {"form": form, "task_places": places(request)}
    if request.method == "POST":
        try:
            if token := request.POST.get("token", ""):
                shown |= brought_in(request, token)
            elif form.is_valid():
                shown |= looked_at(request, form.cleaned_data["file"])
        except CouldNot as refused:
            form.add_error("file", str(refused))
    status = 422 if request.method == "POST" and "report" not in shown else 200
    return render(request, "luoshi/tasks/import.html", shown, status=status)


def run(request: HttpRequest, file: BinaryIO, name: str, *, dry_run: bool) -> Report:
    by = acting_as(request)
    return import_ledger(file, name=name, actor=by.name, at=now(request), by=by, dry_run=dry_run)


def looked_at(request: HttpRequest, file: UploadedFile) -> dict[str, Any]:
    owner, name = cast(User, request.user), (file.name or "")[:200]
    token = staged.keep(file, owner=owner.pk, at=now(request))
    path = staged.path_of(token, owner.pk)
    try:
        with path.open("rb") as opened:
            report = run(request, opened, name, dry_run=True)
    except Exception:
        path.unlink(missing_ok=True)
        raise
    if not report.stored:
        path.unlink(missing_ok=True)
    return {"report": report.as_dict(), "token": token if report.stored else "", "name": name}


def brought_in(request: HttpRequest, token: str) -> dict[str, Any]:
    owner, name = cast(User, request.user), request.POST.get("name", "")[:200]
    path = staged.found(token, owner=owner.pk)
    with path.open("rb") as opened:
        report = run(request, opened, name, dry_run=False)
    path.unlink(missing_ok=True)
    return {"report": report.as_dict(), "done": True, "name": name}
