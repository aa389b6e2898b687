"""SQLite lets any value into any column of a table remade without rules: each is answered, none crashes."""

import json
import random
from pathlib import Path

import pytest
from django.db import connection

from luoshi.ledger import guards
from luoshi.ledger.entry import COLUMNS
from luoshi.ledger.tests.test_verify import COUNT, roots, tampering  # noqa: F401
from luoshi.ledger.verify import verify

pytestmark = pytest.mark.skipif(
    "postgresql" in str(connection.settings_dict["ENGINE"]), reason="SQLite only: PostgreSQL keeps types"
)

GARBAGE = [None, b"", b"\xff\xfe", b"\x00blob", 0, -1, 10**18, 1.5, float("inf"), "", "\0", "{", "[]", '{"a":1.0}',
           '{"b":1,"a":2}', '{"a":1,"a":1}', "[" * 5000, "é" * 10, "Z" * 64, "0" * 63]  # fmt: skip


def loosen(table: str) -> None:
    """The same rows in a table without types, keys or rules."""
    with connection.cursor() as cursor:
        cursor.execute(f"PRAGMA table_info({table})")
        columns = ", ".join(row[1] for row in cursor.fetchall())
        cursor.execute(f"CREATE TABLE loose ({columns})")
        cursor.execute(f"INSERT INTO loose SELECT {columns} FROM {table}")
        cursor.execute(f"DROP TABLE {table}")
        cursor.execute(f"ALTER TABLE loose RENAME TO {table}")


def test_garbage_in_entries_is_found(roots: Path) -> None:  # noqa: F811
    chance = random.Random(1)
    with tampering() as cursor:
        loosen("ledger_entry")
        guards.install(connection)
        assert verify(roots).ok
        guards.remove(connection)
        for column in COLUMNS:
            for value in GARBAGE:
                at = chance.randint(1, COUNT)
                cursor.execute(f"SELECT rowid, {column} FROM ledger_entry WHERE position = %s", [at])
                row, old = cursor.fetchone()
                if old == value and type(old) is type(value):
                    continue
                cursor.execute(f"UPDATE ledger_entry SET {column} = %s WHERE rowid = %s", [value, row])
                guards.install(connection)
                report = verify(roots)
                guards.remove(connection)
                cursor.execute(f"UPDATE ledger_entry SET {column} = %s WHERE rowid = %s", [old, row])
                assert not report.ok, (column, value)
                assert report.first_broken is not None
                assert report.first_broken <= at, (column, value, report.told())
                json.dumps(report.told(), ensure_ascii=False).encode()
                report.lines().encode()


def test_text_that_is_no_utf8_is_found(roots: Path) -> None:  # noqa: F811
    for column in (c for c in COLUMNS if c not in ("position", "corrects")):
        with tampering() as cursor:
            cursor.execute(f"UPDATE ledger_entry SET {column} = CAST(X'E4BDFF' AS TEXT) WHERE position = 30")
            guards.install(connection)
            report = verify(roots)
        assert not report.ok
        assert report.first_broken == 30
        json.dumps(report.told(), ensure_ascii=False).encode()


@pytest.mark.parametrize("table", ["ledger_head", "ledger_seal", "ledger_delivery"])
def test_garbage_beside_the_entries_is_found(roots: Path, table: str) -> None:  # noqa: F811
    with tampering() as cursor:
        cursor.execute(
            "INSERT INTO ledger_delivery (ledger, size, address, delivered_at) VALUES ('CN-530100', 60, 'a', '')"
        )
        loosen(table)
        cursor.execute(f"PRAGMA table_info({table})")
        for column in [row[1] for row in cursor.fetchall()]:
            cursor.execute(f"SELECT rowid, {column} FROM {table} LIMIT 1")
            row, old = cursor.fetchone()
            for value in [g for g in GARBAGE if g != old]:
                cursor.execute(f"UPDATE {table} SET {column} = %s WHERE rowid = %s", [value, row])
                guards.install(connection)
                report = verify(roots)
                guards.remove(connection)
                harmless = table == "ledger_delivery" and column in ("id", "address", "delivered_at")
                assert report.ok == harmless, (column, value)
                json.dumps(report.told(), ensure_ascii=False).encode()
            cursor.execute(f"UPDATE {table} SET {column} = %s WHERE rowid = %s", [old, row])


def test_an_occasion_standing_twice_is_found(roots: Path) -> None:  # noqa: F811
    with tampering() as cursor:
        loosen("ledger_entry")
        cursor.execute("UPDATE ledger_entry SET occasion = 'permits:0' WHERE position = 5")
        guards.install(connection)
        report = verify()
    assert report.first_broken == 5
    assert "permits:0" in str(report.problems)
