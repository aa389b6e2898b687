"""Importing: choose a file and how it is read, watch it go, read the report."""

import tomllib
from pathlib import Path
from typing import Any, cast
from uuid import UUID, uuid4

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from luoshi.law.words import chosen
from luoshi.org.models import User
from luoshi.web import importing
from luoshi.web.access import access, now
from luoshi.web.models import Import

ENDINGS = {".csv": "csv", ".xes": "xes", ".xes.gz": "xes.gz"}
MAPPING_LIMIT = 256 * 1024


class ImportForm(forms.Form):
    """A file, and one of the mappings at hand or one of one's own."""

    file = forms.FileField(
        label=gettext_lazy("文件"), help_text=gettext_lazy("CSV、XES 或 XES.GZ，最大 2 GB。不得含涉密信息。"),
        widget=forms.FileInput({"class": "form-control", "accept": ".csv,.xes,.gz"}),
        error_messages={"required": gettext_lazy("请选一个文件。"), "empty": gettext_lazy("这个文件是空的，请换一个。")},
    )  # fmt: skip
    mapping = forms.ChoiceField(
        label=gettext_lazy("怎样读"), required=False, widget=forms.Select({"class": "form-select"}),
        help_text=gettext_lazy("映射说明哪一列是编号、单位、时间和到期"),
    )  # fmt: skip
    own = forms.FileField(
        label=gettext_lazy("或用自己的映射文件"), required=False, help_text=gettext_lazy("TOML；选了它，上面的选择不起作用"),
        widget=forms.FileInput({"class": "form-control", "accept": ".toml"}),
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        names = [(name, name.removesuffix(".toml")) for name in importing.examples()]
        self.fields["mapping"].choices = [("", _("请选择")), *names]  # type: ignore[attr-defined]

    def clean_file(self) -> UploadedFile:
        file: UploadedFile = self.cleaned_data["file"]
        if format_of(file.name or "") is None:
            raise forms.ValidationError(_("只读 .csv、.xes 和 .xes.gz。请换一个文件，或先另存为 CSV。"))
        if (file.size or 0) > importing.LIMIT:
            raise forms.ValidationError(_("文件超过 2 GB。请按月份分开再导，或请系统管理员用命令行导入。"))
        return file

    def clean(self) -> dict[str, Any]:
        told = super().clean() or {}
        own: UploadedFile | None = told.get("own")
        if own:
            told["mapping_name"], told["mapping_text"] = (own.name or "")[:200], self._own(own)
        elif told.get("mapping"):
            told["mapping_name"] = told["mapping"]
            told["mapping_text"] = importing.examples()[told["mapping"]].read_text(encoding="utf-8")
        elif "mapping" not in self.errors and "own" not in self.errors:
            self.add_error("mapping", _("请选一个映射，或上传自己的。"))
        self._agree(told)
        return told

    def _own(self, own: UploadedFile) -> str:
        try:
            text: str = own.read(MAPPING_LIMIT).decode("utf-8-sig")
            tomllib.loads(text)
        except (UnicodeDecodeError, tomllib.TOMLDecodeError) as wrong:
            self.add_error("own", _("这个映射文件读不懂：%(why)s") % {"why": wrong})
            return ""
        return text

    def _agree(self, told: dict[str, Any]) -> None:
        """A shipped mapping says in its name what it reads."""
        file, name = told.get("file"), told.get("mapping", "")
        if file is None or told.get("own") or not name:
            return
        wanted = "csv" if ".csv." in name else "xes"
        if not str(format_of(file.name)).startswith(wanted):
            self.add_error("mapping", _("这个映射读 %(kind)s，选的文件不是。") % {"kind": wanted.upper()})


def format_of(name: str) -> str | None:
    low = name.lower()
    return next((kind for ending, kind in ENDINGS.items() if low.endswith(ending)), None)


@access("imports.do")
def imports(request: HttpRequest) -> HttpResponse:
    form = ImportForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        return _begun(request, form.cleaned_data)
    runs = list(
        Import.objects.select_related("user").defer("report", "mapping_text").order_by("-started_at")[:20]
    )
    for run in runs:
        run.cut = run.cut_off(now(request))  # type: ignore[attr-defined]
    status = 200 if request.method != "POST" else 422
    return render(request, "luoshi/imports.html", {"form": form, "runs": runs}, status=status)


def _begun(request: HttpRequest, told: dict[str, Any]) -> HttpResponseRedirect:
    file, at = told["file"], now(request)
    run = uuid4()
    kind = format_of(file.name)
    assert kind is not None
    importing.keep(file, importing.path_of(run, kind))
    with transaction.atomic():
        Import.objects.create(
            pk=run, user=cast(User, request.user), name=Path(file.name).name[:200], format=kind,
            mapping=told["mapping_name"], mapping_text=told["mapping_text"], language=chosen(),
            started_at=at, touched_at=at,
        )  # fmt: skip
    importing.start(run)
    return redirect("import", run=run)


@access("imports.do")
def import_run(request: HttpRequest, run: UUID) -> HttpResponse:
    """The page of one run; asked again by htmx every second while it runs."""
    it = get_object_or_404(Import.objects.select_related("user"), pk=run)
    at = now(request)
    shown = {"run": it, "running": it.running(at), "cut": it.cut_off(at), "percent": round(it.share * 100)}
    partial = getattr(request, "htmx", False)
    return render(request, "luoshi/parts/run.html" if partial else "luoshi/import.html", shown)
