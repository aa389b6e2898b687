"""Working on a case by program: receive it, ask what may be done, do it. The same rules as on the pages."""

from collections.abc import Callable
from typing import Any, Literal

import orjson
from django.conf import settings
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from ninja import Router, Schema, Status

from luoshi.api import bodies
from luoshi.api.acting import actor_for
from luoshi.api.callers import access_matters, caller, now
from luoshi.api.once import PARAMETER, once
from luoshi.api.problems import FAILURES, Problem, Refused, Wrongs
from luoshi.api.shapes import MatterShape
from luoshi.approvals import actions, queries
from luoshi.approvals.actor import Actor
from luoshi.approvals.acts.base import Missing
from luoshi.approvals.models import Ask, Matter
from luoshi.approvals.rules import RULES
from luoshi.approvals.words import CHANNELS
from luoshi.law.errors import CouldNot
from luoshi.law.words import say
from luoshi.monitor.acting import acting
from luoshi.monitor.models import Clock
from luoshi.sealed import files
from luoshi.sealed.codes import known_as
from luoshi.sealed.deposit import deposit
from luoshi.sealed.identity import KINDS, Identity, problems

router = Router()
ON_PAGES = ("ask_identity", "grant_identity", "see_identity", "give_code")
"""Who applied is looked at by people on pages, never by programs; a code has a route of its own, whose answer is not kept."""
ACTS = tuple(act for act in RULES if act not in ON_PAGES)
Act = Literal[ACTS]  # type: ignore[valid-type]
RECEIPT: dict[str, Any] = {
    "type": "object", "title": "receive", "additionalProperties": False, "required": ["item", "applicant"],
    "properties": {
        "officer": bodies.OFFICER,
        "item": {**bodies.words(100), "minLength": 1, "description": "Code of the item in the catalogue."},
        "applicant": {
            "type": "object", "additionalProperties": False, "required": ["kind", "name", "number"],
            "properties": {
                "kind": {"type": "string", "enum": list(KINDS)}, "name": {**bodies.words(200), "pattern": r"\S", "minLength": 1},
                "number": {**bodies.words(40), "description": "Identity number or unified credit code. It is sealed."},
                "phone": bodies.words(20), "address": bodies.words(500),
            },
        },
        "filed": {**bodies.several(bodies.words(100)), "description": "Codes of the papers filed."},
        "channel": {"type": "string", "enum": list(CHANNELS)},
        "valid_until": {"type": "string", "format": "date", "description": "Last day of the licence to be renewed."},
        "files": bodies.several(bodies.FILE),
    },
}  # fmt: skip


class Kept(Schema):
    """A file that is kept, by the digest (SHA-256) of its content."""

    digest: str
    media: str
    size: int


class CodeShape(Schema):
    """The number of a case as people know it, and the code that opens it on the portal. Told once."""

    number: str
    code: str


class ChanceShape(Schema):
    """An act on a case, and why it cannot be done now ("": it can)."""

    act: str
    title: str
    allowed: bool
    why_not: str


def body(schema: dict[str, Any]) -> dict[str, Any]:
    return {
        "requestBody": {"required": True, "content": {"application/json": {"schema": schema}}},
        "parameters": [PARAMETER],
    }


@router.post(
    "/attachments", response={200: Kept, 413: Problem, **FAILURES}, summary="Hand in a file",
    openapi_extra={"requestBody": {"required": True, "content": {"application/octet-stream": {"schema": {"type": "string"}}}}},
)  # fmt: skip
def attach(request: HttpRequest) -> HttpResponse:
    """PDF, OFD, PNG, JPG, DOCX or XLSX of at most 20 MB; name its digest in an act. The same content is kept once."""
    if caller(request).sees.all is False and not caller(request).sees.units:
        raise Refused(403, say("您的权限不包括这项操作", "Your permissions do not cover this"))
    try:
        return HttpResponse(
            orjson.dumps(files.keep(request.body)), content_type="application/json; charset=utf-8"
        )
    except CouldNot as wrong:
        raise Refused(409, str(wrong)) from wrong


@router.post(
    "/matters", response={201: MatterShape, **FAILURES}, openapi_extra=body(RECEIPT), summary="Receive a case"
)
def receive(request: HttpRequest) -> HttpResponse:
    """Take an application in under the version of the item in force now. Who applied is sealed at once."""
    told = receipt(bodies.read(request))
    by = actor_for(request, told.pop("officer", ""))

    def do() -> bytes:
        return shown(_receive(by, told, request))

    return once(request, caller(request), do, status=201)


def _receive(by: Actor, told: dict[str, Any], request: HttpRequest) -> str:
    at = now(request)
    try:
        queries.in_force(told["item"], by=by, at=at, ledger=settings.LUOSHI_JURISDICTION)
        with acting(actor=by.name, at=at) as book:
            applicant = deposit(told.pop("applicant"), at=at)
            return actions.receive(book=book, by=by, applicant=applicant, **told)
    except Missing:
        raise
    except CouldNot as refused:
        raise Refused(409, str(refused)) from refused


