"""The same request once: an Idempotency-Key is kept with its answer in the transaction of what it did."""

import re
from collections.abc import Callable
from datetime import timedelta
from hashlib import blake2b
from typing import Any

from django.conf import settings
from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponse

from luoshi.api.callers import Caller, now
from luoshi.api.problems import Refused
from luoshi.intake.models import Answer
from luoshi.law.words import say

KEPT = timedelta(days=7)
KEY_LIMIT = 255
KEY = re.compile(rf"[!-~]{{0,{KEY_LIMIT}}}")
PARAMETER: dict[str, Any] = {
    "in": "header",
    "name": "Idempotency-Key",
    "required": False,
    "schema": {"type": "string", "maxLength": KEY_LIMIT, "pattern": "^[!-~]*$"},
    "description": "The same key with the same body gets the same answer; with another body 409.",
}


def key_of(request: HttpRequest) -> str:
    key: str = request.headers.get("Idempotency-Key", "")
    if not KEY.fullmatch(key):
        raise Refused(422, say("Idempotency-Key 太长或不对", "The Idempotency-Key is too long or malformed"))
    return key


def asked(request: HttpRequest) -> str:
    """What makes a request itself, besides its key: address, sort and content of its body. Keyed: it may hold names."""
    told = f"{request.method} {request.path}\n{request.content_type or ''}\n".encode()
    return blake2b(told + request.body, key=bytes(settings.LEDGER_DIGEST_KEY), digest_size=32).hexdigest()


def answered(who: Caller, key: str, request: str, *, status: int = 200) -> HttpResponse | None:
    """The answer given before under this key; Refused if the key was used for something else."""
    known = Answer.objects.filter(caller=who.key, key=key).first()
    if known is None:
        return None
    if known.request != request:
        raise Refused(
            409,
            say(
                "这个 Idempotency-Key 已用于别的内容，请换一个",
                "This Idempotency-Key was used for other content; choose a new one",
            ),
        )
    response = json(known.body.encode(), status)
    response["Idempotency-Replayed"] = "true"
    return response


def kept(request: HttpRequest, who: Caller, key: str, answer: bytes) -> HttpResponse:
    """Keep an answer after the deed, for what may be done again without harm."""
    try:
        with transaction.atomic():
            Answer.objects.filter(at__lt=now(request) - KEPT).delete()
            Answer.objects.create(
                caller=who.key, key=key, request=asked(request), body=answer.decode(), at=now(request)
            )
    except IntegrityError:  # the same request came twice at once: the first answer stands
        return answered(who, key, asked(request)) or json(answer)
    return json(answer)


def once(request: HttpRequest, who: Caller, make: Callable[[], bytes], *, status: int = 200) -> HttpResponse:
    """Do it and keep the answer in one transaction. Who sends the same at the same time waits and gets that answer."""
    key = key_of(request)
    if not key:
        return json(make(), status)
    this = asked(request)
    if (known := answered(who, key, this, status=status)) is not None:
        return known
    try:
        with transaction.atomic():
            Answer.objects.filter(at__lt=now(request) - KEPT).delete()
            kept = Answer.objects.create(caller=who.key, key=key, request=this, body="", at=now(request))
            kept.body = make().decode()
            kept.save(update_fields=["body"])
    except IntegrityError:
        if (known := answered(who, key, this, status=status)) is not None:
            return known
        raise
    return json(kept.body.encode(), status)


def json(body: bytes, status: int = 200) -> HttpResponse:
    return HttpResponse(body, status=status, content_type="application/json; charset=utf-8")
