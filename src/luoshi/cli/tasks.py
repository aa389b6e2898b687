"""`luoshi tasks`: an office's ledger of key tasks as a workbook, in and out."""

from collections.abc import Sequence
from pathlib import Path

import click

from luoshi.cli.base import moment, start
from luoshi.law.errors import CouldNot
from luoshi.law.words import say

ACTOR = "luoshi tasks"
SHOWN = 100


@click.group("tasks")
def tasks_command() -> None:
    """Bring the ledger of key tasks in from Excel, or write it out."""


@tasks_command.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option(
    "--register", default="", help="What the ledger is called; by default the title above its heads."
)
@click.option("--create-units", is_flag=True, help="Create units that the file names.")
@click.option("--dry-run", is_flag=True, help="Say what would become of every row; write nothing.")
@click.option("--json", "as_json", is_flag=True, help="The report as JSON.")
def import_command(file: Path, register: str, create_units: bool, dry_run: bool, as_json: bool) -> int:
    """Draft the tasks of FILE, an Excel ledger with a column 任务; every row is stored or named with its reason."""
    return bring_in([file], register=register, create_units=create_units, dry_run=dry_run, as_json=as_json)


@tasks_command.command("export")
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@click.option("--register", default="", help="Only the tasks of this ledger, under its own numbers.")
def export_command(file: Path, register: str) -> None:
    """Write the tasks to FILE in the office's own columns, ready to be read back in."""
    start()
    from luoshi.intake.ledger.out import export_ledger
    from luoshi.org.access import Scope

    everything = Scope(all=True, units=frozenset())
    file.write_bytes(export_ledger(scope=everything, register=register).getvalue())
    click.echo(
        say(
            f"已写入 {file}；内有责任人姓名，请妥善保管",
            f"Written to {file}; it may hold names: keep it safe",
        ),
        err=True,
    )


@tasks_command.command("verify")
def verify_command() -> int:
    """Add the whole tree up anew and compare it with the sums that pages show; exit 1 where they differ."""
    start()
    from luoshi.tasks.rollup import differences

    wrong = differences()
    if not wrong:
        click.echo(say("各级汇总与逐项相加一致", "Every sum equals what its parts add up to"))
        return 0
    for matter, per in wrong[:SHOWN]:
        click.echo(
            say(f"{matter}（{per or '无单位'}）汇总不符", f"{matter} ({per or 'no unit'}): the sum differs")
        )
    click.echo(
        say(f"{len(wrong)} 处不符：请由系统管理员重建", f"{len(wrong)} differ: have the tables rebuilt"),
        err=True,
    )
    return 1


def bring_in(
    paths: Sequence[Path], *, register: str = "", create_units: bool, dry_run: bool, as_json: bool
) -> int:
    """Import these ledgers and show what became of every row; exit 1 when one was rejected."""
    from luoshi.cli.import_ import show

    start()
    from luoshi.intake.ledger.run import import_ledger

    reports, unread = [], []
    for path in paths:
        try:
            with path.open("rb") as opened:
                reports.append(
                    import_ledger(
                        opened, name=path.name, actor=ACTOR, at=moment(None), register=register,
                        create_units=create_units, dry_run=dry_run,
                    )
                )  # fmt: skip
        except (CouldNot, OSError) as failure:
            if len(paths) == 1:
                raise
            from luoshi.cli import sentence

            unread.append(sentence(failure))
    if reports:
        show(reports, as_json=as_json)
    if unread:
        raise CouldNot("；".join(unread))
    return 1 if any(report.rejected for report in reports) else 0
