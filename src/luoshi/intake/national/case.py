"""One case: its rows, table by table, against what the ledger holds of it."""

from collections.abc import Callable, Iterator, Mapping, Sequence

from luoshi.intake.national.acceptance import accept
from luoshi.intake.national.ending import result
from luoshi.intake.national.handling import material, process, special
from luoshi.intake.national.scratch import Case
from luoshi.intake.national.standing import standing
from luoshi.intake.national.tables import TABLES, Accept, CaseRow
from luoshi.intake.national.telling import Conflict, Import, Telling, Told, Unknown
from luoshi.law.errors import CouldNot
from luoshi.law.words import say
from luoshi.ledger.entry import Row

TELL: Mapping[str, Callable[..., Told | None]] = {
    "accept": accept,
    "special": special,
    "process": process,
    "result": result,
    "material": material,
}
FIRST: Mapping[str, str] = {
    "approvals.received": "applied",
    "approvals.accepted": "accepted",
    "approvals.decided": "decided",
}


def tell(shared: Import, number: str, case: Case, before: Sequence[Row]) -> Iterator[Told]:
    """What every row of a case comes to, in the order of the tables. What is refused is in the notes."""
    telling = opened(shared, f"{shared.mapping.source}:{number}", before)
    ends = [row.decided for row in case["result"] if row.operation != "delete"]  # type: ignore[union-attr]
    telling.decided = max([telling.decided, *ends])
    for key, table in TABLES.items():
        for row in case[key]:
            told = _row(telling, key, table.letter, row)
            if told is not None:
                yield told


def opened(shared: Import, matter: str, before: Sequence[Row]) -> Telling:
    """A case with the moments and the terms that the ledger holds of it."""
    telling = Telling(shared, matter, standing(before) if before else {})
    telling.unit = next((row.unit for row in reversed(before) if row.unit), "")
    for name, it in telling.standing.items():
        if it.void:
            continue
        if field := FIRST.get(it.kind):
            setattr(telling, field, max(getattr(telling, field), it.moment))
        if it.kind == "approvals.received" and name.startswith(f"import:{matter}:a:"):
            telling.slot = name
            telling.version = shared.items.numbered(str(it.said.get("code", "")), it.said.get("version"))
    return telling


def _row(telling: Telling, key: str, letter: str, row: CaseRow) -> Told | None:
    base = telling.base(letter, row)
    telling.begin()
    try:
        if key != "accept" and not telling.slot:
            telling.reject(row, "matter", _orphan(telling))
            return None
        if isinstance(row, Accept):
            telling.shared.bodies.made(row.unit, row.unit_name)
        told = telling.known(row, base) or TELL[key](telling, row, base)
    except Conflict:
        telling.reject(
            row, "row_guid",
            say(
                "同一记录出现两次、内容不同，又没有同步时间（cd_time）能分先后",
                "the same record twice with other content, and no cd_time tells which came later",
            ),
        )  # fmt: skip
        return None
    except Unknown:
        telling.reject(
            row, "row_guid", say("要删除的记录不在账上", "the record to be deleted is not on record")
        )
        return None
    except CouldNot as refused:
        telling.reject(row, "", str(refused))
        return None
    if told is not None:
        telling.settled()
        if base == telling.slot and telling.standing[base].void:
            telling.slot = ""
    return told


def _orphan(telling: Telling) -> str:
    if telling.standing:
        return say("该办件的受理记录已删除或被拒收", "the acceptance of this case was deleted or refused")
    return say(
        "没有这个办件的受理记录：请与受理表一起导入，或先导入受理表",
        "no acceptance of this case is known: import it together with the table of acceptances, or after it",
    )
