"""`luoshi upgrade`: bring the database to this version, as the owner of its tables."""

import click

from luoshi.cli.base import start
from luoshi.law.words import say


@click.command("upgrade")
def upgrade_command() -> None:
    """Create or upgrade the tables and give the application's role its rights (PostgreSQL; see LUOSHI_DATABASE_OWNER_URL)."""
    start(migrate=False)
    from django.conf import settings

    from luoshi.ledger.roles import upgrade
    from luoshi.monitor import tallies

    upgrade()
    tallies.complete(settings.LUOSHI_JURISDICTION)
    click.echo(say("数据库已是最新。", "The database is up to date."))
