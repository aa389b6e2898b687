"""Reading entries fast: raw rows in column order, by matter, by position, by occasion."""

from collections.abc import Iterable, Sequence
from operator import itemgetter

from django.db import connection

from luoshi.ledger import sql
from luoshi.ledger.entry import START, VOIDED, Row
from luoshi.ledger.record import stored_occasion

# What stands now: not voided, and no later version of the same occasion. `+ 0` keeps SQLite from walking
# every later position instead of looking up the few corrections.
_CURRENT = (
    " AND kind <> %s AND NOT EXISTS (SELECT 1 FROM ledger_entry c WHERE c.ledger = e.ledger "
    "AND c.corrects IS NOT NULL AND c.corrects = COALESCE(e.corrects, e.position) AND c.position + 0 > e.position)"
)


def entries(matters: Iterable[str], *, ledger: str | None = None) -> list[Row]:
    """Every entry of these matters, by position, corrections beside what they correct."""
    return _of(matters, ledger, "", [])


def current(matters: Iterable[str], *, ledger: str | None = None) -> list[Row]:
    """The entries of these matters as they stand: replaced by their latest correction, voided left out.

    A correction that moved an entry to another matter counts there and no longer here.
    """
    return _of(matters, ledger, _CURRENT, [VOIDED])


def _of(matters: Iterable[str], ledger: str | None, condition: str, more: list[str]) -> list[Row]:
    wanted = list(dict.fromkeys(matters))
    rows = [
        Row._make(row)
        for row in sql.select(sql.LIST, "matter", wanted, ledger or sql.default_ledger(), condition, more)
    ]
    rows.sort(key=itemgetter(1))
    return rows


def standing(occasions: Iterable[str], *, ledger: str | None = None) -> list[Row]:
    """The entries of these occasions as they stand, by position; voided ones are left out."""
    ledger = ledger or sql.default_ledger()
    names = [stored_occasion(occasion) for occasion in dict.fromkeys(occasions)]
    latest = {row[1]: Row._make(row) for row in sql.select(sql.LIST, "occasion", names, ledger)}
    for row in sorted(sql.select(sql.LIST, "corrects", list(latest), ledger), key=itemgetter(1)):
        version = Row._make(row)
        assert version.corrects is not None
        latest[version.corrects] = version
    return sorted((row for row in latest.values() if row.kind != VOIDED), key=itemgetter(1))


def touched(rows: Sequence[Row], *, ledger: str | None = None) -> list[str]:
    """The matters these entries speak of, those of the entries they correct included."""
    matters = dict.fromkeys(row.matter for row in rows)
    corrected = [row.corrects for row in rows if row.corrects is not None]
    # Every version of the occasion: an earlier correction may have moved it to a third matter.
    for column in ("position", "corrects"):
        found = sql.select("matter", column, corrected, ledger or sql.default_ledger())
        matters.update(dict.fromkeys(matter for (matter,) in found))
    return list(matters)


def head(*, ledger: str | None = None) -> tuple[int, str]:
    """How many entries there are, and the digest of the last."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT position, digest FROM ledger_head WHERE ledger = %s", [ledger or sql.default_ledger()]
        )
        found = cursor.fetchone()
    return (found[0], found[1]) if found else (0, START)


def at_position(position: int, *, ledger: str | None = None) -> Row | None:
    """The entry at a position."""
    return _one("position", position, ledger)


def by_occasion(occasion: str, *, ledger: str | None = None) -> Row | None:
    """The first entry of an occasion."""
    return _one("occasion", stored_occasion(occasion), ledger)


def _one(column: str, value: int | str, ledger: str | None) -> Row | None:
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT {sql.LIST} FROM ledger_entry WHERE ledger = %s AND {column} = %s",
            [ledger or sql.default_ledger(), value],
        )
        found = cursor.fetchone()
    return Row._make(found) if found else None
