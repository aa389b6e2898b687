"""Terms in their own ordinals (working days, days, office minutes or microseconds), with pauses and extensions."""

from typing import TYPE_CHECKING, Any

import ibis

from luoshi.mechanisms.base import DAY, Facts, day_number, divided
from luoshi.mechanisms.window.time_limit.limits import PLAIN, limits

if TYPE_CHECKING:
    import ibis.expr.types as ir

KEY = ["matter", "clock", "instance"]
MICROSECONDS = {"hour": 3_600_000_000, "minute": 60_000_000, "second": 1_000_000}
OFFICE = {"working_hour": 60, "working_minute": 1}
TERM = (*PLAIN, "own", "start_day", "n", "per", "rolls", "base")
ENDS = ("over", "warn", "half")
"""What is asked of a term: where it ends, where its warning begins, where its half is reached."""


def ordinals(count: Any, local: Any, day: Any, per: Any) -> Any:
    """The ordinal of a point: of a civil moment for hours, of a day (inclusive) for day units."""
    return ibis.cases(
        (per == "working_day", count.ordinal(day).cast("int64")),
        (per.isin(tuple(MICROSECONDS)), local),
        (per.isin(tuple(OFFICE)), count.office_ordinal(local).cast("int64")),
        else_=day.cast("int64"),
    )


def just_before(count: Any, day: Any, start: Any, per: Any) -> Any:
    """The ordinal reached just before a day begins, or at the start where that comes later."""
    return ordinals(count, ibis.greatest(day.cast("int64") * DAY, start), day - 1, per)


def stretched(count: Any, day: Any, amount: Any, per: Any) -> Any:
    """A term's length in those ordinals, from an amount of 64 bits (engines disagree on the width of a product)."""
    return ibis.cases(
        (per == "month", (count.months(day, amount) - day).cast("int64")),
        (per == "year", (count.months(day, amount * 12) - day).cast("int64")),
        *((per == unit, amount * size) for unit, size in MICROSECONDS.items()),
        (per == "working_hour", amount * OFFICE["working_hour"]),
        else_=amount,
    )


def moved(facts: Facts, m: "ir.Table") -> "ir.Table":
    """Has the matter pauses or extensions, which move its ends?"""
    return (m.marks & (facts.mark["paused"] | facts.mark["extended"])) != 0


def unmoved_terms(facts: Facts) -> "ir.Table":
    """The limits of matters without pauses and extensions. Told apart here, so that neither sort is made twice."""
    m = facts.found["governed"]
    return terms(facts, limits(facts, m.filter(~moved(facts, m))))


def moved_terms(facts: Facts) -> "ir.Table":
    """The limits of matters with them."""
    m = facts.found["governed"]
    return terms(facts, limits(facts, m.filter(moved(facts, m))))


def terms(facts: Facts, limits: "ir.Table") -> "ir.Table":
    """Each limit with the rule in force on its start day; what no law in force and no entry measures is left out."""
    t = limits.cross_join(facts.world.select("offset", "first"))
    own = t.due_given.notnull()
    t = t.mutate(own=own, start_day=day_number(t.start + ibis.ifelse(own, t.offset, 0)))
    r = facts.rules.select(
        rule=facts.rules.clock, rule_amount=facts.rules.amount, rule_per=facts.rules.per, longer=facts.rules.extension,
        roll=facts.rules.roll, pausable=facts.rules.pausable, since=facts.rules.since, until=facts.rules.until,
    )  # fmt: skip
    t = t.left_join(r, (t.clock == r.rule) & (t.start_day >= r.since) & (t.start_day < r.until))
    law = t.grade == "statutory"
    own_unit = (t.per == "") | (t.per == t.rule_per)
    # A rule's extension is told in the rule's unit; a term given in another has none.
    t = t.mutate(
        n=ibis.coalesce(t.amount, ibis.ifelse(law, t.rule_amount, ibis.null("int32"))).cast("int64"),
        unit_of_n=ibis.coalesce(t.per.nullif(""), ibis.ifelse(law, t.rule_per, ""), ""),
        longer=ibis.ifelse(law & ~t.own & own_unit, ibis.coalesce(t.longer, 0), 0),
        rolls=ibis.coalesce(t.roll, ibis.literal(False)) & law,
        stops=ibis.ifelse(
            law, ibis.coalesce(t.pausable, ibis.literal(False)), ~t.own & (t.grade != "follow_up")
        ),
        measured=ibis.ifelse(law, t.rule.notnull(), ibis.literal(True)),
    )
    counted = t.n.notnull() & (t.unit_of_n != "") & (t.start_day > t.first) & t.measured
    t = t.filter(t.own | counted)
    return t.select(*PLAIN, "own", "start_day", "n", "longer", "rolls", "stops", per=t.unit_of_n)


