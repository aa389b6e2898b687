"""What the surroundings say: database, home, jurisdiction. Read here and nowhere else."""

import os
import secrets
from pathlib import Path
from urllib.parse import unquote, urlsplit

from luoshi.law.errors import CouldNot
from luoshi.law.words import say


def home() -> Path:
    """Where keys, loaded notices and an embedded database live (LUOSHI_HOME, default ./var)."""
    return Path(os.environ.get("LUOSHI_HOME") or "var").absolute()


def jurisdiction() -> str:
    """The jurisdiction whose law applies; also the name of this office's ledger."""
    return os.environ.get("LUOSHI_JURISDICTION") or "CN-530100"


def database_url() -> str:
    return os.environ.get("LUOSHI_DATABASE_URL") or f"sqlite:///{home() / 'luoshi.sqlite3'}"


def database(url: str) -> dict[str, object]:
    """A Django DATABASES entry from `sqlite:////path` or `postgresql://…`."""
    parts = urlsplit(url)
    if parts.scheme == "sqlite":
        path = unquote(parts.path)[1:] if parts.path.startswith("//") else unquote(parts.path)
        return {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": path or ":memory:",
            "CONN_MAX_AGE": 60,  # the last to close moves the whole log into the file, and loses its cache
            "OPTIONS": {
                "transaction_mode": "IMMEDIATE",
                "timeout": 20,
                "init_command": "PRAGMA journal_mode=WAL;PRAGMA synchronous=FULL;PRAGMA cache_size=-65536;",
            },
        }
    if parts.scheme in ("postgresql", "postgres"):
        query = dict(pair.split("=", 1) for pair in parts.query.split("&") if "=" in pair)
        return {
            "ENGINE": "django.db.backends.postgresql",
            "NAME": unquote(parts.path.lstrip("/")),
            "USER": unquote(parts.username or ""),
            "PASSWORD": unquote(parts.password or ""),
            "HOST": unquote(query.pop("host", "")) or unquote(parts.hostname or ""),
            "PORT": str(parts.port or query.pop("port", "")),
            "CONN_MAX_AGE": 60,
            "CONN_HEALTH_CHECKS": True,
            "OPTIONS": {"options": "-c idle_in_transaction_session_timeout=60000", **query},
        }
    raise CouldNot(
        say(
            f"看不懂数据库地址 {parts.scheme or url!r}：请写 sqlite:////绝对路径 或 postgresql://用户@主机/库名",
            f"Cannot read the database address {parts.scheme or url!r}: "
            "write sqlite:////absolute/path or postgresql://user@host/name",
        )
    )


def key(name: str, size: int = 32) -> bytes:
    """A secret kept outside the database, made on first use, readable by its owner only."""
    folder = Path(os.environ.get("LUOSHI_KEYS") or home() / "keys")
    path = folder / name
    if not path.exists():
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        part = folder / f".{name}.{os.getpid()}"
        descriptor = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "wb") as file:
            file.write(secrets.token_bytes(size))
        try:
            os.link(part, path)  # the first of several processes wins
        except FileExistsError:
            pass
        finally:
            part.unlink()
    return path.read_bytes()
