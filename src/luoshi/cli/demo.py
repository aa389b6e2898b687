"""`luoshi demo`: a sample city in an embedded database, served on this machine."""

from __future__ import annotations

import secrets
import threading
from datetime import UTC, datetime
from random import uniform
from typing import TYPE_CHECKING

import click

from luoshi.cli.base import SHANGHAI, moment, start
from luoshi.law.errors import CouldNot
from luoshi.law.words import say

if TYPE_CHECKING:
    from luoshi.demo.arrivals import Arrivals
    from luoshi.demo.build import Building

ACCOUNTS: tuple[tuple[str, tuple[str, ...], str, str, str], ...] = (
    ("office", ("efficiency_office",), "市效能办", "", ""),
    ("head", ("unit_head",), "住建局 负责人", "530100-01", "heads"),
    ("clerk", ("clerk", "handler"), "住建局 窗口", "530100-01", "handling"),
    ("inspector", ("inspector",), "纪检监察（只读）", "", ""),
    ("admin", ("administrator",), "系统管理", "", ""),
)
"""Account, roles, name shown, unit (the whole city if empty), and which of its posts the person holds."""
EVERY = 3.0, 5.0
"""Seconds between two acts of visitors while the city is served."""


@click.command("demo")
@click.option("--port", default=8000, show_default=True, type=click.IntRange(1, 65535))
@click.option("--size", type=click.Choice(["small", "city"]), default="city", show_default=True)
@click.option("--no-serve", is_flag=True, help="Build and stop.")
@click.option("--at", metavar="MOMENT", help="The day the sample is built for (default: today).")
def demo_command(port: int, size: str, no_serve: bool, at: str | None) -> None:
    """Build the sample city (same seed and day, same digest) and serve it."""
    start()
    from luoshi.demo import build

    made = build.building(size, moment(at).astimezone(SHANGHAI).date())
    click.echo(say("正在准备样例城市春城市…", "Preparing the sample city…"), err=True)
    fresh = build.build(made, progress=lambda day: click.echo(f"  {day}", err=True))
    accounts(made)
    applicant(made)
    if no_serve:
        if fresh:
            said(made)
        return
    from luoshi.cli.serve import run
    from luoshi.demo.arrivals import Arrivals

    arrivals = Arrivals(made)
    arrivals.come(datetime.now(UTC))
    run(host="127.0.0.1", port=port, workers=1, beside=lambda: go_on(arrivals, fresh=fresh))


def go_on(arrivals: Arrivals, *, fresh: bool) -> None:
    """Beside the pages: the day goes on, and of a new city is said what nobody should have to wait for."""
    from luoshi.config import timetable

    if fresh:
        timetable.last["survey"] = datetime.now(UTC)  # done here, for the morning of the day
        threading.Thread(target=said, args=(arrivals.made,), daemon=True).start()
    watch(arrivals)


def said(made: Building) -> None:
    """Survey the city for leads; say how much of what was seeded they find, and the digest by which samples are compared."""
    from luoshi.demo import truth
    from luoshi.demo.staff import midnight
    from luoshi.monitor.replay import replay
    from luoshi.supervision import surveying

    at = midnight(made.built)
    found = surveying.record(at=at, ledger=made.ledger)
    if not made.city.size.small:
        it = truth.compared(found.results)
        click.echo(
            say(
                f"样例里埋了 {len(it.seeded)} 处异常做法，分析事先不知：疑似线索指向 {len(it.found)} 处，其中 {len(it.hit)} 处"
                f"属实（召回率 {it.recall:.0%}，精确率 {it.precision:.0%}）",
                f"{len(it.seeded)} bad habits are seeded, unknown to the surveys: leads point to {len(it.found)}, "
                f"{len(it.hit)} rightly (recall {it.recall:.0%}, precision {it.precision:.0%})",
            ),
            err=True,
        )
    digest = replay({}, at=at, ledger=made.ledger)["digest"]
    click.echo(say(f"样例就绪，重算摘要 {digest}", f"The sample is ready, replay digest {digest}"), err=True)


def accounts(made: Building) -> None:
    """An account for each role, printed with the password of this installation."""
    from django.conf import settings

    from luoshi.org.actions import assign, enrol
    from luoshi.org.models import Unit
    from luoshi.org.staffing import Person

    path = settings.LUOSHI_HOME / "keys" / "demo-password"
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        path.touch(mode=0o600)
        path.write_text(f"demo-{secrets.token_hex(4)}")
    password = path.read_text()
    click.echo(say("账号（密码相同）：", "Accounts (one password):") + f"  {password}")
    for username, roles, shown, unit, posts in ACCOUNTS:
        user = enrol(username=username, password=password, display_name=shown)
        held = Unit.objects.get(code=unit or "530100")
        for role in roles:
            assign(user=user, unit=held, role=role, since=made.city.since)
        if posts and not Person.objects.filter(user=user).exists():
            Person.objects.filter(officer=officer(made, unit, posts)).update(user=user)
        click.echo(f"  {username:<10} {shown}")


def applicant(made: Building) -> None:
    """Number and query code of a case that is late, so that the portal can be tried as its applicant."""
    from luoshi.approvals.models import Matter
    from luoshi.monitor.models import Clock
    from luoshi.sealed import codes

    now = datetime.now(UTC)
    late = Clock.objects.filter(ledger=made.ledger, grade="promise", met_at=None, due_at__lte=now)
    waiting = Matter.objects.filter(ledger=made.ledger, state="accepted", matter__in=late.values("matter"))
    found = waiting.order_by("-received_at").first()
    if found is not None:
        code = codes.give(found.matter, at=now, ledger=made.ledger)
        number = codes.known_as(found.matter)
        click.echo(
            say(f"门户 /portal/ 查一件晚了的：编号 {number}，查询码 {code}", f"The portal, /portal/, on a case that is late: {number}, code {code}")
        )  # fmt: skip


def officer(made: Building, unit: str, posts: str) -> str:
    """Of those who are there on the day, whoever has most on their desk."""
    from django.db.models import Count

    from luoshi.approvals.models import Matter
    from luoshi.demo.staff import away

    there = [
        it for it in getattr(made.city.world.teams[unit], posts) if not away(it.a, made.built, made.city.seed)
    ]
    mine = Matter.objects.filter(ended_at__isnull=True, post__in=[it.code for it in there])
    most = mine.values("post").annotate(n=Count("pk")).order_by("-n", "post").first()
    code: str = next((it for it in there if most and it.code == most["post"]), there[0]).a.code
    return code


def watch(arrivals: Arrivals) -> None:
    """The day going on beside the pages: new entries arrive, the timetable runs."""
    import time as clock

    from luoshi.config.timetable import run_due

    while True:
        clock.sleep(uniform(*EVERY))
        now = datetime.now(UTC)
        try:
            arrivals.come(now)
            arrivals.visit(now)
            run_due(at=now)
        except CouldNot as refused:
            click.echo(str(refused), err=True)
