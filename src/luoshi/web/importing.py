"""Imports started on a page: kept apart from the web server, told about as they go.

The work is done by a process of its own (`python -m luoshi.web.importing ID`), so that a long file
slows nobody's page down. It may be killed at any moment: giving the same file again doubles nothing.
"""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from threading import Event, Thread
from typing import BinaryIO
from uuid import UUID

from django.conf import settings

BEAT = 30  # seconds
LIMIT = 2 * 1024**3  # bytes of one upload
EXAMPLES = Path(__file__).parents[3] / "examples"


def folder() -> Path:
    """Where uploads lie until they are read: outside everything that is served."""
    path: Path = settings.LUOSHI_HOME / "uploads"
    path.mkdir(parents=True, exist_ok=True, mode=0o700)
    return path


def examples() -> dict[str, Path]:
    """Mapping files for event logs that come with the product, by name."""
    return {path.name: path for path in sorted(EXAMPLES.glob("*.*.toml"))}


def keep(chunks: BinaryIO, to: Path) -> None:
    """Write an upload down, readable by us alone."""
    descriptor = os.open(to, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        while some := chunks.read(1 << 20):
            file.write(some)


def start(run: UUID) -> None:
    """Begin the work in a process of its own and return at once."""
    surroundings = os.environ | {
        "LUOSHI_HOME": str(settings.LUOSHI_HOME),
        "LUOSHI_JURISDICTION": settings.LUOSHI_JURISDICTION,
        "DJANGO_SETTINGS_MODULE": os.environ.get("DJANGO_SETTINGS_MODULE", "luoshi.config.settings"),
    }
    subprocess.Popen(
        [sys.executable, "-m", "luoshi.web.importing", str(run)],
        env=surroundings, stdin=subprocess.DEVNULL, start_new_session=True,
    )  # fmt: skip


@contextmanager
def beating(run: UUID) -> Iterator[None]:
    """Say every half minute that the work goes on, also while judging tells nothing for long."""
    from django.db import connection

    from luoshi.web.models import Import

    done = Event()

    def beat() -> None:
        while not done.wait(BEAT):
            Import.objects.filter(pk=run).update(touched_at=datetime.now(UTC))
        connection.close()

    thread = Thread(target=beat, daemon=True)
    thread.start()
    try:
        yield
    finally:
        done.set()
        thread.join()


def path_of(run: UUID, format: str) -> Path:  # noqa: A002
    return folder() / f"{run}.{format}"


def carry_out(run: UUID) -> None:
    """Do the work of one run and write down how it goes and ends."""
    from luoshi.intake.mapping import load
    from luoshi.intake.run import import_file
    from luoshi.law.errors import CouldNot
    from luoshi.law.words import language, say
    from luoshi.web.models import Import

    it = Import.objects.select_related("user").get(pk=run)
    language.set(it.language)
    rows = Import.objects.filter(pk=run)
    path = path_of(run, it.format)
    mapping = path.with_suffix(".toml")

    def progress(read: int, share: float) -> None:
        rows.update(state=Import.State.READING, rows=read, share=share, touched_at=datetime.now(UTC))

    try:
        mapping.write_text(it.mapping_text, encoding="utf-8")
        progress(0, 0)
        with beating(run):
            report = import_file(
                path,
                it.format.removesuffix(".gz"),
                load(mapping),
                at=datetime.now(UTC),
                progress=progress,
                actor=it.user.username,
            )
        told = report.as_dict() | {"file": it.name}
        rows.update(state=Import.State.DONE, share=1, report=told, touched_at=datetime.now(UTC))
    except CouldNot as failure:
        rows.update(
            state=Import.State.FAILED,
            message=_plain(str(failure), it.name, path, mapping),
            touched_at=datetime.now(UTC),
        )
    except Exception:
        sorry = say(
            "系统出了问题，文件没有读完；已写入的都在，可以整份再导一次。请把时间告诉系统管理员。",
            "Something went wrong before the file was read whole; what was written is kept, import it again. "
            "Tell your administrator the time.",
        )
        rows.update(state=Import.State.FAILED, message=sorry, touched_at=datetime.now(UTC))
        raise
    finally:
        path.unlink(missing_ok=True)
        mapping.unlink(missing_ok=True)


def _plain(text: str, name: str, *paths: Path) -> str:
    """The sentence with the name the person knows, not with where we keep the file."""
    for path in paths:
        text = text.replace(str(path), name).replace(path.name, name)
    return text


if __name__ == "__main__":
    import django

    django.setup()
    carry_out(UUID(sys.argv[1]))
