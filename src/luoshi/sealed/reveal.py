"""Seeing who applied: for a purpose, with a second person's agreement, and never without a trace."""

from datetime import datetime

import orjson

from luoshi.law.errors import CouldNot
from luoshi.law.words import say
from luoshi.sealed import keys
from luoshi.sealed.identity import PURPOSES, Identity
from luoshi.sealed.models import Applicant, Look


def reveal(
    *, pseudonym: str, matter: str, purpose: str, who: str, approver: str, at: datetime, ledger: str
) -> Identity:
    """Who a pseudonym stands for. The look is written in the caller's transaction before anything is read."""
    if purpose not in PURPOSES:
        raise CouldNot(say("请选查看的用途", "Say for what purpose you look"))
    if not approver or approver == who:
        raise CouldNot(say("须由另一人同意才能查看", "A second person must agree first"))
    Look.objects.create(
        ledger=ledger, matter=matter, pseudonym=pseudonym, purpose=purpose, who=who, approver=approver, at=at
    )
    found = Applicant.objects.filter(ledger=ledger, pseudonym=pseudonym).first()
    if found is None:
        raise CouldNot(
            say(
                "申请人信息不在本系统，或已依法删除",
                "Who applied is not kept here, or was erased as the law requires",
            )
        )
    return Identity(**orjson.loads(keys.decrypt(bytes(found.sealed), pseudonym)))
