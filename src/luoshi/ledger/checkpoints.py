"""Roots that the ledger must agree with: the seals kept beside it and those delivered outside."""

import json
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

from django.db import connection

from luoshi.law.errors import CouldNot
from luoshi.law.words import say
from luoshi.ledger import seal
from luoshi.ledger.canonical import UNCANONICAL
from luoshi.ledger.report import Report


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """The root that the first `size` entries must have, and where we know it from.

    Only a seal has a `frontier`. `firm` is what nobody with this database alone could have made.
    """

    ledger: str
    size: int
    root: str
    where: str
    firm: bool
    frontier: str | None = None


_NAMES = tuple(f.name for f in fields(seal.Seal))


def _seal(values: Mapping[str, Any]) -> seal.Seal | None:
    """A seal out of anything; None when it is none."""
    if set(values) != set(_NAMES) or type(values["size"]) is not int or values["size"] < 1:
        return None
    if any(type(values[name]) is not str for name in _NAMES if name != "size"):
        return None
    return seal.Seal(**values)


def outside(path: Path, report: Report) -> tuple[dict[object, list[Checkpoint]], set[str]]:
    """Roots out of a file of lines as delivered, by ledger, and the keys that signed them.

    A torn or foreign line is warned of. Raises CouldNot when there is no root at all.
    """
    points: dict[object, list[Checkpoint]] = defaultdict(list)
    names: set[str] = set()
    for number, line in enumerate(path.read_text("utf-8", "replace").splitlines(), 1):
        if not line.strip():
            continue
        found = _from_line(line)
        if found is None or not _sound(found):
            report.warnings.append(
                say(
                    f"{path} 第 {number} 行不是签名的根值，未用",
                    f"{path} line {number} is no signed root and was not used",
                )
            )
            continue
        names.add(found.key)
        where = say(f"外存根值（{found.at}）", f"the outside root of {found.at}")
        points[found.ledger].append(Checkpoint(found.ledger, found.size, found.root, where, firm=True))
    if not points:
        raise CouldNot(
            say(
                f"{path} 里没有可用的根值：请给出封签时送出的文件",
                f"{path} holds no root: give the file that sealing delivered",
            )
        )
    return dict(points), names


def _from_line(line: str) -> seal.Seal | None:
    try:
        values = json.loads(line)
        return _seal(values) if isinstance(values, dict) else None
    except (ValueError, RecursionError):
        return None


def known_seals(believed: set[str], report: Report) -> dict[object, list[Checkpoint]]:
    """The seals in the table, each checked for its signature, its signer and its link to the one before."""
    points: dict[object, list[Checkpoint]] = defaultdict(list)
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {', '.join(seal.COLUMNS)} FROM ledger_seal ORDER BY ledger, size")
        rows = cursor.fetchall()
    before: dict[object, str] = {}
    for row in rows:
        found = _seal(dict(zip(_NAMES, row, strict=False)))
        if found is None or type(row[-1]) is not str:
            report.wrong(row[0], None, say("有一个封签读不出", "A seal cannot be read"))
            continue
        where = say(f"封签（{found.at}）", f"the seal of {found.at}")
        firm = _sound(found)
        if not firm:
            report.wrong(found.ledger, None, say(f"{where}的签名不对", f"The signature of {where} is wrong"))
        elif believed and found.key not in believed:
            firm = False
            report.wrong(
                found.ledger,
                None,
                say(f"{where}由不认识的密钥签署", f"The key that signed {where} is unknown"),
            )
        if found.previous_root != before.get(found.ledger, ""):
            report.wrong(
                found.ledger, None, say(f"{where}之前缺一个封签", f"A seal before {where} is missing")
            )
        before[found.ledger] = found.root
        points[found.ledger].append(Checkpoint(found.ledger, found.size, found.root, where, firm, row[-1]))
    if rows and not believed:
        report.warnings.append(
            say(
                "本机没有封签密钥，封签由谁签署无从核对",
                "There is no sealing key here: who signed the seals was not checked",
            )
        )
    return dict(points)


def _sound(found: seal.Seal) -> bool:
    try:
        return found.holds()
    except UNCANONICAL:
        return False


def unexplained(points: Mapping[object, list[Checkpoint]], report: Report) -> None:
    """Roots that left the house and whose seal is no longer in the table."""
    kept = {(p.ledger, p.size, p.root) for found in points.values() for p in found if p.frontier is not None}
    with connection.cursor() as cursor:
        cursor.execute("SELECT DISTINCT ledger, size FROM ledger_delivery")
        sent = cursor.fetchall()
    sizes = {(ledger, size) for ledger, size, _ in kept}
    for ledger, size in sent:
        if (ledger, size) not in sizes:
            report.wrong(
                ledger,
                None,
                say(
                    f"送出过的第 {size} 条处的封签不见了",
                    f"The seal at entry {size} was delivered and is gone",
                ),
            )
    for found in points.values():
        for p in found:
            if p.frontier is None and (p.ledger, p.size, p.root) not in kept:
                report.wrong(
                    p.ledger,
                    None,
                    say(f"{p.where}没有对应的封签", f"There is no seal in the table for {p.where}"),
                )