def based(facts: Facts, t: "ir.Table") -> "ir.Table":
    """The ordinal of each term's start."""
    on = t.cross_join(facts.world)
    base = ordinals(facts.count(on), on.start, on.start_day, on.per)
    return on.select(*t.columns, base=ibis.ifelse(on.own, ibis.null("int64"), base))


def lengths(facts: Facts, t: "ir.Table", longer: Any) -> "ir.Table":
    """The lengths of a term, of what runs before its warning and of its half, in ordinals; extended by `longer`."""
    on = t.cross_join(facts.world)
    over = stretched(facts.count(on), on.start_day, on.n + longer, on.per)
    on = on.mutate(n_over=over, at_least=ibis.ifelse(on.per == "working_day", on.warn_days, 0))
    left = ibis.greatest(divided(on.n_over * on.warn_percent, 100), on.at_least)
    return on.select(*t.columns, "n_over", n_warn=on.n_over - left, n_half=divided(on.n_over + 1, 2))


def plain(facts: Facts) -> "ir.Table":
    """Limits of matters without pauses and extensions: where they end, in ordinals."""
    t = lengths(facts, based(facts, facts.found["unmoved_terms"]), 0)
    none = ibis.literal(False)
    return t.select(
        *TERM,
        **{f"{e}_at": t.base + t[f"n_{e}"] for e in ENDS},
        extended=ibis.literal(0, "int32"),
        held=none,
        out=ibis.literal(0, "int64"),
    )


def marked(facts: Facts) -> "ir.Table":
    """The other limits, each with the ordinal of its start."""
    return based(facts, facts.found["moved_terms"])


def spans(facts: Facts, t: "ir.Table") -> "ir.Table":
    """Beside each term that stops for pauses, its pauses: ordinals at their begin and end, after its start.

    Days up to the start day were never counted; for hours, what lies before the start moment.
    """
    p = t.filter(t.stops).inner_join(facts.pauses, "matter").cross_join(facts.world)
    by_moment = p.per.isin((*MICROSECONDS, *OFFICE))
    earliest_day = ibis.ifelse(by_moment, p.start_day, p.start_day + 1)
    p = p.filter(p.until_day.isnull() | (p.until_day > earliest_day))
    p = p.mutate(from_day=ibis.greatest(p.since_day, earliest_day))
    count = facts.count(p)
    ends = just_before(count, p.until_day, p.start, p.per)
    return p.mutate(
        begins=just_before(count, p.from_day, p.start, p.per),
        ends=ibis.ifelse(p.until_day.isnull(), ibis.null("int64"), ends),
    )


