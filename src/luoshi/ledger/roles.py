"""Append-only by rights (PostgreSQL): the application's role may add entries and seals, never change them.

The tables belong to another role, used for migrations only (LUOSHI_DATABASE_OWNER_URL).
"""

from typing import Any

from django.core.management import call_command
from django.db import connections

from luoshi.law.errors import CouldNot
from luoshi.law.words import say
from luoshi.ledger.guards import PROTECTED


def upgrade() -> None:
    """Migrate as the owner of the tables and give the application's role its rights.

    The owner is the database `owner` in the settings where there is one. Raises CouldNot when the
    application's own role would come out able to lift the guards.
    """
    owner = "owner" if "owner" in connections else "default"
    call_command("migrate", database=owner, verbosity=0, interactive=False)
    role = str(connections["default"].settings_dict["USER"])
    if connections[owner].vendor == "postgresql" and owner != "default":
        grant(role, using=owner)


def grant(app_role: str, *, using: str = "default") -> None:
    """Give `app_role` SELECT and INSERT on entries and seals, ordinary rights on the rest; run as owner.

    To be run after each migration. Raises CouldNot when the role owns the tables or is a superuser.
    """
    connection = connections[using]
    role = connection.ops.quote_name(app_role)
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [app_role])
        if cursor.fetchone() is None:
            raise CouldNot(
                say(
                    f"数据库里没有角色 {app_role}：先以管理员身份建立它",
                    f"There is no role {app_role} in the database: have the administrator create it",
                )
            )
        if powers := _powers(cursor, app_role):
            raise CouldNot(
                say(
                    f"应用角色 {app_role} 权力过大（{'、'.join(powers)}）：请另建一个不拥有这些表的角色",
                    f"The application's role {app_role} may do too much ({', '.join(powers)}): "
                    "create another that does not own the tables",
                )
            )
        guarded = ", ".join(PROTECTED)
        for statement in (
            f"GRANT USAGE ON SCHEMA public TO {role}",
            "REVOKE CREATE ON SCHEMA public FROM PUBLIC",
            f"REVOKE ALL ON ALL TABLES IN SCHEMA public FROM {role}",
            f"GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO {role}",
            f"GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO {role}",
            f"REVOKE ALL ON {guarded} FROM PUBLIC, {role}",
            f"GRANT SELECT, INSERT ON {guarded} TO {role}",
            f"REVOKE INSERT, UPDATE, DELETE ON django_migrations FROM {role}",
        ):
            cursor.execute(statement)


def excess(*, using: str = "default") -> list[str]:
    """What the role we run under could do to the ledger and should not; [] where all is well or on SQLite."""
    connection = connections[using]
    if connection.vendor != "postgresql":
        return []
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_user")
        (role,) = cursor.fetchone()
        found = _powers(cursor, role)
        for table in PROTECTED:
            for right in ("UPDATE", "DELETE", "TRUNCATE", "TRIGGER"):
                cursor.execute("SELECT has_table_privilege(%s, %s, %s)", [role, table, right])
                if cursor.fetchone()[0]:
                    found.append(f"{right} {table}")
    return found


def _powers(cursor: Any, role: str) -> list[str]:
    cursor.execute("SELECT rolsuper FROM pg_roles WHERE rolname = %s", [role])
    found = ["SUPERUSER"] if cursor.fetchone()[0] else []
    for table in PROTECTED:
        cursor.execute(
            "SELECT pg_has_role(%s, c.relowner, 'MEMBER') FROM pg_class c WHERE c.oid = to_regclass(%s)",
            [role, table],
        )
        if (owns := cursor.fetchone()) and owns[0]:
            found.append(f"OWNER {table}")
    return found
