"""`luoshi replay`: what would have happened under other rules."""

from pathlib import Path
from typing import Any

import click

from luoshi.cli.base import moment, put, start, table
from luoshi.law.errors import Unclear
from luoshi.law.words import say


@click.command("replay")
@click.option(
    "--set", "changes", metavar="KEY=VALUE", multiple=True, help="As CLK-02.amount=15 or warn_percent=30."
)
@click.option(
    "--parquet",
    type=click.Path(path_type=Path, exists=True, file_okay=False),
    help="An export to read instead of the database.",
)
@click.option("--engine", type=click.Choice(["embedded", "spark"]), default="embedded", show_default=True)
@click.option("--at", metavar="MOMENT", help="Judge for this moment (default: now).")
@click.option("--json", "as_json", is_flag=True, help="For programs.")
def replay_command(
    changes: tuple[str, ...], parquet: Path | None, engine: str, at: str | None, as_json: bool
) -> None:
    """Judge all history anew, under the rules as they are and as changed; nothing is written."""
    start()
    from luoshi.monitor.replay import replay

    done = replay(pairs(changes), at=moment(at), folder=parquet, engine_name=engine)
    if as_json:
        put(done)
        return
    show(done)


def pairs(changes: tuple[str, ...]) -> dict[str, str]:
    """KEY=VALUE as a dict."""
    found = {}
    for change in changes:
        key, sign, value = change.partition("=")
        if not (key and sign and value):
            raise Unclear(
                say(f"--set 要写成 键=值，不是 {change!r}", f"--set takes KEY=VALUE, not {change!r}")
            )
        found[key.strip()] = value.strip()
    return found


def show(done: dict[str, Any]) -> None:
    """Before and after side by side, only the numbers that are there."""
    names = ("unit", "mechanism", "clock")
    before = {tuple(r[n] for n in names): r for r in done["before"]}
    after = {tuple(r[n] for n in names): r for r in done["after"]}
    counts = [k for r in (*done["after"], *done["before"])[:1] for k in r if k not in names]

    def cell(key: tuple[str, ...], name: str) -> str:
        old, new = before.get(key, {}).get(name, 0), after.get(key, {}).get(name, 0)
        return str(new) if old == new else f"{old} → {new}"

    rows = [[*key, *(cell(key, name) for name in counts)] for key in sorted({*before, *after})]
    head = [say("单位", "unit"), say("制度", "mechanism"), say("时限", "clock"), *counts]
    table(head, rows)
    click.echo(say(f"结果摘要 {done['digest']}", f"digest {done['digest']}"))
