"""`luoshi demo`: a sample city in an embedded database, served on this machine."""

from __future__ import annotations

import secrets
import threading
from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING

import click

from luoshi.cli.base import SHANGHAI, moment, start
from luoshi.law.errors import CouldNot
from luoshi.law.words import say

if TYPE_CHECKING:
    from luoshi.ledger.entry import Draft

SEED = 2008
SIZES = {"small": (900, 5), "city": (12_000, 18)}
"""Matters and months of each size."""
ACCOUNTS = (
    ("office", "efficiency_office", "市效能办", None),
    ("head", "unit_head", "住建局 负责人", "530100-01"),
    ("clerk", "clerk", "住建局 窗口", "530100-01"),
    ("inspector", "inspector", "纪检监察（只读）", None),
    ("admin", "administrator", "系统管理", None),
)


@click.command("demo")
@click.option("--port", default=8000, show_default=True, type=click.IntRange(1, 65535))
@click.option("--size", type=click.Choice(list(SIZES)), default="small", show_default=True)
@click.option("--no-serve", is_flag=True, help="Build and stop.")
@click.option("--at", metavar="MOMENT", help="The day the sample is built for (default: today).")
def demo_command(port: int, size: str, no_serve: bool, at: str | None) -> None:
    """Build the sample city (same seed and day, same digest) and serve it."""
    start()
    today = moment(at).astimezone(SHANGHAI).date()
    digest = build(size, today)
    click.echo(say(f"样例就绪，重算摘要 {digest}", f"The sample is ready, replay digest {digest}"), err=True)
    accounts(today)
    if no_serve:
        return
    arrive(size, today, datetime.now(UTC))
    threading.Thread(target=watch, args=(size, today), daemon=True).start()
    from luoshi.cli.serve import run

    run(host="127.0.0.1", port=port, workers=1)


def morning(today: date) -> datetime:
    """00:00 of the day the sample is built for."""
    return datetime.combine(today, time(0, 0), SHANGHAI)


def stories(size: str, today: date) -> list[Draft]:
    """Everything the sample tells up to the end of `today`, in order."""
    from luoshi.cli.sample import matters
    from luoshi.monitor import surroundings

    count, months = SIZES[size]
    night = morning(today) + timedelta(days=1)
    told = matters(surroundings.calendar(), now=night, seed=SEED, count=count, months=months)
    return sorted((d for story in told for d in story), key=lambda d: (d.happened_at, d.occasion))


def build(size: str, today: date) -> str:
    """Record what happened before today, once; the digest of its replay."""
    from django.conf import settings

    from luoshi.ledger import read, record
    from luoshi.monitor import follow
    from luoshi.monitor import settings as office
    from luoshi.monitor.replay import replay

    ledger = settings.LUOSHI_JURISDICTION
    organise()
    entries, _ = read.head(ledger=ledger)
    if not entries:
        live = today - timedelta(days=SIZES[size][1] * 30 + 30)
        begun = morning(live)
        office.change(
            name=office.LIVE_SINCE, value=live.isoformat(), since=live, actor="luoshi demo", at=begun
        )
        click.echo(say("正在生成样例城市…", "Making the sample city…"), err=True)
        before = [d for d in stories(size, today) if d.happened_at < morning(today)]
        record.append_bulk(before, at=morning(today), ledger=ledger)
    follow.catch_up(at=morning(today), ledger=ledger)
    return str(replay({}, at=morning(today), ledger=ledger)["digest"])


def arrive(size: str, today: date, now: datetime) -> int:
    """Record what today brought up to now; the occasion keeps each thing from being recorded twice."""
    from django.conf import settings

    from luoshi.ledger import record
    from luoshi.monitor import follow

    ledger = settings.LUOSHI_JURISDICTION
    fresh = [d for d in stories(size, today) if morning(today) <= d.happened_at <= now]
    outcomes = record.append_bulk(fresh, at=now, ledger=ledger)
    follow.catch_up(at=now, ledger=ledger)
    return sum(o.state == "stored" for o in outcomes)


def organise() -> None:
    """The bodies of the sample."""
    from luoshi.cli.sample import BODIES, CITY
    from luoshi.org.actions import found

    city = found(code=CITY[0], name=CITY[1], name_en=CITY[2], kind="city")
    for body in BODIES:
        found(code=body.code, name=body.name, name_en=body.name_en, under=city)


def accounts(today: date) -> None:
    """An account for each role, printed with the password of this installation."""
    from django.conf import settings

    from luoshi.org.actions import assign, enrol
    from luoshi.org.models import Unit

    path = settings.LUOSHI_HOME / "keys" / "demo-password"
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        path.touch(mode=0o600)
        path.write_text(f"demo-{secrets.token_hex(4)}")
    password = path.read_text()
    click.echo(say("账号（密码相同）：", "Accounts (one password):") + f"  {password}")
    for username, role, shown, unit in ACCOUNTS:
        user = enrol(username=username, password=password, display_name=shown)
        held = Unit.objects.get(code=unit or "530100")
        assign(user=user, unit=held, role=role, since=min(date(2026, 1, 1), today))
        click.echo(f"  {username:<10} {shown}")


def watch(size: str, today: date) -> None:
    """The day going on beside the pages: new entries arrive, the timetable runs."""
    import time as clock

    from luoshi.config.timetable import run_due

    due = stories(size, today)
    while True:
        now = datetime.now(UTC)
        try:
            if any(morning(today) <= d.happened_at <= now for d in due):
                arrive(size, today, now)
                due = [d for d in due if d.happened_at > now]
            run_due(at=now)
        except CouldNot as refused:
            click.echo(str(refused), err=True)
        clock.sleep(2)
