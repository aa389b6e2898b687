"""The days a survey looks at."""

from typing import TYPE_CHECKING, Any

from luoshi.mechanisms.base import day_number
from luoshi.mechanisms.survey import Thresholds

if TYPE_CHECKING:
    import ibis.expr.types as ir


def within(local: Any, on: Thresholds) -> "ir.BooleanValue":
    """Does a civil moment lie in the days looked at?"""
    day = day_number(local)
    return (day >= on["since"]) & (day < on["until"])
