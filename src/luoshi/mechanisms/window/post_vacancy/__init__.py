"""岗位空缺（岗位责任制的一部分）: a post that nobody holds is filled, or somebody hears of it.

Every post has an A officer and a B officer (定岗定责). While neither place is held, nobody answers for what the post
decides. When that has lasted for all its working days, an alarm goes to who assigns posts, once for each vacancy; a
person who is away on leave still holds the post (AB岗工作制 sees to that). No national statute names the days: local.
"""

from typing import TYPE_CHECKING

import ibis

from luoshi.law.event import Event
from luoshi.mechanisms.base import DAY, Facts, Mechanism, day_number, finding, lawful

if TYPE_CHECKING:
    import ibis.expr.types as ir

SET, ASSIGNED = "org.post_set", "org.officer_assigned"
GONE = "abolished"
"""What the entry of a post says that is no longer kept."""
FAR = 2**31 - 1
VACANT = Event(
    kind="monitor.post_vacant",
    title=("岗位空缺报警", "Post vacant for too long"),
    sentence=(
        "岗位 A、B 岗都没有人，已超过规定的工作日，请安排人员",
        "Neither A nor B of the post is held, longer than the working days set: assign somebody",
    ),
    binds="escalation",
    about="unit",
)


def turns(facts: Facts) -> "ir.Table":
    """One row a turn of a place: matter, place, the day it begins, is it held from then. The last said for a day holds."""
    e = facts.entries.filter((facts.entries.kind == ASSIGNED) & facts.entries.since.notnull())
    last = e.group_by(["matter", "seat", "since"]).agg(last=e.position.max())
    last = last.select(of="matter", in_seat="seat", from_day="since", last="last")
    e = e.inner_join(
        last,
        (e.matter == last.of)
        & (e.seat == last.in_seat)
        & (e.since == last.from_day)
        & (e.position == last.last),
    )
    return e.select("matter", "seat", "since", held=e.officer != "")


def kept_posts(facts: Facts) -> "ir.Table":
    """One row a post that is kept: matter, the day it was set up, unit, law."""
    e = facts.entries.filter((facts.entries.kind == SET) & lawful(facts.entries))
    spans = e.group_by("matter").agg(first=e.local.min(), last=e.position.max())
    spans = spans.select(of="matter", first="first", last="last")
    e = e.inner_join(spans, (e.matter == spans.of) & (e.position == spans.last))
    e = e.filter(e.outcome != GONE)
    return e.select("matter", "unit", "law", opened=day_number(e.first))


def looked_at_days(facts: Facts) -> "ir.Table":
    """The days on which a post may become vacant: when it is set up, and when a place is given up."""
    p, t = facts.found["kept_posts"], facts.found["turns"]
    left = t.filter(~t.held).select("matter", day="since")
    left = left.inner_join(p.select(of="matter", opened="opened"), left.matter == p.matter)
    left = left.select("matter", day=ibis.greatest(left.day, left.opened))
    return ibis.union(p.select("matter", day="opened"), left).distinct()


def standing_places(facts: Facts) -> "ir.Table":
    """For each such day, the places that somebody holds on it."""
    d, t = facts.found["looked_at_days"], facts.found["turns"]
    t = t.select(of="matter", seat="seat", since="since", held="held")
    both = d.inner_join(t, (d.matter == t.of) & (t.since <= d.day))
    now = both.group_by(["matter", "day", "seat"]).agg(begun=both.since.max())
    t = t.select("of", "held", in_seat="seat", since="since")
    now = now.inner_join(t, (now.matter == t.of) & (now.seat == t.in_seat) & (now.begun == t.since))
    return now.filter(now.held).select(of="matter", on_day="day").distinct()


def vacancies(facts: Facts) -> "ir.Table":
    """One row a vacancy: matter, first day, and the day from which a place is held again (FAR: not yet)."""
    d, s, t = (facts.found[name] for name in ("looked_at_days", "standing_places", "turns"))
    d = d.left_join(s, (d.matter == s.of) & (d.day == s.on_day))
    d = d.filter(d.of.isnull()).select("matter", "day")
    t = t.filter(t.held).select(of="matter", since="since")
    d = d.left_join(t, (d.matter == t.of) & (t.since > d.day))
    d = d.group_by(["matter", "day"]).agg(filled=d.since.min())
    d = d.mutate(filled=ibis.coalesce(d.filled, FAR).cast("int32"))
    return d.group_by(["matter", "filled"]).agg(day=d.day.min())


def relation(facts: Facts) -> "ir.Table":
    """One finding a vacancy that has lasted for all the working days it may last."""
    v, p = facts.found["vacancies"], facts.found["kept_posts"]
    p = p.select(of="matter", unit="unit", law="law")
    on = v.inner_join(p, v.matter == p.of).cross_join(facts.world)
    last = facts.count(on).after(on.day - 1, on.vacancy_days)
    on = on.mutate(last=last, over=(last.cast("int64") + 1) * DAY)
    late = on.filter((on.filled > on.last + 1) & (on.last <= on.confirmed))
    return finding(
        late, VACANT, instance=late.day.cast("string"), arises=late.over - late.offset, day=late.last,
        n=late.vacancy_days,
    )  # fmt: skip


mechanism = Mechanism(
    name="post_vacancy",
    grain="unit",
    reads=frozenset({SET, ASSIGNED}),
    yields=(VACANT,),
    before=(
        ("turns", turns),
        ("kept_posts", kept_posts),
        ("looked_at_days", looked_at_days),
        ("standing_places", standing_places),
        ("vacancies", vacancies),
    ),
    relation=relation,
    needs=frozenset({SET}),
)
