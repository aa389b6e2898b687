"""The mapping file: which columns or attributes of a source become which fields, told in TOML.

Everything is checked when the file is read; a mistake is named with its place and what is allowed there.
"""

import tomllib
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from luoshi.approvals.words import OUTCOMES
from luoshi.intake import details
from luoshi.intake.fields import Deadline, Mapping, Value
from luoshi.law.errors import CouldNot, Unclear
from luoshi.law.registry import grounds
from luoshi.law.words import say

STEP = "approvals.step"
NAME_LIMIT = 80  # characters of a source or a clock
# What a file may say has happened. Effects of law and cards are never imported.
ACTS = frozenset(
    f"approvals.{act}"
    for act in (
        "received",
        "accepted",
        "acceptance_refused",
        "correction_notified",
        "supplemented",
        "step",
        "paused",
        "resumed",
        "extension_requested",
        "extended",
        "decided",
        "delivered",
        "withdrawn",
        "transferred",
    )
)


def load(path: Path) -> Mapping:
    """The mapping in a file. Raises CouldNot when it cannot be read, Unclear when it is wrong."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as wrong:
        raise CouldNot(
            say(f"映射文件 {path} 不是 UTF-8：请另存为 UTF-8", f"{path} is not UTF-8: save it as UTF-8")
        ) from wrong
    return parse(text, name=path.name)


def parse(text: str, *, name: str = "mapping") -> Mapping:
    """The mapping that a TOML text tells. Raises Unclear naming the file and the place."""
    try:
        whole = tomllib.loads(text)
    except tomllib.TOMLDecodeError as wrong:
        raise Unclear(
            say(f"映射文件 {name} 不是正确的 TOML：{wrong}", f"{name} is not valid TOML: {wrong}")
        ) from wrong
    return _Reading(name, whole).mapping()


class _Reading:
    """One reading of one file: remembers its name, so that every complaint says where it is."""

    def __init__(self, name: str, whole: dict[str, Any]) -> None:
        self.name = name
        self.whole = whole

    def mapping(self) -> Mapping:
        self.only(
            "",
            self.whole,
            {"source", "matter", "clocks", "event", "event_clocks", "kinds", "payload", "words"},
        )
        source = self.section("source", {"name", "law", "timezone", "time_format", "delimiter"}, needed=True)
        matter = self.section(
            "matter", {"id", "unit", "item", "opened", "closed", "keep", "units", "items"}, needed=True
        )
        event = self.section("event", {"id", "activity", "time", "officer", "keep"}, needed=True)
        return Mapping(
            source=self.short(self.text(source, "source.name", needed=True), "source.name"),
            law=self.law(source),
            zone=self.timezone(source),
            time_format=self.time_format(source),
            delimiter=self.delimiter(source),
            matter=self.text(matter, "matter.id", needed=True),
            unit=self.value(matter, "matter.unit"),
            item=self.value(matter, "matter.item"),
            opened=self.text(matter, "matter.opened"),
            closed=self.text(matter, "matter.closed"),
            units=self.allowed(matter, "matter.units"),
            items=self.allowed(matter, "matter.items"),
            keep_of_matter=self.texts(matter, "matter.keep"),
            clocks=self.deadlines("clocks"),
            id=self.texts(event, "event.id"),
            activity=self.text(event, "event.activity"),
            time=self.text(event, "event.time", needed=True),
            officer=self.text(event, "event.officer"),
            keep_of_event=self.texts(event, "event.keep"),
            event_clocks=self.deadlines("event_clocks"),
            kinds=self.kinds(),
            payload=self.payload(),
            words=self.words(),
            name=self.name,
        )

    def wrong(self, zh: str, en: str) -> Unclear:
        return Unclear(say(f"映射文件 {self.name}：{zh}", f"{self.name}: {en}"))

    def only(self, place: str, table: dict[str, Any], allowed: set[str]) -> None:
        for key in table:
            if key not in allowed:
                named = f"{place}.{key}" if place else f"[{key}]"
                choice = "、".join(sorted(allowed))
                raise self.wrong(
                    f"不认识 {named}；这里可以写 {choice}",
                    f"unknown {named}; allowed here: {', '.join(sorted(allowed))}",
                )

    def section(self, name: str, allowed: set[str], *, needed: bool = False) -> dict[str, Any]:
        table = self.whole.get(name)
        if table is None:
            if needed:
                raise self.wrong(f"缺少 [{name}] 一节", f"the section [{name}] is missing")
            return {}
        if not isinstance(table, dict):
            raise self.wrong(f"{name} 应是一节 [{name}]", f"{name} must be a section [{name}]")
        self.only(name, table, allowed)
        return table

    def text(self, table: dict[str, Any], place: str, *, needed: bool = False) -> str:
        value = table.get(place.rsplit(".", 1)[1], "")
        if not isinstance(value, str) or (needed and not value.strip()):
            raise self.wrong(f"{place} 要写成非空文字", f"{place} must be given, as text")
        return value

    def short(self, name: str, place: str) -> str:
        if not 0 < len(name) <= NAME_LIMIT or not name.isprintable():
            raise self.wrong(
                f"{place} 的名称应为 1 至 {NAME_LIMIT} 个字",
                f"{place}: names have 1 to {NAME_LIMIT} characters",
            )
        return name

    def texts(self, table: dict[str, Any], place: str) -> tuple[str, ...]:
        value = table.get(place.rsplit(".", 1)[1], [])
        values = [value] if isinstance(value, str) else value
        if not isinstance(values, list) or not all(isinstance(v, str) and v for v in values):
            raise self.wrong(f"{place} 应是列名的列表", f"{place} must be a list of columns")
        return tuple(dict.fromkeys(values))

    def allowed(self, table: dict[str, Any], place: str) -> frozenset[str] | None:
        return frozenset(self.texts(table, place)) if place.rsplit(".", 1)[1] in table else None

    def value(self, table: dict[str, Any], place: str) -> Value:
        value = table.get(place.rsplit(".", 1)[1])
        if value is None:
            return Value()
        if isinstance(value, str) and value:
            return Value(column=value)
        if isinstance(value, dict) and set(value) == {"value"} and isinstance(value["value"], str):
            return Value(constant=value["value"])
        raise self.wrong(
            f'{place} 应是列名，或 {{ value = "…" }}', f'{place} must be a column or {{ value = "…" }}'
        )

    def law(self, source: dict[str, Any]) -> str:
        law = self.text(source, "source.law") or "none"
        if law != "none" and not (law.startswith("CN") and (law == "CN" or law[2:3] == "-")):
            raise self.wrong(
                f"source.law = {law!r}：写 none 或 CN-530100 这样的代码",
                f"source.law = {law!r}: write none or a code like CN-530100",
            )
        return law

    def timezone(self, source: dict[str, Any]) -> ZoneInfo | None:
        name = self.text(source, "source.timezone")
        if not name:
            return None
        try:
            return ZoneInfo(name)
        except (KeyError, ValueError, OSError) as wrong:
            raise self.wrong(
                f"source.timezone = {name!r} 不是时区名（如 Asia/Shanghai）",
                f"source.timezone = {name!r} is no time zone (like Asia/Shanghai)",
            ) from wrong

    def time_format(self, source: dict[str, Any]) -> str:
        pattern = self.text(source, "source.time_format")
        if pattern:
            try:
                sample = datetime(2003, 11, 25, 14, 35, 46)  # a sample that reads back only if days are kept
                read = datetime.strptime(sample.strftime(pattern), pattern)  # noqa: DTZ007
            except ValueError as wrong:
                raise self.wrong(
                    f"source.time_format = {pattern!r} 不能用：{wrong}",
                    f"source.time_format = {pattern!r} cannot be used: {wrong}",
                ) from wrong
            if read.date() != sample.date():
                raise self.wrong(
                    f"source.time_format = {pattern!r} 缺少年、月或日",
                    f"source.time_format = {pattern!r} lacks year, month or day",
                )
        return pattern

    def delimiter(self, source: dict[str, Any]) -> str:
        mark = self.text(source, "source.delimiter") or ","
        if len(mark) != 1 or mark in '"\r\n\0':
            raise self.wrong("source.delimiter 应是一个字符", "source.delimiter must be one character")
        return mark

    def deadlines(self, section: str) -> dict[str, Deadline]:
        table = self.whole.get(section, {})
        if not isinstance(table, dict):
            raise self.wrong(f"{section} 应写成 [{section}.名称]", f"write [{section}.name]")
        found = {}
        for name, clock in table.items():
            self.short(name, section)
            if not isinstance(clock, dict):
                raise self.wrong(f"{section}.{name} 应写成 [{section}.{name}]", f"write [{section}.{name}]")
            self.only(f"{section}.{name}", clock, {"due", "met"})
            found[name] = Deadline(
                self.text(clock, f"{section}.{name}.due", needed=True),
                self.text(clock, f"{section}.{name}.met"),
            )
        return found

    def kinds(self) -> dict[str, str]:
        table = self.whole.get("kinds", {})
        if not isinstance(table, dict):
            raise self.wrong("kinds 应是一节 [kinds]", "kinds must be a section [kinds]")
        for activity, kind in table.items():
            if kind not in ACTS:
                choice = "、".join(sorted(ACTS))
                raise self.wrong(
                    f"kinds 里 {activity!r} → {kind!r}：可以写 {choice}",
                    f"kinds: {activity!r} → {kind!r}; allowed: {', '.join(sorted(ACTS))}",
                )
        return dict(table)

    def payload(self) -> dict[str, Value]:
        table = self.section("payload", set(details.FIELDS))
        found = {name: self.value(table, f"payload.{name}") for name in table}
        if (amount := found.get("amount")) and not amount.column:
            raise self.wrong("payload.amount 应是列名", "payload.amount must be a column")
        return found

    def words(self) -> dict[str, dict[str, str]]:
        table = self.section("words", {"ground", "outcome"})
        for name, known in (("ground", set(grounds())), ("outcome", set(OUTCOMES))):
            for word, meaning in self.section_of(table, name).items():
                if meaning not in known:
                    choice = "、".join(sorted(known))
                    raise self.wrong(
                        f"words.{name} 里 {word!r} → {meaning!r}：可以写 {choice}",
                        f"words.{name}: {word!r} → {meaning!r}; allowed: {', '.join(sorted(known))}",
                    )
        return {name: dict(told) for name, told in table.items()}

    def section_of(self, table: dict[str, Any], name: str) -> dict[str, Any]:
        told = table.get(name, {})
        if not isinstance(told, dict):
            raise self.wrong(f"words.{name} 应写成 [words.{name}]", f"write [words.{name}]")
        return told
