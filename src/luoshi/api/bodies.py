"""Bodies of acts: their JSON schema, and what is taken from them, both from the one table of fields."""

from collections.abc import Mapping
from datetime import date
from typing import Any

import orjson
from django.http import HttpRequest

from luoshi.api.problems import Refused, Wrongs
from luoshi.approvals.fields import FIELDS, LENGTHS, Field
from luoshi.law.words import say
from luoshi.sealed import files

TEXTS = {"choice": 100, "unit": 200, "post": 100, **LENGTHS}
MOST = 100
AMOUNT = 100_000
TITLE = 100
FILE: dict[str, Any] = {
    "type": "object",
    "required": ["digest"],
    "additionalProperties": False,
    "properties": {
        "digest": {
            "type": "string",
            "pattern": "^[0-9a-f]{64}$",
            "description": "As POST /attachments answered.",
        },
        "title": {"type": "string", "maxLength": TITLE},
    },
}


def words(longest: int) -> dict[str, Any]:
    return {"type": "string", "maxLength": longest, "pattern": "^[^\\u0000]*$"}


def several(of: dict[str, Any]) -> dict[str, Any]:
    return {"type": "array", "maxItems": MOST, "items": of}


def schema(field: Field) -> dict[str, Any]:
    """One field as JSON Schema."""
    kind = field.kind
    if kind == "number":
        told: dict[str, Any] = {"type": "integer", "minimum": 1, "maximum": AMOUNT}
    elif kind == "day":
        told = {"type": "string", "format": "date"}
    elif kind == "files":
        told = several(FILE)
    elif kind in ("several", "defects"):
        told = several(words(100))
    else:
        told = words(TEXTS[kind])
        if field.codes:
            told = {"type": "string", "enum": list(field.codes)}
    return {**told, "description": field.label[1]}


def act_schema(act: str) -> dict[str, Any]:
    """The body of one act."""
    own = {field.name: schema(field) for field in FIELDS[act]}
    if any(field.kind == "defects" for field in FIELDS[act]):
        own["wrong"] = {
            "type": "object", "additionalProperties": words(LENGTHS["text"]), "maxProperties": MOST,
            "description": "What is wrong with each paper, by its code.",
        }  # fmt: skip
    return {
        "type": "object", "title": act, "additionalProperties": False, "properties": {"officer": OFFICER, **own},
        "required": [f.name for f in FIELDS[act] if f.needed and f.shown is None and f.initial is None],
    }  # fmt: skip


OFFICER = {
    **words(200),
    "description": "Who acts, by the office's number or the account; programs must say it, people act as themselves.",
}


def read(request: HttpRequest) -> dict[str, Any]:
    """The JSON object of a body."""
    try:
        told = orjson.loads(request.body or b"{}")
    except orjson.JSONDecodeError as wrong:
        raise Wrongs({"": say(f"不是正确的 JSON：{wrong}", f"not valid JSON: {wrong}")}) from wrong
    if not isinstance(told, dict):
        raise Wrongs({"": say("请发送 JSON 对象", "send a JSON object")})
    return told


def take(act: str, told: Mapping[str, Any]) -> dict[str, Any]:
    """The arguments of an act. Wrongs names every field that cannot be used."""
    fields = {field.name: field for field in FIELDS[act]}
    wrongs: dict[str, str] = {}
    taken: dict[str, Any] = {}
    defects = any(field.kind == "defects" for field in FIELDS[act])
    for name, value in told.items():
        try:
            if name == "wrong" and defects:
                taken[name] = by_code(value)
            elif name in fields:
                taken[name] = one(fields[name].kind, value)
            elif name != "officer":
                wrongs[name] = say("不认识这个字段", "unknown field")
        except ValueError as wrong:
            wrongs[name] = str(wrong)
    for name, field in fields.items():
        if name not in told and field.needed and field.shown is None and field.initial is None:
            wrongs[name] = say("必须给出", "is required")
    if wrongs:
        raise Wrongs(wrongs)
    return taken


def one(kind: str, value: Any) -> Any:
    """A value of a kind of field; ValueError says in words what it should be."""
    if kind == "number":
        if type(value) is not int or not 1 <= value <= AMOUNT:
            raise ValueError(say(f"应是 1 至 {AMOUNT} 的整数", f"an integer from 1 to {AMOUNT}"))
        return value
    if kind == "day":
        return day(value)
    if kind == "files":
        return [attached(it) for it in items(value)]
    if kind in ("several", "defects"):
        return [text(it, 100) for it in items(value)]
    return text(value, TEXTS[kind])


def text(value: Any, longest: int) -> str:
    if not isinstance(value, str) or len(value) > longest or "\0" in value:
        raise ValueError(say(f"应是不超过 {longest} 字的文字", f"text of at most {longest} characters"))
    return value


def items(value: Any) -> list[Any]:
    if not isinstance(value, list) or len(value) > MOST:
        raise ValueError(say(f"应是不超过 {MOST} 项的列表", f"a list of at most {MOST}"))
    return value


def day(value: Any) -> date:
    try:
        found = date.fromisoformat(value) if isinstance(value, str) and len(value) == 10 else None
    except ValueError:
        found = None
    if found is None:
        raise ValueError(say("应是日期，如 2026-09-18", "a day, as 2026-09-18"))
    return found


def by_code(value: Any) -> dict[str, str]:
    if not isinstance(value, dict) or len(value) > MOST:
        raise ValueError(say("应是材料编码到说明的对照", "an object from codes to texts"))
    return {text(code, 100): text(said, LENGTHS["text"]) for code, said in value.items()}


def attached(value: Any) -> dict[str, Any]:
    """A file that was handed in before, with the title it is to have."""
    if not isinstance(value, dict) or not set(value) <= {"digest", "title"}:
        raise ValueError(say("应写明 digest 和 title", "give digest and title"))
    kept = files.known(value["digest"]) if isinstance(value.get("digest"), str) else None
    if kept is None:
        raise Refused(409, say("没有这个附件：请先上传", "There is no such file: hand it in first"))
    title = text(value.get("title", ""), TITLE) or kept.digest[:12]
    return {"digest": kept.digest, "title": title, "media": kept.media, "size": kept.size}
