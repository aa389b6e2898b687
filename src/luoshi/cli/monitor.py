"""`luoshi monitor`: the follower and the timetable, in the foreground."""

import signal
import time
from datetime import UTC, datetime
from threading import Event

import click

from luoshi.cli.base import start
from luoshi.law.words import say

PAUSE = 1.0
"""Seconds between two looks."""


@click.command("monitor")
@click.option("--once", is_flag=True, help="Catch up, sweep once, and stop.")
def monitor_command(once: bool) -> None:
    """Judge what was appended and bring about what time brings about."""
    start()
    from luoshi.config.timetable import run_due
    from luoshi.monitor import follow

    stop = Event()
    for name in (signal.SIGTERM, signal.SIGINT):
        signal.signal(name, lambda *_: stop.set())
    while True:
        begun = time.monotonic()
        now = datetime.now(UTC)
        read = follow.catch_up(at=now)
        done = run_due(at=now, everything=once)
        if read or done:
            click.echo(
                say(
                    f"{now.isoformat(timespec='seconds')} 读入 {read} 条；{'、'.join(done) or '无到点任务'}",
                    f"{now.isoformat(timespec='seconds')} read {read}; {', '.join(done) or 'nothing due'}",
                ),
                err=True,
            )
        if once or stop.wait(max(0.0, PAUSE - (time.monotonic() - begun))):
            return
