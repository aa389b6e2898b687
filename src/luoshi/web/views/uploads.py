"""Workbooks brought in on a page: first what would become of every row, then, once confirmed, what did."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, BinaryIO, cast

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from luoshi.intake.answers import Answers
from luoshi.intake.catalogue_file import import_catalogue
from luoshi.intake.org_file import import_org
from luoshi.law.errors import CouldNot
from luoshi.org.models import User
from luoshi.web import staged
from luoshi.web.access import access, now, standing_of

SHOWN = 300
Run = Callable[..., Answers]


class UploadForm(forms.Form):
    """One workbook."""

    file = forms.FileField(
        label=gettext_lazy("Excel 文件"), help_text=gettext_lazy("XLSX，最大 20 MB。先看每一行会怎样，确认后才写入。"),
        widget=forms.FileInput({"class": "form-control", "accept": ".xlsx,.xls,.et"}),
        error_messages={"required": gettext_lazy("请选一个文件。"), "empty": gettext_lazy("这个文件是空的，请换一个。")},
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Place:
    """What is brought in here: the words, the way back, the blank workbook."""

    title: str
    back: str
    back_word: str
    excel: str
    hints: tuple[str, ...]


@access("catalogue.publish")
def catalogue_upload(request: HttpRequest) -> HttpResponse:
    scope = standing_of(request).scope("catalogue.publish")

    def run(file: BinaryIO, **more: Any) -> Answers:
        return import_catalogue(file, scope=scope, **more)

    place = Place(
        _("从 Excel 带入事项"), "catalogue", _("事项目录"), "catalogue-excel",
        (
            _("三张表：事项、材料、环节。先导出现有目录或空表，改好再带入。"),
            _("承诺时限不能长于法定时限；改动只对生效日以后收到的件适用。"),
            _("一行有错不影响别的事项；缺的列和表，原来的不动。"),
        ),
    )  # fmt: skip
    return upload(request, place, run)


@access("organisation.change")
def organisation_upload(request: HttpRequest) -> HttpResponse:
    place = Place(
        _("从 Excel 带入组织"), "organisation", _("组织和岗位"), "organisation-workbook",
        (
            _("四张表：单位、人员、岗位、权限。先导出现有的或空表，改好再带入。"),
            _("姓名和账号不进账本；导出的表里有姓名，请妥善保管。"),
            _("新账号要另设口令才能登录；离岗的人写止日，不要删。"),
        ),
    )  # fmt: skip
    return upload(request, place, import_org)


def upload(request: HttpRequest, place: Place, run: Run) -> HttpResponse:
    """Choose, look, confirm."""
    owner = cast(User, request.user)
    form = UploadForm(request.POST, request.FILES) if request.method == "POST" else UploadForm()
    shown: dict[str, Any] = {"form": form, "place": place}
    if request.method != "POST":
        return render(request, "luoshi/upload.html", shown)
    try:
        if token := request.POST.get("token", ""):
            shown |= _brought_in(request, run, token, owner)
        elif form.is_valid():
            shown |= _looked_at(request, run, form.cleaned_data["file"], owner)
    except CouldNot as refused:
        form.add_error("file", str(refused))
    status = 200 if shown.get("answers") else 422
    return render(request, "luoshi/upload.html", shown, status=status)


def _looked_at(request: HttpRequest, run: Run, file: UploadedFile, owner: User) -> dict[str, Any]:
    at, name = now(request), (file.name or "")[:200]
    token = staged.keep(file, owner=owner.pk, at=at)
    path = staged.path_of(token, owner.pk)
    try:
        with path.open("rb") as opened:
            answers = run(opened, name=name, actor=owner.username, at=at, dry_run=True)
    except Exception:
        path.unlink(missing_ok=True)
        raise
    if not answers.stored:
        path.unlink(missing_ok=True)
    return told(answers) | {"token": token if answers.stored else "", "name": name}


def _brought_in(request: HttpRequest, run: Run, token: str, owner: User) -> dict[str, Any]:
    path = staged.found(token, owner=owner.pk)
    name = request.POST.get("name", "")[:200]
    with path.open("rb") as opened:
        answers = run(opened, name=name, actor=owner.username, at=now(request))
    path.unlink(missing_ok=True)
    return told(answers) | {"done": True, "name": name}


def told(answers: Answers) -> dict[str, Any]:
    """The answers as the page shows them: rejected rows first, unchanged ones only counted."""
    rows = [*answers.rejected, *(row for row in answers.rows if row.state in ("new", "changed"))]
    return {
        "answers": answers,
        "rows": rows[:SHOWN],
        "more": max(len(rows) - SHOWN, 0),
        "counts": {state: answers.count(state) for state in ("new", "changed", "unchanged", "rejected")},
    }
