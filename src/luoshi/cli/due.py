"""`luoshi due`: when a term ends, and every day of the count. The same as a public calculator."""

import re
from typing import Any

import click

from luoshi.cli import base, days
from luoshi.law import explain
from luoshi.law.calendar import Calendar
from luoshi.law.clock import Clock
from luoshi.law.counting import Due, Pause, When, due
from luoshi.law.days import local_day
from luoshi.law.errors import Unclear
from luoshi.law.explain import Day
from luoshi.law.office_hours import OfficeHours
from luoshi.law.period import Period
from luoshi.law.reckon import Reckoned, reckon
from luoshi.law.words import say

WEEK_ZH = "一二三四五六日"


class Signed(click.Command):
    """A command that says what is wrong with a negative period, instead of taking it for an option."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        for arg in args:
            if re.fullmatch(r"-\d+(\s.*)?", arg):
                raise Unclear(say(f"期限不能是负数：{arg}。", f"A period cannot be negative: {arg}."))
        return super().parse_args(ctx, args)


@click.command("due", cls=Signed)
@click.argument("start")
@click.argument("period", required=False)
@click.option("--clock", "clock_id", metavar="ID", help="A clock of the registry, as CLK-13.")
@click.option("--extended", is_flag=True, help="With the clock's full extension, in one run.")
@click.option("--pause", "pauses", metavar="S..E", multiple=True, help="Days not counted; E counts again.")
@click.option("--backward", is_flag=True, help="Count back: so long before START at the latest.")
@click.option("--jurisdiction", metavar="CODE", help="Whose calendar, as CN-530100.")
@click.option("--json", "as_json", is_flag=True, help="For programs.")
def due_command(
    start: str,
    period: str | None,
    clock_id: str | None,
    extended: bool,
    pauses: tuple[str, ...],
    backward: bool,
    jurisdiction: str | None,
    as_json: bool,
) -> None:
    """When a term that starts on START ends, day by day.

    START is a day or a moment; PERIOD an amount and a unit: "20 working_day". Units: working_day,
    day, month, year, hour, minute, second, working_hour, working_minute. A bare period does not
    roll off a rest day; a clock does as its article says.
    """
    when = days.day_or_moment(start)
    spans = [days.pause(text) for text in pauses]
    if (period is None) == (clock_id is None):
        raise Unclear(
            say(
                "请给出期限（如 “20 working_day”）或 --clock（如 CLK-13），二者取一。",
                "Give either a period ('20 working_day') or --clock (CLK-13).",
            )
        )
    calendar = days.calendar(jurisdiction)
    hours = days.hours(jurisdiction)
    one = None
    if clock_id is not None:
        one, got = by_clock(calendar, when, clock_id, extended, spans, backward, hours)
    else:
        got = by_period(calendar, when, period or "", extended, spans, backward, hours)
    if as_json:
        base.put(shaped(got, one))
    else:
        show(got, one)


def by_clock(
    calendar: Calendar,
    when: When,
    clock_id: str,
    extended: bool,
    spans: list[Pause],
    backward: bool,
    hours: OfficeHours,
) -> tuple[Clock, Reckoned]:
    from luoshi.law.registry import clock

    one = clock(clock_id, local_day(when))
    if backward and not one.backward:
        raise Unclear(say(f"{one.id} 不是倒计期限。", f"{one.id} is not counted backwards."))
    return one, reckon(calendar, one, when, extend=extended, pauses=spans, hours=hours)


def by_period(
    calendar: Calendar,
    when: When,
    text: str,
    extended: bool,
    spans: list[Pause],
    backward: bool,
    hours: OfficeHours,
) -> Reckoned:
    if extended:
        raise Unclear(
            say(
                "--extended 只用于 --clock；期限请直接写总数，如 “30 working_day”。",
                "--extended goes with --clock; write the whole period instead, as '30 working_day'.",
            )
        )
    term = Period.parse(text)
    found = due(calendar, when, term, pauses=spans, backward=backward, hours=hours)
    told = explain.days(calendar, when, term, pauses=spans, backward=backward, hours=hours, found=found)
    return Reckoned(found, told, term)


def shaped(got: Reckoned, one: Clock | None) -> dict[str, Any]:
    """The answer as programs get it; due_on and due_at are null while a pause is open."""
    found = got.found
    return {
        "due_on": found.due_on.isoformat() if found.due_on else None,
        "due_at": found.due_at.isoformat() if found.due_at else None,
        "provisional": found.provisional,
        "days": [{"day": d.day.isoformat(), "counted": d.counted, "why": d.why} for d in got.days],
        "citation": one.citation.said() if one else None,
    }


def show(got: Reckoned, one: Clock | None) -> None:
    click.echo(headline(got.found, got.period))
    if got.found.provisional:
        click.echo(
            say(
                "暂定：该年放假通知尚未公布，公布后可能变动。",
                "Provisional: that year's holiday notice is not published; the date may move.",
            )
        )
    if one:
        cite(one)
    if got.remind and got.remind.due_on:
        click.echo(
            say(
                f"提醒按较早的理解：{got.remind.due_on}（R10）。",
                f"Reminders go by the earlier reading: {got.remind.due_on} (R10).",
            )
        )
    click.echo()
    head = (say("日期", "day"), say("星期", "weekday"), say("计数", "count"), say("说明", "why"))
    base.table(head, ([d.day, weekday(d), d.counted, d.why] for d in got.days))


def cite(one: Clock) -> None:
    click.echo(f"{one.id} {one.said()} · {one.citation.said()}")
    if one.citation.text:
        click.echo(say(f"　“{one.citation.text}”", f'  "{one.citation.text}"'))
    if one.status == "unverified":
        click.echo(say("未核实：须经本地确认后采用。", "Unverified: to be confirmed locally before use."))
    for doubt in one.doubts:
        click.echo(say(f"存疑：{doubt}", f"In doubt: {doubt}"))


def headline(found: Due, term: Period | None) -> str:
    length = f" · {term.said()}" if term else ""
    if found.due_on is None or found.due_at is None:
        return say("暂停尚未结束，没有到期日", "A pause is still open: there is no due day") + length
    late = f"{found.due_at:%Y-%m-%d %H:%M:%S}"
    return (
        say(f"{found.due_on} 到期（{late} 起为逾期）", f"Due on {found.due_on} (late from {late})") + length
    )


def weekday(line: Day) -> str:
    return say(WEEK_ZH[line.day.weekday()], f"{line.day:%a}")
