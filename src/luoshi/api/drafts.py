"""From what a program sends to drafts: one entry at a time, each refused by itself with field and reason."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import orjson

from luoshi.api.callers import Caller
from luoshi.intake.mapping import ACTS
from luoshi.law.period import UNITS
from luoshi.law.words import say
from luoshi.ledger import record
from luoshi.ledger.entry import Draft
from luoshi.org.access import SHANGHAI

TEXTS = {"unit": 200, "post": 200, "officer": 200, "to_unit": 200}
FIELDS = {"matter", "kind", "happened_at", "occasion", "law", "payload", *TEXTS}
KINDS = ACTS | {"clocks.set", "clocks.met"}
GRADES = ("promise", "step", "source")  # statutory terms come from the law, not from outside
FIRST, LAST = date(2004, 1, 1), date(2060, 12, 31)  # what the calendar covers
PAYLOAD_LIMIT = 16_384  # bytes
AHEAD = timedelta(minutes=1)  # clocks of two machines may differ so much


class Wrong(Exception):
    """An entry that cannot be taken: which field, and why."""

    def __init__(self, field: str, reason: str) -> None:
        super().__init__(reason)
        self.field = field
        self.reason = reason


def draft(entry: object, caller: Caller, *, at: datetime, law: str) -> Draft:
    """The draft an entry stands for. Raises Wrong, naming the field."""
    if not isinstance(entry, dict):
        raise Wrong("", say("应是一个 JSON 对象", "must be a JSON object"))
    for name in entry:
        if name not in FIELDS:
            raise Wrong(str(name)[:80], say("不认识这个字段", "unknown field"))
    kind = _text(entry, "kind", 80, needed=True)
    if kind not in KINDS:
        raise Wrong("kind", say(f"不能写入“{kind}”", f"“{kind}” cannot be handed in"))
    law = _law(entry, law)
    happened_at = _happened(entry, at, law)
    made = Draft(
        matter=_text(entry, "matter", 200, needed=True),
        kind=kind,
        happened_at=happened_at,
        occasion=f"api:{caller.key}:{_text(entry, 'occasion', 200, needed=True)}",
        unit=_text(entry, "unit", 200),
        post=_text(entry, "post", 200),
        officer=_text(entry, "officer", 200),
        to_unit=_text(entry, "to_unit", 200),
        actor_kind="import",
        actor=caller.name,
        law=law,
        source=caller.name,
        payload=_payload(entry, kind),
    )
    try:
        record.check(made)
    except Exception as wrong:
        raise Wrong("", str(wrong)) from wrong
    return made


def _text(entry: dict[str, Any], name: str, limit: int, *, needed: bool = False) -> str:
    value = entry.get(name, "")
    if not isinstance(value, str):
        raise Wrong(name, say("应是文字", "must be text"))
    if needed and not value.strip():
        raise Wrong(name, say("不能为空", "must not be empty"))
    if len(value) > limit:
        raise Wrong(name, say(f"超过 {limit} 个字符", f"longer than {limit} characters"))
    return value


def _law(entry: dict[str, Any], default: str) -> str:
    law = _text(entry, "law", 40) or default
    if law not in ("none", "CN", default) and not law.startswith("CN-"):
        raise Wrong("law", say("写 none 或 CN-530100 这样的代码", "write none or a code like CN-530100"))
    return law


def _happened(entry: dict[str, Any], at: datetime, law: str) -> datetime:
    moment = _moment(entry.get("happened_at"), "happened_at")
    if moment > at + AHEAD:
        raise Wrong("happened_at", say("在将来，尚未发生", "lies in the future"))
    if law != "none" and not FIRST <= moment.astimezone(SHANGHAI).date() <= LAST:
        raise Wrong("happened_at", say("不在日历范围内（2004–2060）", "the calendar covers 2004–2060 only"))
    return moment


def _moment(value: object, field: str) -> datetime:
    try:
        moment = datetime.fromisoformat(value) if isinstance(value, str) else None
        moment = moment.astimezone(UTC) if moment and moment.tzinfo else None
    except (ValueError, OverflowError):
        moment = None
    if moment is None or not 1 < moment.year < 9999:
        raise Wrong(
            field,
            say("写成带时区的时刻，如 2026-09-18T09:00+08:00", "a moment with zone: 2026-09-18T09:00+08:00"),
        )
    return moment


def _payload(entry: dict[str, Any], kind: str) -> dict[str, Any]:
    payload = entry.get("payload", {})
    if not isinstance(payload, dict):
        raise Wrong("payload", say("应是一个 JSON 对象", "must be a JSON object"))
    try:
        size = len(orjson.dumps(payload))
    except TypeError as wrong:
        raise Wrong("payload", say("含有不能保存的值", "holds values that cannot be kept")) from wrong
    if size > PAYLOAD_LIMIT:
        raise Wrong("payload", say(f"超过 {PAYLOAD_LIMIT} 字节", f"more than {PAYLOAD_LIMIT} bytes"))
    payload = dict(payload)
    for name, check in MEANINGS.items():
        if name in payload:
            payload[name] = check(payload[name], f"payload.{name}")
    if kind.startswith("clocks."):
        _clock(payload, kind)
    return payload


def _clock(payload: dict[str, Any], kind: str) -> None:
    if not payload.get("clock"):
        raise Wrong("payload.clock", say("要写明是哪个时限", "name the clock"))
    payload.setdefault("instance", "")
    if kind == "clocks.met":
        return
    payload.setdefault("grade", "source")
    if ("due_at" in payload) == ("amount" in payload and "per" in payload):
        raise Wrong(
            "payload.due_at", say("写 due_at，或写 amount 和 per", "give either due_at, or amount and per")
        )


def _short(limit: int) -> Callable[[object, str], object]:
    def check(value: object, field: str) -> object:
        if not isinstance(value, str) or len(value) > limit:
            raise Wrong(field, say(f"应是不超过 {limit} 字的文字", f"text of at most {limit} characters"))
        return value

    return check


def _one_of(*words: str) -> Callable[[object, str], object]:
    def check(value: object, field: str) -> object:
        if value not in words:
            raise Wrong(field, say(f"只能是 {'、'.join(words)}", f"one of {', '.join(words)}"))
        return value

    return check


def _amount(value: object, field: str) -> object:
    if type(value) is not int or not 0 < value <= 100_000:
        raise Wrong(field, say("应是 1 至 100000 的整数", "an integer from 1 to 100000"))
    return value


def _due_at(value: object, field: str) -> object:
    return _moment(value, field).isoformat(timespec="microseconds")[:26] + "Z"


def _day(value: object, field: str) -> object:
    try:
        day = date.fromisoformat(value) if isinstance(value, str) else None
    except ValueError:
        day = None
    if day is None or not FIRST <= day <= LAST:
        raise Wrong(field, say("应是 2004–2060 年间的日期", "a day from 2004 to 2060"))
    return day.isoformat()


MEANINGS: dict[str, Callable[[object, str], object]] = {
    "item": _short(200),
    "clock": _short(100),
    "instance": _short(100),
    "ground": _short(100),
    "document": _short(200),
    "amount": _amount,
    "per": _one_of(*UNITS),
    "due_at": _due_at,
    "since": _day,
    "until": _day,
    "outcome": _one_of("granted", "refused"),
    "grade": _one_of(*GRADES),
}
