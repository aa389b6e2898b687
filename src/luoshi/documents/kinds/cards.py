"""督办单: a yellow or red card on paper, with its arithmetic. A card is a lead, never a verdict."""

from luoshi.documents.kinds.acceptance import chinese_iso
from luoshi.documents.paper import Line
from luoshi.documents.told import Told, term
from luoshi.law.articles import ENVIRONMENT
from luoshi.law.clock import Clock
from luoshi.law.errors import CouldNot
from luoshi.law.registry import clock as registered

COLOURS = {"yellow_card": "黄牌", "red_card": "红牌"}
NAMES = {"promise": "承诺时限", "step": "环节时限"}


def heading(told: Told) -> str:
    return f"督办单（{COLOURS.get(told.text('rung'), '督办')}）"


def addressee(told: Told) -> str:
    return told.row.unit


def issued(told: Told) -> tuple[Line, ...]:
    """Which limit passed, counted how; what is asked; that it can be appealed."""
    name = told.matter.split(":", 1)[-1]
    return (
        ("text", f"你单位办理的“{told.item}”（办件编号：{name}）超过{limit(told)}，现发督办单。"),
        ("first", "一、计算"),
        ("text", counted(told)),
        ("first", "二、依据"),
        ("text", basis(told)),
        ("first", "三、请你单位"),
        ("text", "1．核对上列计算；有误的，可以提出申诉并附证据，由没有签发本单的人员处理。"),
        ("text", "2．尽快办结，并按规定公开说明超过办理时间的理由。"),
        (
            "text",
            "本单是监督线索，不是结论，不作为对任何人作出处理的直接依据；申诉成立的予以撤回，记录保留。",
        ),
    )


def limit(told: Told) -> str:
    """办件的承诺时限, or the statute's own name of it."""
    clock = told.text("clock")
    if clock in NAMES:
        instance = told.text("instance")
        return f"{NAMES[clock]}{f'（{instance}）' if instance else ''}"
    found = _law(told)
    return f"法定时限（{found.title[0]}）" if found else "办理时限"


def counted(told: Told) -> str:
    """From when, how long, what was left out, until when."""
    extended, paused = told.payload.get("extended") or 0, told.payload.get("paused") or 0
    amount = told.payload.get("amount")
    parts = [
        f"自{chinese_iso(told.text('since'))}起算，期限{term(amount, told.text('per')) if isinstance(amount, int) else ''}"
    ]
    if extended:
        parts.append(f"经批准延长{term(extended, told.text('per'))}")
    if paused:
        parts.append(f"依法不计入的时间{paused}日")
    parts.append(f"应于{chinese_iso(told.text('due_on'))}（含当日）前办结，到期仍未办结")
    return f"{'；'.join(parts)}。计算规则：{told.text('mechanism')} {told.text('rule')}。"


def basis(told: Told) -> str:
    """The article behind the limit, word for word where it is on record."""
    found = _law(told)
    if found:
        cited = found.citation
        return f"《{cited.statute}》{cited.article}：“{cited.text.rstrip('；。')}”。"
    return f"{told.cite('第三十六条第二款', ENVIRONMENT)}。"


def _law(told: Told) -> Clock | None:
    try:
        return registered(told.text("clock"), told.on)
    except CouldNot:
        return None
