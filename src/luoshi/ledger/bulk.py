"""Writing many rows of an ordinary table quickly: replace all rows of some matters at once."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from django.db import connection, models


def replace(
    model: type[models.Model], ledger: str, matters: Sequence[str], rows: Iterable[Mapping[str, Any]]
) -> None:
    """Delete the rows of these matters and insert these, in the caller's transaction.

    `rows` give every column but the id, by its attribute name; moments are aware.
    """
    table = connection.ops.quote_name(model._meta.db_table)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(
                f"DELETE FROM {table} WHERE ledger = %s AND matter = ANY(%s)", [ledger, list(matters)]
            )
        else:
            for start in range(0, len(matters), 500):
                part = list(matters[start : start + 500])
                marks = ", ".join(["%s"] * len(part))
                cursor.execute(
                    f"DELETE FROM {table} WHERE ledger = %s AND matter IN ({marks})", [ledger, *part]
                )
    insert(model, rows)


def insert(model: type[models.Model], rows: Iterable[Mapping[str, Any]]) -> None:
    """Insert by the fastest way the database has."""
    table = connection.ops.quote_name(str(model._meta.db_table))
    names: list[str] = [str(field.attname) for field in model._meta.concrete_fields if not field.primary_key]
    columns = ", ".join(
        connection.ops.quote_name(str(field.column))
        for field in model._meta.concrete_fields
        if not field.primary_key
    )
    with connection.cursor() as cursor, connection.wrap_database_errors:
        if connection.vendor == "postgresql":
            with cursor.cursor.copy(f"COPY {table} ({columns}) FROM STDIN") as copy:
                for row in rows:
                    copy.write_row([row[name] for name in names])
            return
        marks = ", ".join("?" * len(names))
        values = ([plain(row[name]) for name in names] for row in rows)
        cursor.cursor.connection.cursor().executemany(
            f"INSERT INTO {table} ({columns}) VALUES ({marks})", values
        )


def plain(value: Any) -> Any:
    """A value as Django keeps it on SQLite: moments as UTC text without a zone, days as ISO text."""
    if isinstance(value, datetime):
        return str(value.astimezone(UTC).replace(tzinfo=None))
    return value.isoformat() if hasattr(value, "isoformat") else value