def lengthened(facts: Facts) -> "ir.Table":
    """R9: extensions granted in time, and by how much.

    The due day had not passed if fewer days than the term had been counted before the day of the
    grant; where a due day rolls, rest days before the grant do not matter.
    """
    t = facts.found["marked"]
    x = facts.extensions.rename(of_matter="matter", of_clock="clock")
    t = t.inner_join(x, (t.matter == x.of_matter) & (t.clock == x.of_clock)).drop("of_matter", "of_clock")
    t = t.filter(t.longer > 0).cross_join(facts.world)
    count = facts.count(t)
    rolled = t.rolls & t.per.isin(("day", "month", "year"))
    fresh = ibis.greatest(t.extended_day, t.first + 1)
    by = ibis.ifelse(rolled, count.working_day(count.ordinal(fresh - 1)) + 1, fresh)
    t = t.select(
        *facts.found["marked"].columns, more=ibis.least(t.extended_amount, t.longer), by=by,
        term=stretched(count, t.start_day, t.n, t.per),
    )  # fmt: skip
    before = t.cross_join(facts.world)
    t = before.select(*t.columns, asked=just_before(facts.count(before), before.by, before.start, before.per))
    p = spans(facts, t)
    gone = ibis.greatest(ibis.least(ibis.coalesce(p.ends, p.asked), p.asked) - p.begins, 0)
    p = p.group_by(KEY).agg(gone=whole(gone.sum()))
    t = t.left_join(p.rename(**{f"p_{k}": k for k in KEY}), [t[k] == p[k] for k in KEY])
    t = t.filter(t.asked - t.base - ibis.coalesce(t.gone, 0) < t.term)
    return t.select(*KEY, "more")


def whole(total: Any) -> Any:
    """DuckDB sums whole numbers as 128 bits and Ibis drops a cast to what it believes is there already:
    through a float, exact below 2^53."""
    return total.cast("float64").cast("int64")


def measured(facts: Facts) -> "ir.Table":
    """The marked limits with the lengths that their extensions give them."""
    t = facts.found["marked"]
    x = facts.found["lengthened"].rename(**{f"x_{k}": k for k in KEY})
    t = t.left_join(x, [t[k] == x[f"x_{k}"] for k in KEY])
    t = t.mutate(extended=ibis.coalesce(t.more, 0).cast("int32")).drop("more", *(f"x_{k}" for k in KEY))
    return lengths(facts, t, t.extended)


def taken(facts: Facts) -> "ir.Table":
    """R7: for each term, the ordinals that pauses excluded, and whether an open pause holds it.

    A pause counts only if the term had not run out before it began; since pauses of a matter are
    disjoint and in order, what was counted before each is a running sum.
    """
    p = spans(facts, facts.found["measured"])
    p = p.select(
        *KEY,
        "base",
        *(f"n_{e}" for e in ENDS),
        "since_day",
        "begins",
        out=ibis.coalesce(p.ends - p.begins, 0),
        open=p.until_day.isnull(),
    )
    earlier = ibis.window(group_by=KEY, order_by="since_day", preceding=(None, 1))
    p = p.mutate(counted=p.begins - p.base - ibis.coalesce(whole(p.out.sum().over(earlier)), 0))
    sums: dict[str, Any] = {}
    for end in ENDS:
        within = p.counted < p[f"n_{end}"]
        sums[f"out_{end}"] = whole(p.out.sum(where=within))
        sums[f"open_{end}"] = (p.open & within).any()
    return p.group_by(KEY).agg(**sums)


def adjusted(facts: Facts) -> "ir.Table":
    """Limits of matters with pauses or extensions: where they end, in ordinals; no end while a pause is open."""
    t = facts.found["measured"]
    p = facts.found["taken"].rename(**{f"p_{k}": k for k in KEY})
    t = t.left_join(p, [t[k] == p[f"p_{k}"] for k in KEY])
    ends: dict[str, Any] = {}
    for end in ENDS:
        held = ibis.coalesce(t[f"open_{end}"], ibis.literal(False))
        reached = t.base + t[f"n_{end}"] + ibis.coalesce(t[f"out_{end}"], 0)
        ends[f"{end}_at"] = ibis.ifelse(held, ibis.null("int64"), reached)
    held = ibis.coalesce(t.open_over, ibis.literal(False))
    return t.select(*TERM, **ends, extended=t.extended, held=held, out=ibis.coalesce(t.out_over, 0))
