"""`luoshi export`: the ledger as Parquet, the matters as XES."""

from datetime import UTC, datetime
from pathlib import Path

import click

from luoshi.cli.base import start
from luoshi.law.words import say


@click.group("export")
def export_command() -> None:
    """Take the data out, whole."""


def said(n: int) -> None:
    click.echo(f"\r{n:,}", nl=False, err=True)


@export_command.command("ledger")
@click.argument("folder", type=click.Path(path_type=Path, file_okay=False))
def ledger_command(folder: Path) -> None:
    """Every entry as Parquet, one file a month, into FOLDER."""
    start()
    from luoshi.monitor.export import parquet

    n = parquet(folder, progress=said)
    click.echo(err=True)
    click.echo(say(f"已导出 {n:,} 条到 {folder}", f"{n:,} entries written to {folder}"))


@export_command.command("xes")
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
def xes_command(file: Path) -> None:
    """Every matter as an XES log, with zones and global scopes, into FILE (.xes or .xes.gz)."""
    start()
    from luoshi.intake.xes_out import export_xes

    n = export_xes(file, at=datetime.now(UTC))
    click.echo(say(f"已导出 {n:,} 个事件到 {file}", f"{n:,} events written to {file}"))
