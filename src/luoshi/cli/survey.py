"""`luoshi survey`: leads across all cases."""

from pathlib import Path
from typing import Any

import click

from luoshi.cli.base import moment, put, start, table
from luoshi.law.words import say


@click.command("survey")
@click.option("--at", metavar="MOMENT", help="Survey for this moment (default: now).")
@click.option("--dry-run", is_flag=True, help="Say what is found; write nothing.")
@click.option(
    "--parquet",
    type=click.Path(path_type=Path, exists=True, file_okay=False),
    help="An export to read instead of the database; nothing is written.",
)
@click.option("--json", "as_json", is_flag=True, help="For programs.")
def survey_command(at: str | None, dry_run: bool, parquet: Path | None, as_json: bool) -> None:
    """Look across all cases for what no single case shows. A lead is no finding: look into it first."""
    start()
    from luoshi.supervision import surveying, words

    when = moment(at)
    looks = dry_run or parquet
    done = surveying.survey(at=when, folder=parquet) if looks else surveying.record(at=when)
    leads = [
        surveying.told(result, lead) | {"unit": lead.measured.subject.unit}
        for result in done.results
        for lead in result.leads
    ]
    if as_json:
        put({"at": when.isoformat(), **surveying.summary(done, done.new, done.gone), "found": leads})
        return
    totals = surveying.summary(done, done.new, done.gone)
    click.echo(
        say(
            f"比较 {totals['measured']} 项，样本不足 {totals['few']} 项，疑似线索 {totals['leads']} 条"
            f"（新增 {done.new}，不再成立 {done.gone}）。线索不是结论，先核实。",
            f"{totals['measured']} compared, {totals['few']} with too few cases, {totals['leads']} leads "
            f"({done.new} new, {done.gone} no longer found). A lead is no finding: look into it first.",
        )
    )
    if leads:
        head = [
            say("线索", "lead"),
            say("单位", "unit"),
            say("事项", "item"),
            say("对象", "of"),
            "n",
            say("幅度", "effect"),
            "q",
        ]
        table(head, [row(lead, words) for lead in leads])


def row(lead: dict[str, Any], words: Any) -> list[str]:
    measure = words.measure(lead["survey"], lead["measure"])
    effect = words.effect(measure, lead["effect"])
    return [
        say(*measure.title),
        lead["unit"],
        lead["item"],
        words.step(lead["of"]),
        str(lead["n"]),
        effect,
        f"{lead['q']:.2g}",
    ]
