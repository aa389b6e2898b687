"""Days, names and lists of reasons, as sentences about a case say them."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime

from luoshi.law.house import HOUSE
from luoshi.law.registry import CLOCKS, grounds
from luoshi.law.registry import clock as registered
from luoshi.law.words import Pair, say
from luoshi.ledger.entry import SHANGHAI

WEEKDAYS = (
    ("一", "Mon"),
    ("二", "Tue"),
    ("三", "Wed"),
    ("四", "Thu"),
    ("五", "Fri"),
    ("六", "Sat"),
    ("日", "Sun"),
)
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")

CHANNELS: Mapping[str, Pair] = {
    "window": ("窗口", "at the counter"),
    "online": ("网上", "online"),
    "post": ("邮寄", "by post"),
}
REFUSALS: Mapping[str, Pair] = {
    "not_needed": ("依法不需要取得行政许可（第三十二条第一款第一项）", "no licence is needed (art. 32(1) item 1)"),
    "not_ours": ("不属于本机关职权范围（第三十二条第一款第二项）", "not this authority's business (art. 32(1) item 2)"),
    "false_papers": ("隐瞒有关情况或者提供虚假材料（第七十八条）", "facts concealed or false papers filed (art. 78)"),
}  # fmt: skip
"""Why an application may not be accepted: 行政许可法. A lack of papers is no ground; it is told and corrected."""

FAST_GROUNDS: Mapping[str, Pair] = {
    "emergency": ("突发事件", "emergency"),
    "life_health": ("生命健康", "life or health"),
    "major_project": ("重大项目（写明文号）", "major project (name the document)"),
    "leader_instruction": ("领导批示（写明文号）", "instruction of a leader (name the document)"),
    "force_majeure": ("不可抗力", "force majeure"),
}
"""特事特办 only on one of these."""

OPINIONS: Mapping[str, Pair] = {
    "agree": ("同意", "agrees"),
    "conditional": ("有条件同意", "agrees on conditions"),
    "disagree": ("不同意", "does not agree"),
}
OUTCOMES: Mapping[str, Pair] = {"granted": ("准予许可", "granted"), "refused": ("不予许可", "refused")}
CHECKS: Mapping[str, Pair] = {"kept": ("属实", "kept"), "broken": ("不实", "not kept")}
ANSWERS: Mapping[str, Pair] = {"yes": ("同意", "agree"), "no": ("不同意", "do not agree")}


def day(value: date | datetime | None, at: datetime) -> str:
    """10月15日; with the year when it is not that of `at`."""
    if value is None:
        return ""
    it = value.astimezone(SHANGHAI).date() if isinstance(value, datetime) else value
    same = it.year == at.astimezone(SHANGHAI).year
    zh = f"{it.month}月{it.day}日" if same else f"{it.year}年{it.month}月{it.day}日"
    en = f"{it.day} {MONTHS[it.month - 1]}" if same else f"{it.day} {MONTHS[it.month - 1]} {it.year}"
    return say(zh, en)


def day_of_week(value: date | datetime | None, at: datetime) -> str:
    """10月15日（周四）."""
    if value is None:
        return ""
    it = value.astimezone(SHANGHAI).date() if isinstance(value, datetime) else value
    zh, en = WEEKDAYS[it.weekday()]
    return say(f"{day(it, at)}（周{zh}）", f"{en} {day(it, at)}")


def one_of(told: Mapping[str, Pair], key: str) -> str:
    """The words of a code; a code that is not known stands as it is."""
    return say(*told[key]) if key in told else key


def listed(names: Iterable[str]) -> str:
    return say("、", ", ").join(names)


def limit_name(clock: str) -> str:
    """A limit in words: the law's title, the house's own name, or what its source calls it."""
    if clock in HOUSE:
        return say(*HOUSE[clock])
    return CLOCKS[clock].said() if clock in CLOCKS else clock


def lawful_grounds() -> dict[str, Pair]:
    """The eight grounds of 行政许可法 第四十五条 on which a clock may stop."""
    return {name: grounds()[name].title for name in registered("CLK-06").pause_grounds}
