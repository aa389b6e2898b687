"""Replay: all history under other rules, nothing written; before and after, with a digest of the result."""

import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any

import pyarrow as pa
from django.conf import settings

from luoshi.engine import surroundings as engine
from luoshi.engine.replay import Replayed
from luoshi.law.office_hours import office_hours
from luoshi.monitor import surroundings
from luoshi.monitor.export import parquet
from luoshi.monitor.models import Setting
from luoshi.monitor.surroundings import live_since


def split(changes: Mapping[str, str]) -> tuple[dict[str, str], dict[str, int]]:
    """Changes to the law's figures, and to the thresholds of the ladder. Unclear names a bad key or value."""
    ladder = {k: engine.positive(k, v) for k, v in changes.items() if k in engine.PARAMETERS}
    return {k: v for k, v in changes.items() if k not in ladder}, ladder


@contextmanager
def exported(folder: Path | None, ledger: str) -> Iterator[Path]:
    """The ledger as Parquet: the folder given, or a passing export."""
    if folder is not None:
        yield folder
        return
    with tempfile.TemporaryDirectory(prefix="luoshi-replay-") as passing:
        parquet(Path(passing) / "ledger", ledger=ledger)
        yield Path(passing) / "ledger"


def replay(
    changes: Mapping[str, str],
    *,
    at: datetime,
    ledger: str | None = None,
    folder: Path | None = None,
    engine_name: str = "embedded",
) -> dict[str, Any]:
    """Judge everything anew, ignoring effects on record, under the rules as they are and as changed.

    Returns `before` and `after`, rows of unit, mechanism, clock and counts, only where any are,
    and `digest`, of every clock and effect found under the changed rules. The same ledger, moment
    and rules give the same digest on either engine.
    """
    ledger = ledger or settings.LUOSHI_JURISDICTION
    figures, ladder = split(changes)
    surroundings.assert_sound()
    hours = office_hours(settings.LUOSHI_JURISDICTION, surroundings.calendars())

    own = list(Setting.objects.filter(ledger=ledger))
    ours = {name: row.number for name, row in surroundings.ladder(own, at).items()}

    def world(thresholds: Mapping[str, int]) -> pa.Table:
        return engine.world(
            at=at,
            calendar=surroundings.calendar(),
            hours=hours,
            live=live_since(ledger, own),
            ladder=ours | dict(thresholds),
        )

    with exported(folder, ledger) as files:
        judged = chosen(engine_name)
        after = judged(files, engine.rules(figures), world(ladder))
        before = judged(files, engine.lawful(), world({})) if changes else after
    return {
        "at": at.isoformat(),
        "set": dict(changes),
        "engine": engine_name,
        "before": before.rows,
        "after": after.rows,
        "digest": after.digest,
    }


def chosen(name: str) -> Callable[[Path, pa.Table, pa.Table], Replayed]:
    """The engine of that name; each is imported only when it is asked for."""
    if name == "spark":
        from luoshi.engine import spark

        return spark.replay
    from luoshi.engine import whole

    return whole.replay
