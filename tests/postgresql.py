"""A throw-away PostgreSQL cluster for tests, and running database-generic tests on it.

Registered as a pytest plugin. The cluster is started by the first test of the whole run that asks for
it (also under xdist), socket only, and stopped when the run ends. Where the programs are absent those
tests are skipped with one line.
"""

import fcntl
import os
import re
import secrets
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest

ROOT = Path(__file__).parents[1]
FOLDER = "LUOSHI_TEST_POSTGRESQL"  # where this run's cluster lies; set by the process that began the run


def programs() -> Path | None:
    """The folder of initdb and pg_ctl, of the newest PostgreSQL from 15 on."""
    found = {
        int(p.parent.name): p
        for p in Path("/usr/lib/postgresql").glob("[0-9]*/bin")
        if (p / "initdb").exists()
    }
    if found and max(found) >= 15:
        return found[max(found)]
    on_path = shutil.which("initdb")
    if on_path:
        version = subprocess.run([on_path, "--version"], capture_output=True, text=True, check=True).stdout
        number = re.search(r"(\d+)", version)
        if number and int(number[1]) >= 15:
            return Path(on_path).resolve().parent
    return None


class Cluster:
    """A PostgreSQL cluster in a folder, reached by its socket there."""

    def __init__(self, folder: Path, binaries: Path) -> None:
        self.folder = folder
        self.binaries = binaries

    def _run(self, program: str, *arguments: str) -> None:
        """As a user of its own when we are root: PostgreSQL refuses root."""
        dropped: dict[str, Any] = {}
        if os.getuid() == 0:
            name = "postgres" if _exists("postgres") else "nobody"
            shutil.chown(self.folder, name)
            dropped = {"user": name, "group": _group(name), "extra_groups": []}
        done = subprocess.run(
            [str(self.binaries / program), *arguments],
            cwd=self.folder, text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, stdin=subprocess.DEVNULL,
            check=False, timeout=120, env={"PATH": os.environ.get("PATH", ""), "LC_ALL": "C.UTF-8", "HOME": str(self.folder)},
            **dropped,
        )  # fmt: skip
        if done.returncode:
            raise RuntimeError(f"{program} failed:\n{done.stdout}")

    def start(self, *, durable: bool = False) -> None:
        """Make the cluster and start it; `durable` writes through to disk (for measuring)."""
        self._run(
            "initdb",
            "-D",
            "data",
            "-U",
            "postgres",
            "--auth=trust",
            "--locale=C.UTF-8",
            "-E",
            "UTF8",
            "--no-sync",
        )
        settings = {
            "listen_addresses": "", "unix_socket_directories": str(self.folder), "max_connections": "60",
            "fsync": "on" if durable else "off", "synchronous_commit": "on", "shared_buffers": "256MB",
            "max_wal_size": "4GB",
        }  # fmt: skip
        with (self.folder / "data" / "postgresql.conf").open("a") as file:
            file.writelines(f"{name} = '{value}'\n" for name, value in settings.items())
        # The server keeps the log file only: an open pipe would hold its starter for ever.
        self._run(
            "pg_ctl",
            "-D",
            "data",
            "-l",
            "log",
            "-w",
            "-t",
            "60",
            "start",
            "-o",
            "-c log_min_messages=warning",
        )

    def stop(self) -> None:
        self._run("pg_ctl", "-D", "data", "-m", "immediate", "-w", "stop")
        shutil.rmtree(self.folder, ignore_errors=True)

    def url(self, database: str, user: str = "postgres") -> str:
        """An address for LUOSHI_DATABASE_URL."""
        return f"postgresql://{user}@/{database}?host={quote(str(self.folder), safe='')}"

    def database(self) -> str:
        """The address of a new empty database."""
        import psycopg

        name = f"luoshi_{secrets.token_hex(4)}"
        with psycopg.connect(
            host=str(self.folder), user="postgres", dbname="postgres", autocommit=True
        ) as at:
            at.execute(f"CREATE DATABASE {name}")
        return self.url(name)


def _exists(user: str) -> bool:
    import pwd

    return any(entry.pw_name == user for entry in pwd.getpwall())


def _group(user: str) -> int:
    import pwd

    return pwd.getpwnam(user).pw_gid


def open_folder() -> Path:
    """A folder short enough for a socket, that the user PostgreSQL runs as can enter."""
    return Path(tempfile.mkdtemp(prefix="luoshi-pg-", dir="/tmp"))


@pytest.fixture(scope="session")
def postgresql() -> Cluster:
    """The cluster of this run, started by whoever comes first."""
    binaries = programs()
    if binaries is None:
        pytest.skip("PostgreSQL absent: install postgresql (15 or newer)")
    cluster = Cluster(Path(os.environ[FOLDER]), binaries)
    with (cluster.folder.parent / f"{cluster.folder.name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (cluster.folder / "data" / "postmaster.pid").exists():
            cluster.start()
    return cluster


def run_on_postgresql(cluster: Cluster, paths: Sequence[str], *arguments: str) -> str:
    """Run these test files on PostgreSQL in a process of their own; the output, once all passed."""
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-n0", "-q", "--no-header", *arguments, *paths],
        cwd=ROOT, text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False, timeout=800,
        env={**os.environ, "LUOSHI_DATABASE_URL": cluster.url(f"luoshi_{secrets.token_hex(4)}")},
    )  # fmt: skip
    assert done.returncode == 0, done.stdout[-6000:]
    return done.stdout


def pytest_configure(config: pytest.Config) -> None:
    if FOLDER not in os.environ:
        os.environ[FOLDER] = str(open_folder())
        config.add_cleanup(_clear)
    _flush_past_the_guards()


def _clear() -> None:
    folder = Path(os.environ.pop(FOLDER))
    binaries = programs()
    if binaries and (folder / "data" / "postmaster.pid").exists():
        Cluster(folder, binaries).stop()
    shutil.rmtree(folder, ignore_errors=True)
    (folder.parent / f"{folder.name}.lock").unlink(missing_ok=True)


def _flush_past_the_guards() -> None:
    """Emptying a test database between transactional tests is no tampering: lift the guards for it."""
    from django.db.backends.base.operations import BaseDatabaseOperations

    from luoshi.ledger import guards

    flush = BaseDatabaseOperations.execute_sql_flush
    if flush.__module__ == __name__:
        return

    def execute_sql_flush(self: Any, sql_list: Any) -> None:
        guarded = any("ledger_entry" in statement for statement in sql_list)
        if guarded:
            guards.remove(self.connection)
        flush(self, sql_list)
        if guarded:
            guards.install(self.connection)

    BaseDatabaseOperations.execute_sql_flush = execute_sql_flush  # type: ignore[method-assign]
