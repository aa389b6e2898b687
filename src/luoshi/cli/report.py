"""`luoshi report lateness`: what fell due, what was met, what is late."""

from datetime import UTC, datetime

import click

from luoshi.cli.base import moment, put, start, table
from luoshi.cli.days import day
from luoshi.law.words import say


@click.group("report")
def report_command() -> None:
    """Reports over what was judged."""


@report_command.command("lateness")
@click.option("--by", type=click.Choice(["unit", "item", "clock"]), default="unit", show_default=True)
@click.option("--since", metavar="D", help="Due on this day or later.")
@click.option("--until", metavar="D", help="Due on this day or earlier.")
@click.option("--at", metavar="MOMENT", help="What had happened by then, whenever recorded (default: now).")
@click.option("--json", "as_json", is_flag=True, help="For programs.")
def lateness_command(by: str, since: str | None, until: str | None, at: str | None, as_json: bool) -> None:
    """Due, met, late, open overdue and open limits by unit, item or clock."""
    start()
    from luoshi.monitor.reports import lateness

    when = moment(at)
    rows = lateness(
        by=by,
        since=day(since) if since else None,
        until=day(until) if until else None,
        at=when,
        past=at is not None and when < datetime.now(UTC),
    )
    if as_json:
        put(rows)
        return
    if not rows:
        click.echo(
            say(
                "还没有时限：先用 luoshi import 导入办件。",
                "No limits yet: import matters with luoshi import.",
            )
        )
        return
    head = {
        "unit": say("单位", "unit"), "item": say("事项", "item"), "clock": say("时限", "clock"), "due": say("应办", "due"),
        "met": say("按期", "met"), "late": say("超期", "late"), "open_overdue": say("超期在办", "open overdue"),
        "open": say("在办", "open"),
    }  # fmt: skip
    names = [n for n in head if n in rows[0] and not (n == "unit" and by == "clock")]
    table(
        [*(head[n] for n in names), say("按期率", "on time")],
        [[*(r[n] for n in names), rate(r)] for r in rows],
    )


def rate(row: dict[str, int]) -> str:
    """On-time rate: met ÷ (met + late + open overdue)."""
    over = row["met"] + row["late"] + row["open_overdue"]
    return f"{row['met'] / over:.1%}" if over else "–"
