"""`luoshi notice`: put a State Council holiday notice in force the day it appears."""

from datetime import UTC, datetime
from pathlib import Path

import click

from luoshi.cli.base import put, start, table
from luoshi.law.words import say


@click.command("notice")
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option("--json", "as_json", is_flag=True, help="For programs.")
def notice_command(file: Path, as_json: bool) -> None:
    """Load FILE ({"year", "papers", "days": [{"name", "date", "isOffDay"}]}) and show what is re-dated."""
    start()
    from luoshi.monitor.notices import load

    done = load(file, at=datetime.now(UTC), actor="luoshi notice")
    if as_json:
        put(done)
        return
    click.echo(
        say(
            f"已装入 {done['year']} 年放假安排：{len(done['changed'])} 天有变化，重算 {len(done['redated'])} 个时限。",
            f"The {done['year']} notice is in force: {len(done['changed'])} days changed, {len(done['redated'])} clocks re-dated.",
        )
    )
    if done["redated"]:
        head = [say("办件", "matter"), say("时限", "clock"), say("原到期", "before"), say("现到期", "after")]
        table(head, [[m["matter"], m["clock"], m["before"], m["after"]] for m in done["redated"]])
