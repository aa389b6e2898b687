"""`luoshi import`: bring event logs and tables into the ledger and say what became of every row."""

import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

import click

from luoshi.cli.base import moment, put, start
from luoshi.law.errors import CouldNot, Unclear
from luoshi.law.words import say

if TYPE_CHECKING:
    from luoshi.intake.fields import Mapping
    from luoshi.intake.record import Bad
    from luoshi.intake.report import Report

SHOWN = 100  # warnings shown to a person; --json has them all


@click.command("import")
@click.argument("form", metavar="FORMAT", type=click.Choice(["csv", "xes", "national", "ledger"]))
@click.argument("paths", metavar="PATH…", nargs=-1, type=click.Path(path_type=Path))
@click.option(
    "--mapping",
    "mapping_path",
    type=click.Path(path_type=Path),
    help="Columns → fields, in TOML; by default PATH.toml (national: what differs from the mapping that ships).",
)
@click.option(
    "--create-units", is_flag=True, help="Create units that the file names (csv and xes always do)."
)
@click.option("--dry-run", is_flag=True, help="Say what would become of every row; write nothing.")
@click.option("--json", "as_json", is_flag=True, help="The report as JSON.")
def import_command(
    form: str,
    paths: tuple[Path, ...],
    mapping_path: Path | None,
    create_units: bool,
    dry_run: bool,
    as_json: bool,
) -> int:
    """Import event logs (csv, xes, xes.gz), the national case tables (national: files, folders, or the
    database that the mapping names) or an office's ledger of tasks (ledger: Excel). The same file twice stores nothing new; one bad row never loses the
    others. Ends when everything stored is judged.
    """
    if form == "national":
        from luoshi.cli.import_national import national

        return national(paths, mapping_path, create_units=create_units, dry_run=dry_run, as_json=as_json)
    if not paths:
        raise Unclear(say("请给出要导入的文件", "Name the files to import"))
    if form == "ledger":
        from luoshi.cli.tasks import bring_in

        return bring_in(paths, create_units=create_units, dry_run=dry_run, as_json=as_json)
    from luoshi.intake.mapping import load

    given = load(mapping_path) if mapping_path else None
    mappings = [given or load(_sidecar(path)) for path in paths]
    start()
    reports: list[Report] = []
    unread: list[str] = []
    for path, mapping in zip(paths, mappings, strict=True):
        try:
            reports.append(_one(path, form, mapping, dry_run=dry_run))
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


def _sidecar(path: Path) -> Path:
    """The mapping that lies beside a file."""
    beside = path.with_name(path.name + ".toml")
    if not beside.is_file():
        raise Unclear(
            say(
                f"请用 --mapping 指明映射文件，或把它放在 {beside}；examples/ 里有现成的例子",
                f"Name a mapping file with --mapping, or put it at {beside}; see examples/ for some",
            )
        )
    return beside


def _one(path: Path, form: str, mapping: "Mapping", *, dry_run: bool) -> "Report":
    from luoshi.intake.run import import_file

    progress = Progress(path.name)
    try:
        return import_file(path, form, mapping, at=moment(None), progress=progress.tell, dry_run=dry_run)
    finally:
        progress.end()


class Progress:
    """A line on stderr, renewed on a terminal, repeated now and then elsewhere."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.live = sys.stderr.isatty()
        self.every = 0.2 if self.live else 10.0
        self.begun = self.last = time.monotonic()

    def tell(self, rows: int, share: float) -> None:
        now = time.monotonic()
        if now - self.last < self.every and share < 1:
            return
        self.last = now
        rate = rows / max(now - self.begun, 0.001)
        line = say(
            f"{self.name}：{rows} 行（{share:.0%}），每秒 {rate:.0f} 行",
            f"{self.name}: {rows} rows ({share:.0%}), {rate:.0f} a second",
        )
        if self.live:
            click.echo(f"\r\033[K{line}", nl=False, err=True)
        else:
            click.echo(line, err=True)

    def end(self) -> None:
        if self.live:
            click.echo("\r\033[K", nl=False, err=True)


def show(reports: "list[Report]", *, as_json: bool, matters: int | None = None) -> None:
    """What became of every row, for a person or as JSON."""
    from luoshi.intake.report import together

    if as_json:
        put(together(reports, matters=matters))
        return
    for report in reports:
        would = say("（试运行，未写入）", " (dry run, nothing written)") if report.dry_run else ""
        click.echo(
            say(
                f"{report.file}{would}：读 {report.read} 行，存 {report.stored}（其中更正 {report.corrections}），"
                f"重复 {report.duplicates}，拒收 {len(report.rejected)}，提醒 {len(report.warnings)}，"
                f"涉及 {report.matters} 件",
                f"{report.file}{would}: read {report.read}, stored {report.stored} "
                f"({report.corrections} corrections), duplicates {report.duplicates}, "
                f"rejected {len(report.rejected)}, warnings {len(report.warnings)}, matters {report.matters}",
            )
        )
        for note in report.notes:
            click.echo(f"  {note}")
        _lines(say("拒收", "rejected"), report.rejected)
        _lines(say("提醒", "warning"), report.warnings[:SHOWN])
        if len(report.warnings) > SHOWN:
            rest = len(report.warnings) - SHOWN
            click.echo(
                say(f"  另有 {rest} 条提醒（--json 可看全部）", f"  {rest} more warnings (--json shows all)")
            )


def _lines(word: str, lines: "list[Bad]") -> None:
    for bad in lines:
        where = f" {bad.field}" if bad.field else ""
        click.echo(
            say(
                f"  {word} 第 {bad.row} 行{where}：{bad.reason}",
                f"  {word} row {bad.row}{where}: {bad.reason}",
            )
        )
