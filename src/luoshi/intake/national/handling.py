"""Rows of 特别程序, 办件过程 and 办件材料: what happened between acceptance and the end."""

from datetime import date
from typing import Any

from luoshi.intake.national.stamps import instant, placed
from luoshi.intake.national.tables import Material, Process, Special
from luoshi.intake.national.telling import Telling, Told
from luoshi.intake.national.tidy import document, named
from luoshi.law.calendar import calendar_for
from luoshi.law.words import say
from luoshi.ledger import entry

STEP = "approvals.step"
TOLD = "来源系统载有意见"
"""Stands for a text that the source holds and the ledger does not."""


def special(telling: Telling, row: Special, base: str) -> Told | None:
    """The clock stopped on a ground, or a term lengthened (延长审批 is listed among the special procedures)."""
    shared = telling.shared
    early(telling, row, "began", row.began)
    sort = (
        shared.word("sort", row.sort, row, "sort")
        if row.sort
        else shared.mapping.codes["sort"].get(row.ground, "")
    )
    raw = {"raw_special_type": row.sort[:60], "raw_special_name": named(row.ground)}
    if sort == "extension":
        return extended(telling, row, base, {k: v for k, v in raw.items() if v})
    ground = shared.mapping.codes["ground"].get(row.ground, "")
    if not ground:
        reason = say(
            f"“{row.ground[:40] or '（空）'}”不是法定的停表事由：记下，但不停表",
            f"“{row.ground[:40] or '(empty)'}” is no lawful ground: kept, but the clock does not stop",
        )
        shared.notes[row.file].once(row.row, shared.notes[row.file].title("ground"), row.ground, reason)
    paper = document(row.document)
    if not paper:
        telling.warn(row, "document", say("没有文书，停表无效", "no document: the clock does not stop"))
    instance = row.identity[:8]
    payload = {"instance": instance, "ground": ground, "document": paper, **raw}
    ended = placed(row.ended, row.began)
    if ended and ended < row.began:
        telling.warn(row, "ended", say("结束早于开始，未采用", "ends before it begins; left out"))
    elif ended > shared.now:
        payload["expected"] = ended[:10]
    elif ended:
        told = {"instance": instance}
        telling.put(row, f"{base}:resumed", "approvals.resumed", ended, told, officer=row.officer)
    payload = {name: value for name, value in payload.items() if value or name in ("ground", "document")}
    return telling.close(row, base, "approvals.paused", row.began, payload, officer=row.officer)


def extended(telling: Telling, row: Special, base: str, raw: dict[str, Any]) -> Told:
    """延长审批: as many working days as lie between its beginning and its end; the rule of the term bounds it (R9)."""
    if not row.ended or row.ended <= row.began:
        telling.warn(
            row, "ended",
            say("延长审批没有结束时间，不知延长几日：记为环节，期限不变", "an extension without an end: kept as a step, no term moves"),
        )  # fmt: skip
        return telling.close(row, base, STEP, row.began, {"activity": "延长审批", **raw}, officer=row.officer)
    calendar = calendar_for("CN")
    days = calendar.between(date.fromisoformat(row.began[:10]), date.fromisoformat(row.ended[:10]))
    it = telling.version.definition if telling.version else None
    payload = {
        "clock": it.clock if it else "CLK-02",
        "amount": max(days, 1),
        "document": document(row.document),
        **raw,
    }
    if row.document:
        payload["reason"] = TOLD
    return telling.close(
        row,
        base,
        "approvals.extended",
        row.began,
        {k: v for k, v in payload.items() if v},
        officer=row.officer,
    )


def process(telling: Telling, row: Process, base: str) -> Told:
    """A step, with its limit where the item gives one; the names that the mapping knows are more than steps."""
    shared = telling.shared
    moment = placed(row.ended, row.began) if row.ended and row.began else row.ended or row.began
    if row.began and moment < row.began:
        telling.warn(row, "ended", say("结束早于开始", "ends before it begins"))
    early(telling, row, "ended" if row.ended else "began", moment)
    if telling.decided and moment[:10] > telling.decided[:10]:
        telling.warn(row, "ended", say("晚于办结", "lies after the end of the case"))
    kind = shared.mapping.steps.get(row.step, STEP)
    activity = named(row.step) or row.step[:100].translate(_DIGITS)
    payload: dict[str, Any] = {"activity": activity}
    if row.action:
        payload["raw_event_name"] = row.action[:60]
        if word := shared.word("action", row.action, row, "action"):
            payload["action"] = word
    if row.began:
        payload["started_at"] = entry.instant(instant(row.began))
    if kind == "approvals.acceptance_refused" and row.reason:
        payload["reason"] = TOLD
    limit = telling.version.limit(row.step) if telling.version else None
    if limit and row.began:
        instance = f"{activity} {row.began[:16].replace('T', ' ')}"
        term = {"amount": limit.amount, "per": limit.unit}
        clock = {"clock": "step", "instance": instance}
        telling.put(row, f"{base}:set", "clocks.set", row.began, {**clock, "grade": "step", **term})
        if row.ended:
            telling.put(row, f"{base}:met", "clocks.met", max(moment, row.began), dict(clock))
    return telling.close(row, base, kind, moment, payload, officer=row.officer)


_DIGITS = str.maketrans("0123456789", "**********")


def material(telling: Telling, row: Material, base: str) -> Told:
    """A paper filed, by its code on the item's list where it is on it."""
    shared = telling.shared
    payload: dict[str, Any] = {"listed": False}
    if name := named(row.name, 200):
        payload["name"] = name
    if telling.version and (code := telling.version.material(row.name)):
        payload |= {"listed": True, "material": code}
    if row.how:
        payload["raw_get_type"] = row.how[:60]
    if row.pieces.isascii() and row.pieces.isdigit():
        payload["count"] = int(row.pieces[:6])
    moment = telling.applied or telling.accepted or row.told or shared.now
    return telling.close(row, base, "approvals.material_filed", moment, payload)


def early(telling: Telling, row: Special | Process, field: str, moment: str) -> None:
    """What lies before the case itself began is kept, and told."""
    if telling.applied and moment < telling.applied and moment[:10] < telling.applied[:10]:
        telling.warn(row, field, say("早于申请", "lies before the application"))
