"""What else a row tells about its act: why the clock stops and by which paper, how much longer, how it ended."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from luoshi.approvals.words import OUTCOMES
from luoshi.intake.fields import Value
from luoshi.intake.record import Bad, Record
from luoshi.law.registry import grounds
from luoshi.law.words import say

LIMIT = 200  # characters of a detail
FIELDS: Mapping[str, frozenset[str]] = {
    "ground": frozenset({"approvals.paused"}),
    "document": frozenset({"approvals.paused", "approvals.resumed", "approvals.extended", "approvals.decided"}),
    "instance": frozenset({"approvals.paused", "approvals.resumed"}),
    "clock": frozenset({"approvals.extension_requested", "approvals.extended"}),
    "amount": frozenset({"approvals.extension_requested", "approvals.extended"}),
    "outcome": frozenset({"approvals.decided"}),
    "reason": frozenset(
        {"approvals.acceptance_refused", "approvals.extension_requested", "approvals.extended", "approvals.decided"}
    ),
}  # fmt: skip
"""Field of a payload → the acts it belongs to. On any other act the column is passed over."""
Warn = Callable[[int, str, str], None]


class Unusable(Exception):
    """The row cannot be kept: which column is to blame and why."""

    def __init__(self, column: str, reason: str) -> None:
        super().__init__(reason)
        self.column = column
        self.reason = reason

    def bad(self, row: int) -> Bad:
        return Bad(row, self.column, self.reason)


def told(
    kind: str,
    record: Record,
    columns: Mapping[str, Value],
    words: Mapping[str, Mapping[str, str]],
    warn: Warn,
) -> dict[str, Any]:
    """The payload's fields for an act of this kind. Raises Unusable where a value cannot be kept."""
    found = dict(_values(kind, record, columns, words))
    if "ground" in found and found["ground"] not in grounds():
        warn(record.row, columns["ground"].column, not_lawful(str(found["ground"])))
    if kind == "approvals.paused" and not ("ground" in found and "document" in found):
        warn(record.row, "", say("停表没有写明事由和文书，时限不停", "a stop without ground and document: the clock runs on"))  # fmt: skip
    if "outcome" in found and found["outcome"] not in OUTCOMES:
        choice = "、".join(zh for zh, _ in OUTCOMES.values())
        warn(record.row, columns["outcome"].column, say(f"不认识的结果“{found['outcome']}”，照记；认识的有 {choice}", f"unknown outcome “{found['outcome']}”, kept as it is; known: {', '.join(OUTCOMES)}"))  # fmt: skip
    return found


def not_lawful(name: str) -> str:
    choice = "、".join(ground.title[0] for ground in grounds().values())
    return say(
        f"“{name}”不是法定停表事由，时限不停；法定的有 {choice}",
        f"“{name}” is no ground of the law: the clock runs on; the grounds are {', '.join(grounds())}",
    )


def _values(
    kind: str, record: Record, columns: Mapping[str, Value], words: Mapping[str, Mapping[str, str]]
) -> Iterator[tuple[str, Any]]:
    for name, value in columns.items():
        if kind not in FIELDS[name]:
            continue
        text = record.values.get(value.column, "").strip() if value.column else value.constant
        if not text:
            continue
        if len(text) > LIMIT:
            raise Unusable(value.column, say(f"超过 {LIMIT} 个字符", f"longer than {LIMIT} characters"))
        yield (
            name,
            _whole(text, value) if name == "amount" else words.get(name, {}).get(text) or meant(name, text),
        )


def meant(name: str, text: str) -> str:
    """The identifier of an official word, or the word itself."""
    official: Mapping[str, tuple[str, str]] = (
        {key: ground.title for key, ground in grounds().items()} if name == "ground" else OUTCOMES if name == "outcome" else {}
    )  # fmt: skip
    return next((key for key, titles in official.items() if text in titles), text)


def _whole(text: str, value: Value) -> int:
    if text.isascii() and text.isdigit() and 0 < int(text[:9]) <= 999 and len(text) <= 9:
        return int(text)
    raise Unusable(
        value.column,
        say(f"“{text}”不是 1 至 999 的整数", f"“{text}” is no whole number from 1 to 999"),
    )
