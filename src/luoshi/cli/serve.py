"""`luoshi serve`: the pages and the interface for machines."""

import socket
import threading
import time
from collections.abc import Callable
from contextlib import closing

import click

from luoshi.cli.base import start
from luoshi.law.words import say


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option(
    "--port", default=8000, show_default=True, type=click.IntRange(1, 65535), help="Port to listen on."
)
@click.option(
    "--workers", default=1, show_default=True, type=click.IntRange(1, 64), help="Processes; one per core."
)
def serve_command(host: str, port: int, workers: int) -> None:
    """Serve the pages and the API."""
    start()
    run(host=host, port=port, workers=workers)


def run(*, host: str, port: int, workers: int, beside: Callable[[], None] | None = None) -> None:
    """Serve until told to stop. Django must be set up and the database up to date.

    `beside` goes on in a thread of the parent once the pages answer: a process forked while another
    thread imports modules or holds a lock would wait for that lock for ever.
    """
    from granian import Granian
    from granian.constants import Interfaces

    shown = f"[{host}]" if ":" in host else host
    click.echo(
        say(
            f"落实已启动：http://{shown}:{port}/（Ctrl+C 停止）",
            f"Luoshi is up: http://{shown}:{port}/ (Ctrl+C stops it)",
        ),
        err=True,
    )
    if beside:
        threading.Thread(target=_once_open, args=(host, port, beside), daemon=True).start()
    Granian(
        "luoshi.config.wsgi:application",
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        workers=workers,
        blocking_threads=4,
        backpressure=32,
        log_level="warning",  # type: ignore[arg-type]
        respawn_failed_workers=True,
    ).serve()


def _once_open(host: str, port: int, then: Callable[[], None]) -> None:
    """Wait until somebody answers there. Nothing here imports or locks."""
    while True:
        with closing(socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET)) as line:
            if line.connect_ex((host, port)) == 0:
                break
        time.sleep(0.2)
    then()
