"""Places to measure in: a home of its own, a database, a process of its own; nothing stays behind."""

import os
import tempfile
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path
from typing import Any

from tests.postgresql import Cluster, open_folder, programs

DATABASES = ("SQLite", "PostgreSQL")
ABSENT = "not measured: PostgreSQL absent"
LEDGER = "CN-530100"


Desk = Callable[..., Any]


@dataclass(frozen=True, slots=True)
class Office:
    """An empty office."""

    home: Path
    url: str

    def environ(self) -> dict[str, str]:
        return {
            "LUOSHI_HOME": str(self.home),
            "LUOSHI_DATABASE_URL": self.url,
            "LUOSHI_JURISDICTION": LEDGER,
            "LUOSHI_LANG": "en",
            "DJANGO_SETTINGS_MODULE": "luoshi.config.settings",
        }

    @contextmanager
    def desk(self) -> Iterator["Desk"]:
        """A process of its own with Django set up and the tables made: call a function there."""
        with ProcessPoolExecutor(
            1, mp_context=get_context("spawn"), initializer=_open, initargs=(self.environ(),)
        ) as pool:
            yield lambda work, *arguments: pool.submit(work, *arguments).result()


@contextmanager
def office(cluster: Cluster | None = None) -> Iterator[Office]:
    """A new office on SQLite in its home, or in a new database of the cluster."""
    with tempfile.TemporaryDirectory(prefix="luoshi-bench-") as folder:
        home = Path(folder)
        yield Office(home, cluster.database() if cluster else f"sqlite:///{home / 'luoshi.sqlite3'}")


@contextmanager
def durable() -> Iterator[Cluster | None]:
    """A PostgreSQL cluster that writes through to disk, or None where the programs are absent."""
    binaries = programs()
    if binaries is None:
        yield None
        return
    cluster = Cluster(open_folder(), binaries)
    try:
        cluster.start(durable=True)
        yield cluster
    finally:
        cluster.stop()


def offices() -> Iterator[tuple[str, Office | None]]:
    """One on each database, one after the other; None where PostgreSQL is absent."""
    with office() as found:
        yield DATABASES[0], found
    with durable() as cluster:
        if cluster is None:
            yield DATABASES[1], None
            return
        with office(cluster) as found:
            yield DATABASES[1], found


def _open(environ: dict[str, str]) -> None:
    os.environ.update(environ)
    import django

    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0, interactive=False)
