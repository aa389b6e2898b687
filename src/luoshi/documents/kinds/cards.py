"""督办单: a yellow or red card on paper, with its arithmetic. A card is a lead, never a verdict."""

from pathlib import Path

from luoshi import mechanisms
from luoshi.documents.kinds.acceptance import chinese_iso
from luoshi.documents.paper import Line, chinese
from luoshi.documents.told import Told, day, read, term
from luoshi.law import folder
from luoshi.law.articles import ENVIRONMENT
from luoshi.law.clock import Clock
from luoshi.law.errors import CouldNot
from luoshi.law.folder import MechanismLaw
from luoshi.law.registry import clock as registered

COLOURS = {"yellow_card": "黄牌", "red_card": "红牌"}
APPEALED = "monitor.card_appealed"
NAMES = {"promise": "承诺时限", "step": "环节时限"}


def heading(told: Told) -> str:
    return f"督办单（{COLOURS.get(told.text('rung'), '督办')}）"


def addressee(told: Told) -> str:
    return told.row.unit


def issued(told: Told) -> tuple[Line, ...]:
    """Which limit passed, counted how, or what else was found; what is asked; that it can be appealed."""
    what = f"超过{limit(told)}" if told.text("since") else f"有下列情况：{found(told)}"
    return (
        ("text", f"你单位办理的{case(told)}{what}，现发督办单。"),
        ("first", "一、计算" if told.text("since") else "一、事实"),
        ("text", counted(told) if told.text("since") else facts(told)),
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


def case(told: Told) -> str:
    """“取水许可”（办件编号：…）."""
    return f"“{told.item}”（办件编号：{told.matter.split(':', 1)[-1]}）"


def found(told: Told) -> str:
    """What a rule other than the limits found: its official name."""
    rule = mechanism(told.text("mechanism"))
    return rule.name[0] if rule else "由效能办人工发现"


def facts(told: Told) -> str:
    """When, and in a person's own words where a person issued it."""
    reason = told.text("reason").rstrip("。")
    when = reason or f"{chinese(told.happened_on)}认定"
    which = told.text("instance") if told.text("mechanism") and told.text("instance") else ""
    rule = f"。规则：{told.text('mechanism')} {told.text('rule')}" if told.text("mechanism") else ""
    return f"{when}{f'（{which}）' if which else ''}{rule}。"


def decided(told: Told) -> tuple[Line, ...]:
    """The card is taken back or upheld, by whom it was not issued, on which rule, and why."""
    card = told.payload.get("card")
    appeal = next(
        (r for r in reversed(told.rows) if r.kind == APPEALED and read(r).get("card") == card), None
    )
    issue = next((r for r in told.rows if r.position == card), None)
    colour = COLOURS.get(str(read(issue).get("rung")) if issue else "", "督办牌")
    withdrawn = told.text("outcome") == "withdrawn"
    said = str(read(appeal).get("reason", "")).rstrip("。") if appeal else ""
    day_ = f"{chinese(day(issue))}" if issue else ""
    return (
        ("text", f"你单位对{day_}就{case(told)}发出的{colour}提出申诉收悉。申诉理由：{said}。"),
        ("text", f"经由没有签发该牌的人员复核：{told.text('reason').rstrip('。')}。"),
        (
            "text",
            f"依据{told.text('clause').rstrip('。')}，决定{'撤回' if withdrawn else '维持'}该{colour}。"
            + ("撤回后不再扣分，记录保留、仍可查看。" if withdrawn else "记录保留。"),
        ),
    )


def limit(told: Told) -> str:
    """办件的承诺时限, or the statute's own name of it."""
    clock = told.text("clock")
    if clock in NAMES:
        instance = told.text("instance")
        return f"{NAMES[clock]}{f'（{instance}）' if instance else ''}"
    law = _law(told)
    return f"法定时限（{law.title[0]}）" if law else "办理时限"


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
    if clause := told.text("clause"):
        return f"{clause.rstrip('。')}。"
    law = _law(told)
    if law:
        cited = law.citation
        return f"《{cited.statute}》{cited.article}：“{cited.text.rstrip('；。')}”。"
    rule = mechanism(told.text("mechanism")) if not told.text("since") else None
    if rule and rule.citations:
        first = rule.citations[0]
        return f"《{first.statute}》{first.article}“{first.text.rstrip('；。')}”。"
    return f"{told.cite('第三十六条第二款', ENVIRONMENT)}。"


def mechanism(name: str) -> MechanismLaw | None:
    """The law of a mechanism, by the name under which it records what it finds."""
    path = (
        next(Path(mechanisms.__file__).parent.glob(f"*/{name}/law.yaml"), None)
        if name.isidentifier()
        else None
    )
    return folder.read(path.parent) if path else None


def _law(told: Told) -> Clock | None:
    try:
        return registered(told.text("clock"), told.on)
    except CouldNot:
        return None
