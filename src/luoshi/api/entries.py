"""Handing in entries by the batch: each answered by itself, the good ones stored, all of it repeatable."""

import logging
from collections.abc import Iterator
from datetime import datetime

import orjson
from django.conf import settings
from django.http import HttpRequest, HttpResponse

from luoshi.api import once
from luoshi.api.callers import Caller, caller, now
from luoshi.api.drafts import Wrong, draft
from luoshi.api.problems import Refused, forbidden, too_big
from luoshi.approvals.models import Matter
from luoshi.law.words import say
from luoshi.ledger import follow, read, record
from luoshi.ledger.ready import Ready, digester
from luoshi.monitor.follow import NAME, catch_up

LIMIT = 10_000
AT_ONCE = 200  # so many entries behind are judged before the answer; more are left to the follower
log = logging.getLogger(__name__)
BROKEN = object()


def hand_in(request: HttpRequest) -> HttpResponse:
    """Take a batch. Raises Refused for what concerns all of it."""
    who = caller(request)
    if who.writes is None:
        raise Refused(403, forbidden())
    key = once.key_of(request)
    if key and (known := once.answered(who, key, once.asked(request))) is not None:
        return known
    answer = _take(list(_entries(request, request.body)), who, at=now(request))
    return once.kept(request, who, key, answer) if key else once.json(answer)


def _entries(request: HttpRequest, body: bytes) -> Iterator[object]:
    """The entries of a body; a line of NDJSON that cannot be read is one broken entry."""
    kind = (request.content_type or "").lower()
    if kind in ("application/x-ndjson", "application/jsonl"):
        lines = [line for line in body.split(b"\n") if line.strip()]
        if len(lines) > LIMIT:
            raise Refused(413, too_big())
        for line in lines:
            try:
                yield orjson.loads(line)
            except orjson.JSONDecodeError:
                yield BROKEN
        return
    if kind not in ("application/json", ""):
        raise Refused(
            415,
            say(
                "请用 application/json 或 application/x-ndjson",
                "Use application/json or application/x-ndjson",
            ),
        )
    try:
        whole = orjson.loads(body)
    except orjson.JSONDecodeError as wrong:
        raise Refused(422, say(f"不是正确的 JSON：{wrong}", f"Not valid JSON: {wrong}")) from wrong
    if not isinstance(whole, list):
        raise Refused(422, say("请发送 JSON 数组", "Send a JSON array"))
    if len(whole) > LIMIT:
        raise Refused(413, too_big())
    yield from whole


def _take(entries: list[object], who: Caller, *, at: datetime) -> bytes:
    """Store what can be stored; the answer as JSON, entry by entry, in order."""
    answers: list[bytes] = []
    drafts: list[Ready] = []
    places: list[int] = []
    law, keyed = settings.LUOSHI_JURISDICTION, digester()
    for index, entry in enumerate(entries):
        try:
            if entry is BROKEN:
                raise Wrong("", say("这一行不是正确的 JSON", "this line is not valid JSON"))
            made = draft(entry, who, at=at, law=law, keyed=keyed)
            _in_scope(made, who)
        except Wrong as wrong:
            answers.append(_rejected(index, wrong))
            continue
        answers.append(b"")
        drafts.append(made)
        places.append(index)
    drafts, places = _own(drafts, places, who, answers)
    duplicates = 0
    for index, (state, position, _) in zip(places, record.place_bulk(drafts, at=at), strict=True):
        if state == "duplicate":
            duplicates += 1
            answers[index] = b'{"index":%d,"state":"duplicate","position":%d}' % (index, position)
        else:
            answers[index] = b'{"index":%d,"state":"stored","position":%d}' % (index, position)
    _judge(at)
    return b'{"stored":%d,"duplicates":%d,"rejected":%d,"entries":[%b]}' % (
        len(places) - duplicates, duplicates, len(answers) - len(places), b",".join(answers),
    )  # fmt: skip


def _rejected(index: int, wrong: Wrong) -> bytes:
    return orjson.dumps({"index": index, "state": "rejected", "field": wrong.field, "reason": wrong.reason})


def _in_scope(made: Ready, who: Caller) -> None:
    """Units outside the caller's part of the tree are not the caller's to write for."""
    bounds = who.writes
    if bounds is None or not (bounds.all or made.unit in bounds.units):
        raise Wrong("unit", _foreign())


def _foreign() -> str:
    return say("不在您的单位范围内", "outside the units you may write for")


def _own(
    drafts: list[Ready], places: list[int], who: Caller, answers: list[bytes]
) -> tuple[list[Ready], list[int]]:
    """Leave out entries for matters that belong to other units."""
    bounds = who.writes
    if bounds is None or bounds.all or not drafts:
        return drafts, places
    names = list({made.matter for made in drafts})
    foreign: set[str] = set()
    for start in range(0, len(names), 500):
        known = Matter.objects.filter(
            ledger=settings.LUOSHI_JURISDICTION, matter__in=names[start : start + 500]
        ).values_list("matter", "unit")
        foreign |= {matter for matter, unit in known if unit not in bounds.units}
    for made, place in zip(drafts, places, strict=True):
        if made.matter in foreign:
            answers[place] = _rejected(place, Wrong("matter", _foreign()))
    kept = [(d, p) for d, p in zip(drafts, places, strict=True) if d.matter not in foreign]
    return [d for d, _ in kept], [p for _, p in kept]


def _judge(at: datetime) -> None:
    """A handful is judged at once, so that the next question sees it; more is left to the follower."""
    position, _ = read.head()
    if 0 < position - follow.bookmark(NAME) <= AT_ONCE:
        try:
            catch_up(at=at)
        except Exception:  # what was taken is stored and answered for; the follower judges it later
            log.exception("entries stored but not judged yet")
