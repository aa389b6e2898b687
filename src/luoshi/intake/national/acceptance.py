"""A row of 办件受理: received, accepted, the limits as they were at acceptance; a later change of them is kept beside.

The parameters of the clocks are frozen when a case is accepted (G4): which item in which version, its kind, the
promised day. A later version of the row corrects everything else; these it cannot move.
"""

from typing import Any

from luoshi.intake.national.stamps import end_of_day, instant, placed
from luoshi.intake.national.tables import Accept
from luoshi.intake.national.telling import Telling, Told
from luoshi.intake.national.tidy import named
from luoshi.law.words import say
from luoshi.ledger import entry
from luoshi.sealed.deposit import Sealed

FROZEN = {
    "code": "task_code", "raw_task_version": "task_version", "raw_project_type": "project_type", "promise_date": "promise_date",
}  # fmt: skip
"""What acceptance freezes, and what the source calls it."""
DERIVED = ("item", "version", "kind")
"""What follows from it."""
RECLASSIFIED = "approvals.reclassified"
ORDINARY = "CLK-02"


def accept(telling: Telling, row: Accept, base: str) -> Told | None:
    """Receipt and acceptance of a case, or a later version of them."""
    if telling.slot not in ("", base):
        return second(telling, row)
    applied, accepted = moments(telling, row)
    telling.unit = telling.shared.bodies.name(
        row.unit,
        row.unit_name,
        row.row,
        telling.shared.notes[row.file].title("unit_name"),
        telling.shared.notes[row.file],
    )
    frozen = frozen_by(telling, base)
    payload = received(telling, row, applied)
    if frozen is not None:
        if accepted:
            reclassified(telling, row, base, frozen, payload, accepted)
        for name in (*FROZEN, *DERIVED):
            payload.pop(name, None)
            if name in frozen:
                payload[name] = frozen[name]
        telling.version = telling.shared.items.numbered(str(payload.get("code", "")), payload.get("version"))
    if row.applied and applied != placed(row.applied, applied):
        payload["raw_apply_date"] = row.applied
    if accepted:
        paper = {"document": row.document[:100]} if row.document else {}
        telling.put(
            row, f"{base}:accepted", "approvals.accepted", accepted, paper, officer=row.officer, lag=True
        )
    held = [
        name
        for name in telling.standing
        if name.startswith(f"{base}:set:") and not telling.standing[name].void
    ]
    if frozen is None or not held:
        limits(telling, row, base, accepted or applied, str(payload.get("promise_date", "")))
    telling.slot, telling.applied, telling.accepted = base, applied, accepted
    keep = [f"{base}:{RECLASSIFIED}", *([f"{base}:set:"] if frozen is not None else [])]
    told = telling.close(row, base, "approvals.received", applied, payload, officer=row.officer, keep=keep)
    return told._replace(person=Sealed(row.applicant, row.sealed))


def second(telling: Telling, row: Accept) -> Told | None:
    """Another record of a case that has one: the same again, or a mistake that a person must settle."""
    if telling.standing[telling.slot].digest == row.digest:
        return Told(row.file, row.row, [])
    telling.reject(
        row, "matter",
        say(
            "该办件已有另一条受理记录（row_guid 不同），内容不一样；请先在来源系统删除其中一条",
            "the case has another record of acceptance (another row_guid) with other content: delete one at the source",
        ),
    )  # fmt: skip
    return None


def moments(telling: Telling, row: Accept) -> tuple[str, str]:
    """When it was applied for and accepted; nothing can be accepted before it was applied for."""
    applied = row.applied or row.accepted
    accepted = placed(row.accepted, applied) if row.accepted else ""
    if accepted and accepted < applied:
        telling.warn(
            row,
            "applied",
            say("申请晚于受理，按受理时间算收件", "applied for after acceptance; received when accepted"),
        )
        applied = accepted
    return applied, accepted


def received(telling: Telling, row: Accept, applied: str) -> dict[str, Any]:
    """What the receipt says: the item in its version, who applied by pseudonym, codes as they came."""
    shared = telling.shared
    code = row.handle_item or row.code
    telling.version = version = shared.items.find(code, row.version, applied, row, telling)
    payload: dict[str, Any] = {
        "item": (version.name if version else named(row.name, 1000) or code)[:200],
        "code": code,
    }
    if version:
        payload["version"] = version.number
    for name, kind, value, field in (
        ("kind", "kind", row.kind, "kind"),
        ("channel", "channel", row.channel, "channel"),
    ):
        if word := shared.word(kind, value, row, field):
            payload[name] = word
    raw = {
        "raw_task_version": row.version, "raw_project_type": row.kind, "raw_apply_type": row.channel,
        "promise_date": row.promised, "applicant": row.applicant,
    }  # fmt: skip
    return payload | {name: value[:60] for name, value in raw.items() if value}


def frozen_by(telling: Telling, base: str) -> dict[str, Any] | None:
    """What the receipt said when the case was accepted; None as long as it is not."""
    it, accepted = telling.standing.get(base), telling.standing.get(f"{base}:accepted")
    if it is None or accepted is None:
        return None
    return dict(it.said)


def reclassified(
    telling: Telling, row: Accept, base: str, frozen: dict[str, Any], now: dict[str, Any], accepted: str
) -> None:
    """An entry of its own for a change after acceptance, with what was and what the source says now."""
    latest = {name: frozen.get(name, "") for name in FROZEN}
    before = f"{base}:{RECLASSIFIED}:"
    for name, it in telling.standing.items():
        if name.startswith(before) and not it.void:
            latest |= {
                ours: it.said["after"][theirs]
                for ours, theirs in FROZEN.items()
                if theirs in it.said["after"]
            }
    changed = [name for name in FROZEN if now.get(name, "") != latest[name]]
    if not changed:
        return
    payload = {
        "before": {FROZEN[name]: latest[name] for name in changed},
        "after": {FROZEN[name]: now.get(name, "") for name in changed},
    }
    moment = max(row.told or telling.shared.now, accepted)
    telling.put(
        row,
        f"{before}{row.digest[:16]}",
        RECLASSIFIED,
        min(moment, telling.shared.now),
        payload,
        officer=row.officer,
    )
    what = "、".join(FROZEN[name] for name in changed)
    telling.warn(
        row, "kind",
        say(f"受理后改了 {what}：时限不变，另记一条", f"{what} changed after acceptance: limits stay, kept as an entry of its own"),
    )  # fmt: skip


def limits(telling: Telling, row: Accept, base: str, moment: str, promised: str) -> None:
    """The limits of the item's version; for an item that is not known, the day that the source itself promised."""

    def put(name: str, clock: str, grade: str, **term: Any) -> None:
        told = {"clock": clock, "instance": "", "grade": grade, **term}
        telling.put(row, f"{base}:set:{name}", "clocks.set", moment, told)

    it = telling.version.definition if telling.version else None
    if it is None and promised:
        put("promise", "promise", "source", due_at=entry.instant(instant(end_of_day(promised))))
    if it and it.statutory and (it.clock != ORDINARY or it.own_statute):
        put("statutory", it.clock, "statutory", amount=it.statutory.amount, per=it.statutory.unit)
    if it and it.promise:
        put("promise", "promise", "promise", amount=it.promise.amount, per=it.promise.unit)
