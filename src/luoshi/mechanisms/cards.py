"""What every mechanism that finds something wrong may bring about: a card on a rung, open to appeal."""

from luoshi.law.event import Event

CARD_ISSUED = Event(
    kind="monitor.card_issued",
    title=("发牌", "Card issued"),
    sentence=("发出督办牌（线索，可申诉）", "A card is issued (a lead, open to appeal)"),
    binds="escalation",
)
YELLOW, RED = "yellow_card", "red_card"
