"""Append-only by rule of the database: what refuses UPDATE, DELETE and TRUNCATE, and whether it stands.

On SQLite `INSERT OR REPLACE` deletes without firing a delete trigger, so a third trigger refuses an
insert in the place of a stored row. On PostgreSQL the triggers fire ALWAYS, for replicas too.
"""

from typing import Any

PROTECTED = {"ledger_entry": ("position", "occasion"), "ledger_seal": ("size", "ledger")}

_FUNCTION = "ledger_append_only"
_BODY = "BEGIN RAISE EXCEPTION '% is append-only', TG_TABLE_NAME; END"


def _refuse(table: str) -> str:
    return f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"


def sqlite() -> dict[str, str]:
    """Trigger name → the statement that makes it."""
    made = {}
    for table in PROTECTED:
        for verb in ("UPDATE", "DELETE"):
            name = f"{table}_no_{verb.lower()}"
            made[name] = f"CREATE TRIGGER {name} BEFORE {verb} ON {table} {_refuse(table)}"
    made["ledger_entry_no_replace"] = (
        "CREATE TRIGGER ledger_entry_no_replace BEFORE INSERT ON ledger_entry "
        "WHEN EXISTS (SELECT 1 FROM ledger_entry WHERE ledger = NEW.ledger AND position >= NEW.position) "
        "OR EXISTS (SELECT 1 FROM ledger_entry WHERE ledger = NEW.ledger AND occasion = NEW.occasion) "
        f"OR EXISTS (SELECT 1 FROM ledger_entry WHERE rowid = NEW.rowid) {_refuse('ledger_entry')}"
    )
    made["ledger_seal_no_replace"] = (
        "CREATE TRIGGER ledger_seal_no_replace BEFORE INSERT ON ledger_seal "
        "WHEN EXISTS (SELECT 1 FROM ledger_seal WHERE ledger = NEW.ledger AND size >= NEW.size) "
        f"OR EXISTS (SELECT 1 FROM ledger_seal WHERE rowid = NEW.rowid) {_refuse('ledger_seal')}"
    )
    return made


def postgresql() -> dict[str, tuple[str, str]]:
    """Trigger name → its table and the statement that makes it."""
    made = {}
    for table in PROTECTED:
        for name, verbs in ((f"{table}_no_change", "UPDATE OR DELETE"), (f"{table}_no_truncate", "TRUNCATE")):
            fires = f"BEFORE {verbs} ON {table} FOR EACH STATEMENT EXECUTE FUNCTION {_FUNCTION}()"
            made[name] = (table, f"CREATE TRIGGER {name} {fires}")
    return made


def install(connection: Any) -> None:
    """Put the guards in place (migrations; again after a table was remade)."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            for name, statement in sqlite().items():
                cursor.execute(f"DROP TRIGGER IF EXISTS {name}")
                cursor.execute(statement)
            return
        cursor.execute(
            f"CREATE OR REPLACE FUNCTION {_FUNCTION}() RETURNS trigger LANGUAGE plpgsql AS $body${_BODY}$body$"
        )
        for name, (table, statement) in postgresql().items():
            cursor.execute(f"DROP TRIGGER IF EXISTS {name} ON {table}")
            cursor.execute(statement)
            cursor.execute(f"ALTER TABLE {table} ENABLE ALWAYS TRIGGER {name}")


def remove(connection: Any) -> None:
    """Take the guards away: for undoing the first migration and for emptying test databases."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            for name in sqlite():
                cursor.execute(f"DROP TRIGGER IF EXISTS {name}")
            return
        cursor.execute(f"DROP FUNCTION IF EXISTS {_FUNCTION}() CASCADE")


def missing(connection: Any) -> list[str]:
    """Names of guards that are absent, switched off or not as made."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
            found = dict(cursor.fetchall())
            return [name for name, statement in sqlite().items() if found.get(name) != statement]
        cursor.execute(
            "SELECT t.tgname, t.tgrelid::regclass::text, t.tgenabled::text, p.prosrc, pg_get_triggerdef(t.oid) "
            "FROM pg_trigger t JOIN pg_proc p ON p.oid = t.tgfoid WHERE NOT t.tgisinternal"
        )
        standing = {
            name
            for name, table, enabled, source, told in cursor.fetchall()
            if (table, enabled, source) == (postgresql().get(name, ("",))[0], "A", _BODY)
            and " WHEN " not in told
        }
        return [name for name in postgresql() if name not in standing]
