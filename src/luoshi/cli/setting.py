"""`luoshi setting`: the dated settings of this office. Each change is an entry in the ledger."""

from datetime import date

import click

from luoshi.cli.base import SHANGHAI, moment, start, table
from luoshi.law.errors import CouldNot, Unclear
from luoshi.law.words import say

KNOWN = {
    "live_since": (
        "启用日：此后发生的才发牌、才产生法律效果",
        "the day the office goes live: only what happens from then on issues cards and effects",
    ),
}


@click.command("setting")
@click.argument("name", required=False)
@click.argument("value", required=False)
@click.option("--since", metavar="DAY", help="From which day it holds (default: the value itself, or today).")
@click.option("--yes", is_flag=True, help="Also when the day has passed.")
def setting_command(name: str | None, value: str | None, since: str | None, yes: bool) -> None:
    """Set NAME to VALUE; without VALUE show what was set, and when."""
    start()
    from django.conf import settings

    from luoshi.monitor import settings as office
    from luoshi.monitor.models import Setting

    if name is not None and name not in KNOWN:
        known = "；".join(f"{key}（{say(*words)}）" for key, words in KNOWN.items())
        raise Unclear(say(f"没有设置 {name}：可用 {known}", f"There is no setting {name}: {known}"))
    if name is None or value is None:
        rows = Setting.objects.filter(ledger=settings.LUOSHI_JURISDICTION).order_by("name", "position")
        rows = rows.filter(name=name) if name else rows
        table(
            [say("设置", "setting"), say("值", "value"), say("自", "since")],
            rows.values_list("name", "value", "since"),
        )
        return
    now = moment(None)
    day, today = _day(value), now.astimezone(SHANGHAI).date()
    if day < today and not yes:
        raise CouldNot(
            say(
                f"{day} 已过：从那天起已超期的件会补发牌、补产生效果。确要如此请加 --yes",
                f"{day} has passed: what fell due since then would issue cards and effects. Add --yes if meant",
            )
        )
    begins = _day(since) if since else day
    office.change(name=name, value=day.isoformat(), since=begins, actor="luoshi setting", at=now)
    click.echo(say(f"自 {day} 起启用", f"Live from {day}"))


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as wrong:
        raise CouldNot(
            say(f"“{text}”不是日期：请写成 2026-12-01", f"“{text}” is no day: write 2026-12-01")
        ) from wrong
