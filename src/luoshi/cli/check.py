"""`luoshi check`: what would go wrong in production, before it does."""

import os
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import click

from luoshi.cli.base import SHANGHAI, put, start
from luoshi.law.words import say

Finding = tuple[str, str]
"""`error` or `warning`, and the sentence."""


@click.command("check")
@click.option("--json", "as_json", is_flag=True, help="For programs.")
def check_command(as_json: bool) -> int:
    """Look at settings, calendar, migrations and law files; exit 1 if something must be mended."""
    start(migrate=False)
    now = datetime.now(UTC)
    found = [finding for look in LOOKS for finding in look(now)]
    if as_json:
        put([{"level": level, "text": text} for level, text in found])
    for level, text in () if as_json else found:
        click.echo(f"{say('必须处理', 'error') if level == 'error' else say('请留意', 'warning')}  {text}")
    if not found and not as_json:
        click.echo(say("没有发现问题。", "Nothing found."))
    return int(any(level == "error" for level, _ in found))


def law_files(now: datetime) -> Iterator[Finding]:
    """Golden vectors, texts verified long ago."""
    from luoshi.law import golden
    from luoshi.law.registry import versions

    for text in golden.disagreements():
        yield "error", say(f"标准算例不符：{text}", f"A golden vector does not hold: {text}")
    old = (now - timedelta(days=366)).date()
    stale = [c.id for each in versions().values() for c in each if c.verified_on and c.verified_on < old]
    if stale:
        yield (
            "warning",
            say(
                f"{len(stale)} 个时限超过一年未核对条文，如 {stale[0]}",
                f"{len(stale)} clocks were verified over a year ago, as {stale[0]}",
            ),
        )


def calendar(now: datetime) -> Iterator[Finding]:
    """From November on, next year's notice; from 1 January, this year's."""
    from luoshi.monitor import surroundings

    known = surroundings.calendar().confirmed_until
    today = now.astimezone(SHANGHAI).date()
    if known < today:
        yield (
            "error",
            say(
                f"{today.year} 年放假通知尚未装入：所有日期为暂定，不会发牌。请运行 luoshi notice 文件",
                f"The holiday notice of {today.year} is not loaded: every date is provisional and no card is issued. Run luoshi notice FILE",
            ),
        )
    elif known.year == today.year and today.month >= 11:
        yield (
            "warning",
            say(
                f"{today.year + 1} 年放假通知尚未装入：跨年时限为暂定",
                f"The notice of {today.year + 1} is not loaded yet: dates beyond the year are provisional",
            ),
        )


def database(now: datetime) -> Iterator[Finding]:
    """Reachable, migrated, guarded, and not owned by the application."""
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    from luoshi.ledger import roles

    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    if plan:
        yield (
            "error",
            say(
                f"数据库还有 {len(plan)} 个升级未执行：运行 luoshi 任一命令（SQLite）或按升级手册执行",
                f"{len(plan)} migrations have not run: see the upgrade page",
            ),
        )
        return
    if powers := roles.excess():
        told = ", ".join(powers)
        yield (
            "warning",
            say(
                f"应用的数据库角色权力过大（{told}）：见 docs/operations/postgresql.md",
                f"The application's database role may do too much ({told}): see docs/operations/postgresql.md",
            ),
        )
    if connection.vendor == "sqlite":
        yield (
            "warning",
            say(
                "使用内嵌数据库：适合试用和县级，城市请用 PostgreSQL",
                "An embedded database: fine for a trial or a county; a city should use PostgreSQL",
            ),
        )


def surroundings(now: datetime) -> Iterator[Finding]:
    """Keys, roots kept outside, hosts, transport."""
    from django.conf import settings

    keys = Path(os.environ.get("LUOSHI_KEYS") or settings.LUOSHI_HOME / "keys")
    for path in keys.glob("*"):
        if path.is_file() and path.stat().st_mode & 0o077:
            yield (
                "error",
                say(
                    f"密钥 {path.name} 可被他人读取：请 chmod 600",
                    f"The key {path.name} can be read by others: chmod 600",
                ),
            )
    if not (os.environ.get("LUOSHI_ROOTS") or os.environ.get("LUOSHI_ROOTS_MAIL")):
        yield (
            "warning",
            say(
                "账本封签没有送到外部：请设 LUOSHI_ROOTS 或 LUOSHI_ROOTS_MAIL",
                "Ledger roots are not delivered outside: set LUOSHI_ROOTS or LUOSHI_ROOTS_MAIL",
            ),
        )
    if not settings.SECURE:
        yield (
            "warning",
            say(
                "未启用 HTTPS：正式使用请设 LUOSHI_HTTPS=1", "HTTPS is off: set LUOSHI_HTTPS=1 in production"
            ),
        )


def contacts(now: datetime) -> Iterator[Finding]:
    """Who is told of cards, and whom the public is told to ask."""
    from luoshi.law.errors import CouldNot
    from luoshi.monitor import notify

    try:
        known = notify.contacts()
    except CouldNot as wrong:
        yield "error", str(wrong)
        return
    if not known.units and not known.default:
        yield (
            "warning",
            say(
                "没有设置单位联系人：督办牌不会通知出去（见 docs/operations/notifications.md）",
                "No contacts are set: nobody is told of cards (see docs/operations/notifications.md)",
            ),
        )
    from django.conf import settings

    if not settings.LUOSHI_COMPLAINTS:
        yield (
            "warning",
            say(
                "门户没有写效能办的投诉电话：请设 LUOSHI_COMPLAINTS",
                "The portal does not say how to reach the efficiency office: set LUOSHI_COMPLAINTS",
            ),
        )


def signing_in(now: datetime) -> Iterator[Finding]:
    """The identity provider's settings can be read; who administers needs a second step."""
    from luoshi.law.errors import CouldNot
    from luoshi.org import sign_in

    try:
        told = sign_in.told()
    except CouldNot as wrong:
        yield "error", str(wrong)
        return
    if "administrator" not in told.required:
        yield (
            "warning",
            say(
                "系统管理员登录没有要求二次验证（见 docs/operations/sign-in.md）",
                "Administrators sign in without a second step (see docs/operations/sign-in.md)",
            ),
        )
    if told.provider and told.provider.issuer.startswith("http://"):
        yield (
            "warning",
            say(
                "统一身份认证没有用 HTTPS：同一网络里的人可以冒充",
                "The identity provider is reached without HTTPS: others on the network could pose as it",
            ),
        )


LOOKS: tuple[Callable[[datetime], Iterator[Finding]], ...] = (
    law_files,
    calendar,
    database,
    surroundings,
    contacts,
    signing_in,
)
