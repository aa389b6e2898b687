"""`luoshi org`: units, officers, posts and roles as a workbook, in and out."""

from pathlib import Path

import click

from luoshi.cli.base import moment, start
from luoshi.cli.catalogue import show
from luoshi.law.words import say


@click.group("org")
def org_command() -> None:
    """Bring the organisation in from Excel, or write it out."""


@org_command.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--dry-run", is_flag=True, help="Say what would become of every row; write nothing.")
@click.option("--json", "as_json", is_flag=True, help="The report as JSON.")
def import_command(file: Path, dry_run: bool, as_json: bool) -> int:
    """Bring in FILE: sheets 单位, 人员, 岗位 and 权限, an answer for every row."""
    start()
    from luoshi.intake.org_file import import_org

    with file.open("rb") as opened:
        answers = import_org(opened, name=file.name, actor="luoshi org", at=moment(None), dry_run=dry_run)
    return show(answers, as_json=as_json)


@org_command.command("export")
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@click.option("--blank", is_flag=True, help="The sheets alone, to be filled in.")
def export_command(file: Path, blank: bool) -> None:
    """Write the organisation as it stands to FILE, names and accounts included."""
    start()
    from luoshi.intake.org_file import export_org

    file.write_bytes(export_org(at=moment(None), blank=blank).getvalue())
    click.echo(
        say(f"已写入 {file}；内有姓名和账号，请妥善保管", f"Written to {file}; it holds names and accounts"),
        err=True,
    )
