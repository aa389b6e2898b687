"""`luoshi catalogue`: the items of service as a workbook, in and out."""

from pathlib import Path

import click

from luoshi.cli.base import moment, put, start
from luoshi.law.words import say

SHOWN = 100


@click.group("catalogue")
def catalogue_command() -> None:
    """Bring the catalogue of items in from Excel, or write it out."""


@catalogue_command.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--dry-run", is_flag=True, help="Say what would become of every row; write nothing.")
@click.option("--json", "as_json", is_flag=True, help="The report as JSON.")
def import_command(file: Path, dry_run: bool, as_json: bool) -> int:
    """Publish what FILE changes: sheets 事项, 材料 and 环节, an answer for every row."""
    start()
    from luoshi.intake.catalogue_file import import_catalogue

    with file.open("rb") as opened:
        answers = import_catalogue(
            opened, name=file.name, actor="luoshi catalogue", at=moment(None), dry_run=dry_run
        )
    return show(answers, as_json=as_json)


@catalogue_command.command("export")
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@click.option("--blank", is_flag=True, help="The sheets alone, to be filled in.")
def export_command(file: Path, blank: bool) -> None:
    """Write every item in force to FILE, ready to be corrected and brought back in."""
    start()
    from luoshi.intake.catalogue_file import export_catalogue
    from luoshi.org.access import Scope

    file.write_bytes(
        export_catalogue(at=moment(None), scope=Scope(all=True, units=frozenset()), blank=blank).getvalue()
    )
    click.echo(say(f"已写入 {file}", f"Written to {file}"), err=True)


def show(answers: object, *, as_json: bool) -> int:
    """The answers to a workbook; exit 1 when a row was rejected."""
    from luoshi.intake.answers import Answers

    assert isinstance(answers, Answers)
    if as_json:
        put(answers.as_dict())
    else:
        click.echo(answers.said())
        for note in answers.notes:
            click.echo(note)
        for bad in answers.rejected[:SHOWN]:
            where = f"{bad.field}：" if bad.field else ""
            click.echo(
                say(
                    f"  “{bad.sheet}”第 {bad.row} 行：{where}{bad.reason}",
                    f"  “{bad.sheet}” row {bad.row}: {where}{bad.reason}",
                )
            )
        if (more := len(answers.rejected) - SHOWN) > 0:
            click.echo(say(f"  还有 {more} 行，用 --json 看全部", f"  {more} more, see all with --json"))
    return 1 if answers.rejected else 0
