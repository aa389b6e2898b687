"""A row of the item tables as a definition: codes into words, figures into periods, or why not."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from luoshi.catalogue.definition import Definition, Material
from luoshi.intake.national.lines import places
from luoshi.intake.national.notes import FileNotes
from luoshi.intake.national.sources import Source
from luoshi.intake.national.stamps import Stamps
from luoshi.intake.national.telling import Import
from luoshi.law.words import say

PROSE = ("catalog_code", "legal_basis", "conditions", "procedure", "fee_basis", "contact", "supervision")


@dataclass(slots=True, eq=False)
class Row:
    """A row of an item table as text by field. `number` orders the versions; `ended` says that it is out of service."""

    notes: FileNotes
    row: int
    code: str
    values: dict[str, str]
    version: str = ""
    number: int = 0
    told: str = ""
    since: str = ""
    until: str = ""
    ended: bool = False


class Wrong(Exception):
    """Why an item cannot be published: the row and the field at fault."""

    def __init__(self, row: Row | None, field: str, reason: str) -> None:
        super().__init__(reason)
        self.row, self.field, self.reason = row, field, reason


def read(table: str, source: Source, notes: FileNotes, shared: Import) -> Iterator[Row]:
    """The rows of an item table; what belongs to no item is refused at once."""
    found = places({**shared.mapping.columns["all"], **shared.mapping.columns[table]}, source.header)
    notes.titles = found.titles
    stamps = Stamps(shared.mapping.zone)
    for number, fields in source.rows():
        notes.report.read += 1
        if isinstance(fields, str):
            notes.reject(number, "", fields)
            continue
        values = {name: fields[place].strip() for name, place in found.at.items() if place >= 0}
        code = values.get("handle_item") or values.get("code", "")
        if not code:
            notes.reject(number, notes.title("code"), say("没有填", "is missing"))
            continue
        version = values.get("version", "")
        row = Row(
            notes,
            number,
            code,
            values,
            version,
            int(version) if version.isascii() and version.isdigit() else 0,
        )
        if _dated(row, stamps):
            operation = shared.mapping.codes["operation"].get(values.get("cd_operation", "").upper(), "")
            state = shared.mapping.codes["item_state"].get(values.get("state", ""), "")
            row.ended = operation == "delete" or state == "retired"
            yield row


def _dated(row: Row, stamps: Stamps) -> bool:
    for name, field in (("since", "since"), ("until", "until"), ("told", "cd_time")):
        moment = stamps.read(row.values.get(field, ""))
        if moment.startswith("?"):
            row.notes.reject(row.row, row.notes.title(field), moment[1:])
            return False
        setattr(row, name, moment)
    return True


def defined(row: Row, before: Definition, shared: Import) -> Definition:
    """The definition that a row asks for, upon what stands where the table is silent."""
    told = row.values
    code = told.get("unit", ""), told.get("unit_name", "")
    unit = shared.bodies.code(*code) or before.unit or code[0] or code[1]
    changes: dict[str, Any] = {name: told[name] for name in PROSE if name in told}
    statutory = _term(row, "statutory", shared)
    promise = _term(row, "promise", shared)
    kind = shared.mapping.codes["kind"].get(told.get("kind", ""), "")
    if told.get("kind") and not kind:
        title, value = row.notes.title("kind"), told["kind"]
        reason = say(
            f"不认识办件类型“{value}”，按有无承诺时限处理",
            f"unknown type “{value}”, taken by whether a time is promised",
        )
        row.notes.once(row.row, title, value, reason)
    basis = told.get("statutory_basis") or told.get("legal_basis", "")
    return replace(
        before, **changes, code=row.code, name=told.get("name", "")[:300], unit=unit, edition=row.version,
        kind="instant" if kind == "instant" or (not kind and not promise[0]) else "promised",
        statutory_amount=statutory[0], statutory_per=statutory[1], statutory_basis=basis if statutory[0] else "",
        promise_amount=promise[0], promise_per=promise[1],
        charged=_yes(row, "charged", shared), visits=_whole(row, "visits"),
    )  # fmt: skip


def _term(row: Row, which: str, shared: Import) -> tuple[int | None, str]:
    """A term with its unit; none where the figure is 0 or absent. A unit that is not known is never guessed."""
    amount = _whole(row, f"{which}_amount")
    if not amount:
        return None, ""
    code = row.values.get(f"{which}_per", "")
    per = shared.mapping.codes["per"].get(code, "")
    if not per:
        raise Wrong(
            row, f"{which}_per",
            say(
                f"不认识时限单位“{code or '（空）'}”：请在映射文件 [codes.per] 写明",
                f"unknown unit “{code or '(empty)'}”: tell it in [codes.per] of the mapping",
            ),
        )  # fmt: skip
    return amount, per


def _whole(row: Row, name: str) -> int | None:
    text = row.values.get(name, "")
    if not text:
        return None
    if not text.isascii() or not text.isdigit() or len(text) > 6:
        raise Wrong(row, name, say(f"“{text[:20]}”不是整数", f"“{text[:20]}” is no whole number"))
    return int(text)


def _yes(row: Row, name: str, shared: Import) -> bool:
    return shared.mapping.codes["yes"].get(row.values.get(name, ""), "no") == "yes"


def materials(rows: Sequence[Row], before: Definition, shared: Import) -> Iterator[Material]:
    """Papers in their order; one without a code of its own keeps the code that its name has."""
    known = {m.name: m.code for m in before.materials}
    kept = {row.values.get("name", ""): row for row in rows if not row.ended}
    order = sorted(kept.values(), key=lambda row: (int(_digits(row.values.get("order", ""))), row.row))
    for n, row in enumerate(order, 1):
        name = row.values.get("name", "")[:200]
        yield Material(
            code=known.get(name, f"M{n}"), name=name,
            needed=shared.mapping.codes["needed"].get(row.values.get("needed", ""), "yes") == "yes",
            source=row.values.get("source", ""), standard=row.values.get("standard", ""), basis=row.values.get("basis", ""),
        )  # fmt: skip


def _digits(text: str) -> str:
    return text if text.isascii() and text.isdigit() else "0"
