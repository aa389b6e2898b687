"""`luoshi sweep`: what time alone brings about."""

import click

from luoshi.cli.base import moment, put, start, table
from luoshi.law.words import say


@click.command("sweep")
@click.option("--at", metavar="MOMENT", required=True, help="The moment to sweep for.")
@click.option("--dry-run", is_flag=True, help="Say what would happen; write nothing.")
@click.option("--json", "as_json", is_flag=True, help="For programs.")
def sweep_command(at: str, dry_run: bool, as_json: bool) -> None:
    """Find every clock whose next moment has come and record what follows."""
    start()
    from luoshi.law.event import EVENTS
    from luoshi.monitor import sweep

    when = moment(at)
    done = sweep.rehearse(at=when) if dry_run else sweep.sweep(at=when)
    effects = done.effects
    told = [
        {
            "matter": d.matter,
            "kind": d.kind,
            "at": d.happened_at.isoformat(),
            "clock": d.payload.get("clock", ""),
            "rung": d.payload.get("rung", ""),
        }
        for d in effects
    ]
    if as_json:
        put({"at": when.isoformat(), "matters": done.matters, "recorded": done.recorded, "effects": told})
        return
    click.echo(
        say(
            f"核对 {done.matters} 件，写入 {done.recorded} 条。",
            f"{done.matters} matters judged, {done.recorded} entries written.",
        )
    )
    if told:
        head = [
            say("办件", "matter"),
            say("将发生", "would happen"),
            say("时刻", "at"),
            say("时限", "clock"),
            say("梯级", "rung"),
        ]
        table(head, [[t["matter"], EVENTS[t["kind"]].said(), t["at"], t["clock"], t["rung"]] for t in told])
