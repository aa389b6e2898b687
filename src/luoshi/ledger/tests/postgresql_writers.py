"""Six writers and a follower at once on PostgreSQL. Run by tests/test_ledger_postgresql.py."""

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection, transaction

from luoshi.ledger import follow, read, record
from luoshi.ledger.tests.test_record import AT, draft
from luoshi.ledger.verify import verify

WRITERS, ROUNDS = 6, 60


def write(writer: int) -> int:
    """Transactions of different sizes, some rolled back, some repeating what another writes too."""
    written = 0
    try:
        for turn in range(ROUNDS):
            own = [
                draft(0, occasion=f"w{writer}:{turn}:{n}", matter=f"w{writer}") for n in range(turn % 5 + 1)
            ]
            shared = draft(0, occasion=f"shared:{turn}", matter="shared")
            try:
                with transaction.atomic():
                    outcomes = record.append([*own, shared], at=AT)
                    if turn % 7 == writer % 7:
                        raise KeyError
            except KeyError:
                continue
            written += sum(o.state == "stored" for o in outcomes)
    finally:
        connection.close()
    return written


def read_along(done: threading.Event) -> list[int]:
    seen: list[int] = []
    try:
        while True:
            last = done.is_set()
            for batch in follow.follow("engine", limit=50):
                with transaction.atomic():
                    seen += [row.position for row in batch]
                    follow.advance("engine", batch[-1].position)
            if last:
                return seen
    finally:
        connection.close()


@pytest.mark.django_db(transaction=True)
def test_no_link_is_forked_and_nothing_lost_to_a_follower() -> None:
    done = threading.Event()
    with ThreadPoolExecutor(WRITERS + 1) as pool:
        follower = pool.submit(read_along, done)
        written = sum(pool.map(write, range(WRITERS)))
        done.set()
        seen = follower.result()
    assert written > WRITERS * ROUNDS
    assert read.head()[0] == written
    assert seen == list(range(1, written + 1))
    report = verify()
    assert (report.ok, report.entries) == (True, written)
