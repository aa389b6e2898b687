"""The little that differs between SQLite and PostgreSQL when reading and writing many rows."""

from collections.abc import Iterator, Sequence
from typing import Any

from django.conf import settings
from django.db import connection

from luoshi.ledger.entry import COLUMNS

LIST = ", ".join(COLUMNS)
_INSERT = f"INSERT INTO ledger_entry ({LIST}) VALUES ({', '.join('?' * len(COLUMNS))})"
_COPY = f"COPY ledger_entry ({LIST}) FROM STDIN"


def default_ledger() -> str:
    """The ledger of this office, named like its jurisdiction."""
    return str(settings.LUOSHI_JURISDICTION)


def inside(values: Sequence[Any]) -> Iterator[tuple[str, list[Any]]]:
    """Conditions `… IN (values)` with their parameters, at most 500 values each."""
    for start in range(0, len(values), 500):
        part = list(values[start : start + 500])
        if connection.vendor == "postgresql":
            yield "= ANY(%s)", [part]
        else:
            yield f"IN ({', '.join(['%s'] * len(part))})", part


def insert(rows: Sequence[Sequence[Any]]) -> None:
    """Entries into the table by the fastest way the database has."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            with connection.wrap_database_errors, cursor.cursor.copy(_COPY) as copy:
                for row in rows:
                    copy.write_row(row)
        else:
            with connection.wrap_database_errors:
                cursor.cursor.connection.cursor().executemany(_INSERT, rows)
