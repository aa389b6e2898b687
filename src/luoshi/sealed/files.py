"""Files that people attach: kept encrypted under the digest of their content, outside everything that is served."""

import io
import os
import zipfile
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from django.conf import settings

from luoshi.law.errors import CouldNot
from luoshi.law.words import say
from luoshi.sealed import keys

LIMIT = 20 * 1024 * 1024
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
ENDINGS = {
    "application/pdf": "pdf", "image/png": "png", "image/jpeg": "jpg", "application/ofd": "ofd", WORD: "docx", SHEET: "xlsx",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Kept:
    """A file that is kept: the digest of its content in hex, what it is, how long."""

    digest: str
    media: str
    size: int


def keep(content: bytes) -> Kept:
    """Keep a file; the same content is kept once. CouldNot says what may be attached."""
    if not content:
        raise CouldNot(say("这个文件是空的，请换一个", "The file is empty: choose another"))
    if len(content) > LIMIT:
        raise CouldNot(
            say("文件超过 20 MB，请压缩或分开", "The file is larger than 20 MB: compress or split it")
        )
    kind = media(content)
    if not kind:
        raise CouldNot(
            say(
                "只收 PDF、OFD、PNG、JPG、DOCX、XLSX（不含宏），按文件内容判断",
                "Only PDF, OFD, PNG, JPG, DOCX and XLSX without macros, judged by what the file holds",
            )
        )
    digest = sha256(content).hexdigest()
    path = _path(digest)
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        part = path.with_name(f".{digest}.{os.getpid()}.{os.urandom(4).hex()}")
        descriptor = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "wb") as file:
            file.write(keys.encrypt(content, digest))
        part.replace(path)
    return Kept(digest, kind, len(content))


def fetch(digest: str) -> bytes:
    """The content kept under a digest, unchanged or not at all."""
    path = _path(digest)
    if not path.exists():
        raise CouldNot(
            say("附件不在了：请系统管理员从备份恢复", "The file is gone: restore it from the backup")
        )
    return keys.decrypt(path.read_bytes(), digest)


def known(digest: str) -> Kept | None:
    """What is kept under a digest, if anything."""
    if (
        len(digest) != 64
        or not all(sign in "0123456789abcdef" for sign in digest)
        or not _path(digest).exists()
    ):
        return None
    content = fetch(digest)
    return Kept(digest, media(content), len(content))


def media(content: bytes) -> str:
    """What a file is by its content; "" for what is not taken."""
    for begins, kind in (
        (b"%PDF-", "application/pdf"),
        (b"\x89PNG\r\n\x1a\n", "image/png"),
        (b"\xff\xd8\xff", "image/jpeg"),
    ):
        if content.startswith(begins):
            return kind
    return _packed(content) if content.startswith(b"PK\x03\x04") else ""


def _packed(content: bytes) -> str:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            names = packed.namelist()
    except zipfile.BadZipFile:
        return ""
    if any(name.lower().endswith("vbaproject.bin") for name in names):
        return ""
    if "OFD.xml" in names:
        return "application/ofd"
    if "[Content_Types].xml" not in names:
        return ""
    return next(
        (kind for part, kind in (("word/", WORD), ("xl/", SHEET)) if any(n.startswith(part) for n in names)),
        "",
    )


def _path(digest: str) -> Path:
    folder: Path = settings.LUOSHI_HOME / "attachments"
    return folder / digest[:2] / digest
