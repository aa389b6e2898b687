"""Rights on PostgreSQL: what the application's role cannot do. Run by tests/test_ledger_postgresql.py."""

import os
import subprocess
import sys
from collections.abc import Iterator

import psycopg
import pytest
from django.db import connection

from luoshi.law.errors import CouldNot
from luoshi.ledger import guards, record, roles, seal
from luoshi.ledger.tests.test_record import AT, draft
from luoshi.ledger.verify import verify

ROLE = "luoshi_app"


@pytest.fixture
def app(transactional_db: None) -> Iterator[psycopg.Connection]:
    """A connection as the application has it in production."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [ROLE])
        if not cursor.fetchone():
            cursor.execute(f"CREATE ROLE {ROLE} LOGIN")
    roles.grant(ROLE)
    record.append([draft(n) for n in range(3)], at=AT)
    seal.seal(AT)
    at = connection.settings_dict
    with psycopg.connect(host=at["HOST"], dbname=at["NAME"], user=ROLE, autocommit=True) as opened:
        yield opened


@pytest.mark.parametrize(
    "statement",
    [
        *(
            statement.format(table)
            for table in ("ledger_entry", "ledger_seal")
            for statement in (
                "UPDATE {0} SET ledger = ledger",
                "DELETE FROM {0}",
                "TRUNCATE {0}",
                "DROP TABLE {0}",
                "ALTER TABLE {0} ADD COLUMN more text",
                "ALTER TABLE {0} DISABLE TRIGGER ALL",
                "ALTER TABLE {0} DISABLE TRIGGER {0}_no_change",
                "DROP TRIGGER {0}_no_change ON {0}",
                "DROP TRIGGER {0}_no_truncate ON {0}",
                "CREATE TRIGGER mine BEFORE INSERT ON {0} FOR EACH ROW EXECUTE FUNCTION ledger_append_only()",
                "CREATE RULE mine AS ON INSERT TO {0} DO INSTEAD NOTHING",
                "GRANT ALL ON {0} TO PUBLIC",
            )
        ),
        "DROP FUNCTION ledger_append_only() CASCADE",
        "CREATE OR REPLACE FUNCTION ledger_append_only() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END'",
        "SET session_replication_role = replica",
        "CREATE TABLE mine (a int)",
        "DELETE FROM django_migrations",
    ],
)
def test_the_application_cannot(app: psycopg.Connection, statement: str) -> None:
    if statement.startswith("GRANT"):
        app.execute(statement)  # PostgreSQL only warns that nothing was granted
        assert app.execute("SELECT has_table_privilege('public', 'ledger_entry', 'UPDATE')").fetchone() == (
            False,
        )
        return
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        app.execute(statement)


def test_the_application_can_add_and_read(app: psycopg.Connection) -> None:
    row = app.execute("SELECT * FROM ledger_entry WHERE position = 3").fetchone()
    assert row is not None
    changed = [*row[:1], 4, *row[2:14], "another", *row[15:]]
    app.execute(f"INSERT INTO ledger_entry VALUES ({', '.join(['%s'] * 23)})", changed)
    app.execute("UPDATE ledger_head SET position = 4")
    app.execute("INSERT INTO ledger_bookmark VALUES ('a', 'b', 1)")
    app.execute("DELETE FROM ledger_bookmark")


def test_even_the_owner_must_lift_the_guards_first(app: psycopg.Connection) -> None:
    for statement in (
        "UPDATE ledger_entry SET kind = ''",
        "DELETE FROM ledger_seal",
        "TRUNCATE ledger_entry",
    ):
        for setting in ("", "SET session_replication_role = replica; "):
            with pytest.raises(Exception, match="append-only"), connection.cursor() as cursor:
                cursor.execute(setting + statement)
    with connection.cursor() as cursor:
        cursor.execute("RESET session_replication_role")
    assert guards.missing(connection) == []


@pytest.mark.parametrize(
    "statement",
    [
        "ALTER TABLE ledger_entry DISABLE TRIGGER ledger_entry_no_change",
        "ALTER TABLE ledger_entry ENABLE TRIGGER ledger_entry_no_change",
        "DROP TRIGGER ledger_seal_no_truncate ON ledger_seal",
        "CREATE OR REPLACE FUNCTION ledger_append_only() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END'",
    ],
)
def test_a_guard_switched_off_is_found(app: psycopg.Connection, statement: str) -> None:
    assert verify().ok
    with connection.cursor() as cursor:
        cursor.execute(statement)
    assert not verify().ok
    guards.install(connection)
    assert verify().ok


def test_a_role_that_could_lift_the_guards_is_refused(app: psycopg.Connection) -> None:
    for name, said in (("postgres", "SUPERUSER"), ("nobody_at_all", "nobody_at_all")):
        with pytest.raises(CouldNot, match=said):
            roles.grant(name)
    assert "SUPERUSER" in roles.excess()
    with connection.cursor() as cursor:
        cursor.execute(f"SET ROLE {ROLE}")
        assert roles.excess() == []
        cursor.execute("RESET ROLE")


UPGRADE = """
import django, os
django.setup()
from django.db import connections
from luoshi.ledger import roles
connections.databases["owner"] = {**connections["default"].settings_dict, "USER": "postgres"}
roles.upgrade()
print(roles.excess())
"""


def test_upgrading_as_the_owner_gives_the_application_its_rights(app: psycopg.Connection) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"REVOKE ALL ON ledger_entry FROM {ROLE}")
    at = connection.settings_dict
    address = f"postgresql://{ROLE}@/{at['NAME']}?host={at['HOST'].replace('/', '%2F')}"
    done = subprocess.run(
        [sys.executable, "-c", UPGRADE], env={**os.environ, "LUOSHI_DATABASE_URL": address},
        capture_output=True, text=True, check=False, timeout=120,
    )  # fmt: skip
    assert (done.returncode, done.stdout) == (0, "[]\n"), done.stderr
    assert app.execute("SELECT count(*) FROM ledger_entry").fetchone() == (3,)
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        app.execute("TRUNCATE ledger_entry")
