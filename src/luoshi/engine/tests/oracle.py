"""A slow, obvious judge of one matter: day after day, minute after minute. Never imported by the product.

It walks the days itself and shares nothing with the relations but the calendar's list of working
days and the figures of the rules.
"""

from datetime import date
from typing import Any

from luoshi.engine.tests.walking import DAY, EPOCH, MINUTE, World, length, pauses, reach, rolled, walk

OFFSET = 8 * 60 * MINUTE
FINAL = ("approvals.accepted", "approvals.decided", "approvals.withdrawn")
ANSWERS = (*FINAL, "approvals.correction_notified", "approvals.acceptance_refused")
Entry = dict[str, Any]


def standing(entries: list[Entry], as_of: int) -> list[Entry]:
    """The latest version of each entry, without what was voided and what had not happened yet."""
    latest: dict[int, Entry] = {}
    for e in sorted(entries, key=lambda e: e["position"]):
        latest[e["corrects"] or e["position"]] = e
    found = [
        {**e, "origin": origin}
        for origin, e in latest.items()
        if e["kind"] != "ledger.voided" and e["happened"] <= as_of
    ]
    return sorted(found, key=lambda e: (e["local"], e["position"]))


def first(entries: list[Entry], *kinds: str) -> int | None:
    return next((e["local"] for e in entries if e["kind"] in kinds), None)


def earliest(*moments: int | None) -> int | None:
    return min((m for m in moments if m is not None), default=None)


def iso(day: int) -> str:
    return date.fromordinal(day + EPOCH).isoformat()


