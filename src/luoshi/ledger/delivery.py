"""Delivering roots outside: to a file on another body's medium, by mail to another body.

What could not be delivered is said and tried again at the next seal; the ledger notes what has left.
Whoever holds a root can later prove what the ledger said on that day, whatever happens here.
"""

import os
import smtplib
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import connection

from luoshi.law.words import say
from luoshi.ledger import seal, sql
from luoshi.ledger.entry import instant


@dataclass(frozen=True, slots=True)
class Delivery:
    """What became of sending roots to one address; `problem` is "" when nothing is left to send."""

    address: str
    delivered: int
    pending: int
    problem: str

    def told(self) -> dict[str, str | int]:
        """As JSON wants it."""
        return asdict(self)

    def said(self) -> str:
        """One line for a person."""
        if self.problem or not self.delivered:
            return self.problem
        return say(
            f"{self.delivered} 个根值已送到 {self.address}",
            f"{self.delivered} root(s) delivered to {self.address}",
        )


def deliver(at: datetime, ledger: str | None = None) -> list[Delivery]:
    """Send every root that an address has not had yet; one answer per address."""
    ledger = ledger or sql.default_ledger()
    return [_to(address, at, ledger) for address in addresses()]


def addresses() -> list[str]:
    """`file:PATH` (LUOSHI_ROOTS, by default roots.jsonl in the home) and `mail:ADDRESS` (LUOSHI_ROOTS_MAIL)."""
    found = [
        f"file:{Path(_setting('LUOSHI_ROOTS') or Path(settings.LUOSHI_HOME) / 'roots.jsonl').absolute()}"
    ]
    found += [f"mail:{a.strip()}" for a in _setting("LUOSHI_ROOTS_MAIL").split(",") if a.strip()]
    return found


def inside_only() -> str:
    """A warning when no root ever leaves this machine's own folder; "" otherwise."""
    if _setting("LUOSHI_ROOTS") or _setting("LUOSHI_ROOTS_MAIL"):
        return ""
    return say(
        "根值只存在本机：请把 LUOSHI_ROOTS 设到本系统管理员够不着的地方，或设 LUOSHI_ROOTS_MAIL 邮寄给另一单位",
        "Roots are kept on this machine only: point LUOSHI_ROOTS to a place this system's administrator cannot "
        "reach, or have them mailed to another body with LUOSHI_ROOTS_MAIL",
    )


def _setting(name: str) -> str:
    return str(getattr(settings, name, "") or os.environ.get(name) or "")


def _to(address: str, at: datetime, ledger: str) -> Delivery:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT size FROM ledger_delivery WHERE ledger = %s AND address = %s", [ledger, address]
        )
        had = {size for (size,) in cursor.fetchall()}
    pending = [s for s in seal.seals(ledger=ledger) if s.size not in had]
    if not pending:
        return Delivery(address, 0, 0, "")
    how, _, where = address.partition(":")
    try:
        if how == "file":
            _append(Path(where), [s.line() for s in pending])
        else:
            _mail(where, pending)
    except (OSError, smtplib.SMTPException) as failure:
        problem = say(
            f"{len(pending)} 个根值没有送到 {where}：{failure}。下次封签时再送。",
            f"{len(pending)} root(s) could not be delivered to {where}: {failure}. Tried again at the next seal.",
        )
        return Delivery(address, 0, len(pending), problem)
    with connection.cursor() as cursor:
        for s in pending:
            cursor.execute(
                "INSERT INTO ledger_delivery (ledger, size, address, delivered_at) VALUES (%s, %s, %s, %s) "
                "ON CONFLICT DO NOTHING",
                [ledger, s.size, address, instant(at, "at")],
            )
    return Delivery(address, len(pending), 0, "")


def _append(path: Path, lines: Sequence[str]) -> None:
    """Whole lines at the end of the file, on the medium before we believe it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("a+b") as file:
        torn = file.tell() > 0 and _last_byte(file.fileno(), file.tell()) != b"\n"
        file.write((("\n" if torn else "") + "".join(f"{line}\n" for line in lines)).encode())
        file.flush()
        os.fsync(file.fileno())


def _last_byte(descriptor: int, size: int) -> bytes:
    return os.pread(descriptor, 1, size - 1)


def _mail(to: str, pending: Sequence[seal.Seal]) -> None:
    newest = pending[-1]
    subject = say(
        f"账本根值 {newest.ledger} 第 {newest.size} 条 {newest.at}",
        f"Ledger root {newest.ledger} at entry {newest.size}, {newest.at}",
    )
    body = say(
        "请妥善保存本邮件。以下每行是一个签名的账本根值，可用来证明账本此后未被改动。",
        "Please keep this mail. Each line is a signed root of the ledger; it proves later that nothing was changed.",
    )
    lines = "\n".join(s.line() for s in pending)
    message = EmailMessage(subject, body, to=[to])
    message.attach("roots.jsonl", f"{lines}\n".encode(), "application/octet-stream")
    message.send()
