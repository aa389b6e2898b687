"""The little that differs between SQLite and PostgreSQL when reading and writing many rows."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

import orjson
from django.conf import settings
from django.db import connection

from luoshi.ledger.entry import COLUMNS

LIST = ", ".join(COLUMNS)
_INSERT = f"INSERT INTO ledger_entry ({LIST}) VALUES ({', '.join('?' * len(COLUMNS))})"
COPY = f"COPY ledger_entry ({LIST}) FROM STDIN (FORMAT BINARY)"
TYPES = ["int8" if column in {"position", "corrects"} else "text" for column in COLUMNS]


def default_ledger() -> str:
    """The ledger of this office, named like its jurisdiction."""
    return str(settings.LUOSHI_JURISDICTION)


def select(
    columns: str,
    column: str,
    values: Sequence[Any],
    ledger: str,
    condition: str = "",
    more: Sequence[Any] = (),
) -> Iterator[tuple[Any, ...]]:
    """Rows of `ledger_entry e` whose `column` is one of the values, 500 at a time, in no order.

    On PostgreSQL each value is looked up by itself: with `= ANY` and no fresh statistics, as in the
    middle of an import, the planner would rather read the whole table.
    """
    where = f"FROM ledger_entry e WHERE ledger = %s AND {column}"
    for start in range(0, len(values), 500):
        part = list(values[start : start + 500])
        with connection.cursor() as cursor:
            if connection.vendor == "postgresql":
                kind = "text" if isinstance(part[0], str) else "bigint"
                cursor.execute(
                    f"SELECT found.* FROM json_array_elements_text(%s::json) AS w(value) CROSS JOIN LATERAL "
                    f"(SELECT {columns} {where} = w.value::{kind}{condition} OFFSET 0) found",
                    [orjson.dumps(part).decode(), ledger, *more],
                )
            else:
                marks = ", ".join(["%s"] * len(part))
                cursor.execute(f"SELECT {columns} {where} IN ({marks}){condition}", [ledger, *part, *more])
            yield from cursor.fetchall()


def insert(rows: Iterable[Sequence[Any]]) -> None:
    """Entries into the table by the fastest way the database has.

    Rows may be made while they are sent: PostgreSQL then writes one while the next is chained.
    """
    with connection.cursor() as cursor, connection.wrap_database_errors:
        if connection.vendor == "postgresql":
            with cursor.cursor.copy(COPY) as copy:
                copy.set_types(TYPES)
                for row in rows:
                    copy.write_row(row)
        else:
            cursor.cursor.connection.cursor().executemany(_INSERT, rows)
