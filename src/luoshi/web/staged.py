"""Workbooks looked at before they are brought in: kept for their owner alone until confirmed, a day at most."""

from datetime import datetime, timedelta
from pathlib import Path
from uuid import UUID, uuid4

from django.core.files.uploadedfile import UploadedFile

from luoshi.law.errors import CouldNot
from luoshi.law.words import say
from luoshi.web import importing

LIMIT = 20 * 1024 * 1024
KEPT = timedelta(days=1)


def keep(file: UploadedFile, *, owner: int, at: datetime) -> UUID:
    """Write an upload down under a name only its owner's requests can make; forget what was left lying."""
    if (file.size or 0) > LIMIT:
        raise CouldNot(say("文件超过 20 MB：请分开再导", "The file is larger than 20 MB: split it"))
    for old in importing.folder().glob("staged-*.xlsx"):
        if old.stat().st_mtime < (at - KEPT).timestamp():
            old.unlink(missing_ok=True)
    token = uuid4()
    importing.keep(file, path_of(token, owner))  # type: ignore[arg-type]
    return token


def path_of(token: UUID, owner: int) -> Path:
    return importing.folder() / f"staged-{owner}-{token}.xlsx"


def found(token: str, *, owner: int) -> Path:
    """The workbook kept under a token; CouldNot where it is gone or someone else's."""
    try:
        path = path_of(UUID(token), owner)
    except ValueError:
        path = Path()
    if not path.is_file():
        raise CouldNot(
            say(
                "这份文件已处理过或已过期：请重新选一次",
                "This file was handled or has expired: choose it again",
            )
        )
    return path
