"""Reading the ledger as it grows: one chain, so a follower simply reads past its bookmark."""

from collections.abc import Iterator

from django.db import connection

from luoshi.ledger import read, sql
from luoshi.ledger.entry import Row


def bookmark(name: str, *, ledger: str | None = None) -> int:
    """The position up to which this follower has read; 0 at first."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT position FROM ledger_bookmark WHERE ledger = %s AND follower = %s",
            [ledger or sql.default_ledger(), name],
        )
        found = cursor.fetchone()
    return int(found[0]) if found else 0


def follow(name: str, *, ledger: str | None = None, limit: int = 1000) -> Iterator[list[Row]]:
    """Batches of at most `limit` entries after the bookmark, in order, until there are no more.

    The follower does its work and calls `advance` in one transaction; if it does not, the next
    `follow` gives the same entries again.
    """
    ledger = ledger or sql.default_ledger()
    position = bookmark(name, ledger=ledger)
    while position < (newest := read.head(ledger=ledger)[0]):
        # Positions have no gaps, so a range is a batch, found by the index whatever the planner knows.
        upto = min(position + limit, newest)
        with connection.cursor() as cursor:
            cursor.execute(
                f"SELECT {sql.LIST} FROM ledger_entry WHERE ledger = %s AND position > %s AND position <= %s "
                "ORDER BY position",
                [ledger, position, upto],
            )
            batch = [Row._make(row) for row in cursor.fetchall()]
        position = upto
        if batch:
            yield batch


def advance(name: str, position: int, *, ledger: str | None = None) -> None:
    """Move the bookmark, in the follower's own transaction; never backwards."""
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO ledger_bookmark (ledger, follower, position) VALUES (%s, %s, %s) "
            "ON CONFLICT (ledger, follower) DO UPDATE SET position = excluded.position "
            "WHERE ledger_bookmark.position < excluded.position",
            [ledger or sql.default_ledger(), name, position],
        )


def rewind(name: str, *, ledger: str | None = None) -> None:
    """Forget the bookmark: the follower reads everything again (rebuild)."""
    with connection.cursor() as cursor:
        cursor.execute(
            "DELETE FROM ledger_bookmark WHERE ledger = %s AND follower = %s",
            [ledger or sql.default_ledger(), name],
        )
