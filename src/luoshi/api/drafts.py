"""From what a program sends to entries ready to be placed: each refused by itself with field and reason."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from hashlib import blake2b
from typing import Any

import orjson

from luoshi.api.callers import Caller
from luoshi.intake.mapping import ACTS
from luoshi.law.period import UNITS
from luoshi.law.words import say
from luoshi.ledger.ready import Ready, written
from luoshi.org.access import SHANGHAI

TEXTS = {
    "matter": 200, "kind": 80, "occasion": 200, "law": 40, "unit": 200, "post": 200, "officer": 200,
    "to_unit": 200,
}  # fmt: skip
LONGEST = max(TEXTS.values())
NEEDED = ("matter", "kind", "occasion")
FIELDS = {"happened_at", "payload", *TEXTS}
KINDS = ACTS | {"clocks.set", "clocks.met"}
GRADES = ("promise", "step", "source")  # statutory terms come from the law, not from outside
FIRST, LAST = date(2004, 1, 1), date(2060, 12, 31)  # what the calendar covers
SINCE = datetime(2004, 1, 1, tzinfo=SHANGHAI).astimezone(UTC)
UNTIL = datetime(2061, 1, 1, tzinfo=SHANGHAI).astimezone(UTC)
EMPTY: dict[str, Any] = {}
PAYLOAD_LIMIT = 16_384  # bytes
AHEAD = timedelta(minutes=1)  # clocks of two machines may differ so much


class Wrong(Exception):
    """An entry that cannot be taken: which field, and why."""

    def __init__(self, field: str, reason: str) -> None:
        super().__init__(reason)
        self.field = field
        self.reason = reason


def draft(entry: object, caller: Caller, *, at: datetime, law: str, keyed: blake2b) -> Ready:
    """What an entry stands for; `keyed` as for `written`. Raises Wrong, naming the field."""
    if not isinstance(entry, dict):
        raise Wrong("", say("应是一个 JSON 对象", "must be a JSON object"))
    if not FIELDS.issuperset(entry):
        unknown = next(name for name in entry if name not in FIELDS)
        raise Wrong(str(unknown)[:80], say("不认识这个字段", "unknown field"))
    matter, kind, occasion, law_named, unit, post, officer, to_unit = _texts(entry)
    if kind not in KINDS:
        raise Wrong("kind", say(f"不能写入“{kind}”", f"“{kind}” cannot be handed in"))
    if law_named and law_named not in ("none", "CN", law) and not law_named.startswith("CN-"):
        raise Wrong("law", say("写 none 或 CN-530100 这样的代码", "write none or a code like CN-530100"))
    law = law_named or law
    happened_at = _happened(entry, at, law)
    payload = _payload(entry, kind)
    try:
        return written(  # by place: naming seventeen takes longer than digesting them
            keyed, matter, kind, "", unit, post, officer, to_unit, "import", caller.name, law,
            f"api:{caller.key}:{occasion}", caller.name, "", "", happened_at, payload,
        )  # fmt: skip
    except Exception as wrong:
        raise Wrong("", str(wrong)) from wrong


def _texts(entry: dict[str, Any]) -> tuple[str, ...]:
    """The fields that hold text, in the order of TEXTS; seen at a glance, and closely where that fails."""
    get = entry.get
    texts = (
        get("matter", ""), get("kind", ""), get("occasion", ""), get("law", ""), get("unit", ""),
        get("post", ""), get("officer", ""), get("to_unit", ""),
    )  # fmt: skip
    matter, kind, occasion, law, *_ = texts
    try:
        short = len("".join(texts)) <= LONGEST and len(law) <= TEXTS["law"]
    except TypeError:
        short = False
    if short and kind in KINDS and matter.strip() and occasion.strip():
        return texts
    for (name, limit), value in zip(TEXTS.items(), texts, strict=True):
        if not isinstance(value, str):
            raise Wrong(name, say("应是文字", "must be text"))
        if name in NEEDED and not value.strip():
            raise Wrong(name, say("不能为空", "must not be empty"))
        if len(value) > limit:
            raise Wrong(name, say(f"超过 {limit} 个字符", f"longer than {limit} characters"))
    return texts


def _happened(entry: dict[str, Any], at: datetime, law: str) -> datetime:
    moment = _moment(entry.get("happened_at"), "happened_at")
    if moment > at + AHEAD:
        raise Wrong("happened_at", say("在将来，尚未发生", "lies in the future"))
    if law != "none" and not SINCE <= moment < UNTIL:
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
    payload: Any = entry.get("payload", EMPTY)
    if not isinstance(payload, dict):
        raise Wrong("payload", say("应是一个 JSON 对象", "must be a JSON object"))
    if not payload and not kind.startswith("clocks."):
        return payload
    try:
        size = len(orjson.dumps(payload))
    except TypeError as wrong:
        raise Wrong("payload", say("含有不能保存的值", "holds values that cannot be kept")) from wrong
    if size > PAYLOAD_LIMIT:
        raise Wrong("payload", say(f"超过 {PAYLOAD_LIMIT} 字节", f"more than {PAYLOAD_LIMIT} bytes"))
    kept = dict(payload)
    for name, value in payload.items():
        if check := MEANINGS.get(name):
            kept[name] = check(value, f"payload.{name}")
    if kind.startswith("clocks."):
        _clock(kept, kind)
    return kept


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
