"""Figures of tasks: decimals with at most four places, told as text in entries and stored as whole ten-thousandths in sums."""

from decimal import Decimal, InvalidOperation

from luoshi.law.errors import Unclear
from luoshi.law.words import say

PLACES = Decimal("0.0001")
SCALE = 10_000
LARGEST = Decimal(10) ** 11
"""Beyond it nothing an office counts; below it every figure is exact in any database."""


def figure(told: object, what: str) -> Decimal:
    """A figure from text or number; Unclear says what may stand there."""
    try:
        value = Decimal(str(told).strip().replace(",", "").replace("，", ""))
    except InvalidOperation:
        value = Decimal("NaN")
    if not value.is_finite() or abs(value) >= LARGEST or value != value.quantize(PLACES):
        raise Unclear(
            say(
                f"{what}“{told}”不是数：请写小数不超过四位的数，如 12.5",
                f"{what} “{told}” is no figure: give a number with at most four decimals, as 12.5",
            )
        )
    return value


def said(value: Decimal | None) -> str:
    """`12.5`, without zeros at the end; "" for none."""
    if value is None:
        return ""
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def stored(told: object) -> Decimal | None:
    """A figure of an entry; what cannot be read is none."""
    try:
        return figure(told, "") if isinstance(told, str) and told else None
    except Unclear:
        return None


def whole(value: Decimal | None) -> int:
    """In ten-thousandths, for sums that must be exact whoever adds first."""
    return int((value or Decimal(0)) * SCALE)


def unscaled(value: int) -> Decimal:
    return Decimal(value) / SCALE
