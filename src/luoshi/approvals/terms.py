"""Whether a term may be stopped or lengthened now, or is over: the questions that time asks of a case."""

from datetime import datetime

from luoshi.approvals.actor import Actor
from luoshi.approvals.case import Case, Limit, passed
from luoshi.approvals.words import day, limit_name
from luoshi.law.clock import Extension
from luoshi.law.registry import clock as registered
from luoshi.law.words import say


def stopped(case: Case, by: Actor, at: datetime) -> str:
    return "" if case.stops else say("现在没有停表", "No clock is stopped")


def running(case: Case, by: Actor, at: datetime) -> str:
    """Is no lawful stay open?"""
    if not case.stops:
        return ""
    since = day(case.stops[0].since, at)
    return say(
        f"{since}起停表，还没有恢复；请先恢复计时", f"The clock has stood since {since}: resume it first"
    )


def stoppable(case: Case, by: Actor, at: datetime) -> str:
    """Does a statutory limit run that a lawful ground may stop, and has it not run out?"""
    limits = [c for c in case.limits if c.met_at is None and c.grade == "statutory" and c.clock != "CLK-01"]
    lawful = [c for c in limits if registered(c.clock, c.started_on).pause_grounds]
    if not lawful:
        return say("现在没有可以停的法定时限", "No statutory limit runs that could stop")
    late = [c for c in lawful if passed(c, at)]
    if len(late) < len(lawful):
        return ""
    return say(
        f"{day(late[0].due_on, at)}已过，停表不能再推迟到期日；请尽快办理，并由负责人说明理由",
        f"{day(late[0].due_on, at)} has passed, a pause moves nothing any more: decide soon; the head gives the reason",
    )


def extension_of(limit: Limit) -> Extension | None:
    """How far the law lets this limit be extended: only in the unit in which it is told."""
    rule = registered(limit.clock, limit.started_on)
    return rule.extension if rule.extension and rule.extension.amount and limit.per == rule.unit else None


def extendable(case: Case, by: Actor, at: datetime) -> str:
    """R9: once, before it runs out, where the law knows an extension."""
    limit = case.decision
    if limit is None:
        return say("没有正在计时的法定办理时限", "No statutory limit for deciding is running")
    if extension_of(limit) is None:
        name = limit_name(limit.clock)
        return say(f"“{name}”依法不能延期", f"The law knows no extension of “{name}”")
    if any(a.told.get("clock") == limit.clock for a in case.answered("extension", "yes")) or limit.extended:
        return say("已延期一次，依法不能再延", "It was extended once; the law allows no second time")
    return in_time(limit, at)


def in_time(limit: Limit, at: datetime) -> str:
    if not passed(limit, at):
        return ""
    due = day(limit.due_on, at)
    return say(
        f"{due}已过，只能由负责人说明理由；延期申请应在到期前提出",
        f"{due} has passed: only the head can give the reason; an extension is asked for before the due day ends",
    )


def late(case: Case, by: Actor, at: datetime) -> str:
    """Was a promised or statutory limit exceeded, whether the work is done by now or not?"""
    limits = [c for c in case.limits if c.grade in ("promise", "statutory") and c.due_at is not None]
    if any(c.due_at <= (c.met_at or at) for c in limits if c.due_at is not None):
        return ""
    return say("没有超过办理时间，不用说明", "No time was exceeded: there is nothing to explain")


def above(case: Case, by: Actor, at: datetime) -> str:
    """Joint handling is extended by the government's head (CLK-03), other terms by the agency's own."""
    limit = case.decision
    if (
        limit is None
        or limit.clock != "CLK-03"
        or any(role == "unit_head" and scope.all for role, scope in by.standing.held)
    ):
        return ""
    return say(
        "统一办理、联合办理的延期由本级人民政府负责人批准",
        "An extension of joint handling is for the head of the government at this level",
    )
