"""From the ends of terms to due days, rungs, state and light."""

from typing import TYPE_CHECKING, Any

import ibis

from luoshi.mechanisms.base import DAY, Facts, day_number, divided
from luoshi.mechanisms.window.time_limit.limits import PLAIN
from luoshi.mechanisms.window.time_limit.terms import ENDS, MICROSECONDS, OFFICE

if TYPE_CHECKING:
    import ibis.expr.types as ir

NULL = "int64"
FAR = 2**62


def ends(count: Any, reached: Any, per: Any) -> Any:
    """The first late civil moment of a term that reaches this ordinal."""
    day = ibis.ifelse(per == "working_day", count.working_day(reached.cast("int32")), reached.cast("int32"))
    return ibis.cases(
        (per.isin(tuple(MICROSECONDS)), reached),
        (per.isin(tuple(OFFICE)), count.office_moment(reached)),
        else_=(day.cast("int64") + 1) * DAY,
    )


def both(moment: Any, value: Any) -> Any:
    """The value, where the moment is known: engines skip what is absent when they look for the greatest."""
    return ibis.ifelse(moment.isnull(), ibis.null(NULL), value)


def reached(facts: Facts) -> "ir.Table":
    """The moments at which each term ends, its warning begins and its half is reached, in civil time.

    For terms in days, the warning and the half begin with their day, the term ends with its own; a
    due day that rolls does so last (R4). A source's own deadline is in time until its moment.
    """
    t = ibis.union(facts.found["plain"], facts.found["adjusted"])
    on = t.cross_join(facts.world)
    count = facts.count(on)
    by_moment = on.per.isin((*MICROSECONDS, *OFFICE))
    moments = {end: ends(count, on[f"{end}_at"], on.per) for end in ENDS}
    idle = count.after(day_number(ibis.greatest(on["last"], on.start)), on.idle_days)
    out = ibis.cases(
        (on.per.isin(tuple(MICROSECONDS)), divided(on.out, DAY)),
        (on.per.isin(tuple(OFFICE)), divided(on.out, count.office_minutes())),
        else_=on.out,
    )
    return on.select(
        *PLAIN, "own", "start_day", "n", "per", "rolls", "extended", "held",
        by_moment=by_moment,
        over=ibis.ifelse(on.own, on.due_given + 1, moments["over"]),
        warn=moments["warn"],
        half=moments["half"],
        idle=(idle.cast("int64") + 1) * DAY,
        paused_days=out.cast("int32"),
    )  # fmt: skip


def dated(facts: Facts) -> "ir.Table":
    """Due day and due moment, and the lower rungs; a source's own deadline has none."""
    t = facts.found["reached"]
    on = t.cross_join(facts.world)
    last = day_number(on.over - 1)
    rolls = on.rolls & on.per.isin(("day", "month", "year"))
    due = ibis.ifelse(rolls, (facts.count(on).rolled(last).cast("int64") + 1) * DAY, on.over)
    opens = ibis.ifelse(on.by_moment, 0, DAY)
    return on.select(
        *PLAIN, "own", "start_day", "n", "per", "extended", "held", "by_moment", "paused_days",
        due_local=due,
        day_type=~on.own & (on.rolls | (on.per == "working_day") | on.per.isin(tuple(OFFICE))),
        warn=both(on.warn, ibis.greatest(on.warn - opens, on.start)),
        blue=both(on.half, ibis.greatest(on.half - opens, on.idle)),
    )  # fmt: skip


def ladder(facts: Facts) -> "ir.Table":
    """Escalations, and whether the date may still move with a notice not yet published."""
    none = ibis.null(NULL)
    on = facts.found["dated"].cross_join(facts.world)
    shift = ibis.ifelse(on.own, 0, on.offset)
    into = ibis.cases((on.own, on.offset - 1), (on.by_moment, 0), else_=-1)
    # A source's deadline is a moment of UTC, and its first late instant lies a microsecond after it.
    t = on.mutate(
        due_day=day_number(on.due_local + into),
        shift=shift,
        now=on.as_of + shift,
        warn=ibis.ifelse(on.own | on.warn.isnull(), none, on.warn),
        blue=ibis.ifelse(on.own | on.by_moment | (on.blue >= on.warn), none, on.blue),
    )
    return t.select(
        *PLAIN, "own", "start_day", "n", "per", "extended", "held", "paused_days", "due_local", "due_day", "shift", "now", "warn", "blue", "live",
        "escalate_1", "escalate_2", "as_of",
        provisional=ibis.coalesce((t.due_day > t.confirmed) & t.day_type, ibis.literal(False)),
    )  # fmt: skip


def judged(facts: Facts) -> "ir.Table":
    """What is done, late, over and acted on at the moment judged for."""
    none = ibis.null(NULL)
    on = facts.found["ladder"].cross_join(facts.world.select("ordinal", "day_of", calendar_first="first"))
    on = on.rename(first="calendar_first")
    count = facts.count(on)

    def later(n: Any) -> Any:
        moment = (count.after(on.due_day, n).cast("int64") + 1) * DAY
        return ibis.ifelse((on.grade == "statutory") & ~on.own, moment, none)

    in_law = (on.law != "none") & (on.law != "") & ~on.own & ~on.provisional
    return on.select(
        *PLAIN, "own", "start_day", "n", "per", "extended", "held", "paused_days", "due_local", "due_day", "shift", "now", "warn", "blue", "provisional",
        first_escalation=later(on.escalate_1),
        second_escalation=later(on.escalate_2),
        done=on.stop.notnull(),
        late=ibis.coalesce(on.stop >= on.due_local, ibis.literal(False)),
        over=ibis.coalesce(on.due_local <= on.now, ibis.literal(False)),
        acting=in_law & (ibis.coalesce(on.due_local, on.now) >= on.live),
    )  # fmt: skip


def relation(facts: Facts) -> "ir.Table":
    """One row a limit of a matter; columns as declared by the mechanism, moments in UTC."""
    t = facts.found["judged"]
    rung = ibis.ifelse(t.grade == "statutory", "red_card", "yellow_card")
    broken = ibis.ifelse(t.acting, rung, "overdue")
    rungs = (t.blue, t.warn, t.due_local, t.first_escalation, t.second_escalation)
    following = ibis.least(*(ibis.ifelse(moment > t.now, moment, FAR) for moment in rungs))
    return t.select(
        "matter", "clock", "instance", "grade", "unit", "item", "law", "start_day", "per", "extended", "paused_days",
        "due_day", "provisional", "acting",
        started=t.start - t.shift,
        amount=t.n,
        due=t.due_local - t.shift,
        met=t.stop - t.shift,
        state=ibis.cases((t.done & t.late, "late"), (t.done, "met"), (t.held, "paused"), else_="running"),
        light=ibis.cases(
            (t.late | (t.over & ~t.done), broken),
            (t.done, "green"),
            (t.held, "stopped"),
            (t.warn <= t.now, "yellow_warning"),
            (t.blue <= t.now, "blue"),
            else_="green",
        ),
        blue=t.blue - t.shift,
        warn=t.warn - t.shift,
        card=t.due_local - t.shift,
        rung=rung,
        escalate_1=t.first_escalation - t.shift,
        escalate_2=t.second_escalation - t.shift,
        next=ibis.ifelse(t.done | t.own | (following == FAR), ibis.null(NULL), following - t.shift),
    )  # fmt: skip
