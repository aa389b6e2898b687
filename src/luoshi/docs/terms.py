"""The registry of terms and the catalogue of silence, as tables."""

from luoshi.docs.text import both, pair, table
from luoshi.law import registry, tacit
from luoshi.law.clock import Clock
from luoshi.law.tacit import Tacit

DIRECTIONS = {"forward": "", "backward": "倒计 · counted back", "pause": "只描述除外时间 · describes pauses"}


def terms() -> list[str]:
    """Every term of the registry in the order of its ids, every version."""
    found = [one for each in registry.versions().values() for one in each]
    unverified = sum(one.status == "unverified" for one in found)
    lines = [
        f"## 时限 · Terms ({len(found)})",
        "",
        f"其中未核实 {unverified} 条。`luoshi due 2026-09-18 --clock CLK-02` 逐日计算其中任何一条。",
        "",
        f"{unverified} of them are unverified. `luoshi due 2026-09-18 --clock CLK-02` counts any of them day by day.",
        "",
    ]
    head = (
        "编号 · id",
        "时限 · term",
        "期限 · length",
        "起算 · runs from",
        "规则 · rules",
        "期满 · on expiry",
        "依据 · source",
        "适用 · in force",
    )
    return lines + table(head, map(term, found))


def term(one: Clock) -> tuple[object, ...]:
    return (
        one.id,
        pair(one.title),
        length(one),
        pair(one.start),
        "；".join(rules(one)),
        pair(one.effect),
        both(one.citation.said),
        force(one),
    )


def length(one: Clock) -> str:
    if one.fixed:
        month, day = one.fixed
        return f"{month:02}-{day:02}"
    period = one.period
    if period is None:
        return ""
    said = "当场 · at once" if period.amount == 0 else both(period.said)
    return f"{said}（至少 · at least）" if one.at_least else said


def rules(one: Clock) -> list[str]:
    """What is special about its counting, in a few words each."""
    told = [DIRECTIONS[one.direction]] if DIRECTIONS[one.direction] else []
    if one.roll:
        told.append("末日休息则顺延 · rolls (R4)")
    if one.extension:
        more = one.extension.period
        told.append(f"可延 · extension {both(more.said) if more else '合理期限 · reasonable'}")
    if one.pause_grounds:
        told.append(f"可除外 · pauses: {len(one.pause_grounds)}")
    if one.starts:
        told.append("本系统自动计时 · driven by entries")
    return told


def force(one: Clock) -> str:
    until = f"–{one.until}" if one.until else "–"
    status = f"{one.verified_on} 核对 · verified" if one.status == "verified" else "未核实 · unverified"
    place = "" if one.jurisdiction == "CN" else f"{one.jurisdiction}，"
    return f"{place}{one.since}{until}；{status}"


def silence() -> list[str]:
    """The closed list of what follows from silence."""
    effects = tacit.effects()
    lines = [
        f"## 逾期默示 · What follows from silence ({len(effects)})",
        "",
        "这是一份封闭清单：不在其中的超时只通知人，不改变任何决定。",
        "",
        "This is a closed list: any other missed term tells a person and changes no decision.",
        "",
    ]
    head = ("类型 · type", "后果 · effect", "时限 · term", "依据 · source", "适用 · where", "状态 · status")
    return lines + table(head, map(effect, effects))


def effect(one: Tacit) -> tuple[object, ...]:
    kind = both(lambda: tacit.types()[one.type][0])
    waits = one.clock or (both(one.period.said) if one.period else "")
    return (
        kind,
        pair(one.title),
        waits,
        one.source,
        one.jurisdiction,
        "已核对 · verified" if one.status == "verified" else "未核实 · unverified",
    )