def receipt(told: dict[str, Any]) -> dict[str, Any]:
    """The arguments of a receipt; Wrongs names what cannot be used."""
    taken: dict[str, Any] = {}
    wrongs = {
        name: say("不认识这个字段", "unknown field") for name in told if name not in RECEIPT["properties"]
    }
    takes: dict[str, Callable[[Any], Any]] = {
        "officer": lambda v: bodies.text(v, 200), "item": lambda v: bodies.text(v, 100), "applicant": identity,
        "filed": lambda v: bodies.one("several", v), "channel": channel, "valid_until": bodies.day,
        "files": lambda v: bodies.one("files", v),
    }  # fmt: skip
    for name, take in takes.items():
        if name in told:
            try:
                taken[name] = take(told[name])
            except ValueError as wrong:
                wrongs[name] = str(wrong)
        elif name in RECEIPT["required"]:
            wrongs[name] = say("必须给出", "is required")
    if wrongs:
        raise Wrongs(wrongs)
    return taken


def channel(value: Any) -> str:
    if value not in CHANNELS:
        raise ValueError(say(f"只能是 {'、'.join(CHANNELS)}", f"one of {', '.join(CHANNELS)}"))
    return str(value)


def identity(value: Any) -> Identity:
    """An applicant as told; whether the number checks is looked at when it is deposited."""
    known = RECEIPT["properties"]["applicant"]["properties"]
    if not isinstance(value, dict) or not {"kind", "name", "number"} <= set(value) <= set(known):
        raise ValueError(say("应写明 kind、name、number", "give kind, name and number"))
    it = Identity(
        **{name: bodies.text(told, known[name].get("maxLength", 20)) for name, told in value.items()}
    )
    wrong = {field: reason for field, reason in problems(it).items() if field in ("kind", "name")}
    if wrong:
        raise ValueError("；".join(wrong.values()))
    return it


@router.get(
    "/matters/{path:matter}/acts", response={200: list[ChanceShape], **FAILURES}, summary="What may be done"
)
def chances(request: HttpRequest, matter: str, officer: str = "") -> list[dict[str, Any]]:
    """Every act on a case, each with the reason why it cannot be done now by this officer."""
    found = case_of(request, matter)
    by = actor_for(request, officer)
    limits = list(Clock.objects.filter(ledger=found.ledger, matter=found.matter))
    case = queries.case(found.matter, ledger=found.ledger, limits=limits)
    return [
        {"act": c.act, "title": c.rule.said(), "allowed": c.allowed, "why_not": c.why_not}
        for c in queries.may(case, by, now(request))
        if c.act in ACTS
    ]


@router.post(
    "/matters/{path:matter}/acts/{act}", response={200: MatterShape, **FAILURES}, summary="Do something to a case",
    openapi_extra=body({"anyOf": [bodies.act_schema(act) for act in ACTS]}),
)  # fmt: skip
def do(request: HttpRequest, matter: str, act: Act) -> HttpResponse:
    """One act, under the same rules as on the pages: 409 says in words why it cannot be done now."""
    found = case_of(request, matter)
    told = bodies.read(request)
    officer = told.get("officer", "")
    taken = bodies.take(act, told)
    by = actor_for(request, officer if isinstance(officer, str) else "")

    def make() -> bytes:
        try:
            with acting(actor=by.name, at=now(request)) as book:
                getattr(actions, act)(book=book, by=by, matter=found.matter, **taken)
        except Missing:
            raise
        except CouldNot as refused:
            raise Refused(409, str(refused)) from refused
        return shown(found.matter)

    return once(request, caller(request), make)


@router.post(
    "/matters/{path:matter}/code", response={201: CodeShape, **FAILURES}, summary="Give a query code"
)
def code(request: HttpRequest, matter: str, officer: str = "") -> Status:
    """A new code for the applicant, who looks the case up with it; earlier ones end.

    The answer is kept nowhere, so `Idempotency-Key` does not repeat it: sent again, another code is given.
    """
    found = case_of(request, matter)
    by = actor_for(request, officer)
    try:
        with acting(actor=by.name, at=now(request)) as book:
            made = actions.give_code(book=book, by=by, matter=found.matter)
    except CouldNot as refused:
        raise Refused(409, str(refused)) from refused
    return Status(201, {"number": known_as(found.matter), "code": made})


def case_of(request: HttpRequest, name: str) -> Matter:
    """A case within the caller's scope, or one that a unit of the scope was asked about; 404 otherwise."""
    found = None if "\0" in name else access_matters(request).filter(matter=name).first()
    if found is None and "\0" not in name:
        sees = caller(request).sees
        asked = Ask.objects.filter(Q(state=Ask.State.OPEN), matter=name, unit__in=sees.units)
        if asked.exists():
            found = Matter.objects.filter(ledger=settings.LUOSHI_JURISDICTION, matter=name).first()
    if found is None:
        raise Http404(say("没有这个办件，或不在您的范围内", "There is no such matter within your scope"))
    return found


def shown(matter: str) -> bytes:
    found = Matter.objects.get(ledger=settings.LUOSHI_JURISDICTION, matter=matter)
    return orjson.dumps(MatterShape.from_orm(found).model_dump(mode="json"))