def filings(entries: list[Entry], law: str, as_of: int, world: World) -> list[dict[str, Any]]:
    """CLK-01 for each day on which something was filed, until the matter is accepted, decided or withdrawn."""
    received = first(entries, "approvals.received")
    if received is None or law in ("", "none"):
        return []
    settled = first(entries, *FINAL)
    days: dict[int, int] = {}
    for e in entries:
        counts = e["kind"] == "approvals.supplemented" or e["local"] == received
        if e["kind"] not in ("approvals.received", "approvals.supplemented") or not counts:
            continue
        if e["local"] >= received and (settled is None or e["local"] <= settled):
            days[e["local"] // DAY] = e["local"]
    found = []
    accepted_at: int | None = None
    for day, filed in sorted(days.items()):
        rule = world.rule("CLK-01", day)
        if rule is None or (accepted_at is not None and filed >= accepted_at):
            continue
        due = world.working_days_after(day, rule["amount"])
        arises = (due + 1) * DAY
        answered = next((e["local"] for e in entries if e["kind"] in ANSWERS and e["local"] >= filed), None)
        passed = arises <= as_of + OFFSET and due <= world.confirmed
        fired = accepted_at is None and passed and (answered is None or answered >= arises)
        if fired:
            accepted_at = arises
        elif accepted_at is not None:
            answered = earliest(answered, accepted_at)
        instance = "" if day == received // DAY else iso(day)
        found.append(
            {
                "instance": instance,
                "filed": filed,
                "due_day": due,
                "arises": arises,
                "answered": answered,
                "fired": fired,
            }
        )
    return found


def limits(entries: list[Entry], found: list[dict[str, Any]], law: str) -> list[dict[str, Any]]:
    """Every limit of the matter: which clock, from when, until what."""
    governed = law not in ("", "none")
    received = first(entries, "approvals.received")
    deemed = next((f["filed"] for f in found if f["fired"]), None)
    accepted = earliest(first(entries, "approvals.accepted"), deemed)
    decided, delivered = first(entries, "approvals.decided"), first(entries, "approvals.delivered")
    withdrawn = first(entries, "approvals.withdrawn")
    refused = first(entries, "approvals.acceptance_refused") if accepted is None else None
    ended = earliest(decided, delivered, withdrawn, refused)
    rows: list[dict[str, Any]] = []

    def add(clock: str, start: int, stop: int | None, **more: Any) -> None:
        rows.append(
            {
                "clock": clock,
                "instance": "",
                "grade": "statutory",
                "start": start,
                "stop": stop,
                "n": None,
                "per": "",
                "due": None,
                "held_by": "",
            }
            | more
        )

    for f in found:
        add("CLK-01", f["filed"], f["arises"] if f["fired"] else f["answered"], instance=f["instance"])
    sets: dict[tuple[str, str], Entry] = {}
    for e in sorted(entries, key=lambda e: e["origin"]):
        if e["kind"] == "clocks.set":
            sets.setdefault((e["clock"], e["instance"]), e)
    statutory = {"CLK-02", "CLK-03", "CLK-04", "CLK-13", "CLK-15.2", "CLK-24"}
    special = any(
        e["kind"] == "clocks.set"
        and e["grade"] == "statutory"
        and e["due"] is None
        and e["clock"] in statutory
        for e in entries
    )
    if governed and accepted is not None and not special:
        add("CLK-02", accepted, ended)
    refusal = any(e["kind"] == "approvals.decided" and e["outcome"] == "refused" for e in entries)
    if governed and decided is not None and not refusal:
        add("CLK-05", decided, earliest(delivered, withdrawn))
    for (clock, instance), e in sets.items():
        met = [
            m
            for m in entries
            if m["kind"] == "clocks.met" and (m["clock"], m["instance"]) == (clock, instance)
        ]
        met_local = met[0]["local"] if met else None
        amount = e["amount"] if e["amount"] is not None and 1 <= e["amount"] <= 1_000_000 else None
        more = {"instance": instance, "grade": e["grade"], "n": amount, "per": e["per"]}
        if clock in ("CLK-01", "CLK-05") or (
            clock == "CLK-02" and (e["grade"] != "statutory" or e["due"] is not None)
        ):
            continue
        if e["due"] is not None:
            stop = None if met_local is None else met_local - OFFSET
            held_by = e["unit"] if e["grade"] in ("step", "follow_up") else ""
            add(
                clock,
                e["happened"],
                stop,
                instance=instance,
                grade="source",
                n=amount,
                per=e["per"],
                due=e["due"],
                held_by=held_by,
            )
        elif governed and e["grade"] == "statutory" and accepted is not None:
            add(clock, accepted, ended, **more)
        elif governed and e["grade"] == "promise" and (accepted is not None or received is None):
            add(clock, e["local"] if accepted is None else accepted, earliest(met_local, ended), **more)
        elif governed and e["grade"] == "follow_up":
            add(clock, e["local"], earliest(met_local, withdrawn), **more, held_by=e["unit"])
        elif governed and e["grade"] == "step":
            add(clock, e["local"], earliest(met_local, ended), **more, held_by=e["unit"])
    return rows


def holder(entries: list[Entry]) -> str:
    moved = [e["to_unit"] for e in entries if e["kind"] == "approvals.transferred" and e["to_unit"]]
    received = [e["unit"] for e in entries if e["kind"] == "approvals.received"]
    return moved[-1] if moved else max(received, default="") or max((e["unit"] for e in entries), default="")


def judge(
    entries: list[Entry], as_of: int, world: World
) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """Filings and clocks of one matter as they stand at a moment (microseconds UTC)."""
    entries = standing(entries, as_of)
    law = max((e["law"] for e in entries), default="")
    found = filings(entries, law, as_of, world)
    clocks = []
    for limit in limits(entries, found, law):
        clock = (
            source(limit, as_of, world) if limit["due"] is not None else counted(limit, entries, as_of, world)
        )
        if clock is not None:
            unit = limit["held_by"] or holder(entries)
            clocks.append(
                clock
                | {
                    "clock": limit["clock"],
                    "instance": limit["instance"],
                    "grade": limit["grade"],
                    "unit": unit,
                    "law": law,
                }
            )
    return found, clocks


def source(limit: dict[str, Any], as_of: int, world: World) -> dict[str, Any]:
    """A deadline of the source's own: late strictly after its moment; nothing is issued on it."""
    due = limit["due"] + 1
    late = limit["stop"] is not None and limit["stop"] > limit["due"]
    over = limit["stop"] is None and as_of > limit["due"]
    state = "running" if limit["stop"] is None else "late" if late else "met"
    return {
        "started": limit["start"], "start_day": (limit["start"] + OFFSET) // DAY, "amount": limit["n"], "per": limit["per"],
        "extended": 0, "paused_days": 0, "due_day": (limit["due"] + OFFSET) // DAY, "due": due, "provisional": False,
        "met": limit["stop"], "state": state, "light": "overdue" if late or over else "green", "blue": None, "warn": None,
        "card": due, "rung": "yellow_card", "escalate_1": None, "escalate_2": None, "acting": False, "next": None,
    }  # fmt: skip


def counted(limit: dict[str, Any], entries: list[Entry], as_of: int, world: World) -> dict[str, Any] | None:
    """A limit that is counted: its due day, its rungs, its state and light.

    How many days a stay took out is only told once none holds it any more.
    """
    start, stop = limit["start"], limit["stop"]
    law = limit["grade"] == "statutory"
    rule = world.rule(limit["clock"], start // DAY) if law else None
    if (law and rule is None) or start // DAY <= world.first:
        return None
    amount, per = limit["n"] or (rule and rule["amount"]), limit["per"] or (rule and rule["per"])
    if not amount or not per:
        return None
    stays = pauses(entries) if (rule["pausable"] if law else limit["grade"] != "follow_up") else []
    rolls = bool(rule and rule["roll"]) and per in ("day", "month", "year")
    extended = granted(limit, entries, rule, amount, per, stays, rolls, world)
    n, walked = length(start, amount + extended, per)
    over, out = walk(start, n, walked, stays, world)
    due = rolled(over, rolls, world)
    by_day = walked in ("working_day", "day")
    left = max(n * world.warn_percent // 100, world.warn_days if per == "working_day" else 0)
    warn = reach(start, n - left, walked, stays, world) if n > left else start
    if warn is not None:
        warn = max(warn - DAY if by_day else warn, start)
    half = reach(start, (n + 1) // 2, walked, stays, world)
    acts = [e["local"] for e in entries if e["kind"].startswith("approvals.") and "deemed" not in e["kind"]]
    last = max([start, *acts])
    idle = (world.working_days_after(last // DAY, world.idle_days) + 1) * DAY
    blue = None if half is None or not by_day else max(half - DAY, idle)
    if blue is not None and warn is not None and blue >= warn:
        blue = None
    due_day = None if due is None else due // DAY - (1 if by_day else 0)
    hard = due_day is not None and due_day > world.confirmed
    provisional = hard and (rolls or bool(rule and rule["roll"]) or walked in ("working_day", "office"))
    later = [None, None]
    if law and due_day is not None:
        later = [(world.working_days_after(due_day, n) + 1) * DAY for n in world.escalate]
    now = as_of + OFFSET
    acting = not provisional and (now if due is None else due) >= world.live
    done, late = stop is not None, stop is not None and due is not None and stop >= due
    over = not done and due is not None and due <= now
    held = due is None
    state = "late" if late else "met" if done else "paused" if held else "running"
    rung = "red_card" if law else "yellow_card"
    if late or over:
        light = rung if acting else "overdue"
    elif done:
        light = "green"
    elif held:
        light = "stopped"
    elif warn is not None and warn <= now:
        light = "yellow_warning"
    else:
        light = "blue" if blue is not None and blue <= now else "green"
    ahead = earliest(*(m for m in (blue, warn, due, *later) if m is not None and m > now))

    def utc(moment: int | None) -> int | None:
        return None if moment is None else moment - OFFSET

    return {
        "started": utc(start), "start_day": start // DAY, "amount": amount, "per": per, "extended": extended, "paused_days": None if due is None else out, "due_day": due_day,
        "due": utc(due), "provisional": provisional, "met": utc(stop), "state": state, "light": light, "blue": utc(blue),
        "warn": utc(warn), "card": utc(due), "rung": rung, "escalate_1": utc(later[0]), "escalate_2": utc(later[1]),
        "acting": acting, "next": None if done else utc(ahead),
    }  # fmt: skip


def granted(
    limit: dict[str, Any], entries: list[Entry], rule: dict[str, Any] | None, amount: int, per: str,
    stays: list[tuple[int, int | None]], rolls: bool, world: World,
) -> int:  # fmt: skip
    """The first extension of the clock, if the rule knows one and it came on a day not after the due day."""
    asked = [e for e in entries if e["kind"] == "approvals.extended" and e["clock"] == limit["clock"]]
    if not asked or not rule or not rule["extension"] or not 1 <= (asked[0]["amount"] or 0) <= 1_000_000:
        return 0
    if per != rule["per"]:
        return 0
    n, walked = length(limit["start"], amount, per)
    due = rolled(reach(limit["start"], n, walked, stays, world), rolls, world)
    if due is not None and asked[0]["local"] // DAY * DAY >= due:
        return 0
    return min(asked[0]["amount"], rule["extension"])
