"""From limits to due days, rungs, state and light."""

from typing import TYPE_CHECKING, Any

import ibis

from luoshi.mechanisms.base import DAY, Facts
from luoshi.mechanisms.window.time_limit.limits import COLUMNS
from luoshi.mechanisms.window.time_limit.terms import MICROSECONDS, OFFICE, TERMS, ordinals, stretched

if TYPE_CHECKING:
    from collections.abc import Sequence

    import ibis.expr.types as ir

NULL = "int64"


def relation(facts: Facts) -> "ir.Table":
    """One row a limit of a matter; columns as declared by the mechanism, moments in UTC."""
    return outcome(ladder(facts, rungs(facts)))


def on_calendar(t: "ir.Table", facts: Facts) -> "ir.Table":
    """The table beside the one row that holds the calendar and the thresholds."""
    return t.cross_join(facts.world)


def terms(facts: Facts) -> "ir.Table":
    """Join each limit with the rule in force on its start day, and with its extension, if it had one."""
    t = facts.found["limits"].cross_join(facts.world.select("offset"))
    t = t.mutate(
        own=t.due_given.notnull(),
        start_day=((t.start + ibis.ifelse(t.due_given.notnull(), t.offset, 0)) // DAY).cast("int32"),
    )
    r = facts.rules.select(
        rule=facts.rules.clock, rule_amount=facts.rules.amount, rule_per=facts.rules.per, longer=facts.rules.extension,
        roll=facts.rules.roll, pausable=facts.rules.pausable, since=facts.rules.since, until=facts.rules.until,
    )  # fmt: skip
    t = t.left_join(r, (t.clock == r.rule) & (t.start_day >= r.since) & (t.start_day < r.until))
    x = facts.extensions.rename(of_matter="matter", of_clock="clock")
    t = t.left_join(x, (t.matter == x.of_matter) & (t.clock == x.of_clock))
    t = t.mutate(
        n=ibis.coalesce(t.amount, t.rule_amount),
        unit_of_n=ibis.coalesce(t.per.nullif(""), t.rule_per, ""),
        more=ibis.coalesce(ibis.least(t.extended_amount, t.longer), 0).cast("int32"),
        rolls=ibis.coalesce(t.roll, ibis.literal(False)),
        stops_for_pauses=ibis.coalesce(t.pausable, t.grade.isin(("promise", "step"))) & ~t.own,
    )
    t = t.filter(t.own | t.n.notnull())
    t = t.select(
        *(c for c in COLUMNS if c not in ("amount", "per")),
        "own", "start_day", "n", "unit_of_n", "more", "rolls", "stops_for_pauses", "extended_day",
    )  # fmt: skip
    return lengths(facts, on_calendar(t, facts), t.columns)


def lengths(facts: Facts, t: "ir.Table", keep: "Sequence[str]") -> "ir.Table":
    """The start's ordinal, and the term's, its warning's and its half's lengths, plain and extended."""
    count = facts.count(t)
    per = t.unit_of_n
    t = t.select(
        *keep,
        "warn_percent",
        "warn_days",
        base=ordinals(count, t.start, t.start_day, per),
        n_plain=stretched(count, t.start_day, t.n, per),
        n_long=stretched(count, t.start_day, t.n + t.more, per),
    )
    measured: dict[str, Any] = {}
    for name in ("plain", "long"):
        n = t[f"n_{name}"]
        left = ibis.greatest((n * t.warn_percent) // 100, ibis.ifelse(t.unit_of_n == "working_day", t.warn_days, 0))
        measured[f"n_warn_{name}"] = (n - left).cast("int64")
        measured[f"n_half_{name}"] = ((n + 1) // 2).cast("int64")
    return t.mutate(**measured).drop("warn_percent", "warn_days")


def taken_out(facts: Facts) -> "ir.Table":
    """R7: for each term, the ordinals that pauses excluded, and whether an open pause holds it.

    A pause counts only if the term had not run out before it began; since pauses of a matter are
    disjoint and in order, what was counted before each is a running sum.
    """
    t = facts.found["terms"]
    p = on_calendar(t.filter(t.stops_for_pauses).inner_join(facts.pauses, "matter"), facts)
    count = facts.count(p)
    per = p.unit_of_n
    since = ibis.greatest(p.since_day, p.start_day + 1)
    until = ibis.greatest(p.until_day, p.start_day + 1)
    p = p.filter(p.until_day.isnull() | (p.until_day > p.start_day + 1))
    begins = ordinals(count, ibis.greatest(since.cast("int64") * DAY, p.start), since - 1, per)
    ends = ordinals(count, ibis.greatest(until.cast("int64") * DAY, p.start), until - 1, per)
    key = ["matter", "clock", "instance"]
    p = p.select(*key, "base", *TERMS, "since_day", begins=begins, out=ibis.coalesce(ends - begins, 0), open=ends.isnull())
    earlier = ibis.window(group_by=key, order_by="since_day", preceding=(None, 1))
    # DuckDB sums whole numbers as 128 bits and Ibis drops a cast to what it believes is there already:
    # through a float, exact below 2^53.
    p = p.mutate(counted=p.begins - p.base - ibis.coalesce(p.out.sum().over(earlier).cast("float64").cast("int64"), 0))
    sums: dict[str, Any] = {}
    for term in TERMS:
        sums[f"out_{term}"] = p.out.sum(where=p.counted < p[term]).cast("float64").cast("int64")
        sums[f"open_{term}"] = (p.open & (p.counted < p[term])).any()
    return p.group_by(key).agg(**sums)


def chosen(facts: Facts) -> "ir.Table":
    """R9: the longer term only if it was granted on a day not after the plain due day."""
    key = ["matter", "clock", "instance"]
    t = facts.found["terms"].left_join(facts.found["taken"], key).drop(*(f"{k}_right" for k in key))
    t = on_calendar(t, facts)
    count = facts.count(t)

    def reached(term: str) -> Any:
        held = ibis.coalesce(t[f"open_{term}"], ibis.literal(False))
        return ibis.ifelse(held, ibis.null(NULL), t.base + t[term] + ibis.coalesce(t[f"out_{term}"], 0))

    plain = ends(count, reached("n_plain"), t.unit_of_n)
    asked = (t.more > 0) & t.extended_day.notnull()
    granted = asked & (plain.isnull() | (t.extended_day.cast("int64") * DAY < plain))
    t = t.mutate(granted=ibis.coalesce(granted, ibis.literal(False)))

    def pick(name: str) -> Any:
        return ibis.ifelse(t.granted, reached(f"{name}_long"), reached(f"{name}_plain"))

    def which(name: str) -> Any:
        return ibis.ifelse(t.granted, t[f"{name}_n_long"], t[f"{name}_n_plain"])

    return t.select(
        *(c for c in COLUMNS if c not in ("amount", "per")),
        "own", "start_day", "n", "unit_of_n", "rolls",
        extended=ibis.ifelse(t.granted, t.more, 0).cast("int32"),
        over_at=pick("n"),
        warn_at=pick("n_warn"),
        half_at=pick("n_half"),
        held=ibis.coalesce(which("open"), ibis.literal(False)),
        paused_days=ibis.coalesce(which("out"), 0).cast("int32"),
    )  # fmt: skip


def ends(count: Any, reached: Any, per: Any) -> Any:
    """The first late civil moment of a term that reaches this ordinal."""
    by_day = (count.end(reached.cast("int32"), per).cast("int64") + 1) * DAY
    return ibis.cases(
        (per.isin(("hour", "minute", "second")), reached),
        (per.isin(("working_hour", "working_minute")), count.office_moment(reached)),
        else_=by_day,
    )


def rungs(facts: Facts) -> "ir.Table":
    """When each rung of the ladder is reached, in civil time; a source's own deadline has only its card moment."""
    t = on_calendar(facts.found["terms_ended"], facts)
    none = ibis.null(NULL)
    by_moment = t.unit_of_n.isin(tuple(MICROSECONDS) + tuple(OFFICE))
    one = ibis.ifelse(by_moment, 0, DAY)
    t = t.mutate(
        by_moment=by_moment,
        over=ibis.ifelse(t.own, t.due_given + 1, ends(facts.count(t), t.over_at, t.unit_of_n)),
        warn=ibis.ifelse(
            t.own, none, ibis.greatest(ends(facts.count(t), t.warn_at, t.unit_of_n) - one, t.start)
        ),
        half=ends(facts.count(t), t.half_at, t.unit_of_n) - one,
        idle=(facts.count(t).after((t["last"] // DAY).cast("int32"), t.idle_days).cast("int64") + 1) * DAY,
    )
    last = ((t.over - 1) // DAY).cast("int32")
    rolls = t.rolls & t.unit_of_n.isin(("day", "month", "year"))
    t = t.mutate(
        due_local=ibis.ifelse(rolls, (facts.count(t).rolled(last).cast("int64") + 1) * DAY, t.over)
    )
    return t.mutate(
        due_day=((t.due_local + ibis.ifelse(t.own, t.offset, 0) - 1) // DAY).cast("int32"),
        blue=ibis.greatest(t.half, t.idle),
    )


def ladder(facts: Facts, t: "ir.Table") -> "ir.Table":
    """Escalations, and whether the date may still move with a notice not yet published."""
    none = ibis.null(NULL)
    count = facts.count(t)

    def later(n: Any) -> Any:
        moment = (count.after(t.due_day, n).cast("int64") + 1) * DAY
        return ibis.ifelse(t.grade == "statutory", moment, none)

    shift = ibis.ifelse(t.own, 0, t.offset)
    on_working_days = t.rolls | t.unit_of_n.isin(("working_day", *OFFICE))
    return t.mutate(
        shift=shift,
        now=t.as_of + shift,
        blue=ibis.ifelse(t.own | t.by_moment | (t.blue >= t.warn), none, t.blue),
        first_escalation=later(t.escalate_1),
        second_escalation=later(t.escalate_2),
        provisional=ibis.coalesce((t.due_day > t.confirmed) & on_working_days, ibis.literal(False)),
    )


def outcome(t: "ir.Table") -> "ir.Table":
    """State and light at the moment judged for, and the next moment at which time alone changes them."""
    done = t.stop.notnull()
    late = ibis.coalesce(t.stop >= t.due_local, ibis.literal(False))
    over = ibis.coalesce(t.due_local <= t.now, ibis.literal(False))
    acting = (t.law != "none") & (t.law != "") & ~t.own & ~t.provisional & (ibis.coalesce(t.due_local, t.live) >= t.live)
    broken = ibis.cases(
        (~acting, "overdue"), (t.grade == "statutory", "red_card"), else_="yellow_card"
    )
    upcoming = [
        ibis.ifelse(moment > t.now, moment, ibis.null(NULL))
        for moment in (t.blue, t.warn, t.due_local, t.first_escalation, t.second_escalation)
    ]
    far = 2**62
    following = ibis.least(*(ibis.coalesce(moment, far) for moment in upcoming))
    return t.select(
        "matter",
        "clock",
        "instance",
        "grade",
        "unit",
        "item",
        "law",
        started=t.start - t.shift,
        start_day=t.start_day,
        amount=t.n,
        per=t.unit_of_n,
        extended=t.extended,
        paused_days=t.paused_days,
        due_day=t.due_day,
        due=t.due_local - t.shift,
        provisional=t.provisional,
        met=t.stop - t.shift,
        state=ibis.cases((done & late, "late"), (done, "met"), (t.held, "paused"), else_="running"),
        light=ibis.cases(
            (done & late, broken),
            (done, "green"),
            (over, broken),
            (t.held, "stopped"),
            (ibis.coalesce(t.warn <= t.now, ibis.literal(False)), "yellow_warning"),
            (ibis.coalesce(t.blue <= t.now, ibis.literal(False)), "blue"),
            else_="green",
        ),
        blue=t.blue - t.shift,
        warn=t.warn - t.shift,
        card=t.due_local - t.shift,
        rung=ibis.ifelse(t.grade == "statutory", "red_card", "yellow_card"),
        escalate_1=t.first_escalation - t.shift,
        escalate_2=t.second_escalation - t.shift,
        acting=acting,
        next=ibis.ifelse(
            done | t.own | (following == far), ibis.null(NULL), following - t.shift
        ),
    )

