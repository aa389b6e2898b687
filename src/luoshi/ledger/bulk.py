"""Writing many rows of an ordinary table quickly: replace all rows of some matters at once."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC
from operator import itemgetter
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
    fields = [field for field in model._meta.concrete_fields if not field.primary_key]
    table = connection.ops.quote_name(str(model._meta.db_table))
    columns = ", ".join(connection.ops.quote_name(str(field.column)) for field in fields)
    values = written(fields, rows, "+00:00" if connection.vendor == "postgresql" else "")
    with connection.cursor() as cursor, connection.wrap_database_errors:
        if connection.vendor == "postgresql":
            with cursor.cursor.copy(f"COPY {table} ({columns}) FROM STDIN") as copy:
                for row in values:
                    copy.write_row(row)
            return
        marks = ", ".join("?" * len(fields))
        cursor.cursor.connection.cursor().executemany(
            f"INSERT INTO {table} ({columns}) VALUES ({marks})", values
        )


def written(fields: Sequence[Any], rows: Iterable[Mapping[str, Any]], zone: str) -> Iterator[Sequence[Any]]:
    """The values of each row in order of the fields; moments as UTC text ending in `zone`, days as ISO text."""
    values_of = itemgetter(*(field.attname for field in fields))
    moments = [n for n, field in enumerate(fields) if isinstance(field, models.DateTimeField)]
    days = [n for n, field in enumerate(fields) if type(field) is models.DateField]
    for row in rows:
        values = list(values_of(row))
        for n in moments:
            if (moment := values[n]) is not None:
                utc = moment if moment.tzinfo is UTC else moment.astimezone(UTC)
                values[n] = utc.isoformat(" ")[:-6] + zone
        for n in days:
            if (day := values[n]) is not None:
                values[n] = day.isoformat()
        yield values
