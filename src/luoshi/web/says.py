"""How pages write days, moments, amounts and the names of things, in both languages."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.utils.translation import get_language

from luoshi.law.folder import mechanisms
from luoshi.law.house import HOUSE
from luoshi.law.registry import CLOCKS
from luoshi.law.words import say

SHANGHAI = ZoneInfo("Asia/Shanghai")
WEEKDAYS_ZH = "一二三四五六日"
WEEKDAYS_EN = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
MONTHS_EN = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")

# Unit of a period → one, many; zh needs only one.
PER = {
    "working_day": ("个工作日", "working day", "working days"),
    "day": ("日", "day", "days"),
    "month": ("个月", "month", "months"),
    "year": ("年", "year", "years"),
    "hour": ("小时", "hour", "hours"),
    "minute": ("分钟", "minute", "minutes"),
    "second": ("秒", "second", "seconds"),
    "working_hour": ("个工作小时", "working hour", "working hours"),
    "working_minute": ("个工作分钟", "working minute", "working minutes"),
}


def english() -> bool:
    return (get_language() or "").startswith("en")


def today() -> date:
    """The civil day in China. Pages are an edge: here the clock may be read."""
    return datetime.now(SHANGHAI).date()


def as_day(value: object) -> date | None:
    """A day from a day, a moment or ISO text; a moment becomes its civil day in China."""
    if isinstance(value, datetime):
        return value.astimezone(SHANGHAI).date() if value.tzinfo else value.date()
    if isinstance(value, date):
        return value
    if isinstance(value, str) and value:
        moment = as_moment(value) if len(value) > 10 else None
        return moment.date() if moment else date.fromisoformat(value[:10])
    return None


def as_moment(value: object) -> datetime | None:
    """The civil time in China of a moment or of ISO text with a zone."""
    if isinstance(value, str) and value:
        value = datetime.fromisoformat(value)
    if isinstance(value, datetime):
        return value.astimezone(SHANGHAI) if value.tzinfo else value
    return None


def day(value: object, *, weekday: bool = False, year: bool | None = None) -> str:
    """10月15日（周四） · Thu 15 Oct; with the year when it is not this one."""
    it = as_day(value)
    if it is None:
        return ""
    if year is None:
        year = it.year != today().year
    if english():
        text = f"{it.day} {MONTHS_EN[it.month - 1]}" + (f" {it.year}" if year else "")
        return f"{WEEKDAYS_EN[it.weekday()]} {text}" if weekday else text
    text = (f"{it.year}年" if year else "") + f"{it.month}月{it.day}日"
    return f"{text}（周{WEEKDAYS_ZH[it.weekday()]}）" if weekday else text


def short(value: object) -> str:
    """9/14, for a square in a grid."""
    it = as_day(value)
    return f"{it.month}/{it.day}" if it else ""


def clock_time(value: object) -> str:
    """10-12 08:30, with the year when it is not this one."""
    it = as_moment(value)
    if it is None:
        return ""
    head = "" if it.year == today().year else f"{it.year}-"
    return f"{head}{it.month:02}-{it.day:02} {it.hour:02}:{it.minute:02}"


LIMITS = {
    **HOUSE,
    "appeal": ("申诉复核时限", "Limit to decide an appeal"),
    "task_receipt": ("签收时限", "Limit for signing"),
    "task_due": ("办理时限", "Limit for the work"),
    "co_reply": ("协办反馈时限", "Limit for a co-operating unit's answer"),
    "order_reply": ("督办单回复时限", "Limit for answering an order"),
    "manual": ("人工发牌", "Issued by hand"),
}
RULES = {law.folder: law.name for law in mechanisms()}
"""What a card may stand on besides a clock: the mechanism that found it."""


def clock_name(clock: str) -> str:
    """许可决定 CLK-02 · 承诺时限: a limit in words; a source's own name as it stands."""
    if clock in CLOCKS:
        return f"{CLOCKS[clock].said()} {clock}"
    if clock in LIMITS:
        return say(*LIMITS[clock])
    return say(*RULES[clock]) if clock in RULES else clock


def period(amount: object, per: str) -> str:
    """20 个工作日 · 20 working days."""
    if amount in (None, ""):
        return ""
    zh, one, many = PER.get(per, (per, per, per))
    if english():
        return f"{amount} {one if amount in (1, '1') else many}"
    return f"{amount} {zh}"


def of_pair(value: object) -> str:
    """A text kept in both languages, as (zh, en) or as {"zh":…, "en":…}, in the reader's one."""
    if isinstance(value, dict):
        return str(value.get("en") or value.get("zh") or "") if english() else str(value.get("zh") or "")
    if isinstance(value, (tuple, list)) and len(value) == 2:
        return str(value[1] or value[0]) if english() else str(value[0])
    return "" if value is None else str(value)


def source_of(matter: str) -> str:
    """The part of a matter's name that people know it by: what follows the source."""
    return matter.split(":", 1)[1] if ":" in matter else matter
