"""What commands share: Django when it is needed, tables and JSON on stdout, moments from text."""

import json
import os
import sys
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import click

from luoshi.law.errors import Unclear
from luoshi.law.words import chosen, say

SHANGHAI = ZoneInfo("Asia/Shanghai")


def start(*, migrate: bool = True) -> None:
    """Set up Django; create or upgrade an embedded database on first use."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "luoshi.config.settings")
    import django
    from django.conf import settings

    django.setup()
    from django.utils import translation

    translation.activate("en" if chosen() == "en" else "zh-hans")
    database = settings.DATABASES["default"]
    if migrate and str(database["ENGINE"]).endswith("sqlite3"):
        from django.core.management import call_command
        from django.db import connection
        from django.db.migrations.executor import MigrationExecutor

        Path(str(database["NAME"])).parent.mkdir(parents=True, exist_ok=True)
        executor = MigrationExecutor(connection)
        if executor.migration_plan(executor.loader.graph.leaf_nodes()):
            call_command("migrate", verbosity=0, interactive=False)
            from luoshi.monitor import tallies

            tallies.complete(settings.LUOSHI_JURISDICTION)


def moment(text: str | None) -> datetime:
    """An aware moment from `2026-09-18T09:00+08:00` or a day (its 00:00 in China); now when not given."""
    if text is None:
        return datetime.now(UTC)
    try:
        value = datetime.fromisoformat(text)
    except ValueError as wrong:
        raise Unclear(
            say(
                f"看不懂时刻 {text!r}：请写成 2026-09-18T09:00+08:00",
                f"Cannot read the moment {text!r}: write 2026-09-18T09:00+08:00",
            )
        ) from wrong
    return value if value.tzinfo else value.replace(tzinfo=SHANGHAI)


def put(value: object) -> None:
    """JSON on stdout, as files and programs want it."""
    sys.stdout.write(json.dumps(value, ensure_ascii=False, default=str) + "\n")


def table(head: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """A plain table for people; wide characters count as two columns."""
    from unicodedata import east_asian_width

    def width(text: str) -> int:
        return sum(2 if east_asian_width(c) in "WF" else 1 for c in text)

    lines = [[str("" if c is None else c) for c in row] for row in [head, *rows]]
    widths = [max(width(line[i]) for line in lines) for i in range(len(head))]
    for line in lines:
        click.echo("  ".join(c + " " * (w - width(c)) for c, w in zip(line, widths, strict=True)).rstrip())
