"""Judging that is killed on its way, again and again. Run by test_killed.py with four databases.

A fresh process for every attempt, forked before any database or engine is opened, so that an attempt costs
little and a kill can fall between any two statements.
"""

import json
import os
import signal
import sys
import time
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from typing import Any

import django

django.setup()

from django.conf import settings as django_settings  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.db import connection  # noqa: E402

from luoshi.approvals.models import Matter  # noqa: E402
from luoshi.engine.embedded import compiled, current  # noqa: E402
from luoshi.engine.surroundings import lawful  # noqa: E402
from luoshi.ledger import follow as bookmarks  # noqa: E402
from luoshi.ledger import read, sql  # noqa: E402
from luoshi.ledger.entry import COLUMNS, Draft  # noqa: E402
from luoshi.ledger.record import append_bulk  # noqa: E402
from luoshi.ledger.verify import verify  # noqa: E402
from luoshi.monitor import follow, settings, store  # noqa: E402
from luoshi.monitor import sweep as sweeper  # noqa: E402
from luoshi.monitor.models import Card, Clock, Prompt, Task  # noqa: E402
from luoshi.monitor.tests.conftest import moment  # noqa: E402

LEDGER = django_settings.LUOSHI_JURISDICTION
MATTERS = 60
EARLY, LATE = moment("2026-03-04T12:00"), moment("2026-06-30T00:00")
DELAYS = (0.01, 0.02, 0.04, 0.06, 0.08)  # seconds after which an attempt is also killed from outside
follow.BATCH = 150  # several transactions, so that a kill can fall in and between any of them
sweeper.due.__kwdefaults__["limit"] = 25


def story(n: int) -> Iterator[Draft]:
    """One matter of six sorts, so that every effect, card and prompt occurs."""
    received = moment("2026-03-02T09:00") + timedelta(hours=n % 7)

    def entry(kind: str, days: float, **payload: Any) -> Draft:
        return Draft(
            matter=f"件{n}",
            kind=kind,
            happened_at=received + timedelta(days=days),
            occasion=f"{n}:{kind}:{days}",
            unit=f"单位{n % 3}",
            law=LEDGER,
            payload={"item": "取水许可", **payload},
        )

    yield entry("approvals.received", 0)
    sort = n % 6
    if sort == 0:  # silence, and a notice that turns up later: an effect, disproved, and a task
        return
    yield entry("approvals.accepted", 1)
    if sort == 1:
        yield entry("approvals.paused", 1.5, ground="expert_review", document="告知书")
    elif sort == 2:
        yield entry("approvals.extended", 1.5, clock="CLK-02", amount=10)
    elif sort == 3:
        yield entry("clocks.set", 1, clock="承诺", grade="promise", amount=5, per="working_day")
    elif sort == 4:
        yield entry("approvals.decided", 1.75, outcome="granted")


def later(n: int) -> Iterator[Draft]:
    """What is recorded after the first judgement."""
    for draft in story(n):
        if n % 6 == 0:
            yield Draft(
                matter=draft.matter,
                kind="approvals.correction_notified",
                happened_at=draft.happened_at + timedelta(days=2),
                occasion=f"{n}:late",
                unit=draft.unit,
                law=LEDGER,
            )


def prepare_follow() -> None:
    call_command("migrate", verbosity=0)
    begun = moment("2026-01-01T09:00")
    settings.change(
        name=settings.LIVE_SINCE, value="2026-01-01", since=date(2026, 1, 1), actor="测试", at=begun
    )
    append_bulk((d for n in range(MATTERS) for d in story(n)), at=EARLY)
    follow.catch_up(at=moment("2026-04-15T12:00"))  # cards, prompts, acceptances by silence
    append_bulk((d for n in range(MATTERS) for d in later(n)), at=LATE)
    append_bulk((Draft(matter=f"件{n}", kind="approvals.step", happened_at=EARLY, occasion=f"s{n}") for n in range(MATTERS)), at=LATE)  # fmt: skip


def prepare_sweep() -> None:
    call_command("migrate", verbosity=0)
    begun = moment("2026-01-01T09:00")
    settings.change(
        name=settings.LIVE_SINCE, value="2026-01-01", since=date(2026, 1, 1), actor="测试", at=begun
    )
    append_bulk((d for n in range(MATTERS) for d in story(n)), at=EARLY)
    follow.catch_up(at=EARLY)


