"""`luoshi token`: keys for programs that use the API."""

from datetime import UTC, datetime

import click

from luoshi.cli.base import moment, start, table
from luoshi.law.errors import CouldNot
from luoshi.law.words import say


@click.group("token")
def token_command() -> None:
    """Issue, list and revoke keys for the API."""


@token_command.command("issue")
@click.argument("name")
@click.option(
    "--scope",
    "scopes",
    multiple=True,
    type=click.Choice(["read", "write"]),
    default=("read",),
    show_default=True,
)
@click.option("--unit", metavar="CODE", help="Only this unit and what lies under it.")
@click.option("--until", metavar="MOMENT", help="When it expires.")
def issue_command(name: str, scopes: tuple[str, ...], unit: str | None, until: str | None) -> None:
    """Make a key called NAME; it is shown once."""
    start()
    from luoshi.intake.tokens import issue
    from luoshi.org.models import Unit

    held = Unit.objects.filter(code=unit).first() if unit else None
    if unit and held is None:
        raise CouldNot(say(f"没有单位 {unit}：请核对编码", f"There is no unit {unit}: check its code"))
    expires = moment(until) if until else None
    _, text = issue(name, at=datetime.now(UTC), scopes=scopes, unit=held, expires_at=expires)
    click.echo(text)
    click.echo(say("请立即保存，之后不再显示。", "Keep it now; it is not shown again."), err=True)


@token_command.command("list")
def list_command() -> None:
    """Every key ever issued, without its text."""
    start()
    from luoshi.intake.models import ApiToken

    head = [
        say("名称", "name"),
        say("权限", "scopes"),
        say("单位", "unit"),
        say("发放", "issued"),
        say("失效", "expires"),
        say("撤销", "revoked"),
    ]
    rows = ApiToken.objects.order_by("issued_at").values_list(
        "name", "scopes", "unit__code", "issued_at", "expires_at", "revoked_at"
    )
    table(head, rows)


@token_command.command("revoke")
@click.argument("name")
def revoke_command(name: str) -> None:
    """Refuse every key called NAME from now on."""
    start()
    from luoshi.intake.models import ApiToken
    from luoshi.intake.tokens import revoke

    found = list(ApiToken.objects.filter(name=name, revoked_at__isnull=True))
    if not found:
        raise CouldNot(say(f"没有有效的令牌 {name}", f"There is no valid key called {name}"))
    for token in found:
        revoke(token, at=datetime.now(UTC))
    click.echo(say(f"已撤销 {len(found)} 个。", f"{len(found)} revoked."))
