"""`luoshi import national`: items and cases of the national tables, from files, folders or a database."""

from collections.abc import Sequence
from contextlib import ExitStack
from pathlib import Path

from luoshi.cli.base import moment, start
from luoshi.cli.import_ import Progress, show
from luoshi.law.words import say


def national(
    paths: Sequence[Path], mapping_path: Path | None, *, create_units: bool, dry_run: bool, as_json: bool
) -> int:
    """Import everything named together, since a case lies in several tables; exit 1 when a row was rejected."""
    start()
    from luoshi.intake.national.finding import mapping_for, sources
    from luoshi.intake.national.run import import_tables

    mapping = mapping_for(paths, mapping_path)
    progress = Progress(say("办件", "cases"))
    with ExitStack() as stack:
        found, notes = sources(paths, mapping, stack)
        try:
            outcomes = import_tables(
                found, mapping, at=moment(None), progress=progress.tell, dry_run=dry_run, create_units=create_units,
                actor="luoshi import national",
            )  # fmt: skip
        finally:
            progress.end()
    outcomes.reports[0].notes += notes
    show(outcomes.reports, as_json=as_json, matters=outcomes.matters)
    return 1 if any(report.rejected for report in outcomes.reports) else 0
