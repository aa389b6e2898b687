"""The mapping: which column is which field, which code is which word. What comes with the program, and what an office changes."""

import tomllib
from collections.abc import Mapping as Readable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from luoshi.intake.mapping import ACTS, NAME_LIMIT
from luoshi.law.errors import CouldNot, Unclear
from luoshi.law.registry import clock
from luoshi.law.words import say

DEFAULT = Path(__file__).with_name("default.toml")
WORDS: Readable[str, frozenset[str]] = {
    "kind": frozenset(("instant", "promised")),
    "per": frozenset(("working_day", "day", "month", "year", "hour")),
    "yes": frozenset(("yes", "no")),
    "needed": frozenset(("yes", "no")),
    "operation": frozenset(("insert", "update", "delete")),
    "item_state": frozenset(("in_force", "retired")),
    "sort": frozenset(("extension", "pause")),
    "ground": frozenset(clock("CLK-06").pause_grounds),
    "outcome": frozenset(("granted", "refused", "not_accepted", "withdrawn")),
    "satisfaction": frozenset("12345"),
    "channel": frozenset(("window", "online", "post")),
    "person": frozenset(("person", "organisation")),
    "action": frozenset(("passed", "returned", "other")),
}
"""Our words for each kind of code."""
SECTIONS: Readable[str, frozenset[str]] = {
    "source": frozenset(("name", "law", "timezone", "delimiter")),
    "database": frozenset(("url",)),
}
Columns = Readable[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Mapping:
    """A mapping, checked. `law` is "" for the office's own; `columns` by table and field, `codes` by their kind."""

    source: str
    law: str
    zone: ZoneInfo
    delimiter: str
    database: str
    tables: Columns
    columns: Readable[str, Columns]
    personal: Columns
    codes: Readable[str, Readable[str, str]]
    steps: Readable[str, str]

    def table_of(self, name: str) -> str:
        """Which table a file, a sheet or a view holds by its name: the longest name in it; "" if none."""
        lowered = name.strip().lower()
        fitting = [
            (len(known), key)
            for key, names in self.tables.items()
            for known in names
            if known.lower() in lowered
        ]
        return max(fitting)[1] if fitting else ""


def load(path: Path | None) -> Mapping:
    """The mapping that comes with the program, changed by what stands in a file."""
    whole = _toml(DEFAULT)
    if path is not None:
        whole = merged(whole, _toml(path))
    return _checked(path.name if path else DEFAULT.name, whole)


def _toml(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except UnicodeDecodeError as wrong:
        raise CouldNot(
            say(f"映射文件 {path} 不是 UTF-8：请另存为 UTF-8", f"{path} is not UTF-8: save it as UTF-8")
        ) from wrong
    except tomllib.TOMLDecodeError as wrong:
        raise Unclear(
            say(f"映射文件 {path.name} 不是正确的 TOML：{wrong}", f"{path.name} is not valid TOML: {wrong}")
        ) from wrong


def merged(below: dict[str, Any], above: dict[str, Any]) -> dict[str, Any]:
    """Tables are laid upon each other, anything else is replaced."""
    found = dict(below)
    for key, value in above.items():
        known = found.get(key)
        found[key] = merged(known, value) if isinstance(known, dict) and isinstance(value, dict) else value
    return found


@lru_cache(1)
def _allowed() -> dict[str, Any]:
    """Every place of the mapping that comes with the program: nothing else may be told."""
    return _toml(DEFAULT)


def _checked(name: str, whole: dict[str, Any]) -> Mapping:
    told = _Told(name, whole)
    told.only("", whole, {*_allowed(), "database"})
    for section, keys in SECTIONS.items():
        told.only(section, told.section(section), keys)
    told.only("tables", told.section("tables"), _allowed()["tables"])
    for table, fields in told.section("columns").items():
        told.only(f"columns.{table}", fields, _allowed()["columns"].get(table, ()))
    told.only("personal", told.section("personal"), _allowed()["personal"])
    told.only("codes", told.section("codes"), WORDS)
    source = told.section("source")
    return Mapping(
        source=told.name(source.get("name")),
        law=told.law(source.get("law", "")),
        zone=told.zone(source.get("timezone")),
        delimiter=told.delimiter(source.get("delimiter")),
        database=str(told.section("database").get("url", "")),
        tables=told.lists("tables", told.section("tables")),
        columns={
            table: told.lists(f"columns.{table}", fields) for table, fields in told.section("columns").items()
        },
        personal=told.lists("personal", told.section("personal")),
        codes={kind: told.codes(kind, codes) for kind, codes in told.section("codes").items()},
        steps=told.words("steps", told.section("steps"), ACTS),
    )


class _Told:
    """What a file says: every complaint names the file and the place."""

    def __init__(self, name: str, whole: dict[str, Any]) -> None:
        self.file, self.whole = name, whole

    def wrong(self, zh: str, en: str) -> Unclear:
        return Unclear(say(f"映射文件 {self.file}：{zh}", f"{self.file}: {en}"))

    def section(self, name: str) -> dict[str, Any]:
        found = self.whole.get(name, {})
        if not isinstance(found, dict):
            raise self.wrong(f"{name} 应是一节 [{name}]", f"{name} must be a section [{name}]")
        return found

    def only(self, place: str, table: Any, allowed: Any) -> None:
        if not isinstance(table, dict):
            raise self.wrong(f"{place} 应是一节 [{place}]", f"{place} must be a section [{place}]")
        for key in table:
            if key not in allowed:
                named = f"{place}.{key}" if place else f"[{key}]"
                raise self.wrong(
                    f"不认识 {named}；这里可以写 {'、'.join(sorted(allowed))}",
                    f"unknown {named}; allowed here: {', '.join(sorted(allowed))}",
                )

    def lists(self, place: str, table: dict[str, Any]) -> dict[str, tuple[str, ...]]:
        found = {}
        for key, value in table.items():
            names = [value] if isinstance(value, str) else value
            if not isinstance(names, list) or not all(isinstance(one, str) and one for one in names):
                raise self.wrong(
                    f"{place}.{key} 应是列名，或列名的列表",
                    f"{place}.{key} must be a name or a list of names",
                )
            found[key] = tuple(names)
        return found

    def words(self, place: str, table: dict[str, Any], allowed: frozenset[str]) -> dict[str, str]:
        for code, word in table.items():
            if word not in allowed:
                raise self.wrong(
                    f"{place} 里 {code!r} → {word!r}：可以写 {'、'.join(sorted(allowed))}",
                    f"{place}: {code!r} → {word!r}; allowed: {', '.join(sorted(allowed))}",
                )
        return dict(table)

    def codes(self, kind: str, table: Any) -> dict[str, str]:
        self.only("codes", {kind: table}, WORDS)
        if not isinstance(table, dict):
            raise self.wrong(f"codes.{kind} 应是一节", f"codes.{kind} must be a section")
        return self.words(f"codes.{kind}", table, WORDS[kind])

    def name(self, value: Any) -> str:
        if (
            not isinstance(value, str)
            or not 0 < len(value) <= NAME_LIMIT
            or not value.isprintable()
            or ":" in value
        ):
            raise self.wrong(
                f"source.name 应为 1 至 {NAME_LIMIT} 个字，不含冒号",
                f"source.name has 1 to {NAME_LIMIT} characters and no colon",
            )
        return value

    def law(self, value: Any) -> str:
        if value and value != "none" and not str(value).startswith("CN"):
            raise self.wrong(
                f"source.law = {value!r}：留空、写 none 或 CN-530100 这样的代码",
                f"source.law = {value!r}: leave it empty, or write none or a code like CN-530100",
            )
        return str(value or "")

    def zone(self, value: Any) -> ZoneInfo:
        try:
            return ZoneInfo(str(value))
        except (KeyError, ValueError, OSError) as wrong:
            raise self.wrong(
                f"source.timezone = {value!r} 不是时区名（如 Asia/Shanghai）",
                f"source.timezone = {value!r} is no time zone (like Asia/Shanghai)",
            ) from wrong

    def delimiter(self, value: Any) -> str:
        if not isinstance(value, str) or len(value) != 1 or value in '"\r\n\0':
            raise self.wrong("source.delimiter 应是一个字符", "source.delimiter must be one character")
        return value
