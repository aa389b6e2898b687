"""Terms in their own ordinals: working days, days, office minutes or microseconds."""

from typing import Any

import ibis

TERMS = ("n_plain", "n_long", "n_warn_plain", "n_warn_long", "n_half_plain", "n_half_long")
"""The lengths whose ends are asked for: the term, its warning and its half, plain and extended."""

MICROSECONDS = {"hour": 3_600_000_000, "minute": 60_000_000, "second": 1_000_000}
OFFICE = {"working_hour": 60, "working_minute": 1}


def ordinals(count: Any, local: Any, day: Any, per: Any) -> Any:
    """The ordinal of a point: of a civil moment for hours, of a day (inclusive) for day units."""
    return ibis.cases(
        (per.isin(tuple(MICROSECONDS)), local),
        (per.isin(tuple(OFFICE)), count.office_ordinal(local).cast("int64")),
        else_=count.start(day, per).cast("int64"),
    )


def stretched(count: Any, day: Any, amount: Any, per: Any) -> Any:
    """A term's length in those ordinals."""
    return ibis.cases(
        (per == "hour", amount.cast("int64") * MICROSECONDS["hour"]),
        (per == "minute", amount.cast("int64") * MICROSECONDS["minute"]),
        (per == "second", amount.cast("int64") * MICROSECONDS["second"]),
        (per == "working_hour", amount.cast("int64") * 60),
        else_=count.length(day, amount, per).cast("int64"),
    )