def do_follow() -> None:
    follow.catch_up(at=LATE)


def do_sweep() -> None:
    sweeper.sweep(at=LATE)


WORKS: dict[str, tuple[Callable[[], None], Callable[[], None]]] = {
    "follow": (prepare_follow, do_follow),
    "sweep": (prepare_sweep, do_sweep),
}


def apart(work: Callable[[], None], *, after: float | None = None) -> bool:
    """Do it in a process of its own, killed after so many seconds when given; whether it lived to the end."""
    child = os.fork()
    if child == 0:
        code = 1
        try:
            work()
            code = 0
        finally:
            os._exit(code)
    if after is not None:
        time.sleep(after)
        os.kill(child, signal.SIGKILL)
    _, status = os.waitpid(child, 0)
    if not os.WIFSIGNALED(status):
        assert os.waitstatus_to_exitcode(status) == 0
        return True
    assert os.WTERMSIG(status) == signal.SIGKILL
    return False


def killing(work: Callable[[], None], step: int) -> Callable[[], None]:
    """The work, killed at the step-th statement or commit; on either side of both."""

    def doing() -> None:
        steps = 0

        def tick() -> None:
            nonlocal steps
            steps += 1
            if steps == step:
                os.kill(os.getpid(), signal.SIGKILL)

        def counted(execute: Any, *arguments: Any) -> Any:
            tick()
            return execute(*arguments)

        def committing() -> None:
            tick()
            commit()
            tick()

        commit = connection._commit
        connection._commit = committing  # type: ignore[method-assign]
        with connection.execute_wrapper(counted):
            work()

    return doing


def progress() -> tuple[Any, ...]:
    """How far the work has come, as the database has it."""
    try:
        head, _ = read.head(ledger=LEDGER)
        return head, bookmarks.bookmark(follow.NAME, ledger=LEDGER), store.swept_at(LEDGER)
    finally:
        connection.close()  # before the next attempt is forked


def disturb(work: Callable[[], None]) -> int:
    """Be killed at every second step of every transaction, until nothing is left to do; how often."""
    killed = sum(not apart(work, after=delay) for delay in DELAYS)
    step = first = 1
    reached = progress()
    while not apart(killing(work, step)):
        killed += 1
        step += 2
        if (now := progress()) != reached:  # the next transaction, at the other steps
            step = first = 3 - first
            reached = now
    return killed


def told() -> dict[str, Any]:
    """Everything that came of it, without the numbers that only say in which order it was written."""
    drop = {"position", "salt", "previous_digest", "digest", "corrects", "id", "last_position"}
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {sql.LIST} FROM ledger_entry ORDER BY occasion, corrects")
        entries = [dict(zip(COLUMNS, row, strict=True)) for row in cursor.fetchall()]
    tables = {
        model.__name__: list(model._default_manager.values()) for model in (Clock, Card, Prompt, Task, Matter)
    }
    found = {
        name: sorted(str({k: v for k, v in row.items() if k not in drop}) for row in rows)
        for name, rows in {"entries": entries, **tables}.items()
    }
    head, _ = read.head(ledger=LEDGER)
    kinds: dict[str, int] = {}
    for entry in entries:
        kinds[entry["kind"]] = kinds.get(entry["kind"], 0) + 1
    return {
        "found": found,
        "kinds": kinds,
        "gapless": head == len(entries),
        "behind": head - bookmarks.bookmark(follow.NAME, ledger=LEDGER),
        "swept_at": str(store.swept_at(LEDGER)),
        "chain": verify().ok,
    }


def outcome(name: str, database: str, *, disturbed: bool) -> dict[str, Any]:
    """Do a work in that empty database; with how many kills on the way, and what came of it."""
    connection.settings_dict["NAME"] = database
    prepare, work = WORKS[name]
    assert apart(prepare)
    killed = disturb(work) if disturbed else 0
    for _ in range(2):  # to the end, and once more: then there must be nothing left to do
        assert apart(work)
    try:
        return {"killed": killed, **told()}
    finally:
        connection.close()


if __name__ == "__main__":
    compiled(), current(True), current(False), lawful()  # what every attempt would do again
    databases = iter(sys.argv[1:])
    found = {
        name: {
            how: outcome(name, next(databases), disturbed=how == "disturbed") for how in ("calm", "disturbed")
        }
        for name in WORKS
    }
    print(json.dumps(found))
