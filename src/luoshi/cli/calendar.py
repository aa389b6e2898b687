"""`luoshi calendar`: which days are worked, and why the others are not."""

from datetime import timedelta

import click

from luoshi.cli import base, days
from luoshi.law.errors import Unclear
from luoshi.law.words import say


@click.command("calendar")
@click.option("--jurisdiction", metavar="CODE", help="Whose calendar, as CN-530100.")
@click.option("--since", required=True, metavar="DAY", help="First day.")
@click.option("--until", required=True, metavar="DAY", help="Last day, included.")
@click.option("--json", "as_json", is_flag=True, help="For programs.")
def calendar_command(jurisdiction: str | None, since: str, until: str, as_json: bool) -> None:
    """Every day from --since to --until, both included: worked or not, provisional or not, and why."""
    first, last = days.day(since), days.day(until)
    if last < first:
        raise Unclear(
            say(f"{until} 早于 {since}，请对调。", f"{until} lies before {since}; turn them round.")
        )
    calendar = days.calendar(jurisdiction)
    calendar.working(last)
    rows = [
        {
            "day": day.isoformat(),
            "working": calendar.working(day),
            "provisional": calendar.provisional(day),
            "note": calendar.note(day),
        }
        for day in (first + timedelta(days=n) for n in range((last - first).days + 1))
    ]
    if as_json:
        base.put(rows)
        return
    worked = sum(bool(row["working"]) for row in rows)
    click.echo(
        say(f"{calendar.jurisdiction}：{worked} 个工作日", f"{calendar.jurisdiction}: {worked} working days")
    )
    click.echo()
    yes = {True: say("上班", "work"), False: say("休息", "rest")}
    head = (say("日期", "day"), say("安排", "standing"), say("说明", "note"), say("暂定", "provisional"))
    base.table(
        head,
        (
            (r["day"], yes[bool(r["working"])], r["note"], say("是", "yes") if r["provisional"] else "")
            for r in rows
        ),
    )
